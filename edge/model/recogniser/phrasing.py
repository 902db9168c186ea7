"""What drivers say, as a language model over the recogniser's tokens: how likely each token is after the ones before it.

An n-gram model without tables: the sentences are kept as one row of tokens, and the places where the last tokens of a text occur
in it are counted when asked for. Orders are interpolated after Witten and Bell (1991), from a uniform floor up.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from edge.language import Language

ORDER = 4
"""The most tokens that are looked back at: a Chinese character is one to three of them."""

_BETWEEN = -1


class Phrasing:
    """A language model of sentences."""

    def __init__(self, sentences: Sequence[Sequence[int]], end: int) -> None:
        """sentences: tokens of each. end: the token that stands for the end of a sentence, larger than any other."""
        row = [_BETWEEN]
        for sentence in sentences:
            row += [*sentence, end, _BETWEEN]
        self._row = np.array(row, np.int32)
        self._by_token = np.argsort(self._row, kind="stable").astype(np.int32)
        self._sorted = self._row[self._by_token]
        said = self._row[self._row != _BETWEEN]
        counts = np.bincount(said, minlength=end + 1).astype(np.float32)
        kinds = float(np.count_nonzero(counts)) or 1.0
        self._lowest = (counts + np.float32(kinds / (end + 1))) / np.float32(said.size + kinds)

    def log_probabilities(self, text: Sequence[int]) -> NDArray[np.float32]:
        """Natural logarithms of the probabilities of the next token, shape (end + 1,)."""
        context = [_BETWEEN, *text][-ORDER:]
        probabilities = self._lowest.copy()
        places = self._following(context[-1])
        for length in range(1, len(context) + 1):
            if length > 1:
                places = places[places >= length]
                places = places[self._row[places - length] == context[-length]]
            if not places.size:
                break
            found, counts = np.unique(self._row[places], return_counts=True)
            probabilities *= np.float32(found.size / (places.size + found.size))
            probabilities[found] += (counts / (places.size + found.size)).astype(np.float32)
        return np.asarray(np.log(probabilities), np.float32)

    def _following(self, token: int) -> NDArray[np.int32]:
        """The places of what follows a token, the ends of sentences left out."""
        first, last = np.searchsorted(self._sorted, [token, token + 1])
        places = self._by_token[first:last] + 1
        places = places[places < self._row.size]
        return np.asarray(places[self._row[places] != _BETWEEN], np.int32)


def expected_sentences(language: Language) -> list[str]:
    """What drivers say in a language, in Whisper's spelling (made by deploy/training/hearing)."""
    text = (files("edge.model.recogniser") / f"phrases_{language}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line]
