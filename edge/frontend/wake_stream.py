"""The stream of speech embeddings that wake heads look at."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import Samples
from edge.frontend.wake_embedding import (
    CONTEXT,
    EMBEDDING_SIZE,
    HEAD_WINDOW,
    HOP,
    MEL_BINS,
    MEL_PER_HOP,
    MEL_WINDOW,
    WARM_UP_HOPS,
    WakeEmbedding,
    faint_noise,
    head_windows,
)

HISTORY_HOPS: Final = WARM_UP_HOPS + HEAD_WINDOW - 1
"""Hops behind the first score: 2 s."""

_CATCH_UP: Final = 5
_MEL_HOPS: Final = 2 * HISTORY_HOPS
"""Hops whose mel frames are kept: those behind a head window that waits while others are made up for."""
_SPAN: Final = MEL_WINDOW + (HEAD_WINDOW - 1) * MEL_PER_HOP
_HISS_HOPS: Final = 25


class EmbeddingStream:
    """Embeddings of a stream, one a hop of 80 ms, made only while they are wanted.

    It keeps the last 2 s of samples, so that the embeddings behind the first score can be made up for when they are wanted
    again; that work is spread over several hops. The stream is taken to begin after 2 s of faint noise, and the same noise
    lies under all of it.
    """

    def __init__(self, embedding: WakeEmbedding) -> None:
        self._embedding = embedding
        self._hiss = faint_noise(_HISS_HOPS * HOP).reshape(_HISS_HOPS, HOP)
        self.reset()

    def reset(self) -> None:
        """Back to the state before the first sample."""
        self._samples = faint_noise(CONTEXT + (HISTORY_HOPS + 1) * HOP)
        self._filled = 0
        self._incoming = np.zeros(HOP, np.float32)
        self._hop = 0
        self._mel_hop = self._begun = -HISTORY_HOPS
        self._mel = np.zeros((_MEL_HOPS * MEL_PER_HOP, MEL_BINS), np.float32)
        self._waiting: list[NDArray[np.float32]] = []
        self._waiting_hop = 0
        self._recent = np.zeros((0, EMBEDDING_SIZE), np.float32)

    def write(self, samples: Samples) -> bool:
        """Append a frame, shape (160,). Returns whether a hop is complete: then call `advance`."""
        size = samples.shape[0]
        self._incoming[self._filled : self._filled + size] = samples
        self._filled += size
        if self._filled < HOP:
            return False
        self._filled = 0
        self._samples[:-HOP] = self._samples[HOP:]
        np.add(self._incoming, self._hiss[self._hop % _HISS_HOPS], out=self._samples[-HOP:])
        self._hop += 1
        return True

    def advance(self) -> tuple[NDArray[np.float32], int]:
        """Make what is due.

        Returns the head windows that became complete, shape (n, 16, 96), and the hop in which the first of them ended,
        counted from 1.
        """
        self._make_mel()
        batch, self._waiting = self._waiting[:_CATCH_UP], self._waiting[_CATCH_UP:]
        first = self._waiting_hop
        self._waiting_hop += len(batch)
        if batch:
            made = self._embedding.embed_windows(np.stack(batch))
            self._recent = np.concatenate([self._recent, made])[-(HEAD_WINDOW - 1 + len(batch)) :]
        windows = head_windows(self._recent) if batch else np.zeros((0, HEAD_WINDOW, EMBEDDING_SIZE), np.float32)
        windows = windows[-len(batch) :] if batch else windows
        ended = first + len(batch) - len(windows)
        self._recent = self._recent[-(HEAD_WINDOW - 1) :]
        return windows, ended

    def between(self, ended: int) -> NDArray[np.float32] | None:
        """The head window that ends half a hop before the end of a hop, shape (1, 16, 96).

        ended: a hop of a window that `advance` has just given, counted from 1. None when the audio behind the window was not
        looked at. All 16 embeddings are made for it, 30 ms of a desktop core.
        """
        end = len(self._mel) - (self._mel_hop - ended) * MEL_PER_HOP - MEL_PER_HOP // 2
        begin = end - _SPAN
        if begin < max(0, len(self._mel) - (self._mel_hop - self._begun) * MEL_PER_HOP):
            return None
        starts = range(begin, end - MEL_WINDOW + 1, MEL_PER_HOP)
        return self._embedding.embed_windows(np.stack([self._mel[at : at + MEL_WINDOW] for at in starts]))[None]

    def _make_mel(self) -> None:
        oldest = self._hop - HISTORY_HOPS
        if self._mel_hop < oldest:
            # Too long ago to make up for: start over with the samples at hand.
            self._mel_hop = self._begun = oldest
            self._waiting.clear()
            self._recent = self._recent[:0]
        fresh = not self._waiting and not len(self._recent)
        if fresh:
            self._waiting_hop = self._mel_hop + WARM_UP_HOPS
        while self._mel_hop < self._hop:
            self._mel_hop += 1
            end = len(self._samples) - (self._hop - self._mel_hop) * HOP
            self._mel[:-MEL_PER_HOP] = self._mel[MEL_PER_HOP:]
            self._mel[-MEL_PER_HOP:] = self._embedding.mel_frames(self._samples[end - HOP - CONTEXT : end])
            if self._mel_hop >= self._waiting_hop + len(self._waiting):
                self._waiting.append(self._mel[-MEL_WINDOW:].copy())
