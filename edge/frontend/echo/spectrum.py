"""Real Fourier transforms of single precision, and correlation by them.

Transforms are orthonormal in both directions: numpy runs that kind in single precision, while it runs the plain forward
transform of single precision in double, several times slower. A power spectrum is therefore the plain one over the points.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float32]
Spectrum = NDArray[np.complex64]


def rfft(samples: Real, points: int | None = None) -> Spectrum:
    """Orthonormal transform of the last axis, shape (..., n) to (..., points // 2 + 1)."""
    return cast(Spectrum, np.fft.rfft(samples, points, norm="ortho"))


def irfft(spectrum: Spectrum, points: int) -> Real:
    """Inverse of `rfft` along the last axis, shape (..., points // 2 + 1) to (..., points)."""
    return cast(Real, np.fft.irfft(spectrum, points, norm="ortho"))


def power(spectrum: Spectrum) -> Real:
    """Squared magnitude."""
    squares = np.square(spectrum.real)
    squares += np.square(spectrum.imag)
    return cast(Real, squares)
