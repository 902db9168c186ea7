"""The whitened correlation of two signals, averaged: where one is the other delayed and filtered, it has a peak at the delay.

Generalised cross-correlation with each bin divided by the smoothed powers of both signals. A talker, noise and the harmonies of
music change from update to update and average out; a path does not. After C. Knapp and G. Carter, "The generalized correlation
method for estimation of time delay", IEEE Trans. ASSP 24 (1976).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.frontend.echo.spectrum import irfft, power, rfft

STEP: Final = 2
"""Samples at 16 kHz from one lag to the next: only bins below 4 kHz are turned back, so that the lag axis has 8 kHz."""

_LOWEST_HZ: Final = 150
_POWER_SMOOTHING: Final = np.float32(0.8)


class WhitenedCorrelation:
    """Takes stretches of both signals, gives the correlation at all lags."""

    def __init__(self, size: int) -> None:
        """size: samples of the Fourier transforms; the far end's stretches must fit in."""
        self._size = size
        self._bins = size // 4 + 1
        self._low_bin = _LOWEST_HZ * size // ENGINE_RATE
        self.restart()

    def restart(self) -> None:
        """Forget everything."""
        self._cross = np.zeros(self._bins, np.complex64)
        self._far_power = np.zeros(self._bins, np.float32)
        self._near_power = np.zeros(self._bins, np.float32)
        self.updates = 0
        """How many stretches were taken."""

    def take(self, near: Samples, far: Samples, averaging: np.float32) -> None:
        """A stretch of each. averaging: what is kept of the correlation so far, 0 to 1."""
        near_spectrum = rfft(near, self._size)[: self._bins]
        far_spectrum = rfft(far, self._size)[: self._bins]
        keep = _POWER_SMOOTHING if self.updates else np.float32(0)
        self._near_power = keep * self._near_power + (1 - keep) * power(near_spectrum)
        self._far_power = keep * self._far_power + (1 - keep) * power(far_spectrum)
        # A floor well below the mean keeps bins in which one side has nothing from speaking as loudly as the others.
        floor = np.float32(1e-3) * self._near_power.mean() * self._far_power.mean() + np.float32(1e-20)
        cross = near_spectrum * far_spectrum.conj() / np.sqrt(self._near_power * self._far_power + floor)
        cross[: self._low_bin] = 0
        self._cross = averaging * self._cross + (1 - averaging) * cross
        self.updates += 1

    def fade(self, kept: np.float32) -> None:
        """What was found so far counts less from now on. kept: share of it, 0 to 1."""
        self._cross *= kept

    def over(self, reach: int) -> NDArray[np.float32]:
        """The correlation for delays of the near stretch from its begin up to `reach` samples, shape (reach // STEP + 1,).

        The far end's stretch begins `reach` before the near one's: the largest delay is at lag 0, and comes last.
        """
        lags = irfft(self._cross, self._size // 2)
        return np.concatenate([lags[-reach // STEP :], lags[:1]])
