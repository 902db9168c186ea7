"""The second reading: what an utterance that the grammar cannot place most likely wants, by a linear head over its n-grams.

Features are hashed words, pairs of words and pieces of words (English), characters, pairs and triples of characters and their
toneless syllables (Chinese); the head is multinomial logistic regression with a class for everything that is no wish. It was
trained by `deploy/training/understanding`; its weights are data of this package.
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
from edge.model.understanding.lexicon import is_han, syllable

BUCKETS = 4096
"""Features after hashing."""
SURE = 0.9
"""Probability of the class of no wish from which nothing is done that was only implied, and not even a question is asked back."""
_SHORTEST: dict[Language, int] = {"en": 3, "zh": 4}
REJECT = "reject"
"""The class of what is no wish and no question about the car."""
LEAST = 0.4
"""Probability from which a guess is taken: on wordings set aside in training it let nothing in that was no wish."""
LEAST_FOR_A_PLACE = 0.7
"""The same for somewhere to go: a wrong place is a long way."""
_LONGEST = 24
"""Words (English) or characters (Chinese, doubled) beyond which an utterance is told, not wished."""


@dataclass(frozen=True, slots=True)
class Head:
    """labels: class names. weights: int8, (BUCKETS, labels). scales, biases: float32, (labels,)."""

    labels: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    biases: npt.NDArray[np.float32]

    def probabilities(self, words: Sequence[str], language: Language) -> npt.NDArray[np.float32]:
        """Of all labels, (labels,) float32."""
        buckets, values = features(words, language)
        logits = values @ self.weights[buckets].astype(np.float32) * self.scales + self.biases
        raised = np.exp(logits - logits.max())
        chances: npt.NDArray[np.float32] = (raised / raised.sum()).astype(np.float32)
        return chances


def features(words: Sequence[str], language: Language) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Hashed features and their values, the values of length one. words: as `text.tokens` gives them, without marks."""
    counts: dict[int, float] = {}
    for piece in _pieces(words, language):
        bucket = crc32(piece.encode()) % BUCKETS
        counts[bucket] = counts.get(bucket, 0.0) + 1.0
    buckets = np.fromiter(counts, np.int64, len(counts))
    values = np.sqrt(np.fromiter(counts.values(), np.float32, len(counts)))
    return buckets, (values / max(float(np.linalg.norm(values)), 1e-6)).astype(np.float32)


def _pieces(words: Sequence[str], language: Language) -> Iterator[str]:
    plain = ["#" if word[:1].isdigit() else word for word in words]
    yield from (f"1{word}" for word in plain)
    yield from (f"2{one} {other}" for one, other in zip(["^", *plain], [*plain, "$"], strict=True))
    if language == "en":
        for word in plain:
            edged = f"<{word}>"
            yield from (f"c{edged[i : i + size]}" for size in (3, 4) for i in range(len(edged) - size + 1))
        return
    yield from (f"3{plain[i]}{plain[i + 1]}{plain[i + 2]}" for i in range(len(plain) - 2))
    sounds = [syllable(word) if is_han(word) else word for word in plain]
    yield from (f"s{one} {other}" for one, other in zip(["^", *sounds], [*sounds, "$"], strict=True))


@cache
def head(language: Language) -> Head:
    """The head of a language, read once."""
    with np.load(BytesIO((files("edge.model.understanding") / f"guess_{language}.npz").read_bytes())) as data:
        labels = tuple(str(label) for label in data["labels"])
        return Head(labels, data["weights"], data["scales"].astype(np.float32), data["biases"].astype(np.float32))


HEADS: tuple[Language, ...] = ("en", "zh")
"""Languages that have a head."""


def surely_no_wish(words: Sequence[str], language: Language) -> bool:
    """Whether the head is sure that an utterance wishes for nothing: then nothing is asked back either."""
    if language not in HEADS or len(words) < _SHORTEST[language]:
        return False
    chances = head(language).probabilities(words, language)
    return float(chances[head(language).labels.index(REJECT)]) >= SURE


def guess(words: Sequence[str], language: Language, least: float = LEAST) -> str:
    """The label of an utterance; empty when it is unsure, or sure that nothing is wished. least: probability it takes."""
    if language not in HEADS or not 1 < len(words) <= _LONGEST * (1 if language == "en" else 2):
        return ""
    chances = head(language).probabilities(words, language)
    best = int(chances.argmax())
    label = head(language).labels[best]
    least = max(least, LEAST_FOR_A_PLACE if label.startswith("go:") else LEAST)
    return label if chances[best] >= least and label != REJECT else ""
