"""The log-mel spectrogram Whisper was trained on (Radford et al. 2022), in numpy, float32 throughout.

25 ms Hann windows every 10 ms, 80 Slaney-style mel bands up to 8 kHz, logarithm of the power limited to 80 dB
below the maximum and scaled to about -1 to 1.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples

HOP = 160
"""Samples between two frames: 10 ms."""

WINDOW = 400
MELS = 80

_LINEAR_HZ = 200.0 / 3  # Hz per mel below the knee of the Slaney scale
_KNEE_HZ = 1000.0
_KNEE_MEL = _KNEE_HZ / _LINEAR_HZ
_LOG_STEP = np.log(6.4) / 27


def log_mel(audio: Samples, seconds: float) -> NDArray[np.float32]:
    """Features of the first `seconds` of audio at ENGINE_RATE, padded with silence: shape (1, MELS, frames)."""
    wanted = round(seconds * ENGINE_RATE / HOP) * HOP
    padded = np.zeros(wanted + WINDOW, np.float32)
    used = min(wanted, audio.size)
    half = WINDOW // 2
    padded[half : half + used] = audio[:used]
    if used > half:  # the short-time transform mirrors the beginning
        padded[:half] = audio[half:0:-1]
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][: wanted // HOP]
    spectrum = np.fft.rfft(frames * _hann(), axis=1)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    logs = np.log10(np.maximum(mel_filters() @ power.T, np.float32(1e-10)))
    logs = (np.maximum(logs, logs.max(initial=-10.0) - 8.0) + 4.0) / 4.0
    return np.asarray(logs[None], np.float32)


@lru_cache(maxsize=1)
def _hann() -> NDArray[np.float32]:
    return np.hanning(WINDOW + 1)[:-1].astype(np.float32)


@lru_cache(maxsize=4)
def mel_filters(
    bands: int = MELS, size: int = WINDOW, lowest_hz: float = 0.0, highest_hz: float = ENGINE_RATE / 2
) -> NDArray[np.float32]:
    """Triangular filters of equal area, shape (bands, size // 2 + 1) (Slaney's Auditory Toolbox). size: of the transform."""
    bins = np.linspace(0, ENGINE_RATE / 2, size // 2 + 1)
    edges = _mel_to_hz(np.linspace(_hz_to_mel(lowest_hz), _hz_to_mel(highest_hz), bands + 2))
    low, centre, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (bins - low) / (centre - low), (high - bins) / (high - centre)
    return (np.maximum(0, np.minimum(rising, falling)) * 2 / (high - low)).astype(np.float32)


def _hz_to_mel(hz: float) -> float:
    return _KNEE_MEL + float(np.log(hz / _KNEE_HZ)) / _LOG_STEP if hz >= _KNEE_HZ else hz / _LINEAR_HZ


def _mel_to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    above = _KNEE_HZ * np.exp(_LOG_STEP * (mel - _KNEE_MEL))
    return np.where(mel >= _KNEE_MEL, above, mel * _LINEAR_HZ)
