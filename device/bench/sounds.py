"""Sounds that several benchmarks share: recordings at 16 kHz, road noise, mixtures at a given distance."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples


def recording(path: Path) -> Samples:
    """A file at 16 kHz, mono."""
    from edge.audio.resample import resample
    from edge.audio.wav import mono, read_audio

    samples, rate = read_audio(path)
    return resample(mono(samples), rate, ENGINE_RATE)


def road(seconds: float, rng: np.random.Generator, rms: float = 1.0) -> Samples:
    """Road noise: steady, falling with frequency, most of it below 200 Hz, swelling a little."""
    n = int(seconds * ENGINE_RATE)
    frequency = np.fft.rfftfreq(n, 1 / ENGINE_RATE)
    sound = np.fft.irfft(np.fft.rfft(rng.standard_normal(n)) / np.maximum(frequency, 30) ** 0.9, n)
    sound *= 1 + 0.15 * np.sin(2 * np.pi * 0.13 * np.arange(n) / ENGINE_RATE + rng.uniform(0, 6))
    return (sound / np.std(sound) * rms).astype(np.float32)


def speech_rms(samples: Samples) -> float:
    """Rms of the loud half of a recording's 20 ms pieces: of the speech and not of its pauses."""
    pieces = np.square(samples[: len(samples) // 320 * 320].astype(np.float64)).reshape(-1, 320).mean(axis=1)
    return float(np.sqrt(np.sort(pieces)[len(pieces) // 2 :].mean())) if len(pieces) else 0.0


def with_noise(samples: Samples, noise: Samples, snr_db: float) -> Samples:
    """The samples and the noise, so much quieter than the speech."""
    gain = speech_rms(samples) / max(float(np.std(noise)), 1e-9) * 10 ** (-snr_db / 20)
    return (samples + noise[: len(samples)] * np.float32(gain)).astype(np.float32)


def frames(samples: Samples) -> NDArray[np.float32]:
    """Whole frames of 10 ms: shape (n, 160)."""
    return samples[: len(samples) // 160 * 160].reshape(-1, 160)


def speech_mask(samples: Samples, below_db: float = 25.0, close_ms: int = 200) -> NDArray[np.bool_]:
    """Where somebody speaks in a clean recording, every 10 ms: what is loud, and gaps between that are no pauses."""
    power = np.square(frames(samples).astype(np.float64)).mean(axis=1)
    level = 10 * np.log10(power + 1e-12)
    loud = level > max(float(np.percentile(level, 95)) - below_db, -60.0)
    at = np.flatnonzero(loud)
    for a, b in pairwise(at):
        if b - a <= close_ms // 10:
            loud[a:b] = True
    return np.asarray(loud)
