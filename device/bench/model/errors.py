"""Words and characters that came out wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from edge.language import Language


def units(text: str, language: Language) -> list[str]:
    """What errors are counted in: words in English, characters in Chinese, where a word of Latin letters counts as one."""
    text = text.lower().replace("'", "")
    return re.findall(r"[a-z0-9]+", text) if language == "en" else re.findall(r"[\u4e00-\u9fff]|[a-z0-9]+", text)


def distance(said: Sequence[str], found: Sequence[str]) -> int:
    """Insertions, deletions and replacements between two sequences."""
    row = list(range(len(found) + 1))
    for i, one in enumerate(said, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(found, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (one != other))
    return row[-1]
