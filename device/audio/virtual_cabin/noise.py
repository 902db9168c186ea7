"""What a drive sounds like: tyres, wind and engine, block by block from a seed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from device.audio.pace import BLOCK
from device.audio.virtual_cabin.convolve import PartitionedConvolver
from device.audio.virtual_cabin.scene import CabinScene, CarNoise
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.levels import amplitude

_TAPS = 640
_ORDERS = np.array([1.0, 2.0, 4.0, 6.0, 8.0])
_ORDER_LEVELS = np.array([0.3, 1.0, 0.6, 0.3, 0.15])
_GEARS = (0.0, 15.0, 32.0, 52.0, 78.0, 300.0)
_UNEVENNESS_DB = 1.5


class DriveNoise:
    """Noise that follows the car's speed; the n-th block depends on the seed and the speeds so far, and on nothing else."""

    def __init__(self, scene: CabinScene, noise: CarNoise, seed: np.random.SeedSequence) -> None:
        self._scene = scene
        self._noise = noise
        self._random = np.random.default_rng(seed)
        self._road = PartitionedConvolver(_shaped(_road_shape), BLOCK)
        self._wind = PartitionedConvolver(_shaped(_wind_shape), BLOCK)
        self._phase: NDArray[np.float64] = self._random.random(_ORDERS.shape) * 2 * np.pi
        self._hertz = _crankshaft_hz(scene.speed_at(0.0))
        self._unevenness = 0.0
        self._gains = self._gains_at(0.0)
        self._block = 0

    def next(self) -> Samples:
        """The next block at the microphone, shape (BLOCK,)."""
        self._block += 1
        before, self._gains = self._gains, self._gains_at(self._block * BLOCK / ENGINE_RATE)
        white = self._random.standard_normal((2, BLOCK), np.float32)
        parts = np.stack([self._road.process(white[0]), self._wind.process(white[1]), self._engine()])
        ramp = np.linspace(0, 1, BLOCK, endpoint=False, dtype=np.float32)
        gains = before[:, None] * (1 - ramp) + self._gains[:, None] * ramp
        return np.asarray((gains * parts).sum(axis=0), np.float32)

    def _gains_at(self, t: float) -> Samples:
        """Amplitudes of road, wind and engine; together the level that the talker's leaves over."""
        speed = self._scene.speed_at(t)
        # Rough and smooth stretches of road: a slow random walk that is drawn back to the middle.
        self._unevenness += 0.02 * (float(self._random.standard_normal()) * _UNEVENNESS_DB * 5 - self._unevenness)
        moving = min(1.0, speed / 30)
        wind = 0.25 - 0.2 * moving + 0.12 * min(1.0, max(0.0, (speed - 60) / 80))
        engine = (0.55 - 0.45 * moving) if self._noise.engine else 0.0
        shares = np.array([max(0.05, 1 - wind - engine), wind, engine])
        level = self._scene.talker_dbfs - self._noise.snr_at(speed)
        gains: Samples = (amplitude(level) * np.sqrt(shares / shares.sum())).astype(np.float32)
        gains[0] *= amplitude(self._unevenness * moving)
        return gains

    def _engine(self) -> Samples:
        """Harmonics of the crankshaft's turning, unit power."""
        if not self._noise.engine:
            return np.zeros(BLOCK, np.float32)
        wanted = _crankshaft_hz(self._scene.speed_at(self._block * BLOCK / ENGINE_RATE))
        self._hertz += float(np.clip(wanted - self._hertz, -0.25, 0.25))
        step = 2 * np.pi * self._hertz * _ORDERS / ENGINE_RATE
        angle = self._phase[:, None] + step[:, None] * np.arange(BLOCK)
        self._phase = (self._phase + step * BLOCK) % (2 * np.pi)
        level = _ORDER_LEVELS / np.sqrt((_ORDER_LEVELS**2).sum() / 2)
        return np.asarray(level @ np.sin(angle), np.float32)


def _crankshaft_hz(speed_kmh: float) -> float:
    """Turns per second: idle at 800 a minute, 1300 to 2600 within a gear."""
    if speed_kmh < 3:
        return 800 / 60
    gear = max(n for n, low in enumerate(_GEARS[:-1]) if speed_kmh >= low)
    low, high = _GEARS[gear], min(_GEARS[gear + 1], 200.0)
    return (1300 + 1300 * min(1.0, (speed_kmh - low) / (high - low))) / 60


def _road_shape(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Amplitude over frequency: falling from 40 Hz on, steeper above 400 Hz, and the air in the tyres rings near 220 Hz."""
    falling = (np.maximum(hertz, 40.0) / 40.0) ** -0.7 / np.sqrt(1 + (hertz / 400.0) ** 4)
    cavity = 1 + 0.8 * np.exp(-(((hertz - 220.0) / 15.0) ** 2))
    return np.asarray(np.where(hertz < 20, 0.0, falling * cavity))


def _wind_shape(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Amplitude over frequency: broad, from 100 Hz on, falling above 600 Hz."""
    return np.asarray((hertz / 100.0) ** 2 / (1 + (hertz / 100.0) ** 2) / (1 + (hertz / 600.0) ** 1.5))


def _shaped(shape: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Samples:
    """A linear-phase response with an amplitude over frequency; white noise through it has unit power."""
    hertz = np.asarray(np.fft.rfftfreq(_TAPS, 1 / ENGINE_RATE), np.float64)
    taps = np.roll(np.fft.irfft(shape(hertz), _TAPS), _TAPS // 2) * np.hanning(_TAPS)
    return np.asarray(taps / np.sqrt(np.sum(taps**2)), np.float32)
