"""Words and characters that came out wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from edge.language import Language
from edge.model.responder.guard import numbers_in
from edge.numerals import CHINESE_DIGITS, CHINESE_SCALES, ENGLISH_ONES, ENGLISH_TENS

_ONE_SPELLING = (("seat belt", "seatbelt"), ("tyre", "tire"), ("grey", "gray"), ("colour", "color"), ("centre", "center"))
"""What sounds the same and is written in two ways."""

_NUMERALS = re.compile(rf"\b(?:{'|'.join((*ENGLISH_ONES, *ENGLISH_TENS))})\b|[\d{''.join((*CHINESE_DIGITS, *CHINESE_SCALES))}]")


def units(text: str, language: Language) -> list[str]:
    """What errors are counted in: words in English, characters in Chinese, where a word of Latin letters counts as one."""
    text = text.lower().replace("'", "")
    for one, other in _ONE_SPELLING:
        text = text.replace(one, other)
    return re.findall(r"[a-z0-9]+", text) if language == "en" else re.findall(r"[\u4e00-\u9fff]|[a-z0-9]+", text)


def distance(said: Sequence[str], found: Sequence[str]) -> int:
    """Insertions, deletions and replacements between two sequences."""
    row = list(range(len(found) + 1))
    for i, one in enumerate(said, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(found, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (one != other))
    return row[-1]


def alike(meaning: str, expected: str) -> bool:
    """Whether two meanings are one but for what cannot be heard: capitals, marks in a name, how a number is spelled."""
    one, other = (re.sub(r"[\s,.]+", " ", _NUMERALS.sub("", text.lower())) for text in (meaning, expected))
    return one == other and numbers_in(meaning) == numbers_in(expected)
