"""The mel frames of wake embeddings over a whole recording: the mel network's numbers, by Fourier transform.

The network makes its transform a convolution of 512 taps for each of 257 frequencies. Of a hop alone, with what a call costs
besides, that is as good; of minutes at once a transform is four times as fast.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.log_mel import mel_filters

MEL_BINS = 32
"""Bands of a mel frame."""

MEL_PER_HOP = 8
"""Mel frames in a hop of 80 ms, one every 10 ms."""

_SHIFT: Final = ENGINE_RATE // 100
_SIZE: Final = 512
_WINDOW: Final = 400
_LOWEST_HZ, _HIGHEST_HZ = 60.0, 3800.0
_RANGE_DB: Final = 80.0
_LEAST_POWER: Final = np.float32(1e-10)

CONTEXT: Final = 3 * _SHIFT
"""Samples before a hop that its mel frames also see."""


def mel_frames_of(samples: Samples) -> NDArray[np.float32]:
    """Mel frames of every whole hop of a recording, with silence before its beginning.

    samples: shape (n,), 16 kHz, full scale ±1. Returns shape (n // 1280 * MEL_PER_HOP, MEL_BINS), in the scale of the embedding
    network. Each hop is clipped to 80 dB below its loudest band.
    """
    bands = mel_filters(MEL_BINS, _SIZE, _LOWEST_HZ, _HIGHEST_HZ).T
    hops = samples.shape[0] // (MEL_PER_HOP * _SHIFT)
    padded = np.concatenate([np.zeros(CONTEXT, np.float32), samples.astype(np.float32, copy=False), np.zeros(_SIZE, np.float32)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::_SHIFT][: hops * MEL_PER_HOP]
    spectrum = np.fft.rfft(frames * _window())
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    decibels = np.float32(10) * np.log10(np.maximum(power @ bands, _LEAST_POWER))
    by_hop = decibels.reshape(hops, MEL_PER_HOP * MEL_BINS)
    clipped = np.maximum(by_hop, by_hop.max(axis=1, keepdims=True, initial=-np.inf) - np.float32(_RANGE_DB))
    return np.asarray(clipped.reshape(-1, MEL_BINS) * np.float32(0.1) + np.float32(2), np.float32)


@lru_cache(maxsize=1)
def _window() -> NDArray[np.float32]:
    """25 ms in the middle of the transform, in the scale of 16-bit samples."""
    window = np.zeros(_SIZE)
    first = (_SIZE - _WINDOW) // 2
    window[first : first + _WINDOW] = np.hanning(_WINDOW + 1)[:-1]
    return (32767 * window).astype(np.float32)
