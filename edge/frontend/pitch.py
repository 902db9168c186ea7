"""Fundamental frequency of a stretch of speech: normalised cross-correlation and the best path through its peaks.

The method is that of RAPT (Talkin, A robust algorithm for pitch tracking, 1995): each frame offers the peaks of its correlation
as candidates and "unvoiced" as one more, and dynamic programming finds the cheapest path. A jump by an octave is dear, so that a
strong second or half harmonic in single frames does not win.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples

LOW_HZ: Final = 60.0
HIGH_HZ: Final = 500.0
HOP: Final = 160
"""Samples at 16 kHz from one value to the next: 10 ms."""

_WINDOW: Final = 320
_MIN_LAG: Final = int(ENGINE_RATE / HIGH_HZ)
_MAX_LAG: Final = int(np.ceil(ENGINE_RATE / LOW_HZ))
_SPAN: Final = _WINDOW + _MAX_LAG + 1
_FFT: Final = 1024
_CANDIDATES: Final = 6
_LEAST_PEAK: Final = 0.35
_LAG_PENALTY: Final = 0.3
"""What the longest lag loses of its correlation: a period repeats, so twice the period correlates as well."""
_UNVOICED_COST: Final = 0.1
"""Bias towards unvoiced; more makes more frames voiced."""
_CHANGE_COST: Final = 0.35
"""Of becoming voiced or unvoiced."""
_JUMP_COST: Final = 1.2
"""Of a change of pitch by one octave from frame to frame, in proportion for less."""
_FLOOR: Final = 1e-4
"""Rms below which a frame only holds what a microphone hisses: it lowers the correlation."""


@dataclass(frozen=True, slots=True, eq=False)
class PitchTrack:
    """One value every 10 ms, the first one 10 ms into the audio. All arrays have shape (n,).

    hz: fundamental frequency, 0 where unvoiced. strength: the highest correlation, 0 to 1, voiced or not.
    """

    hz: NDArray[np.float32]
    strength: NDArray[np.float32]

    @property
    def voiced(self) -> NDArray[np.bool_]:
        """Where there is a pitch."""
        return self.hz > 0


def track_pitch(audio: Samples) -> PitchTrack:
    """Pitch of a recording from 60 to 500 Hz; shape (n,), 16 kHz, full scale ±1. About 40 µs a frame."""
    count = audio.shape[0] // HOP
    if count == 0:
        empty = np.zeros(0, np.float32)
        return PitchTrack(empty, empty)
    correlation = _correlations(audio, count)
    lags, peaks = _peaks(correlation)
    # What is left of the correlation at the highest peak tells how sure "unvoiced" is.
    best = np.maximum(peaks.max(axis=1), 0.0)
    cost = 1.0 - peaks * (1.0 - _LAG_PENALTY * lags / _MAX_LAG)
    cost[peaks <= 0] = np.inf
    unvoiced = _UNVOICED_COST + best
    path = _best_path(cost, unvoiced, np.log2(np.maximum(lags, 1.0)))
    rows = np.arange(count)
    voiced = path < _CANDIDATES
    chosen = lags[rows, np.minimum(path, _CANDIDATES - 1)]
    hz = np.where(voiced, ENGINE_RATE / np.maximum(chosen, 1.0), 0.0).astype(np.float32)
    return PitchTrack(hz, best.astype(np.float32))


def _correlations(audio: Samples, count: int) -> NDArray[np.float64]:
    """Normalised cross-correlation at every lag, shape (count, _MAX_LAG + 2); 0 at lags that are too short."""
    half = _SPAN // 2
    padded = np.concatenate([np.zeros(half), audio.astype(np.float64), np.zeros(_SPAN + HOP)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, _SPAN + 1)[HOP // 2 :: HOP][:count]
    frames = frames - frames.mean(axis=1, keepdims=True)
    head = np.fft.rfft(frames[:, :_WINDOW], _FFT)
    whole = np.fft.rfft(frames, _FFT)
    products = np.fft.irfft(np.conj(head) * whole, _FFT)[:, : _MAX_LAG + 2]
    sums = np.concatenate([np.zeros((count, 1)), np.cumsum(frames**2, axis=1)], axis=1)
    energy = sums[:, _WINDOW : _WINDOW + _MAX_LAG + 2] - sums[:, : _MAX_LAG + 2]
    floor = _WINDOW * _FLOOR**2
    normal = products / np.sqrt((energy[:, :1] + floor) * (energy + floor))
    normal[:, : _MIN_LAG - 1] = 0
    return np.asarray(normal)


def _peaks(correlation: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The highest local maxima of each frame: lags, to a fraction of a sample, and heights, 0 where there are fewer."""
    middle = correlation[:, 1:-1]
    left, right = correlation[:, :-2], correlation[:, 2:]
    is_peak = (middle >= left) & (middle > right) & (middle > _LEAST_PEAK)
    is_peak[:, : _MIN_LAG - 1] = False
    # Short lags first among equals: the penalty that the path also pays.
    weight = 1.0 - _LAG_PENALTY * np.arange(1, middle.shape[1] + 1) / _MAX_LAG
    ranked = np.where(is_peak, middle * weight, 0.0)
    order = np.argsort(-ranked, axis=1)[:, :_CANDIDATES]
    rows = np.arange(len(order))[:, None]
    low, top, high = left[rows, order], middle[rows, order], right[rows, order]
    bend = np.minimum(low - 2 * top + high, -1e-9)
    shift = np.clip(0.5 * (low - high) / bend, -0.5, 0.5)
    there = is_peak[rows, order]
    return order + 1.0 + shift, np.where(there, np.minimum(top, 1.0), 0.0)


def _best_path(cost: NDArray[np.float64], unvoiced: NDArray[np.float64], octave: NDArray[np.float64]) -> NDArray[np.intp]:
    """Index of the chosen candidate of each frame, _CANDIDATES for unvoiced: shape (n,)."""
    count = len(cost)
    states = _CANDIDATES + 1
    back = np.zeros((count, states), np.intp)
    total = np.append(cost[0], unvoiced[0])
    step = np.full((states, states), _CHANGE_COST)
    step[-1, -1] = 0.0
    everyone = np.arange(states)
    for k in range(1, count):
        step[:-1, :-1] = _JUMP_COST * np.abs(octave[k - 1][:, None] - octave[k][None])
        ways = total[:, None] + step
        back[k] = ways.argmin(axis=0)
        total = ways[back[k], everyone] + np.append(cost[k], unvoiced[k])
    path = np.zeros(count, np.intp)
    path[-1] = int(total.argmin())
    for k in range(count - 1, 0, -1):
        path[k - 1] = back[k, path[k]]
    return path
