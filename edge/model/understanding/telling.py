"""How much a clause sounds like a wish, and how much like something told: a linear head over the shape of the sentence.

The patterns of `framing.py` and `others.py` know forms that were thought of. This head has learned from wordings of both kinds, and
from wishes put into frames of both kinds, what stands around a wish when it is one. Things, places, numbers and qualities are
features by their kind alone, so that what is talked about says nothing. It can only take a wish back, never make one. It was
trained by `deploy/training/understanding/train_telling.py`; its weights are data of this package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from zlib import crc32

import numpy as np
import numpy.typing as npt

from edge.language import Language
from edge.model.understanding.lexicon import lexicon
from edge.model.understanding.spotter import spot
from edge.model.understanding.text import tokens
from edge.model.understanding.types import Mention

BUCKETS = 1 << 15
"""Features after hashing."""
LEAST = 0.16
"""Probability of a wish below which a clause counts as told."""
LEAST_NAMED = 0.02
"""The same where a name is in it, which may be any words: 播放昨天那首歌."""
_LONGEST_RUN = 4
BY_KIND = frozenset({"obj", "zone", "number", "colour", "poi", "topic", "state", "qual", "dir", "wmode"})
"""Mentions that count by their kind alone."""
_ENDINGS = ("ing", "ed", "ly", "s")
_SHORTEST: dict[Language, int] = {"en": 3, "zh": 4}
"""Words (English) or characters (Chinese) below which there is no shape to judge by."""


@dataclass(frozen=True, slots=True)
class Head:
    """weights: int8, one a bucket. scale, bias: of the logit that what was said is a wish."""

    weights: npt.NDArray[np.int8]
    scale: float
    bias: float

    def wish(self, buckets: npt.NDArray[np.int64]) -> float:
        """Probability, 0 to 1, that words with these features are a wish."""
        total = float(self.weights[buckets].astype(np.float32).sum()) * self.scale / max(len(buckets), 1) ** 0.5 + self.bias
        return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def features(text: str, language: Language) -> npt.NDArray[np.int64]:
    """Hashed features of a piece of cleaned text, each once, in ascending order."""
    words = [token for token in tokens(text, language) if not token.is_mark]
    shape, wording = _rows([t.word for t in words], spot(words, language, text), language)
    found = {run for name, row in (("s", shape), ("w", wording)) for run in runs(name, ["^", *row, "$"])}
    return np.array(sorted({crc32(run.encode()) % BUCKETS for run in found}), np.int64)


def runs(name: str, row: Sequence[str]) -> Iterator[str]:
    """All runs of up to four pieces of a row. name: put before each, so that rows keep apart."""
    for length in range(1, _LONGEST_RUN + 1):
        yield from (f"{name}{length}{' '.join(row[i : i + length])}" for i in range(len(row) - length + 1))


def _rows(words: Sequence[str], mentions: Sequence[Mention], language: Language) -> tuple[list[str], list[str]]:
    """The clause twice: with deeds by their ending alone, and with their words but unknown English words by their ending."""
    book, first = lexicon(language), {m.start: m for m in reversed(mentions)}
    shape: list[str] = []
    wording: list[str] = []
    place = 0
    while place < len(words):
        mention, word = first.get(place), words[place]
        if mention is not None and mention.kind in BY_KIND:
            shape.append(f"<{mention.kind}>")
            wording.append(f"<{mention.kind}>")
            place = mention.end
        elif mention is not None and mention.kind == "act":
            shape.append(f"<act{ending(word, language)}>")
            wording.append("".join(words[mention.start : mention.end]))
            place = mention.end
        else:
            known = language == "zh" or word in book.words or word in book.function_words
            shape.append(word)
            wording.append(word if known else f"<{ending(word, language)}>")
            place += 1
    return shape, wording


def ending(word: str, language: Language) -> str:
    """The ending that tells the form of an English word; empty for any other word."""
    return next((ending for ending in _ENDINGS if word.endswith(ending)), "") if language == "en" else ""


@cache
def head(language: Language) -> Head:
    """The head of a language, read once."""
    with np.load(BytesIO((files("edge.model.understanding") / f"told_{language}.npz").read_bytes())) as data:
        return Head(data["weights"], float(data["scale"]), float(data["bias"]))


def wished(text: str, language: Language) -> float:
    """Probability, 0 to 1, that a piece of cleaned text is a wish; 1 where it is too short to tell."""
    if len([t for t in tokens(text, language) if not t.is_mark]) < _SHORTEST[language]:
        return 1.0
    return head(language).wish(features(text, language))


def sounds_told(text: str, language: Language, *, named: bool = False) -> bool:
    """Whether a piece of cleaned text sounds like something told, rather than wished for. named: it holds a name."""
    return wished(text, language) < (LEAST_NAMED if named else LEAST)
