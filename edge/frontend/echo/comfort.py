"""Comfort noise: where echo was turned down to nothing, a background too faint to notice goes on.

Utter silence between words sounds like a broken line, and to a judge of echo (AECMOS) like echo that comes and goes.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.white_noise import white_noise

_LOUDEST_RMS: Final = 10 ** (-70 / 20)
_TABLE: Final = 20_000
_FLAT_BELOW_HZ: Final = 100.0


class ComfortNoise:
    """Noise that falls by 3 dB an octave, as loud as the cabin's own background but never louder than -70 dBFS.

    It comes from a table that was made once, always the same: the same frames in give the same samples out.
    """

    def __init__(self) -> None:
        hertz = np.fft.rfftfreq(_TABLE, 1 / ENGINE_RATE)
        white = np.fft.rfft(white_noise(_TABLE))
        noise = np.fft.irfft(white / np.sqrt(np.maximum(hertz, _FLAT_BELOW_HZ)), _TABLE)
        self._table: Samples = (noise / np.std(noise)).astype(np.float32)
        self._place = 0

    def add(self, samples: Samples, background: float) -> Samples:
        """A frame and noise, shape (n,), n a divisor of the table's 20,000. background: the cabin's, RMS, full scale 1."""
        size = samples.shape[0]
        noise = self._table[self._place : self._place + size]
        self._place = (self._place + size) % _TABLE
        level = min(_LOUDEST_RMS, background) if math.isfinite(background) else 0.0
        louder: Samples = samples + noise * np.float32(level)
        return louder
