"""Sounds between words: like laughter, like a sigh. They are told by their shape alone, so "like" is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.frontend.pitch import HOP, PitchTrack

_FRAME_S: Final = HOP / ENGINE_RATE
_FFT: Final = 512

_LAUGH_PERIODS: Final = (0.13, 0.34)
"""Seconds from one burst to the next; four to six bursts a second are usual (Bachorowski et al. 2001)."""
_LAUGH_BURSTS: Final = 5
_LAUGH_EVENNESS: Final = 0.12
"""Most that intervals between bursts deviate from their mean, as a share of it."""
_LAUGH_DEPTH_DB: Final = 9.0
_LAUGH_LIKENESS: Final = 0.85
"""Least mean likeness of the spectra of bursts that follow each other: syllables of speech differ, bursts of laughter repeat."""

_SIGH_S: Final = (0.45, 3.0)
_SIGH_FLATNESS: Final = 0.18
_SIGH_FALL_DB: Final = 4.0


@dataclass(frozen=True, slots=True)
class VocalSound:
    """One sound. at_s: where it begins, in seconds from the first sound of the turn. seconds: its length."""

    kind: Literal["laughter-like", "sigh-like"]
    at_s: float
    seconds: float


def find_sounds(audio: Samples, levels: NDArray[np.float32], pitch: PitchTrack) -> tuple[VocalSound, ...]:
    """Sounds in a turn: audio at 16 kHz, level and pitch of each 10 ms of it."""
    spectra = _spectra(audio, len(levels))
    return (*_laughter(levels, spectra), *_sighs(levels, spectra, pitch))


def _spectra(audio: Samples, count: int) -> NDArray[np.float64]:
    """Power spectra, one every 10 ms, shape (count, 257)."""
    padded = np.concatenate([np.zeros(_FFT // 2 - HOP // 2), audio[: count * HOP], np.zeros(_FFT)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::HOP][:count] * np.hanning(_FFT)
    return np.asarray(np.abs(np.fft.rfft(frames, axis=1)) ** 2 + 1e-12)


def _laughter(levels: NDArray[np.float32], spectra: NDArray[np.float64]) -> list[VocalSound]:
    """Series of at least five alike bursts at even intervals with deep valleys between them."""
    peaks = _bursts(levels)
    found: list[VocalSound] = []
    k = 0
    while k + _LAUGH_BURSTS <= len(peaks):
        last = k
        while last + 1 < len(peaks) and _goes_on(peaks[k : last + 2], spectra):
            last += 1
        if last - k + 1 >= _LAUGH_BURSTS:
            begin, end = peaks[k], peaks[last]
            found.append(VocalSound("laughter-like", round(begin * _FRAME_S, 2), round((end - begin) * _FRAME_S, 2)))
            k = last + 1
        else:
            k += 1
    return found


def _goes_on(peaks: list[int], spectra: NDArray[np.float64]) -> bool:
    """Whether the last of the bursts belongs to the series of those before it."""
    gaps = np.diff(peaks) * _FRAME_S
    if not (_LAUGH_PERIODS[0] <= gaps[-1] <= _LAUGH_PERIODS[1]):
        return False
    if len(gaps) > 1 and np.abs(gaps - gaps.mean()).max() > _LAUGH_EVENNESS * gaps.mean():
        return False
    return _likeness(spectra[peaks[-2]], spectra[peaks[-1]]) >= _LAUGH_LIKENESS


def _likeness(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Correlation of two log spectra in 20 bands up to 5 kHz."""
    bands = [10 * np.log10(power[4:164].reshape(20, 8).mean(axis=1)) for power in (one, other)]
    a, b = (band - band.mean() for band in bands)
    return float(np.dot(a, b) / np.sqrt(np.dot(a, a) * np.dot(b, b) + 1e-12))


def _bursts(levels: NDArray[np.float32]) -> list[int]:
    """Peaks of the level with valleys of 9 dB on both sides."""
    found: list[int] = []
    peak, valley, rising = 0, float(levels[0]), True
    least = float(np.percentile(levels, 95)) - 20.0
    for k, value in enumerate(levels.tolist()):
        if rising:
            if value > levels[peak]:
                peak = k
            elif levels[peak] - value >= _LAUGH_DEPTH_DB:
                if levels[peak] >= least:
                    found.append(peak)
                rising, valley = False, value
        elif value < valley:
            valley = value
        elif value - valley >= _LAUGH_DEPTH_DB:
            rising, peak = True, k
    if rising and levels[peak] >= least:
        found.append(peak)
    return found


def _sighs(levels: NDArray[np.float32], spectra: NDArray[np.float64], pitch: PitchTrack) -> list[VocalSound]:
    """Long breaths: no pitch, a flat spectrum, a level that falls towards the end."""
    power = spectra[:, 10:200]
    flatness = np.exp(np.log(power).mean(axis=1)) / power.mean(axis=1)
    audible = levels > max(float(np.percentile(levels, 95)) - 30.0, -62.0)
    breath = audible & ~pitch.voiced & (_smooth(flatness) > _SIGH_FLATNESS)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], breath, [False]]).astype(np.int8)))
    found: list[VocalSound] = []
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        seconds = (end - begin) * _FRAME_S
        if not _SIGH_S[0] <= seconds <= _SIGH_S[1]:
            continue
        third = max(1, (end - begin) // 3)
        loudest = float(np.max(_smooth(levels[begin:end])))
        if loudest - float(levels[end - third : end].mean()) >= _SIGH_FALL_DB:
            found.append(VocalSound("sigh-like", round(float(begin) * _FRAME_S, 2), round(float(seconds), 2)))
    return found


def _smooth(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Mean over five frames."""
    return np.convolve(np.pad(values, 2, mode="edge"), np.ones(5) / 5, "valid")
