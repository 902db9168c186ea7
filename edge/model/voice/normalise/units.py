"""The units of a car, and how each is said."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """one, many: in English, after 1 and after any other number. chinese: after any number."""

    one: str
    many: str
    chinese: str


def _same(english: str, chinese: str) -> Unit:
    return Unit(english, english, chinese)


UNITS: dict[str, Unit] = {
    "kWh/100km": Unit("kilowatt hour per hundred kilometres", "kilowatt hours per hundred kilometres", "千瓦时每百公里"),
    "l/100km": Unit("litre per hundred kilometres", "litres per hundred kilometres", "升每百公里"),
    "L/100km": Unit("litre per hundred kilometres", "litres per hundred kilometres", "升每百公里"),
    "km/h": Unit("kilometre per hour", "kilometres per hour", "公里每小时"),
    "kph": Unit("kilometre per hour", "kilometres per hour", "公里每小时"),
    "mph": Unit("mile per hour", "miles per hour", "英里每小时"),
    "m/s": Unit("metre per second", "metres per second", "米每秒"),
    "r/min": _same("R P M", "转每分钟"),
    "rpm": _same("R P M", "转每分钟"),
    "km": Unit("kilometre", "kilometres", "公里"),
    "cm": Unit("centimetre", "centimetres", "厘米"),
    "mm": Unit("millimetre", "millimetres", "毫米"),
    "mi": Unit("mile", "miles", "英里"),
    "ft": Unit("foot", "feet", "英尺"),
    "m": Unit("metre", "metres", "米"),
    "kWh": Unit("kilowatt hour", "kilowatt hours", "千瓦时"),
    "Wh": Unit("watt hour", "watt hours", "瓦时"),
    "kW": Unit("kilowatt", "kilowatts", "千瓦"),
    "W": Unit("watt", "watts", "瓦"),
    "Ah": Unit("amp hour", "amp hours", "安时"),
    "A": Unit("amp", "amps", "安"),
    "V": Unit("volt", "volts", "伏"),
    "°C": Unit("degree", "degrees", "度"),
    "°F": Unit("degree Fahrenheit", "degrees Fahrenheit", "华氏度"),
    "°": Unit("degree", "degrees", "度"),
    "kPa": Unit("kilopascal", "kilopascals", "千帕"),
    "MPa": Unit("megapascal", "megapascals", "兆帕"),
    "bar": _same("bar", "巴"),
    "psi": _same("P S I", "磅每平方英寸"),
    "Nm": Unit("newton metre", "newton metres", "牛米"),
    "kg": Unit("kilogram", "kilograms", "公斤"),
    "g": Unit("gram", "grams", "克"),
    "L": Unit("litre", "litres", "升"),
    "l": Unit("litre", "litres", "升"),
    "ml": Unit("millilitre", "millilitres", "毫升"),
    "dB": Unit("decibel", "decibels", "分贝"),
    "MHz": _same("megahertz", "兆赫"),
    "kHz": _same("kilohertz", "千赫"),
    "Hz": _same("hertz", "赫兹"),
    "hours": Unit("hour", "hours", "小时"),
    "h": Unit("hour", "hours", "小时"),
    "min": Unit("minute", "minutes", "分钟"),
    "ms": Unit("millisecond", "milliseconds", "毫秒"),
    "s": Unit("second", "seconds", "秒"),
}

UNIT = "|".join(re.escape(symbol) for symbol in sorted(UNITS, key=len, reverse=True))
"""The symbols as an alternation, longest first."""

UNIT_END = r"(?![A-Za-z/])"
"""A unit is not the beginning of a word."""

STANDALONE = re.compile(r"(?<![A-Za-z/])(?:kWh/100km|L/100km|km/h|m/s|r/min|kWh|kPa|°C|°F|km)(?![A-Za-z/])")
"""Symbols that are read as units even without a number before them."""
