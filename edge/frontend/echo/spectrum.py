"""Real Fourier transforms that keep to single precision, and say so to the type checker."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float32]
Spectrum = NDArray[np.complex64]


def rfft(samples: Real, points: int | None = None) -> Spectrum:
    """Transform of the last axis, shape (..., n) to (..., points // 2 + 1)."""
    return cast(Spectrum, np.fft.rfft(samples, points))


def irfft(spectrum: Spectrum, points: int) -> Real:
    """Inverse transform of the last axis, shape (..., points // 2 + 1) to (..., points)."""
    return cast(Real, np.fft.irfft(spectrum, points))


def power(spectrum: Spectrum) -> Real:
    """Squared magnitude."""
    return cast(Real, spectrum.real**2 + spectrum.imag**2)
