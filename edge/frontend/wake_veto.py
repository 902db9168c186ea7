"""The car's own voice and radio do not wake it: the same head on what the loudspeakers were given."""

from __future__ import annotations

from typing import Final

import numpy as np

from edge.audio.frame import Samples
from edge.audio.ring import SampleRing
from edge.frontend.wake import SMOOTHING_STEPS, WakeHead
from edge.frontend.wake_embedding import HOP, WakeEmbedding, faint_noise, head_windows
from edge.frontend.wake_stream import HISTORY_HOPS

_HOPS: Final = HISTORY_HOPS + 10
"""2.8 s: the echo is up to half a second behind."""


class FarEndVeto:
    """Whether a phrase came from the car's own loudspeakers.

    The far end is only looked at when the microphone has heard the phrase, and then the last 2.8 s of it at once.
    """

    def __init__(self, embedding: WakeEmbedding, share: float = 0.6) -> None:
        """share: part of the head's threshold from which the far end counts as having said it."""
        self._embedding = embedding
        self._share = share
        self._ring = SampleRing(_HOPS * HOP)
        self._hiss = faint_noise(_HOPS * HOP)

    def reset(self) -> None:
        """Forget the far end."""
        self._ring.clear()

    def write(self, samples: Samples) -> None:
        """Append a frame of the far end, shape (160,)."""
        self._ring.write(samples)

    def said(self, head: WakeHead) -> bool:
        """Whether the far end said the head's phrase lately; before its beginning there was faint noise."""
        audio = self._hiss.copy()
        held = self._ring.latest(self._ring.capacity)
        audio[len(audio) - len(held) :] += held
        scores = head.scores(head_windows(self._embedding.embed(audio)))
        # The same mean that the detector takes: one window that fires alone is no phrase here either.
        means = np.lib.stride_tricks.sliding_window_view(scores, SMOOTHING_STEPS).mean(axis=-1)
        return float(means.max()) >= self._share * head.threshold
