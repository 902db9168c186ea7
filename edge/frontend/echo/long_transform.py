"""Long real Fourier transforms in four short ones, by decimation in time.

A transform of some thousand points spends more on preparing its factors than on its arithmetic, and rows that are transformed
together are done in vectors: so the signal is dealt out to four rows, whose transforms a radix-4 step puts together. After J.
Cooley and J. Tukey, "An algorithm for the machine calculation of complex Fourier series", Mathematics of Computation 19 (1965).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from edge.frontend.echo.spectrum import Real, Spectrum, irfft, rfft

_PARTS: Final = 4
_BACK: Final = np.array(-1j, np.complex64)


class LongTransform:
    """Orthonormal transforms of a given length, as `edge.frontend.echo.spectrum` has them but for rounding."""

    def __init__(self, points: int) -> None:
        """points: a multiple of 8."""
        if points % (2 * _PARTS):
            raise ValueError(f"{points} points are not a multiple of {2 * _PARTS}")
        self.points = points
        self._size = points // _PARTS
        self._half = self._size // 2
        angles = 2 * np.pi / points * np.arange(_PARTS)[:, None] * np.arange(self._half + 1)
        # The short transforms are orthonormal too, over a quarter of the points: half of that is left.
        self._factors: Spectrum = (np.exp(-1j * angles) / 2).astype(np.complex64)
        self._back: Spectrum = self._factors.conj()

    def forward(self, samples: Real) -> Spectrum:
        """Shape (rows, points) to (rows, points // 2 + 1)."""
        rows, size, half = samples.shape[0], self._size, self._half
        dealt = np.empty((rows, _PARTS, size), np.float32)
        for part in range(_PARTS):
            dealt[:, part] = samples[:, part::_PARTS]
        parts = rfft(dealt.reshape(-1, size)).reshape(rows, _PARTS, half + 1)
        parts *= self._factors
        even, even_less = parts[:, 0] + parts[:, 2], parts[:, 0] - parts[:, 2]
        odd, odd_less = parts[:, 1] + parts[:, 3], parts[:, 1] - parts[:, 3]
        odd_less *= _BACK
        whole: Spectrum = np.empty((rows, 2 * size + 1), np.complex64)
        # A short spectrum repeats, and beyond its middle it is its own mirror image.
        np.conjugate(even - odd, out=whole[:, 2 * size : 2 * size - half - 1 : -1])
        np.conjugate(even_less - odd_less, out=whole[:, size : half - 1 : -1])
        np.add(even, odd, out=whole[:, : half + 1])
        np.add(even_less, odd_less, out=whole[:, size : size + half + 1])
        return whole

    def backward(self, spectrum: Spectrum) -> Real:
        """Inverse of `forward` for one row: shape (points // 2 + 1,) to (points,)."""
        size, half = self._size, self._half
        first, second = spectrum[: half + 1], spectrum[size : size + half + 1]
        third = spectrum[2 * size : 2 * size - half - 1 : -1].conj()
        fourth = spectrum[size : half - 1 : -1].conj()
        even, even_less = first + third, first - third
        odd, odd_less = second + fourth, fourth - second
        odd_less *= _BACK
        parts: Spectrum = np.empty((_PARTS, half + 1), np.complex64)
        np.add(even, odd, out=parts[0])
        np.add(even_less, odd_less, out=parts[1])
        np.subtract(even, odd, out=parts[2])
        np.subtract(even_less, odd_less, out=parts[3])
        parts *= self._back
        dealt = irfft(parts, size)
        samples = np.empty(self.points, np.float32)
        for part in range(_PARTS):
            samples[part::_PARTS] = dealt[part]
        return samples
