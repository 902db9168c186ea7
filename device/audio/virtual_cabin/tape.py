"""A signal that the loudspeakers of the virtual cabin play."""

from __future__ import annotations

import numpy as np

from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.resample import resample


class Tape:
    """Plays a signal at ENGINE_RATE, shape (n,), then silence; what it gives is at VOICE_RATE, as the cabin asks for it."""

    def __init__(self, samples: Samples) -> None:
        self._samples = resample(samples, ENGINE_RATE, VOICE_RATE)
        self._place = 0

    def pull(self, n: int) -> Samples:
        """The next n samples."""
        piece = self._samples[self._place : self._place + n]
        self._place += n
        return np.concatenate([piece, np.zeros(n - len(piece), np.float32)])
