"""Numbers and their units in words and digits, English and Chinese, at a place in a list of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from edge.language import Language
from edge.numerals import CHINESE_DIGITS, CHINESE_SCALES, ENGLISH_ONES, ENGLISH_TENS

_EN_UNITS = {
    "degree": "degree", "degrees": "degree", "°": "degree", "celsius": "degree", "centigrade": "degree", "c": "degree",
    "fahrenheit": "fahrenheit", "f": "fahrenheit", "℉": "fahrenheit",
    "percent": "percent", "%": "percent", "per": "", "points": "", "point": "",
    "level": "level", "levels": "level", "notch": "level", "notches": "level", "step": "level", "steps": "level",
    "stage": "level", "bars": "level", "bar": "level", "clicks": "level",
}  # fmt: skip
_EN_FRACTIONS = {
    ("half", "way"): 50, ("halfway",): 50, ("half",): 50, ("a", "half"): 50, ("one", "half"): 50, ("midway",): 50,
    ("a", "third"): 33, ("one", "third"): 33, ("two", "thirds"): 67,
    ("two", "third"): 67,  ("a", "quarter"): 25, ("one", "quarter"): 25,
    ("quarter",): 25, ("quarter", "way"): 25, ("three", "quarters"): 75, ("three", "quarter"): 75,
}  # fmt: skip
_EN_FRACTIONS |= {
    (count, ending): round(100 * share / parts)
    for name, parts in (("fifth", 5), ("sixth", 6), ("eighth", 8), ("tenth", 10))
    for count, share in (
        ("a", 1),
        ("an", 1),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("seven", 7),
        ("nine", 9),
    )
    for ending in (name, f"{name}s")
    if share < parts and (share == 1) is (ending == name)
}
_EN_FRACTIONS_BY_LENGTH = sorted(_EN_FRACTIONS.items(), key=lambda item: -len(item[0]))
_EN_HALF_DEGREES = (
    ("half", "of", "a", "degree"), ("half", "a", "degree"), ("a", "half", "degree"), ("half", "degree"), ("half", "a", "degrees"),
)  # fmt: skip
_ZH_UNITS = {"度": "degree", "°": "degree", "%": "percent", "档": "level", "级": "level", "格": "level", "挡": "level"}
_ZH_NOT_A_NUMBER_AFTER = frozenset("点些下首个会起直样边定般次声路键切共同面张部向旦段位条家")

_ZH_COUNTED = frozenset("扇块片根盏张面排座句口遍趟")
"""What counts things: 两扇窗 is no 2 of anything that could be set."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """value: the number. unit: "degree", "fahrenheit", "percent", "level" or "". length: words it took."""

    value: float
    unit: str
    length: int


def quantity_at(words: Sequence[str], index: int, language: Language) -> Quantity | None:
    """The longest number that starts at a word, with its unit if one follows; None if none starts here."""
    return _english(words, index) if language == "en" else _chinese(words, index)


def is_number_word(word: str) -> bool:
    """Whether an English word is a number or a unit."""
    return (
        word in ENGLISH_ONES
        or word in ENGLISH_TENS
        or word in _EN_UNITS
        or word in ("hundred", "thousand", "half", "quarter", "third", "cent")
    )


def _digits(word: str) -> float | None:
    return float(word) if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", word) else None


def _english(words: Sequence[str], index: int) -> Quantity | None:
    for small in _EN_HALF_DEGREES:
        if tuple(words[index : index + len(small)]) == small:
            return Quantity(0.5, "degree", len(small))
    for phrase, percent in _EN_FRACTIONS_BY_LENGTH:
        if words[index] == phrase[0] and tuple(words[index : index + len(phrase)]) == phrase:
            return Quantity(percent, "percent", len(phrase))
    value, at = _english_value(words, index)
    if value is None:
        return None
    if words[at : at + 3] == ["and", "a", "half"]:
        value, at = value + 0.5, at + 3
    elif words[at : at + 2] == ["a", "half"]:
        value, at = value + 0.5, at + 2
    if list(words[at : at + 2]) == ["out", "of"] and at + 2 < len(words):  # "seven out of ten"
        parts, behind = _english_value(words, at + 2)
        if parts is not None and parts >= max(value, 1):
            return Quantity(round(100 * value / parts), "percent", behind - index)
    unit = ""
    if at < len(words) and words[at] == "per" and words[at + 1 : at + 2] == ["cent"]:
        unit, at = "percent", at + 2
    elif at < len(words) and words[at] in _EN_UNITS and words[at] != "per":
        unit, at = _EN_UNITS[words[at]], at + 1
        if words[at - 1] == "degree" and words[at : at + 4] == ["and", "a", "half"]:
            value, at = value + 0.5, at + 3
        if at < len(words) and words[at] in ("celsius", "centigrade", "fahrenheit", "f", "c"):
            unit, at = _EN_UNITS[words[at]], at + 1
        if words[at : at + 3] == ["and", "a", "half"]:
            value, at = value + 0.5, at + 3
    if index > 0 and words[index - 1] in ("level", "stage", "step", "setting") and not unit:
        unit = "level"
    return Quantity(value, unit, at - index)


def _english_value(words: Sequence[str], index: int) -> tuple[float | None, int]:
    """Digits or number words below 1,000 with a decimal part; the index behind them."""
    first = _digits(words[index])
    at = index + 1
    value: float
    if first is not None:
        value = first
    elif words[index] in ENGLISH_TENS:
        value = ENGLISH_TENS[words[index]]
        if at < len(words) and 0 < ENGLISH_ONES.get(words[at], 0) < 10:
            value, at = value + ENGLISH_ONES[words[at]], at + 1
    elif words[index] in ENGLISH_ONES:
        value = ENGLISH_ONES[words[index]]
        if words[index] == "one" and not _counts(words, index):
            return None, index
    elif words[index : index + 2] == ["a", "hundred"]:
        value, at = 100, index + 2
    elif words[index : index + 2] in (["a", "degree"], ["a", "notch"], ["a", "couple"]):
        value, at = (
            (2, index + 3 if words[index + 2 : index + 3] == ["of"] else index + 2)
            if words[index + 1] == "couple"
            else (1, index + 1)
        )
    else:
        return None, index
    if words[at : at + 1] == ["hundred"]:
        value, at = value * 100, at + 1
        if words[at : at + 1] == ["and"] and at + 1 < len(words) and words[at + 1] in ENGLISH_TENS | ENGLISH_ONES:
            rest, behind = _english_value(words, at + 1)
            value, at = value + (rest or 0), behind
    if words[at : at + 1] == ["point"] and at + 1 < len(words) and words[at + 1] in ENGLISH_ONES:
        value, at = value + ENGLISH_ONES[words[at + 1]] / 10, at + 2
    return value, at


def _counts(words: Sequence[str], index: int) -> bool:
    """Whether "one" is a number here and not "this one" or "one day"."""
    behind = words[index + 1] if index + 1 < len(words) else ""
    before = words[index - 1] if index else ""
    return (
        behind in _EN_UNITS
        or list(words[index + 1 : index + 4]) == ["and", "a", "half"]
        or behind in ("hundred", "point")
        or before in ("to", "level", "at", "by", "on", "setting", "volume", "heating", "ventilation")
    )


def _chinese(words: Sequence[str], index: int) -> Quantity | None:
    if words[index : index + 2] == ["半", "度"]:
        return Quantity(0.5, "degree", 2)
    value, at = _chinese_value(words, index)
    if value is None or (at < len(words) and at == index + 1 and words[at] in _ZH_COUNTED):
        return None
    if at < len(words) and words[at] == "半" and words[at + 1 : at + 2] != ["分"]:
        value, at = value + 0.5, at + 1
    unit = "percent" if words[index : index + 3] == ["百", "分", "之"] or list(words[index + 1 : index + 3]) == ["分", "之"] else ""
    if at < len(words) and words[at] in _ZH_UNITS and not unit:
        unit, at = _ZH_UNITS[words[at]], at + 1
        if at < len(words) and words[at] == "半":
            value, at = value + 0.5, at + 1
    elif at < len(words) and words[at] == "成" and value <= 10:
        value, unit, at = value * 10, "percent", at + 1
        if at < len(words) and CHINESE_DIGITS.get(words[at], 0):  # 七成五
            value, at = value + CHINESE_DIGITS[words[at]], at + 1
    elif words[at : at + 3] == ["华", "氏", "度"]:
        unit, at = "fahrenheit", at + 3
    return Quantity(value, unit, at - index)


def _chinese_value(words: Sequence[str], index: int) -> tuple[float | None, int]:
    head = list(words[index : index + 4])
    if head[:3] == ["百", "分", "之"] and index + 3 < len(words):
        value, at = _chinese_plain(words, index + 3)
        return value, at
    if len(head) == 4 and head[1:3] == ["分", "之"] and head[0] in CHINESE_DIGITS and head[3] in CHINESE_DIGITS:
        return round(100 * CHINESE_DIGITS[head[3]] / max(CHINESE_DIGITS[head[0]], 1)), index + 4
    if head[:2] == ["一", "半"]:
        return 50.0, index + 2
    return _chinese_plain(words, index)


def _chinese_plain(words: Sequence[str], index: int) -> tuple[float | None, int]:
    """Digits or characters up to 99,999, with a decimal part after 点."""
    digits = _digits(words[index])
    if digits is not None:
        return digits, index + 1
    if words[index] == "万":
        return None, index
    at, total, current = index, 0.0, None
    plain: list[int] = []
    while at < len(words) and (words[at] in CHINESE_DIGITS or words[at] in CHINESE_SCALES):
        if words[at] in CHINESE_DIGITS:
            current = CHINESE_DIGITS[words[at]]
            plain.append(current)
        else:
            total, current = total + (1 if current is None else current) * CHINESE_SCALES[words[at]], None
            plain = []
        at += 1
    if at == index:
        return None, index
    behind = words[at] if at < len(words) else ""
    decimal = behind == "点" and at + 1 < len(words) and words[at + 1] in CHINESE_DIGITS
    lone = at == index + 1 and not decimal
    if lone and ((words[index] in "一千万百零" and behind in _ZH_NOT_A_NUMBER_AFTER) or words[index] in "万千百"):
        return None, index
    if lone and words[index] == "一" and behind not in _ZH_UNITS and behind not in "成半":
        return None, index
    value = total + (current or 0)
    if total == 0 and len(plain) == 2 == at - index and plain[1] == plain[0] + 1 and behind in _ZH_UNITS:
        return float(plain[0]), at  # 两三度: "two or three degrees"
    if total == 0 and len(plain) == at - index > 1:  # digit by digit: 二二 is 22
        value = float("".join(map(str, plain)))
    if behind == "点" and at + 1 < len(words) and (words[at + 1] in CHINESE_DIGITS or words[at + 1] == "半"):
        value += 0.5 if words[at + 1] == "半" else CHINESE_DIGITS[words[at + 1]] / 10
        at += 2
    return value, at
