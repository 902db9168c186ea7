"""What is said, played and heard around it: the raw material of the training scenes, and what is kept apart from it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from device.wake_training.corpus import said
from device.wake_training.recipe import Recipe
from device.wake_training.speakers import Split
from device.wake_training.speech import SpeechRenderer, default_cache
from device.weights_fetch import default_store
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.resample import resample
from edge.audio.wav import mono, read_audio

PHRASES: Final = (("hello cabin", "en"), ("你好小舱", "zh"))

TALK: Final = (
    "asr_en/coffee_orders_intents/0*.wav",
    "asr_en/coffee_orders_intents/1[58]*.wav",
    "asr_en/cmu_arctic/cmu_arctic_us_aew_*.wav",
    "asr_zh/aishell/long.wav",
    "asr_zh/aishell/mid.wav",
    "vad/silero/test.wav",
    "vad/speechbrain/*.wav",
    "wakeword/picovoice_benchmark/computer/*.wav",
)
PROMPTS: Final = ("farend_prompts_asterisk/demo-*.wav", "farend_prompts_asterisk/[tv]*.wav")
MUSIC: Final = ("farend_music/guitar_16k.wav",)
NOISE: Final = ("noise/speechbrain/noise1.wav", "noise/speechbrain/noise2.wav")
ROOMS: Final = ("noise/speechbrain/rir1.wav", "noise/speechbrain/rir2.wav")
"""Recordings of people, announcements, music, noise and rooms for training. All others, and every echo recording, judge."""


@dataclass(frozen=True, slots=True)
class Material:
    """Sounds at 16 kHz, shape (n,) each: people who talk, what loudspeakers say besides, music, noise, responses of rooms."""

    talk: list[Samples]
    prompts: list[Samples] = field(default_factory=list)
    music: list[Samples] = field(default_factory=list)
    noise: list[Samples] = field(default_factory=list)
    rooms: list[Samples] = field(default_factory=list)


def gather(recordings: Path | None, seed: int, *, render: int = 0, split: Split = "train") -> Material:
    """Rendered speech of the training voices that the cache of `cabin wake train` holds, and recordings.

    recordings: the folder that holds the paths above. render: how many utterances to render that the cache lacks.
    """
    renderer = SpeechRenderer(default_store(), default_cache())
    rng = np.random.default_rng([seed, zlib.crc32(split.encode())])
    talk: list[Samples] = []
    for phrase, language in PHRASES:
        spoken = said(phrase, "zh" if language == "zh" else "en", split, Recipe(), 1).all()
        for place in rng.permutation(len(spoken)):
            if renderer.cached(spoken[place]) or render > 0:
                render -= not renderer.cached(spoken[place])
                talk.append(renderer.render(spoken[place]))
    if recordings is None:
        return Material([t for t in talk if len(t) > ENGINE_RATE // 4])
    find = _finder(recordings)
    # People are fewer than voices: each counts six times.
    talk = [t for t in [*talk, *(6 * find(TALK))] if len(t) > ENGINE_RATE // 4]
    rooms = [_trimmed(room) for room in find(ROOMS)]
    return Material(talk, find(PROMPTS), find(MUSIC), find(NOISE), rooms)


def _finder(folder: Path) -> Callable[[tuple[str, ...]], list[Samples]]:
    def find(patterns: tuple[str, ...]) -> list[Samples]:
        found = []
        for path in sorted({path for pattern in patterns for path in folder.glob(pattern)}):
            samples, rate = read_audio(path)
            found.append(resample(mono(samples), rate, ENGINE_RATE))
        return found

    return find


def _trimmed(room: Samples, seconds: float = 0.25) -> Samples:
    """A response that begins 1 ms before its strongest sample, faded out."""
    start = max(0, int(np.argmax(np.abs(room))) - 16)
    kept = room[start : start + int(seconds * ENGINE_RATE)]
    return np.asarray(kept * np.linspace(1, 0, len(kept)) ** 2, np.float32)


def synthetic_music(rng: np.random.Generator, n: int) -> Samples:
    """Chords, a melody, a bass and drums in a random key and tempo."""
    out = np.zeros(n + 2 * ENGINE_RATE, np.float32)
    beat = int(rng.uniform(0.28, 0.65) * ENGINE_RATE)
    root = rng.uniform(150, 320)
    bright, decay = rng.uniform(0.8, 2.0), rng.uniform(1.0, 8.0)
    sustained = rng.random() < 0.4
    for number, at in enumerate(range(0, n, beat)):
        size = int(beat * rng.uniform(0.9, 2.2))
        t = np.arange(size, dtype=np.float32) / ENGINE_RATE
        step = int(rng.choice([0, 2, 4, 5, 7, 9, 12]))
        fading = np.exp(-0.6 * t) if sustained else np.exp(-decay * t)
        envelope = fading * np.minimum(1, t * 200) * np.minimum(1, (size - np.arange(size)) / 400)
        notes = [step, *rng.choice([-12, 4, 7, 12, 16], int(rng.integers(1, 4)), replace=False)]
        sound = np.zeros(size, np.float32)
        for note in notes:
            hertz = root * 2 ** (note / 12)
            for k in range(1, 8):
                if k * hertz < 7600:
                    sound += (np.sin(2 * np.pi * k * hertz * t + rng.uniform(0, 6)) / k**bright).astype(np.float32)
        out[at : at + size] += (sound * envelope).astype(np.float32)
        kick = number % 2 == 0
        drum = np.sin(2 * np.pi * 60 * t) * np.exp(-12 * t) * 2 if kick else rng.standard_normal(size) * np.exp(-40 * t)
        out[at : at + size] += (drum * envelope).astype(np.float32)
    mixed = out[:n]
    return mixed / np.float32(np.std(mixed) + 1e-9)


def coloured_noise(rng: np.random.Generator, n: int) -> Samples:
    """Road, wind, tyres, fan and engine in a random mixture, unit power: noise with a random slope, humps and harmonics."""
    frequency = np.fft.rfftfreq(n, 1 / ENGINE_RATE)
    slope = rng.uniform(0.3, 1.3)
    shape = np.maximum(frequency, rng.uniform(20, 120)) ** -slope
    for _ in range(int(rng.integers(0, 4))):
        centre, width = np.exp(rng.uniform(np.log(80), np.log(4000))), rng.uniform(0.1, 0.6)
        shape = shape * (1 + rng.uniform(0, 4) * np.exp(-((np.log(frequency / centre + 1e-6) / width) ** 2)))
    noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(n)) * shape, n)
    noise /= np.std(noise)
    t = np.arange(n) / ENGINE_RATE
    if rng.random() < 0.6:
        turning = rng.uniform(20, 70) * (1 + rng.uniform(0, 0.15) * np.sin(2 * np.pi * rng.uniform(0.02, 0.2) * t))
        phase = 2 * np.pi * np.cumsum(turning) / ENGINE_RATE
        hum = sum(rng.uniform(0.1, 1) * np.sin(k * phase + rng.uniform(0, 6)) for k in (1, 2, 3, 4, 6, 8))
        noise = noise + rng.uniform(0.1, 1) * hum / np.std(hum)
    swell = 10 ** (rng.uniform(0, 4) * np.sin(2 * np.pi * rng.uniform(0.05, 0.5) * t + rng.uniform(0, 6)) / 20)
    noise = noise * swell
    return np.asarray(noise / np.std(noise), np.float32)
