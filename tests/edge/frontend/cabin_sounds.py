"""Sounds for the front end's tests: something like speech without any recording, rooms, roads, and playback for the cabin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from device.audio.duplex import EndOfAudio
from device.audio.virtual_cabin.cabin import CabinRecorder, VirtualCabin
from device.audio.virtual_cabin.scene import CabinScene
from device.audio.virtual_cabin.tape import Tape
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.resample import resample
from edge.audio.wav import mono, read_audio


def babble(seconds: float, seed: int, level: float = 0.1) -> Samples:
    """Voiced and unvoiced syllables of no language: harmonics with a moving pitch, noise, four syllables a second."""
    rng = np.random.default_rng(seed)
    n = int(seconds * ENGINE_RATE)
    t = np.arange(n) / ENGINE_RATE
    pitch = 120 + 40 * np.sin(2 * np.pi * 0.4 * t + rng.uniform(0, 6)) + 10 * np.sin(2 * np.pi * 2.3 * t)
    phase = 2 * np.pi * np.cumsum(pitch) / ENGINE_RATE
    voiced = sum(np.sin(k * phase + rng.uniform(0, 6)) / k**0.7 for k in range(1, 30))
    noise = rng.standard_normal(n)
    syllables = np.clip(np.sin(2 * np.pi * 4 * t + rng.uniform(0, 6)) + rng.uniform(-0.2, 0.4), 0, 1)
    kind = np.repeat(rng.uniform(0, 1, int(seconds * 4) + 1), ENGINE_RATE // 4)[:n]
    sound = syllables * (np.where(kind > 0.3, voiced / 3, 0) + np.where(kind > 0.3, 0.1, 0.7) * noise)
    return (sound / np.std(sound) * level).astype(np.float32)


def chords(seconds: float, seed: int, level: float = 0.1) -> Samples:
    """Music with a strict beat: the same three notes again and again."""
    n = int(seconds * ENGINE_RATE)
    t = np.arange(n) / ENGINE_RATE
    beat = np.exp(-4 * (t % 0.5))
    rng = np.random.default_rng(seed)
    sound = sum(np.sin(2 * np.pi * 220 * ratio * k * t) / k for ratio in (1, 1.25, 1.5) for k in range(1, 8)) * beat
    sound = sound + 0.5 * rng.standard_normal(n) * np.exp(-30 * (t % 0.25))
    return (sound / np.std(sound) * level).astype(np.float32)


def room(seed: int, decay_ms: float = 25.0, length: int = 1600) -> Samples:
    """An impulse response: a direct path after 1 ms and an exponential tail."""
    rng = np.random.default_rng(seed)
    tail = rng.standard_normal(length) * np.exp(-np.arange(length) / (decay_ms * 16)) * 0.15
    tail[:16] = 0
    tail[16] = 1
    return tail.astype(np.float32)


def echo_of(far_end: Samples, delay: int, response: Samples) -> Samples:
    """The far end through a delay and a room."""
    points = 1 << (len(far_end) + len(response) + delay).bit_length()
    spectrum = np.fft.rfft(far_end, points) * np.fft.rfft(response, points)
    wet: NDArray[np.float64] = np.fft.irfft(spectrum, points)
    return np.concatenate([np.zeros(delay), wet])[: len(far_end)].astype(np.float32)


def road(seconds: float, seed: int, level: float) -> Samples:
    """Road noise: falling with frequency, most of it below 200 Hz."""
    n = int(seconds * ENGINE_RATE)
    rng = np.random.default_rng(seed)
    frequency = np.fft.rfftfreq(n, 1 / ENGINE_RATE)
    sound = np.fft.irfft(np.fft.rfft(rng.standard_normal(n)) / np.maximum(frequency, 25) ** 0.9, n)
    return (sound / np.std(sound) * level).astype(np.float32)


def frames(samples: Samples) -> Iterator[Samples]:
    """Whole frames of 10 ms."""
    for at in range(0, len(samples) - 159, 160):
        yield samples[at : at + 160]


def recording(path: Path) -> Samples:
    """A file at 16 kHz mono."""
    samples, rate = read_audio(path)
    return resample(mono(samples), rate, ENGINE_RATE)


def db(before: Samples, after: Samples) -> float:
    """How much less power there is in `after`, in dB."""
    return float(
        10 * np.log10((np.mean(before.astype(np.float64) ** 2) + 1e-12) / (np.mean(after.astype(np.float64) ** 2) + 1e-12))
    )


class CabinTake:
    """What a scene of the virtual cabin gave: microphone, far end, and the parts of the microphone."""

    def __init__(self, scene: CabinScene, playback: Samples, speech: list[tuple[Samples, float]], seed: int = 1) -> None:
        """speech: at 16 kHz, each with the second at which it is said. scene.seconds must be set."""
        recorder = CabinRecorder(parts=True)
        cabin = VirtualCabin(scene, Tape(playback), seed=seed, sink=recorder)
        for samples, at in speech:
            cabin.say(samples, ENGINE_RATE, at_s=at)
        cabin.start()
        far_end, delays = [], []
        while True:
            try:
                block = cabin.read(1.0)
            except EndOfAudio:
                break
            assert block is not None
            far_end.append(block.far_end.samples)
            delays.append(cabin.echo_delay_samples)
        self.far_end = np.concatenate(far_end)
        self.delays = np.array(delays)
        self.microphone = recorder.part("microphone")
        self.echo = recorder.part("echo")
        self.near_end = recorder.part("near_end")
        self.noise = recorder.part("noise")
