"""Every way of writing a number brought to plain ASCII digits, before either language reads them."""

from __future__ import annotations

import re
import unicodedata

_GROUPED = re.compile(r"(?<![\d.,])(\d{1,3})((?:,\d{3})+)(?!\d)")


def plain_digits(text: str) -> str:
    """Full-width, circled, superscript and other digits as ASCII ones, fractions with a slash, no thousands separators.

    Han numerals are words and stay. Digits that have no ASCII form are left out.
    """
    text = "".join(_plain(character) for character in text)
    return _GROUPED.sub(lambda found: found[1] + found[2].replace(",", ""), text)


def _plain(character: str) -> str:
    if character.isascii() or "\u4e00" <= character <= "\u9fff":
        return character
    if character in "−﹣－":
        return "-"
    if character in "℃℉":
        return {"℃": "°C", "℉": "°F"}[character]
    if character in "％﹪":
        return "%"
    if not (character.isnumeric() or character.isdigit()):
        return character
    folded = unicodedata.normalize("NFKC", character).replace("\u2044", "/")
    if folded.isascii() and folded != character:
        return folded
    value = unicodedata.digit(character, None)
    return "" if value is None else str(value)
