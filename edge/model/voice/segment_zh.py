"""Chinese word boundaries: the most probable split under a unigram model of words.

Kokoro was trained on phonemes with a space between words, so the boundaries shape its rhythm. The word frequencies are
jieba's; its own tokenizer is not used because it keeps its table in the shared temporary directory and
holds every prefix of 350,000 words in memory.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache
from importlib.resources import files

MIN_COUNT = 20
"""Rarer words are left out: single characters and the words around them explain them well enough."""

_MAX_LENGTH = 6
_KNOWN_COST = 6.0


@lru_cache(maxsize=1)
def _costs() -> dict[str, float]:
    counts: dict[str, int] = {}
    with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, _ = line.split(" ", 2)
            if int(count) >= MIN_COUNT and len(word) <= _MAX_LENGTH and "\u4e00" <= word[0] <= "\u9fff":
                counts[word] = int(count)
    total = math.log(sum(counts.values()))
    return {word: total - math.log(count) for word, count in counts.items()}


@lru_cache(maxsize=1)
def _unseen_cost() -> float:
    return max(_costs().values()) + math.log(MIN_COUNT)


def words(text: str, known: Collection[str] = ()) -> list[str]:
    """Split a run of Han characters into words; their concatenation is the text.

    known: words that are kept whole even where the frequencies speak for a split.
    """
    costs = _costs()
    unseen = _unseen_cost()
    best = [0.0] + [math.inf] * len(text)
    start = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        for begin in range(max(0, end - _MAX_LENGTH), end):
            word = text[begin:end]
            cost = _KNOWN_COST if word in known else costs.get(word)
            if cost is None:
                if end - begin > 1:
                    continue
                cost = unseen
            if best[begin] + cost < best[end]:
                best[end], start[end] = best[begin] + cost, begin
    out: list[str] = []
    end = len(text)
    while end > 0:
        out.append(text[start[end] : end])
        end = start[end]
    return out[::-1]
