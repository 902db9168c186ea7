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
from edge.frontend.echo.long_transform import LongTransform
from edge.frontend.echo.spectrum import Spectrum, power

SEGMENT: Final = 3200
"""Samples of the later signal that are looked at: 200 ms."""
STEP: Final = 2
"""Samples from one lag to the next: only what is below 4 kHz is looked at, at half the rate."""

_LOW_HZ: Final = 150
_POWER_SMOOTHING: Final = np.float32(0.8)
_FLOOR: Final = np.float32(1e-3)
_TINY: Final = np.float32(1e-28)
_SMALLEST: Final = 1e-20
# A half-band filter: the middle tap, its neighbours and the ones three samples away; the others are zero.
_HALF_BAND: Final = (np.float32(1 / 2), np.float32(9 / 32), np.float32(-1 / 32))


class WhitenedCorrelation:
    """Looks for the far end in a segment of a later signal, at 16 kHz.

    height: of the highest peak, over the root mean square of the correlation; 7 is certain enough to act on.
    """

    def __init__(self, reach: int) -> None:
        """reach: the largest lag in samples, an even number."""
        self._reach = reach
        # The segment and the longest lag fit: what wraps around falls on lags that are cut off.
        # Multiples of 640 have no factor that the transform is slow with.
        self._points = -(-(SEGMENT + reach) // (640 * STEP)) * 640
        self._transform = LongTransform(self._points)
        self._bins = self._points // 2 + 1
        self._lowest = _LOW_HZ * STEP * self._points // ENGINE_RATE
        self._rows = np.zeros((2, self._points), np.float32)
        self._window = np.sqrt(np.hanning(SEGMENT + 1)[:SEGMENT:STEP]).astype(np.float32)
        self.restart()

    def restart(self) -> None:
        """Forget the evidence."""
        self._cross: Spectrum = np.zeros(self._bins, np.complex64)
        self._powers = np.zeros((2, self._bins), np.float32)
        self.looks = 0
        """How many segments were looked at."""

    def fade(self, share: float) -> None:
        """Only a share of the evidence so far counts from now on."""
        self._cross *= np.float32(share)

    def look(self, near: Samples, far: Samples, averaging: float) -> None:
        """Take in a segment.

        near: shape (SEGMENT,). far: shape (SEGMENT + reach,), ending with near. averaging: share of the evidence that is kept.
        """
        # Both in one call, which prepares as much for one row as for many.
        rows = self._rows
        np.multiply(_halved(near), self._window, out=rows[0, : SEGMENT // STEP])
        rows[1, : len(far) // STEP] = _halved(far)
        spectra = self._transform.forward(rows)
        smoothing = _POWER_SMOOTHING if self.looks else np.float32(0)
        powers = self._powers
        powers *= smoothing
        powers += (1 - smoothing) * power(spectra)
        # A floor well below the mean keeps bins in which one side has nothing from speaking as loudly as the others.
        near_mean, far_mean = np.add.reduce(powers, axis=1) / np.float32(self._bins)
        weight = powers[0] * powers[1]
        weight += _FLOOR * near_mean * far_mean + _TINY
        np.sqrt(weight, out=weight)
        np.reciprocal(weight, out=weight)
        weight *= np.float32(1 - averaging)
        weight[: self._lowest] = 0
        near_spectrum, far_spectrum = spectra
        near_spectrum *= far_spectrum.conj()
        near_spectrum *= weight
        self._cross *= np.float32(averaging)
        self._cross += near_spectrum
        self.looks += 1

    def magnitudes(self) -> tuple[NDArray[np.float32], float]:
        """The correlation's magnitude and its root mean square; index k is a lag of STEP * k: shape (reach / STEP + 1,)."""
        lags = self._transform.backward(self._cross)
        # The far end's stretch begins `reach` before the segment: the largest lag is at place 0.
        found = np.abs(np.concatenate([lags[-self._reach // STEP :], lags[:1]]))
        return found, float(np.sqrt(np.dot(found, found) / len(found))) + _SMALLEST


def _halved(samples: Samples) -> Samples:
    """The signal at 8 kHz, shape (n,) to (n // 2,), the first two and the last sample silent; n is even."""
    middle, near, far = _HALF_BAND
    odd = samples[1::STEP]
    half = np.zeros(len(odd), np.float32)
    half[2:-1] = middle * samples[4:-2:STEP] + near * (odd[1:-2] + odd[2:-1]) + far * (odd[:-3] + odd[3:])
    return half
