"""The stream of speech embeddings that wake heads look at."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import Samples
from edge.frontend.wake_embedding import (
    EMBEDDING_SIZE,
    HEAD_SPAN,
    HOP,
    MEL_PER_STEP,
    MEL_WINDOW,
    STEP,
    WINDOW_STEPS,
    WakeEmbedding,
    faint_noise,
    head_windows,
)
from edge.frontend.wake_mel import CONTEXT, MEL_BINS, MEL_PER_HOP

HISTORY_HOPS: Final = -(-WINDOW_STEPS * STEP // HOP) + 1
"""Hops that are looked at when listening begins anew: those of four head windows, 2.1 s."""

QUARTER: Final = MEL_PER_STEP // 2
"""Mel frames by which the second look is earlier."""

_SPAN: Final = MEL_WINDOW + (HEAD_SPAN - 1) * MEL_PER_STEP
_HISS_HOPS: Final = 25


class EmbeddingStream:
    """Embeddings of a stream, two a hop of 80 ms, made only while they are wanted.

    It keeps the last 2.1 s of samples: when embeddings are wanted again after a pause, those of the pause are made up for in one
    call of the network, which costs what three hops cost. The stream is taken to begin after 2.1 s of faint noise, and the same
    noise lies under all of it.
    """

    def __init__(self, embedding: WakeEmbedding) -> None:
        self._embedding = embedding
        self._hiss = faint_noise(_HISS_HOPS * HOP).reshape(_HISS_HOPS, HOP)
        self.reset()

    def reset(self) -> None:
        """Back to the state before the first sample."""
        self._samples = faint_noise(CONTEXT + HISTORY_HOPS * HOP)
        self._filled = 0
        self._incoming = np.zeros(HOP, np.float32)
        self._hop = 0
        self._mel_hop = -HISTORY_HOPS
        self._mel = np.zeros((HISTORY_HOPS * MEL_PER_HOP, MEL_BINS), np.float32)
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

        Returns the head windows that became complete, shape (n, 16, 96), and the step in which the first of them ended,
        counted from 1.
        """
        behind = self._hop - self._mel_hop
        needed = MEL_WINDOW - MEL_PER_STEP + behind * MEL_PER_HOP
        if needed > len(self._mel):
            # Too long ago to go on from: begin anew with the samples at hand.
            behind, needed = HISTORY_HOPS, len(self._mel)
            self._recent = self._recent[:0]
        self._make_mel(behind)
        self._recent = np.concatenate([self._recent, self._embedding.embed_mel(self._mel[-needed:])])
        windows = head_windows(self._recent)
        self._recent = self._recent[-(HEAD_SPAN - 1) :]
        return windows, 2 * self._hop - len(windows) + 1

    def between(self, ended: int) -> NDArray[np.float32] | None:
        """The head windows that end half a step before the end of a step and, where there is audio enough, of the one before.

        ended: a step of a window that `advance` has just given, counted from 1. Returns shape (2, 16, 96) or (1, 16, 96), None
        when the audio behind the window was not looked at. It costs what three hops cost.
        """
        end = len(self._mel) - (2 * self._hop - ended) * MEL_PER_STEP - QUARTER
        if end < _SPAN:
            return None
        begin = end - _SPAN - (MEL_PER_STEP if end >= _SPAN + MEL_PER_STEP else 0)
        return head_windows(self._embedding.embed_mel(self._mel[begin:end]))

    def _make_mel(self, hops: int) -> None:
        """Mel frames of the last hops."""
        size = len(self._samples)
        ends = [size - back * HOP for back in range(hops - 1, -1, -1)]
        made = [self._embedding.mel_frames(self._samples[end - HOP - CONTEXT : end]) for end in ends]
        self._mel = np.concatenate([self._mel, *made])[-len(self._mel) :]
        self._mel_hop = self._hop
