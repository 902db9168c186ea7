"""Chinese text as it is said: numbers, times, dates, units and codes in characters."""

from __future__ import annotations

import re
from collections.abc import Callable

from edge.model.voice.normalise.chinese_numbers import by_digit, cardinal, counted, number
from edge.model.voice.normalise.digits import plain_digits
from edge.model.voice.normalise.units import STANDALONE, UNIT, UNIT_END, UNITS

_CURRENCIES = {"$": "美元", "€": "欧元", "£": "英镑", "¥": "元", "￥": "元"}
_NUMBER = r"\d+(?:\.\d+)?"
_SIGN = r"(?<![A-Za-z\d.)])-\s?"
_TO = r"\s?(?:-|–|~|～|—|至|到)\s?"
# What is counted takes 两; what is numbered (号, 月, 档, 楼) takes 二.
_MEASURES = (
    "公里|千米|英里|米|小时|分钟|秒|天|周|年|个|次|条|位|座|种|首|辆|扇|台|度|元|块|倍|千瓦|伏|安|公斤|升|点|半|分|人|圈|"
    "家|处|段|项|遍|页"
)
_NUMBERED = "月|号|日|档|挡|级|楼|层|环|路|年级"
_LONGEST_NUMBER = 8

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def spoken_chinese(text: str) -> str:
    """The text with no digit left; characters and Latin words stay as they are."""
    text = plain_digits(text.replace("〇", "零"))
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    return re.sub(r"\s+", " ", text).strip()


def _time(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    if hour > 24 or minute > 59:
        return f"{cardinal(hour)}比{cardinal(minute)}"
    said = f"{counted(hour)}点"
    if minute == 0:
        return said
    if minute == 30 and hour <= 12:
        return said + "半"
    return said + ("零" if minute < 10 else "") + cardinal(minute) + "分"


def _date(found: re.Match[str]) -> str:
    return f"{by_digit(found[1])}年{cardinal(int(found[2]))}月{cardinal(int(found[3]))}日"


def _percent(found: re.Match[str]) -> str:
    whole = "百" if found[2] == "100" and not found[3] else number(found[2])
    return ("负" if found[1] else "") + f"百分之{whole}" + (f"到{number(found[3])}" if found[3] else "")


def _degrees(found: re.Match[str]) -> str:
    symbol = found[3]
    unit = UNITS[symbol].chinese if symbol in UNITS else symbol
    return ("零下" if found[1] else "") + _amount(found[2]) + unit


def _range(found: re.Match[str]) -> str:
    unit = found[3] or ""
    return f"{_amount(found[1]) if unit else number(found[1])}到{number(found[2])}" + _unit_name(unit)


def _quantity(found: re.Match[str]) -> str:
    return _amount(found[1]) + _unit_name(found[2])


def _unit_name(symbol: str) -> str:
    return UNITS[symbol].chinese if symbol in UNITS else symbol


def _amount(written: str) -> str:
    return "两" if written == "2" else number(written)


def _fraction(found: re.Match[str]) -> str:
    return f"{cardinal(int(found[2]))}分之{cardinal(int(found[1]))}"


def _code(found: re.Match[str]) -> str:
    parts = re.findall(r"\d+|\D+", found[0])
    return " ".join(_plain_number(part) if part.isdigit() else part for part in parts)


def _plain_number(digits: str) -> str:
    long = len(digits) > _LONGEST_NUMBER or (len(digits) > 1 and digits.startswith("0"))
    return by_digit(digits) if long else cardinal(int(digits))


def _version(found: re.Match[str]) -> str:
    return "点".join(by_digit(part) for part in found[0].split("."))


def _plate(found: re.Match[str]) -> str:
    return found[1] + " ".join(by_digit(part) if part.isdigit() else " ".join(part) for part in re.findall(r"\d+|\D", found[2]))


_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

_RULES: tuple[Rule, ...] = (
    (re.compile(rf"([{_PROVINCES}])\s?([A-Z][A-Z\d]{{5,6}})(?![A-Za-z\d])"), _plate),
    (re.compile(r"(?<![A-Za-z\d+])\+(\d[\d \-]{5,}\d)(?!\d)"), lambda f: "加" + by_digit(re.sub(r"\D", "", f[1]))),
    (re.compile(r"(?<=\d)\s?[×*]\s?(?=\d)"), lambda _: "乘以"),
    (re.compile(r"(?<=\d)\s?\+\s?(?=\d)"), lambda _: "加"),
    (re.compile(r"(?<=\d)\s?=\s?(?=\d)"), lambda _: "等于"),
    (re.compile(rf"({_NUMBER})\s?%{_TO}({_NUMBER})\s?%"), lambda f: f"百分之{number(f[1])}到百分之{number(f[2])}"),
    (re.compile(r"(?<![\d-])(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?![\d-])"), _date),
    (re.compile(r"(?<!\d)(\d{4})(?=\s?年(?!前|后|内))"), lambda f: by_digit(f[1])),
    (re.compile(r"(?<![\d:：])(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?(?![\d:：])"), _time),
    (re.compile(rf"([$€£¥￥])\s?({_NUMBER})"), lambda f: _amount(f[2]) + _CURRENCIES[f[1]]),
    (re.compile(rf"({_SIGN})?(?<!\d)({_NUMBER})(?:{_TO}({_NUMBER}))?\s?%"), _percent),
    (re.compile(rf"({_SIGN})?(?<![\d.])({_NUMBER})\s?(°C|°F|°|摄氏度|度(?!电))(?!\w*/)"), _degrees),
    (re.compile(rf"({_NUMBER}){_TO}({_NUMBER})\s?((?:{UNIT}){UNIT_END}|{_MEASURES})?(?![\d-])"), _range),
    (re.compile(rf"{_SIGN}(?=\d)"), lambda _: "负"),
    (re.compile(rf"(?<![A-Za-z\d.])({_NUMBER})\s?((?:{UNIT}){UNIT_END})"), _quantity),
    (re.compile(rf"(?<!第)(?<![\d.A-Za-z])({_NUMBER})\s?((?!{_NUMBERED})(?:{_MEASURES}))"), _quantity),
    (re.compile(r"(?<![\d/])(\d{1,4})/(\d{1,4})(?![\d/])"), _fraction),
    (re.compile(r"\d+(?:\.\d+){2,}"), _version),
    (re.compile(r"\d+\.\d+"), lambda f: number(f[0])),
    (re.compile(r"[A-Za-z]*\d[A-Za-z\d]*"), _code),
    (STANDALONE, lambda f: UNITS[f[0]].chinese),
    (re.compile(r"%"), lambda _: "百分比"),
    (re.compile(r"°"), lambda _: "度"),
)
