"""Bulk delay between two whole recordings, however far apart they begin: looked for once, before the front end runs.

What a sound card plays is known before it is heard. Two recordings, though, were started by hand: the echo may come seconds after
its reference or even before it, which no causal filter can cancel. Four-second stretches of both are correlated as in
`edge.frontend.echo.delay`, and the squares of the correlations are added up, so that a drift between the clocks does no harm.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.frontend.echo.delay import MAX_DELAY
from edge.frontend.echo.spectrum import irfft, power, rfft

REACH: Final = 2 * ENGINE_RATE
"""Largest delay that is found, in samples at 16 kHz, in either direction."""

_SEGMENT: Final = 4 * ENGINE_RATE
_HOP: Final = 2 * ENGINE_RATE
_FFT: Final = 1 << 17
_MOST_SEGMENTS: Final = 12
_AUDIBLE_RMS: Final = 1e-3
_LOW_BIN: Final = 150 * _FFT // ENGINE_RATE
_HIGH_BIN: Final = 4000 * _FFT // ENGINE_RATE
# Bins whose powers are averaged before a spectrum is divided by them: 15 Hz, so that a tone does not outweigh everything.
_SMOOTHED_BINS: Final = 128
_SMOOTHED_LAGS: Final = 8
_CERTAIN: Final = 12.0
_CERTAIN_ALONE: Final = 30.0
_SAME_PLACE: Final = 160
# A reference that is moved is put so far before its echo.
_WANTED_DELAY: Final = 320


def bulk_delay(microphone: Samples, far_end: Samples) -> int | None:
    """By how many samples at 16 kHz the echo comes after its reference; negative when it comes before it.

    microphone, far_end: shapes (n,) and (m,). None when no echo was found for certain.
    """
    starts = _worth_looking_at(microphone, far_end)
    if not starts:
        return None
    padded = np.concatenate([np.zeros(REACH, np.float32), far_end, np.zeros(REACH + _SEGMENT, np.float32)])
    window = np.hanning(_SEGMENT).astype(np.float32)
    halves = np.zeros((2, 2 * REACH + 1))
    for number, start in enumerate(starts):
        near = np.zeros(_SEGMENT, np.float32)
        piece = microphone[start : start + _SEGMENT]
        near[: len(piece)] = piece
        halves[2 * number // len(starts)] += _correlation(near * window, padded[start : start + _SEGMENT + 2 * REACH])
    total = _smooth(halves.sum(axis=0))
    peak = int(np.argmax(total))
    # Tones and rhythms that two recordings happen to share are not at the same place all the time; a path is.
    alone = len(starts) == 1
    if not alone and any(abs(int(np.argmax(_smooth(half))) - peak) > _SAME_PLACE for half in halves):
        return None
    spread = 1.4826 * float(np.median(np.abs(total - np.median(total))))
    if total[peak] - float(np.median(total)) < (_CERTAIN_ALONE if alone else _CERTAIN) * spread:
        return None
    return REACH - peak


def _smooth(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.convolve(correlation, np.ones(_SMOOTHED_LAGS) / _SMOOTHED_LAGS, "same")


def needed_shift(delay: int | None) -> int:
    """By how many samples the reference must be moved ahead (negative: held back) for a canceller to cope with the delay."""
    if delay is None or 0 <= delay <= MAX_DELAY - 2 * _WANTED_DELAY:
        return 0
    return _WANTED_DELAY - delay


def _worth_looking_at(microphone: Samples, far_end: Samples) -> list[int]:
    """Where both are audible, spread over the recording."""
    found = []
    for start in range(0, max(1, min(len(microphone), len(far_end)) - _HOP), _HOP):
        pieces = microphone[start : start + _SEGMENT], far_end[start : start + _SEGMENT]
        if all(len(x) and float(np.std(x)) > _AUDIBLE_RMS for x in pieces):
            found.append(start)
    step = max(1, len(found) // _MOST_SEGMENTS)
    return found[::step][:_MOST_SEGMENTS]


def _correlation(near: Samples, far: Samples) -> NDArray[np.float64]:
    """Squared whitened correlation; index k: the far end is read k - REACH samples later. Shape (2 * REACH + 1,)."""
    # The far end's stretch is as long as the transform: what wraps around falls on lags that are cut off.
    spectra = rfft(near, _FFT), rfft(far[:_FFT], _FFT)
    cross = spectra[1] * spectra[0].conj()
    for spectrum in spectra:
        cross /= np.sqrt(_smoothed(power(spectrum)))
    cross[:_LOW_BIN] = 0
    cross[_HIGH_BIN:] = 0
    lags = irfft(cross, _FFT)[: 2 * REACH + 1].astype(np.float64)
    return np.asarray(lags**2 / np.mean(lags**2))


def _smoothed(powers: NDArray[np.float32]) -> NDArray[np.float32]:
    sums = np.cumsum(np.pad(powers.astype(np.float64), (_SMOOTHED_BINS // 2 + 1, _SMOOTHED_BINS // 2), "edge"))
    means = (sums[_SMOOTHED_BINS:] - sums[:-_SMOOTHED_BINS]) / _SMOOTHED_BINS
    return np.asarray(means[: len(powers)] + 1e-6 * means.mean() + 1e-20, np.float32)
