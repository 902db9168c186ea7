"""What kind of talk an utterance is that moves nothing: a linear head over its words and what the grammar made of them.

The grammar knows what a car can do. What people say beside that has no end of wordings: that their cat has died, that the
brakes went soft, how deep a tread must be. The head knows nearly sixty kinds of it (`kinds.py`) from sentences of
independent writers, with a class `OTHER` for what the grammar is to keep: commands and questions about this car. It was
trained by `deploy/training/understanding/train_talking.py`; its weights are data of this package.
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
from edge.model.understanding.lexicon import is_han
from edge.model.understanding.spotter import spot
from edge.model.understanding.text import clean, tokens
from edge.model.understanding.types import Act

BUCKETS = 1 << 14
"""Features after hashing."""
OTHER = "other"
"""The class of what the grammar keeps."""
_TELLING = frozenset({"obj", "topic", "chat", "forbid", "unavail", "state", "ask", "poi", "act", "number", "override"})
"""Kinds of mentions that say something about the kind of talk."""


@dataclass(frozen=True, slots=True)
class Head:
    """labels: kinds of talk. weights: int8, (BUCKETS, labels). scales, biases: float32, (labels,)."""

    labels: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    biases: npt.NDArray[np.float32]

    def chances(self, buckets: npt.NDArray[np.int64]) -> dict[str, float]:
        """Probability of each label for an utterance with these features."""
        logits = self.weights[buckets].sum(0, dtype=np.int32) * self.scales / max(len(buckets), 1) ** 0.5 + self.biases
        raised = np.exp(logits - logits.max())
        return dict(zip(self.labels, (raised / raised.sum()).tolist(), strict=True))


def features(text: str, acts: Sequence[Act], language: Language) -> npt.NDArray[np.int64]:
    """Hashed features of an utterance and what it was understood as, each once, in ascending order. text: as recognised."""
    return np.array(sorted({crc32(piece.encode()) % BUCKETS for piece in _pieces(text, acts, language)}), np.int64)


def _pieces(text: str, acts: Sequence[Act], language: Language) -> Iterator[str]:
    source = clean(text[:300], language)
    heard = tokens(source, language)
    words = [token for token in heard if not token.is_mark]
    plain = ["#" if token.word[:1].isdigit() else token.word for token in words]
    yield from (f"1{word}" for word in plain)
    yield from (f"2{one} {other}" for one, other in zip(["^", *plain], [*plain, "$"], strict=True))
    yield f"^{' '.join(plain[:2])}"
    if language == "en":
        yield from (f"3{' '.join(plain[i : i + 3])}" for i in range(len(plain) - 2))
        for word in plain:
            if len(word) > 4:
                yield f"p{word[:4]}"
                yield f"q{word[:5]}"
    else:
        yield from (f"3{''.join(plain[i : i + 3])}" for i in range(len(plain) - 2))
        yield from (f"4{''.join(plain[i : i + 4])}" for i in range(len(plain) - 3))
        yield from (f"g{one}{other}" for one, other in zip(plain, plain[2:], strict=False) if is_han(one) and is_han(other))
    for mention in spot(words, language, source) if words else ():
        if mention.kind in _TELLING:
            yield f"m{mention.name}" if mention.kind != "number" else "m#"
    yield f"l{min(len(plain) // (3 if language == 'en' else 4), 6)}"
    yield f"k{len(heard) - len(words)}"
    yield "?" if source.rstrip().endswith("?") else "."
    yield f"a{acts[0].kind}"
    yield f"t{acts[0].kind}:{acts[0].topic}"


@cache
def head(language: Language) -> Head:
    """The head of a language, read once."""
    with np.load(BytesIO((files("edge.model.understanding") / f"talk_{language}.npz").read_bytes())) as data:
        labels = tuple(str(label) for label in data["labels"])
        return Head(labels, data["weights"], data["scales"].astype(np.float32), data["biases"].astype(np.float32))
