"""Bands of hearing: the resolution at which the trained suppressor looks at a spectrum and turns it down.

Centres are evenly spaced on the scale of equivalent rectangular bandwidths of B. Glasberg and B. Moore, "Derivation of
auditory filter shapes from notched-noise data", Hearing Research 47 (1990).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from edge.audio.frame import ENGINE_RATE
from edge.frontend.echo.spectrum import Real

BANDS: Final = 32
FFT: Final = 320
"""Points of a transform: two frames of 10 ms."""
BINS: Final = FFT // 2 + 1

_LOWEST_HZ: Final = 50.0


def analysis_window() -> Real:
    """Square root of a Hann window, shape (FFT,): analysis and synthesis together add up to one at half overlap."""
    window: Real = np.sin(np.pi * (np.arange(FFT) + 0.5) / FFT).astype(np.float32)
    return window


def spreading() -> Real:
    """From bands to bins: shape (BANDS, BINS). Each bin lies between two centres and the two shares add up to one."""
    hertz = np.arange(BINS) * ENGINE_RATE / FFT
    place = np.interp(_scale(hertz), np.linspace(_scale(_LOWEST_HZ), _scale(ENGINE_RATE / 2), BANDS), np.arange(BANDS))
    shares: Real = np.maximum(0, 1 - np.abs(place[None, :] - np.arange(BANDS)[:, None])).astype(np.float32)
    return shares


def gathering() -> Real:
    """From bins to bands: shape (BINS, BANDS); the mean of a power spectrum under each band's triangle."""
    shares = spreading().T
    # Low bands are narrower than a bin: such a band takes the power where its centre lies.
    centres = np.linspace(_scale(_LOWEST_HZ), _scale(ENGINE_RATE / 2), BANDS)
    hertz = np.arange(BINS) * ENGINE_RATE / FFT
    for band in np.flatnonzero(shares.sum(axis=0) < 0.5):
        at = float(np.interp(centres[band], _scale(hertz), np.arange(BINS)))
        low = min(int(at), BINS - 2)
        shares[low, band], shares[low + 1, band] = 1 - (at - low), at - low
    return np.asarray(shares / shares.sum(axis=0), np.float32)


def _scale(hertz: object) -> Real:
    """Hz to the number of equivalent rectangular bandwidths below."""
    return np.asarray(21.4 * np.log10(1 + 0.00437 * np.asarray(hertz)), np.float32)
