"""Where a speaker of Chinese paused: the commas that recognisers leave out, by a linear head over the characters around a gap.

Recognisers write 下雨了把天窗关上音量调到二十 in one run, and nothing says where one clause ends. The head has learned from written
lines where their commas stand. It was trained by `deploy/training/understanding/train_pausing.py`; its weights are data of
this package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from zlib import crc32

import numpy as np
import numpy.typing as npt

from edge.model.understanding.spotter import spot
from edge.model.understanding.telling import Head
from edge.model.understanding.text import Token, tokens

BUCKETS = 1 << 15
"""Features after hashing."""
LEAST = 0.2
"""Probability from which a gap is a pause: of writers it had not learned from, more finds no more."""
_SHORTEST = 7
"""Characters below which nobody pauses."""
_REACH = 4
_MARKED = re.compile(r"[,.;!?，。；！？、：:…—](?=.)|[\u4e00-\u9fff] +[\u4e00-\u9fff]|[《「“\"]")


def kinds_of(words: Sequence[Token], text: str) -> list[str]:
    """For every word of a text what the lexicon takes it for: "obj", "+obj" inside of one, "" for what it does not know."""
    kinds = [""] * len(words)
    for mention in spot(words, "zh", text):
        name = mention.name if mention.kind == "act" else mention.kind
        for place in range(mention.start, mention.end):
            kinds[place] = name if place == mention.start else f"+{name}"
    return kinds


def gap_features(row: Sequence[str], kinds: Sequence[str], place: int) -> npt.NDArray[np.int64]:
    """Hashed features of the gap before a word, ascending. row, kinds: of the whole text."""
    return np.array(sorted({crc32(name.encode()) % BUCKETS for name in _names(row, kinds, place)}), np.int64)


def _names(row: Sequence[str], kinds: Sequence[str], place: int) -> Iterator[str]:
    before = [kind for kind in kinds[:place] if kind and kind[0] != "+"][-3:]
    behind = [kind for kind in kinds[place:] if kind and kind[0] != "+"][:3]
    one, other = kinds[place - 1].lstrip("+"), kinds[place]
    yield f"in{other[:1] == '+'}"
    yield f"k{one}|{other}"
    yield f"b{' '.join(before[-2:])}|{' '.join(behind[:1])}"
    yield f"b{' '.join(before[-1:])}|{' '.join(behind[:2])}"
    yield f"b{' '.join(before)}"
    yield f"a{' '.join(behind)}"
    yield f"does{any(k.startswith('act') for k in kinds[:place])}{any(k.startswith('act') for k in kinds[place:])}"
    yield f"things{min(2, kinds[:place].count('obj'))}{min(2, kinds[place:].count('obj'))}"
    plain = ["#" if piece[0].isdigit() else "a" if piece.isascii() and piece.isalpha() else piece for piece in row]
    left, right = ["^", *plain[:place]], [*plain[place:], "$"]
    for length in range(1, _REACH + 1):
        yield f"l{''.join(left[-length:])}"
        yield f"r{''.join(right[:length])}"
    for one_side in (1, 2):
        for other_side in (1, 2):
            yield f"c{''.join(left[-one_side:])}|{''.join(right[:other_side])}"
    yield f"from{min(place, 8)}"
    yield f"to{min(len(row) - place, 8)}"
    yield f"of{min(len(row) // 4, 6)}"


@cache
def head() -> Head:
    """The head, read once."""
    with np.load(BytesIO((files("edge.model.understanding") / "pause_zh.npz").read_bytes())) as data:
        return Head(data["weights"], float(data["scale"]), float(data["bias"]))


def with_pauses(text: str) -> str:
    """A Chinese text with commas where its speaker paused; as it is where it has marks of its own."""
    if len(text) < _SHORTEST or _MARKED.search(text):
        return text
    words = [token for token in tokens(text, "zh") if not token.is_mark]
    row, kinds = [token.word for token in words], kinds_of(words, text)
    cuts = [words[place].start for place in range(2, len(row) - 1) if head().wish(gap_features(row, kinds, place)) >= LEAST]
    for cut in reversed(cuts):
        text = f"{text[:cut]},{text[cut:]}"
    return text
