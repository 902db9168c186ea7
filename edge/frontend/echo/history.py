"""The far end's recent past, read at any delay, fractions of a sample included."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import Samples

HALF_TAPS: Final = 16
"""Samples on either side that an interpolated sample rests on: the least delay that can have a fraction."""

_FRACTIONS: Final = 256
_KAISER_BETA: Final = 6.0


def _interpolators() -> NDArray[np.float32]:
    """Windowed-sinc filters for fractional delays k/256: shape (257, 32), in the order that np.correlate wants."""
    offsets = np.arange(-HALF_TAPS + 1, HALF_TAPS + 1)
    fractions = np.arange(_FRACTIONS + 1)[:, None] / _FRACTIONS
    distance = offsets[None] - 1 + fractions
    window = np.i0(_KAISER_BETA * np.sqrt(np.maximum(0, 1 - (distance / HALF_TAPS) ** 2))) / np.i0(_KAISER_BETA)
    taps = np.sinc(distance) * window
    normalised: NDArray[np.float32] = (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32)
    return normalised


_TAPS: Final = _interpolators()


class FarEndHistory:
    """A bounded past of the far end at 16 kHz."""

    def __init__(self, seconds: float = 1.2, rate: int = 16_000) -> None:
        """seconds: how far back a read may reach."""
        self._depth = int(seconds * rate)
        # Written in one direction and moved back when the end is reached, so that every read is one slice.
        self._samples = np.zeros(4 * self._depth, np.float32)
        self._end = self._depth

    def push(self, samples: Samples) -> None:
        """Append the newest samples, shape (n,), n below the depth."""
        n = samples.shape[0]
        if self._end + n > self._samples.shape[0]:
            self._samples[: self._depth] = self._samples[self._end - self._depth : self._end]
            self._end = self._depth
        self._samples[self._end : self._end + n] = samples
        self._end += n

    def latest(self, n: int) -> Samples:
        """The newest n samples, a view that is good until the next push."""
        return self._samples[self._end - n : self._end]

    def read(self, delay: float, n: int) -> Samples:
        """n samples that end `delay` samples before the newest one.

        delay: 0 up to the depth less n. A fraction below HALF_TAPS is dropped, for want of samples after it.
        """
        whole = math.floor(delay)
        step = round((delay - whole) * _FRACTIONS)
        end = self._end - whole
        if step == 0 or whole < HALF_TAPS:
            return self._samples[end - n : end]
        # A delay of whole + f: sample i is a mix of i - whole - 1 (weight f) and i - whole, widened to 32 neighbours.
        return np.correlate(self._samples[end - n - HALF_TAPS : end + HALF_TAPS - 1], _TAPS[step], "valid")
