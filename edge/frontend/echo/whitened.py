"""The whitened correlation of two signals, averaged over time: where one is in the other, and how surely.

Each bin of the cross-spectrum is divided by the smoothed powers of both signals, and the result is averaged. A talker, noise and
the harmonies of music change from look to look and average out; a path from one signal to the other does not. After C. Knapp and
G. Carter, "The generalized correlation method for estimation of time delay", IEEE Trans. ASSP 24 (1976).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.frontend.echo.spectrum import Spectrum, irfft, power, rfft

SEGMENT: Final = 3200
"""Samples of the later signal that are looked at: 200 ms."""
STEP: Final = 2
"""Samples from one lag to the next: only bins below 4 kHz are turned back."""

_LOW_HZ: Final = 150
_POWER_SMOOTHING: Final = np.float32(0.8)
_FLOOR: Final = np.float32(1e-3)
_TINY: Final = np.float32(1e-28)
_SMALLEST: Final = 1e-20


class WhitenedCorrelation:
    """Looks for the far end in a segment of a later signal, at 16 kHz.

    height: of the highest peak, over the root mean square of the correlation; 7 is certain enough to act on.
    """

    def __init__(self, reach: int) -> None:
        """reach: the largest lag in samples, an even number."""
        self._reach = reach
        # The segment and the longest lag fit: what wraps around falls on lags that are cut off.
        self._points = -(-(SEGMENT + reach) // 256) * 256
        self._kept = self._points // (2 * STEP) + 1
        self._lowest = _LOW_HZ * self._points // ENGINE_RATE
        self._window = np.sqrt(np.hanning(SEGMENT + 1)[:SEGMENT]).astype(np.float32)
        self.restart()

    def restart(self) -> None:
        """Forget the evidence."""
        self._cross: Spectrum = np.zeros(self._kept, np.complex64)
        self._near_power = np.zeros(self._kept, np.float32)
        self._far_power = np.zeros(self._kept, np.float32)
        self.looks = 0
        """How many segments were looked at."""

    def fade(self, share: float) -> None:
        """Only a share of the evidence so far counts from now on."""
        self._cross *= np.float32(share)

    def look(self, near: Samples, far: Samples, averaging: float) -> None:
        """Take in a segment.

        near: shape (SEGMENT,). far: shape (SEGMENT + reach,), ending with near. averaging: share of the evidence that is kept.
        """
        near_spectrum = rfft(near * self._window, self._points)[: self._kept]
        far_spectrum = rfft(far, self._points)[: self._kept]
        smoothing = _POWER_SMOOTHING if self.looks else np.float32(0)
        for held, spectrum in ((self._near_power, near_spectrum), (self._far_power, far_spectrum)):
            held *= smoothing
            held += (1 - smoothing) * power(spectrum)
        # A floor well below the mean keeps bins in which one side has nothing from speaking as loudly as the others.
        weight = self._near_power * self._far_power
        weight += _FLOOR * self._near_power.mean() * self._far_power.mean() + _TINY
        np.sqrt(weight, out=weight)
        np.reciprocal(weight, out=weight)
        weight *= np.float32(1 - averaging)
        weight[: self._lowest] = 0
        near_spectrum *= far_spectrum.conj()
        near_spectrum *= weight
        self._cross *= np.float32(averaging)
        self._cross += near_spectrum
        self.looks += 1

    def magnitudes(self) -> tuple[NDArray[np.float32], float]:
        """The correlation's magnitude and its root mean square; index k is a lag of STEP * k: shape (reach / STEP + 1,)."""
        lags = irfft(self._cross, self._points // STEP)
        # The far end's stretch begins `reach` before the segment: the largest lag is at place 0.
        found = np.abs(np.concatenate([lags[-self._reach // STEP :], lags[:1]]))
        return found, float(np.sqrt(np.dot(found, found) / len(found))) + _SMALLEST
