"""English numerals."""

from __future__ import annotations

from edge.numerals import ENGLISH_ONES, ENGLISH_TENS

_SMALL = tuple(ENGLISH_ONES)
_TENS = ("", "", *ENGLISH_TENS)
_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_ORDINALS |= {"twelve": "twelfth"}
_LARGEST = 10**12


def cardinal(number: int) -> str:
    """210 as "two hundred and ten"; from 10**12 on digit by digit."""
    if number >= _LARGEST:
        return by_digit(str(number))
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_SMALL[hundreds]} hundred" + (f" and {cardinal(rest)}" if rest else "")
    scale, name = next((scale, name) for scale, name in _SCALES if number >= scale)
    above, rest = divmod(number, scale)
    return f"{cardinal(above)} {name}" + (("" if rest >= 100 else " and") + f" {cardinal(rest)}" if rest else "")


def ordinal(number: int) -> str:
    """21 as "twenty-first"."""
    words = cardinal(number)
    head, last = words[: len(words) - len(_last(words))], _last(words)
    if last in _ORDINALS:
        return head + _ORDINALS[last]
    return head + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def by_digit(digits: str) -> str:
    """Digits one by one: "0420" as "zero four two zero"."""
    return " ".join(_SMALL[int(digit)] for digit in digits)


def number(written: str) -> str:
    """A whole number or a decimal as written, without sign: "2.30" as "two point three zero"."""
    whole, point, fraction = written.partition(".")
    if not point and len(whole) > 1 and whole.startswith("0"):
        return by_digit(whole)
    return cardinal(int(whole)) + (f" point {by_digit(fraction)}" if fraction else "")


def year(number: int) -> str:
    """2026 as "twenty twenty-six", 2005 as "two thousand and five", 1900 as "nineteen hundred"."""
    century, rest = divmod(number, 100)
    if 2000 <= number < 2010:
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(century)} hundred" if century % 10 else cardinal(number)
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def _last(words: str) -> str:
    return words.replace("-", " ").rsplit(" ", 1)[-1]
