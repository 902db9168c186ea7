"""One window's audio and what the decoder has made of it so far, as a tree of the texts it was fed.

A window is searched more than once, and the searches look at many of the same texts. What was fed once is not computed again:
its logits, and the keys and values of its attention, are kept where a text is short enough to be a command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.onnx import OnnxSession

Floats = NDArray[np.float32]

LAYERS, HEADS, WIDTH = 6, 8, 64
"""Of the decoder of Whisper base."""

DEEPEST = 24
"""Steps after which nothing is kept: logits are 0.2 MB a text."""


@dataclass(slots=True, eq=False)
class _Text:
    """What was fed last, after `before`. keys: (LAYERS, HEADS, WIDTH, tokens), values: (LAYERS, HEADS, tokens, WIDTH)."""

    before: _Text | None
    steps: int
    keys: Floats
    values: Floats
    logits: Floats | None = None

    def past(self) -> tuple[Floats, Floats]:
        """Keys and values of the whole text."""
        path: list[_Text] = []
        text: _Text | None = self
        while text is not None:
            path.append(text)
            text = text.before
        path.reverse()
        return np.concatenate([t.keys for t in path], axis=-1), np.concatenate([t.values for t in path], axis=-2)


class Listening:
    """A window that has been listened to, and the decoder that tells what comes after a text about it."""

    def __init__(self, decoder: OnnxSession, cross: tuple[Floats, Floats]) -> None:
        """cross: the encoder's keys and values of the window."""
        self._decoder = decoder
        self._cross = cross
        nothing = np.zeros((LAYERS, HEADS, WIDTH, 0), np.float32), np.zeros((LAYERS, HEADS, 0, WIDTH), np.float32)
        self._root = _Text(None, 0, *nothing)
        # By what they follow and what was fed. A text does not hold those after it: a cycle would outlive its window.
        self._kept: dict[tuple[_Text, tuple[int, ...]], _Text] = {}
        self._computed: list[_Text] = []
        self._past = nothing
        self.clear()

    def clear(self) -> None:
        """Begin with no text again; the audio, and what is known about texts, are kept."""
        self._beam = [self._root]

    def step(self, tokens: Sequence[Sequence[int]], parents: Sequence[int] = (0,)) -> Floats:
        """Feed every hypothesis its tokens, the same number of them, get the logits of the next ones: (hypotheses, vocabulary).

        parents: which hypothesis of the call before each of them goes on from.
        """
        before = [self._beam[parent] for parent in parents]
        beam = [self._kept.get((text, tuple(fed))) for text, fed in zip(before, tokens, strict=True)]
        unknown = [place for place, text in enumerate(beam) if text is None]
        fresh: dict[int, Floats] = {}
        if unknown:
            logits = self._run([before[place] for place in unknown], [tokens[place] for place in unknown])
            for row, place in enumerate(unknown):
                text, fresh[place] = self._computed[row], logits[row]
                beam[place] = text
                if text.steps <= DEEPEST:
                    text.logits = logits[row]
                    self._kept[before[place], tuple(tokens[place])] = text
        self._beam = [text for text in beam if text is not None]
        return np.stack([fresh[place] if place in fresh else _known(text) for place, text in enumerate(self._beam)])

    def _run(self, before: Sequence[_Text], tokens: Sequence[Sequence[int]]) -> Floats:
        keys, values = self._pasts(before)
        logits, keys, values = self._decoder.run(
            ["logits", "k", "v"],
            {
                "tokens": np.array(tokens, np.int64),
                "first": np.array([-1], np.int64),
                "past_k": keys,
                "past_v": values,
                "cross_k": self._cross[0],
                "cross_v": self._cross[1],
            },
        )
        new = len(tokens[0])
        self._past = keys, values
        self._computed = [
            _Text(text, text.steps + 1, keys[:, row, :, :, -new:].copy(), values[:, row, :, -new:].copy())
            for row, text in enumerate(before)
        ]
        return np.asarray(logits[:, -1], np.float32)

    def _pasts(self, texts: Sequence[_Text]) -> tuple[Floats, Floats]:
        """Keys and values of several texts of one length, side by side."""
        rows = {id(text): row for row, text in enumerate(self._computed)}
        if all(id(text) in rows for text in texts):
            chosen = [rows[id(text)] for text in texts]
            keys, values = self._past
            return (keys, values) if chosen == list(range(keys.shape[1])) else (keys[:, chosen], values[:, chosen])
        pasts = [text.past() for text in texts]
        return np.stack([keys for keys, _ in pasts], axis=1), np.stack([values for _, values in pasts], axis=1)


def _known(text: _Text) -> Floats:
    assert text.logits is not None  # a text is found again only where it was kept
    return text.logits
