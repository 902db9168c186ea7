"""Where a phrase is said: rooms, microphones, road noise, babble and music, all drawn from a generator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import soxr

from edge.audio.frame import ENGINE_RATE, Samples


@dataclass(frozen=True, slots=True)
class Conditions:
    """How harsh the recordings are that training makes.

    snr_db: range of the signal-to-noise ratio in dB.
    clean: share of scenes with nothing but the noise of the microphone.
    """

    snr_db: tuple[float, float] = (-4.0, 22.0)
    clean: float = 0.2


@lru_cache(maxsize=4096)
def transform_length(samples: int) -> int:
    """The shortest length from `samples` on that a Fourier transform takes in its stride: a product of twos, threes and fives.

    A transform whose length has a large prime factor costs three times as much.
    """
    best = 1 << max(0, samples - 1).bit_length()
    fives = 1
    while fives < best:
        odd = fives
        while odd < best:
            best = min(best, odd << max(0, -(-samples // odd) - 1).bit_length())
            odd *= 3
        fives *= 5
    return best


def coloured_noise(samples: int, rng: np.random.Generator) -> Samples:
    """Road, wind or fan: noise that falls with frequency, with slow gusts. Shape (samples,), RMS 1."""
    size = transform_length(samples)
    frequency = np.fft.rfftfreq(size, 1 / ENGINE_RATE).astype(np.float32)
    slope = np.float32(rng.uniform(0.3, 1.6))
    spectrum = np.fft.rfft(rng.standard_normal(size, dtype=np.float32))
    spectrum *= np.maximum(frequency, np.float32(rng.uniform(20, 120))) ** -slope
    if rng.random() < 0.3:  # a resonance of the body or a fan
        centre = rng.uniform(60, 1500)
        spectrum *= 1 + np.float32(rng.uniform(2, 12)) * np.exp(
            -np.square((frequency - np.float32(centre)) / np.float32(0.08 * centre))
        )
    noise = np.fft.irfft(spectrum, size)[:samples]
    if rng.random() < 0.5:
        knots = np.exp(rng.normal(0, 0.35, samples // 6400 + 2))
        noise *= np.interp(np.arange(samples), np.arange(len(knots)) * 6400, knots).astype(np.float32)
    return _unit(noise)


def music(samples: int, rng: np.random.Generator) -> Samples:
    """Chords, a melody and beats of decaying partials. Shape (samples,), RMS 1."""
    out = np.zeros(samples)
    beat = int(ENGINE_RATE * rng.uniform(0.2, 0.6))
    key = rng.uniform(80, 260)
    scale = 2.0 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12, 14, 16, 19]) / 12)
    partials = 1.0 / np.arange(1, 9) ** rng.uniform(0.7, 1.8)
    for start in range(0, samples, beat):
        n = min(int(beat * rng.choice([1, 2, 4])), samples - start)
        t = np.arange(n) / ENGINE_RATE
        for _ in range(int(rng.integers(1, 4))):
            pitch = key * rng.choice(scale) * rng.choice([1, 2])
            tone = sum(a * np.sin(2 * np.pi * pitch * (k + 1) * t) for k, a in enumerate(partials) if pitch * (k + 1) < 7600)
            out[start : start + n] += tone * np.exp(-t * rng.uniform(0.5, 8))
        if rng.random() < 0.5:
            hit = rng.standard_normal(n) * np.exp(-t * rng.uniform(20, 80))
            out[start : start + n] += rng.uniform(0.3, 1.5) * hit
    return _unit(out)


def room(rng: np.random.Generator, longest: float = 0.5) -> Samples:
    """The impulse response of a car or a small room: a direct path and a decaying tail, T60 from 50 ms to `longest` in seconds."""
    t60 = float(np.exp(rng.uniform(np.log(0.05), np.log(longest))))
    n = int(ENGINE_RATE * t60)
    t = np.arange(n) / ENGINE_RATE
    tail = rng.standard_normal(n) * np.exp(-6.9 * t / t60)
    tail[: int(0.001 * ENGINE_RATE)] = 0
    ratio = 10 ** (-rng.uniform(-2, 18) / 20)  # reverberant to direct
    response = tail * ratio / (np.sqrt(np.sum(tail**2)) + 1e-9)
    response[0] += 1.0
    for _ in range(int(rng.integers(0, 5))):  # early reflections of glass and roof
        response[int(rng.integers(8, 160)) % n] += rng.uniform(-0.5, 0.5)
    return np.asarray(response, dtype=np.float32)


def convolve(audio: Samples, response: Samples) -> Samples:
    """Linear convolution, cut to the length of audio."""
    size = transform_length(len(audio) + len(response) - 1)
    product = np.fft.rfft(audio, size) * np.fft.rfft(response, size)
    return np.asarray(np.fft.irfft(product, size)[: len(audio)], dtype=np.float32)


def microphone(audio: Samples, rng: np.random.Generator) -> Samples:
    """The colour of a microphone: a smooth random response, now and then the band of a telephone."""
    size = transform_length(len(audio))
    spectrum = np.fft.rfft(audio, size)
    frequency = np.fft.rfftfreq(size, 1 / ENGINE_RATE).astype(np.float32)
    octaves = np.log2(np.maximum(frequency, 50) / 50)
    gain_db = np.interp(octaves, np.arange(9), np.cumsum(rng.normal(0, 2.5, 9)) * 0.7)
    spectrum *= 10 ** (np.clip(gain_db - gain_db.mean(), -15, 15).astype(np.float32) / 20)
    kind = rng.random()
    if kind < 0.08:
        spectrum *= (frequency > 300) & (frequency < 3400)
    elif kind < 0.2:
        spectrum *= 1 / (1 + (frequency / rng.uniform(2500, 6000)) ** 8)
    elif kind < 0.3:
        spectrum *= 1 / (1 + (rng.uniform(80, 350) / np.maximum(frequency, 1)) ** 4)
    return np.asarray(np.fft.irfft(spectrum, size)[: len(audio)], dtype=np.float32)


def another_throat(audio: Samples, rng: np.random.Generator, least: float = 0.86, most: float = 1.16) -> Samples:
    """The audio resampled: pitch, formants and pace shift together, as from a longer or shorter vocal tract."""
    factor = float(rng.uniform(least, most))
    return np.asarray(soxr.resample(audio, ENGINE_RATE * factor, ENGINE_RATE), dtype=np.float32)


def recorded(speech: Samples, talk: Sequence[Samples], conditions: Conditions, rng: np.random.Generator) -> Samples:
    """Clean speech as a microphone in a room with noise hears it; same length, peak within ±1.

    talk: other speech to make babble and radio of; may be empty.
    """
    out = speech
    if rng.random() < 0.65:
        out = convolve(out, room(rng))
    level = float(np.sqrt(np.mean(out[np.abs(out) > 0.01] ** 2))) if np.any(np.abs(out) > 0.01) else 0.05
    if rng.random() >= conditions.clean:
        snr = rng.uniform(*conditions.snr_db)
        out = out + np.float32(level * 10 ** (-snr / 20)) * _background(len(out), talk, rng)
    if rng.random() < 0.6:
        out = microphone(out, rng)
    gain = 10 ** (rng.uniform(-30, 0) / 20) / (float(np.max(np.abs(out))) + 1e-6)
    out = out * np.float32(gain)
    if rng.random() < 0.06:
        out = out * np.float32(rng.uniform(2, 8))
    hiss = 10 ** (rng.uniform(-85, -60) / 20)
    out = out + np.float32(hiss) * rng.standard_normal(len(out)).astype(np.float32)
    return np.clip(out, -1.0, 1.0).astype(np.float32, copy=False)


def _background(samples: int, talk: Sequence[Samples], rng: np.random.Generator) -> Samples:
    kind = rng.random()
    if kind < 0.15:
        return music(samples, rng)
    noise = coloured_noise(samples, rng)
    if kind < 0.4 and talk:
        babble = np.zeros(samples, np.float32)
        for _ in range(int(rng.choice([1, 1, 2, 4, 6]))):
            babble += _looped(talk[int(rng.integers(len(talk)))], samples, rng)
        return _unit(0.3 * noise + _unit(babble))
    return noise


def _looped(audio: Samples, samples: int, rng: np.random.Generator) -> Samples:
    if len(audio) == 0:
        return np.zeros(samples, np.float32)
    start = int(rng.integers(len(audio)))
    return np.resize(np.roll(audio, -start), samples).astype(np.float32, copy=False)


def _unit(audio: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> Samples:
    """The audio at RMS 1."""
    return np.asarray(audio / (np.sqrt(np.mean(audio**2)) + 1e-9), dtype=np.float32)
