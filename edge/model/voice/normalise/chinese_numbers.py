"""Chinese numerals: 二 and 两, 零 for skipped places, groups of four digits."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")


def cardinal(number: int) -> str:
    """210 as 两百一十, 12 as 十二, 10010 as 一万零一十; from 10**16 on digit by digit."""
    if number >= 10**16:
        return by_digit(str(number))
    if number == 0:
        return _DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    gap = False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            gap = bool(said)
            continue
        if said and (gap or group < 1000):
            said += _DIGITS[0]
        leading = not said
        said += ("两" if group == 2 and leading and place else _group(group, leading)) + _GROUPS[place]
        gap = False
    return said


def counted(number: int) -> str:
    """A number before a measure word: 2 is 两 there."""
    return "两" if number == 2 else cardinal(number)


def by_digit(digits: str) -> str:
    """Digits one by one: "0420" as 零四二零."""
    return "".join(_DIGITS[int(digit)] for digit in digits)


def number(written: str) -> str:
    """A whole number or a decimal as written, without sign: "2.30" as 二点三零."""
    whole, point, fraction = written.partition(".")
    if not point and len(whole) > 1 and whole.startswith("0"):
        return by_digit(whole)
    return cardinal(int(whole)) + (f"点{by_digit(fraction)}" if fraction else "")


def _group(group: int, leading: bool) -> str:
    """One to four digits; leading: nothing was said before it."""
    said = ""
    gap = False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit == 0:
            gap = bool(said)
            continue
        if gap:
            said += _DIGITS[0]
            gap = False
        if digit == 1 and place == 1 and leading and not said:
            said += _PLACES[1]  # 十二, not 一十二
        elif digit == 2 and place >= 2 and leading and not said:
            said += "两" + _PLACES[place]
        else:
            said += _DIGITS[digit] + _PLACES[place]
    return said
