"""Real Fourier transforms of single precision, and correlation by them.

Transforms are orthonormal in both directions: numpy runs that kind in single precision, while it runs the plain forward
transform of single precision in double, several times slower. A power spectrum is therefore the plain one over the points.

numpy's public functions find out types, scale and axes anew in each call, which costs more than a transform of 320 points; here
the scale is remembered and the kernels under those functions are called as such, with the same result.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, cast

import numpy as np
import numpy.fft._pocketfft_umath as kernels
from numpy.typing import NDArray

Real = NDArray[np.float32]
Spectrum = NDArray[np.complex64]

TOGETHER: Final = 4
"""Rows that are transformed as fast as two, and faster than three: those are worth a silent one more."""


@lru_cache
def _scale(points: int) -> np.float32:
    return cast(np.float32, np.reciprocal(np.sqrt(np.float32(points))))


def rfft(samples: Real, points: int | None = None) -> Spectrum:
    """Orthonormal transform of the last axis, shape (..., n) to (..., points // 2 + 1); points is even."""
    size = samples.shape[-1] if points is None else points
    found: Spectrum = np.empty((*samples.shape[:-1], size // 2 + 1), np.complex64)
    kernels.rfft_n_even(samples, _scale(size), found)
    return found


def irfft(spectrum: Spectrum, points: int) -> Real:
    """Inverse of `rfft` along the last axis, shape (..., points // 2 + 1) to (..., points)."""
    found: Real = np.empty((*spectrum.shape[:-1], points), np.float32)
    kernels.irfft(spectrum, _scale(points), found)
    return found


def power(spectrum: Spectrum) -> Real:
    """Squared magnitude."""
    squares = np.square(spectrum.real)
    squares += np.square(spectrum.imag)
    return cast(Real, squares)
