"""English text as it is said: numbers, times, dates, units and codes in words."""

from __future__ import annotations

import re
from collections.abc import Callable

from edge.model.voice.normalise.digits import plain_digits
from edge.model.voice.normalise.english_numbers import by_digit, cardinal, number, ordinal, year
from edge.model.voice.normalise.units import STANDALONE, UNIT, UNIT_END, UNITS

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_MONTH = "|".join([*_MONTHS, *(month[:3] for month in _MONTHS)])
_CURRENCIES = {"$": ("dollar", "dollars"), "€": ("euro", "euros"), "£": ("pound", "pounds"), "¥": ("yuan", "yuan")}
_CURRENCIES["￥"] = _CURRENCIES["¥"]
_FRACTIONS = {(1, 2): "one half", (1, 4): "one quarter", (3, 4): "three quarters", (1, 3): "one third"}
_FRACTIONS[2, 3] = "two thirds"
_NUMBER = r"\d+(?:\.\d+)?"
_PER_HUNDRED = re.compile(r"\b([Ll]|kWh)\s?/\s?100\s?km\b")
_SIGN = r"(?<![\w.)])-\s?"
_LONGEST_NUMBER = 6

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def spoken_english(text: str) -> str:
    """The text with no digit left; words stay as they are."""
    text = _PER_HUNDRED.sub(r"\1/100km", plain_digits(text))
    for pattern, say in _RULES:
        text = pattern.sub(lambda found, say=say: f" {say(found)} ", text)  # type: ignore[misc]
    text = re.sub(r"\s+([,.;:!?%)”’])", r"\1", re.sub(r"\s+", " ", text))
    return re.sub(r"([(“])\s+", r"\1", text).strip()


def _time(found: re.Match[str]) -> str:
    hour, minute, half = int(found[1]), int(found[2]), (found[4] or "").lower().replace(".", "")
    if hour > 24 or minute > 59:
        return f"{cardinal(hour)} {by_digit(found[2])}"
    suffix = " " + half.upper() if half else ""
    if minute == 0:
        if not suffix and not 1 <= hour <= 12:
            hour, suffix = hour % 12 or 12, " AM" if hour % 24 == 0 else " PM"
        return cardinal(hour) + (suffix or " o'clock")
    if hour in (0, 24):
        hour, suffix = 12, " AM"
    return f"{cardinal(hour)} {'oh ' if minute < 10 else ''}{cardinal(minute)}{suffix}"


def _date(found: re.Match[str]) -> str:
    month, day = int(found[2]), int(found[3])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return " ".join(by_digit(found[group]) for group in (1, 2, 3))
    return f"{_MONTHS[month - 1]} {ordinal(day)}, {year(int(found[1]))}"


def _money(found: re.Match[str]) -> str:
    one, many = _CURRENCIES[found[1]]
    whole, _, cents = found[2].partition(".")
    said = f"{cardinal(int(whole))} {one if int(whole) == 1 else many}"
    if len(cents) == 2:
        return said + (f" {cardinal(int(cents))}" if int(cents) else "")
    return f"{number(found[2])} {many}" if cents else said


def _range(found: re.Match[str]) -> str:
    unit = found[3]
    said = f"{number(found[1])} to {number(found[2])}"
    return f"{said} {_unit_name(unit, found[2])}" if unit else said


def _quantity(found: re.Match[str]) -> str:
    return f"{number(found[1])} {_unit_name(found[2], found[1])}"


def _unit_name(symbol: str, written: str) -> str:
    if symbol == "%":
        return "percent"
    unit = UNITS[symbol]
    return unit.one if written == "1" else unit.many


def _fraction(found: re.Match[str]) -> str:
    above, below = int(found[1]), int(found[2])
    return _FRACTIONS.get((above, below)) or f"{cardinal(above)} out of {cardinal(below)}"


def _code(found: re.Match[str]) -> str:
    parts = re.findall(r"\d+|\D+", found[0])
    return " ".join(_plain_number(part) if part.isdigit() else part for part in parts)


