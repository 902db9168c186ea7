"""Steady noise, band by band: how far a stretch of sound stands out of it.

Road noise, fan and wind are steady over a second and speech is not. webrtcvad takes loud road noise for a voice; what does not
rise above the tracked floor in several bands at once cannot be one.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples

_BLOCK: Final = 512
_BANDS: Final = 8
_LOW_HZ: Final = 300.0
_HIGH_HZ: Final = 4500.0
_LOUDEST: Final = 3
"""Bands whose excess is averaged: a vowel fills as many, a whistle does not."""

_SMOOTHING: Final = 0.5
"""Share of the block before in the power of a band: a single block of noise varies by several dB."""
_NEAR_DB: Final = 4.0
_FOLLOW: Final = 0.06
"""Share of the way per block that the floor goes up to a level that is near: a time constant of half a second."""
_FALL: Final = 0.12
"""The same downwards."""
_CLIMB_DB: Final = 0.08
"""Decibels per block that the floor climbs under a louder sound: 2.5 dB a second, so that a new noise is learnt in seconds."""
_HURRIED_CLIMB_DB: Final = 0.6


class NoiseFloor:
    """Tracks the level of steady noise in eight bands from 300 to 4500 Hz; one call every 512 samples at 16 kHz.

    A level below the floor pulls it down, one near it is averaged, one far above it lifts it slowly, after the trackers of the
    minimum (Martin, Noise power spectral density estimation based on optimal smoothing and minimum statistics, 2001).
    """

    settle_blocks: Final = 24
    """Blocks after a start before `process` says anything but infinity: 0.8 s."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the noise."""
        self._power: NDArray[np.float32] | None = None
        self._floor: NDArray[np.float32] = np.zeros(_BANDS, np.float32)
        self._blocks = 0
        self._hurried = 0

    @property
    def level_db(self) -> float:
        """Mean level of the floor over the bands, in dB re full scale; -120 before the first block."""
        return -120.0 if self._power is None else float(self._floor.mean())

    def hurry(self, blocks: int = 60) -> None:
        """The noise is known to change now, as when a window opens: for so many blocks the floor climbs quickly."""
        self._hurried = blocks

    def process(self, samples: Samples) -> float:
        """Take a block, shape (512,), and say by how many dB its three loudest bands stand out of the noise, on average.

        Infinity until the floor has settled: nothing is ruled out before.
        """
        spectrum = np.fft.rfft(samples * _window())
        power: NDArray[np.float32] = np.asarray(_bands() @ (spectrum.real**2 + spectrum.imag**2) + 1e-12, np.float32)
        before = self._power
        if before is not None:
            power = np.asarray(before + (1 - _SMOOTHING) * (power - before), np.float32)
        self._power = power
        levels = 10 * np.log10(power)
        if before is None:
            self._floor = levels.copy()
        excess = levels - self._floor
        climb = np.float32(_CLIMB_DB)
        if self._hurried:
            self._hurried -= 1
            climb = np.float32(_HURRIED_CLIMB_DB)
        rise = np.where(excess < _NEAR_DB, np.float32(_FOLLOW) * excess, climb)
        self._floor += np.where(excess < 0, np.float32(_FALL) * excess, rise)
        self._blocks += 1
        if self._blocks <= self.settle_blocks:
            return float("inf")
        loudest: list[float] = sorted(excess.tolist())[-_LOUDEST:]
        return sum(loudest) / _LOUDEST


@lru_cache(maxsize=1)
def _window() -> NDArray[np.float32]:
    window = np.hanning(_BLOCK)
    return np.asarray(window / np.sqrt(np.sum(window**2) * _BLOCK), np.float32)


@lru_cache(maxsize=1)
def _bands() -> NDArray[np.float32]:
    """Rectangular bands, equally wide in the logarithm of the frequency, shape (8, 257)."""
    edges = np.geomspace(_LOW_HZ, _HIGH_HZ, _BANDS + 1) * _BLOCK / ENGINE_RATE
    bins = np.arange(_BLOCK // 2 + 1) + 0.5
    return np.stack([(bins >= low) & (bins < high) for low, high in pairwise(edges)]).astype(np.float32)
