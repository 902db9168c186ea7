"""What a head is trained on: windows of embeddings, kept as the runs of embeddings that they are cut from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from device.wake_training.network import Floats
from edge.frontend.wake_embedding import EMBEDDING_SIZE, HEAD_WINDOW

Half = NDArray[np.float16]
"""Embeddings in half the memory."""

_SAMPLED = 4000
"""Windows of each kind that the statistics are taken from."""


class Windows:
    """Many head windows. Hours of talk overlap in their windows: only the embeddings are held, and where each window begins."""

    def __init__(self, rows: Half, starts: NDArray[np.int64], spacing: int) -> None:
        """rows: shape (n, 96). starts: the row in which each window begins. spacing: rows from one embedding to the next."""
        self._rows = rows
        self._starts = starts
        self._offsets = spacing * np.arange(HEAD_WINDOW)

    @classmethod
    def separate(cls, arrays: Sequence[Half]) -> Windows:
        """Of windows that were cut already, shape (n, 16, 96) each."""
        rows = [array.reshape(-1, EMBEDDING_SIZE) for array in arrays]
        joined = np.concatenate([*rows, np.zeros((0, EMBEDDING_SIZE), np.float16)])
        return cls(joined, np.arange(0, len(joined), HEAD_WINDOW), 1)

    @classmethod
    def along(cls, pieces: Sequence[NDArray[np.floating]], *, spacing: int, stride: int = 1) -> Windows:
        """Every `stride`-th window of recordings, none across two of them.

        pieces: embeddings of a recording each, shape (n, 96). spacing: of them from one embedding of a window to the next.
        """
        span = spacing * (HEAD_WINDOW - 1) + 1
        begins = np.cumsum([0, *(len(piece) for piece in pieces)])
        starts = [begin + np.arange(0, max(0, len(piece) - span + 1), stride) for begin, piece in zip(begins, pieces, strict=False)]
        rows = [piece.astype(np.float16, copy=False) for piece in pieces]
        joined = np.concatenate([*rows, np.zeros((0, EMBEDDING_SIZE), np.float16)])
        return cls(joined, np.concatenate([*starts, np.zeros(0, np.int64)]).astype(np.int64), spacing)

    def __len__(self) -> int:
        return len(self._starts)

    def take(self, numbers: NDArray[np.int64]) -> Half:
        """The windows of these numbers, shape (n, 16, 96)."""
        return np.asarray(self._rows[self._starts[numbers][:, None] + self._offsets], dtype=np.float16)

    def sample(self, count: int, rng: np.random.Generator) -> Half:
        """So many of the windows, drawn with repetition, shape (count, 16, 96)."""
        return self.take(rng.integers(len(self), size=count))


@dataclass(frozen=True, slots=True)
class Material:
    """Windows to train on. groups: negatives by kind with the share of a batch's negatives that comes from each."""

    positives: Windows
    groups: tuple[tuple[Windows, float], ...]

    def joined(self, windows: Windows, share: float) -> Material:
        """The same with one more group of negatives."""
        return Material(self.positives, (*self.groups, (windows, share)))

    def statistics(self) -> tuple[Floats, Floats]:
        """Mean and spread of the embeddings of all kinds, shape (96,) each."""
        parts = [self.positives, *(windows for windows, _ in self.groups)]
        some = [part.take(np.arange(0, len(part), max(1, len(part) // _SAMPLED))) for part in parts]
        wide = np.concatenate([windows.reshape(-1, EMBEDDING_SIZE) for windows in some]).astype(np.float32)
        return wide.mean(axis=0), wide.std(axis=0)