def _plain_number(digits: str) -> str:
    long = (len(digits) > _LONGEST_NUMBER and not digits.endswith("000")) or (len(digits) > 1 and digits.startswith("0"))
    return by_digit(digits) if long else cardinal(int(digits))


def _by_date(found: re.Match[str]) -> str:
    """ "Nov 26, 2026", with or without its year."""
    name = next(month for month in _MONTHS if month.startswith(found[1][:3]))
    return f"{name} {ordinal(int(found[2]))}" + (f", {year(int(found[3]))}" if found[3] else "")


def _decade(found: re.Match[str]) -> str:
    if found[0].startswith("2000"):
        return "two thousands"
    tens = cardinal(int(found[2]))
    many = f"{tens[:-1]}ies" if tens.endswith("y") else f"{tens}s"
    return f"{cardinal(int(found[1]))} {'hundreds' if found[2] == '00' else many}"


def _telephone(found: re.Match[str]) -> str:
    return "plus " + by_digit(re.sub(r"\D", "", found[0]))


def _standalone(found: re.Match[str]) -> str:
    return UNITS[found[0]].many


_RULES: tuple[Rule, ...] = (
    (re.compile(r"(?<![\w+])\+\d[\d \-]{5,}\d(?!\d)"), _telephone),
    (re.compile(r"(?<![\d-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])"), _date),
    (re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(:\d{2})?(?![\d:])(?:\s?([ap]\.m\.|[ap]m)(?!\w))?", re.IGNORECASE), _time),
    (re.compile(rf"(?<!\w)({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?![\d.:])(?:,? ((?:19|20)\d\d)(?![\d.]))?"), _by_date),
    (re.compile(r"(?<!\w)(19|20)(\d0)'?s(?!\w)"), _decade),
    (re.compile(r"(?<![\d/])24/7(?![\d/])"), lambda _: "twenty-four seven"),
    (re.compile(r"(?<!\w)No\.\s?(?=\d)"), lambda _: "number"),
    (re.compile(r"([$€£¥￥])\s?(\d+(?:\.\d+)?)"), _money),
    (re.compile(rf"({_NUMBER})\s?(?:-|–|~|—)\s?({_NUMBER})\s?(%|(?:{UNIT}){UNIT_END})?(?![\d-])"), _range),
    (re.compile(rf"{_SIGN}(?=\d)"), lambda _: "minus"),
    (re.compile(rf"(?<![A-Za-z\d.])({_NUMBER})\s?(%|(?:{UNIT}){UNIT_END})"), _quantity),
    (re.compile(r"(?<![\d:])(\d{1,3}):(\d{1,3})(?![\d:])"), lambda f: f"{cardinal(int(f[1]))} to {cardinal(int(f[2]))}"),
    (re.compile(r"(?<=[\d\s])[×*](?=[\d\s])"), lambda _: "times"),
    (re.compile(r"(?<![\w+])\+(?=\d)|(?<=[\d\s])\+(?=[\d\s])"), lambda _: "plus"),
    (re.compile(r"(?<=[\d\s])=(?=[\d\s])"), lambda _: "equals"),
    (re.compile(r"(?<![\d/])(\d{1,3})/(\d{1,3})(?![\d/])"), _fraction),
    (re.compile(r"(\d+)(?:st|nd|rd|th)(?![A-Za-z])"), lambda f: ordinal(int(f[1]))),
    (
        re.compile(rf"\b(in|since|of|from|until|year|{_MONTH}) ((?:19|20)\d\d)(?![\d.])"),
        lambda f: f"{f[1]} {year(int(f[2]))}",
    ),
    (re.compile(r"\d+(?:\.\d+){2,}"), lambda f: " point ".join(_plain_number(p) for p in f[0].split("."))),
    (re.compile(r"\d+\.\d+"), lambda f: number(f[0])),
    (re.compile(r"[A-Za-z]*\d[A-Za-z\d]*"), _code),
    (STANDALONE, _standalone),
    (re.compile(r"%"), lambda _: "percent"),
    (re.compile(r"°"), lambda _: "degrees"),
)
