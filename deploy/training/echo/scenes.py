"""Random cabins: rooms, loudspeakers, delays, clocks, drives and talk, each scene a few seconds long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sounds import Material, coloured_noise, synthetic_music

from device.audio.virtual_cabin.convolve import convolve
from device.audio.virtual_cabin.room import Point, impulse_response
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.levels import active_dbfs, amplitude
from edge.audio.resample import resample

_JUDGED_ROOM = (2.4, 1.5, 1.2)


@dataclass(frozen=True, slots=True)
class TrainingScene:
    """At 16 kHz, shape (n,) each. microphone is the sum of echo, near and noise, clipped at full scale."""

    microphone: Samples
    far_end: Samples
    near: Samples
    noise: Samples


class SceneMaker:
    """Scenes from a bank of rooms. The room of the benchmark and its like are not in the bank."""

    def __init__(self, material: Material, rng: np.random.Generator, rooms: int = 12) -> None:
        self._material = material
        self._rng = rng
        self._bank = [_room(rng) for _ in range(rooms)]

    def make(self, seconds: float) -> TrainingScene:
        """One scene."""
        rng = self._rng
        n = int(seconds * ENGINE_RATE)
        far = self._far_end(n)
        near_response, responses = self._responses()
        level = rng.uniform(-42, -20)
        near = self._talk(n, gap=rng.uniform(0.5, 4)) if rng.random() < 0.72 else np.zeros(n, np.float32)
        near = convolve(near, near_response)[:n]
        if np.any(near):
            near = near * np.float32(amplitude(level - active_dbfs(near, ENGINE_RATE)))
        echo = self._echo(far, responses, amplitude(level + rng.uniform(-6, 14)))
        noise = self._noise(n) * np.float32(amplitude(level - rng.uniform(-1, 32)))
        noise = noise + rng.standard_normal(n).astype(np.float32) * np.float32(amplitude(rng.uniform(-90, -65)))
        microphone = np.clip(near + echo + noise, -1, 1)
        return TrainingScene(microphone.astype(np.float32), far, near.astype(np.float32), noise.astype(np.float32))

    def _far_end(self, n: int) -> Samples:
        rng, material = self._rng, self._material
        kind = rng.random()
        talk = self._talk(n, gap=rng.choice([0.15, 0.4, 1.2]), prompts=True)
        if kind < 0.55:
            far = talk
        else:
            if material.music and rng.random() < 0.3:
                tune = material.music[rng.integers(len(material.music))]
                music = np.resize(np.roll(tune, int(rng.integers(len(tune)))), n)
                music = (music / np.std(music)).astype(np.float32)
            else:
                music = synthetic_music(rng, n)
            far = music * np.float32(0.1) + (talk * np.float32(rng.uniform(0.2, 1.5)) if kind > 0.75 else 0)
        far = far * np.float32(amplitude(rng.uniform(-32, -14) - active_dbfs(far, ENGINE_RATE)))
        if rng.random() < 0.4:
            start = int(rng.uniform(0, 2) * ENGINE_RATE)
            far[:start] = 0
        if rng.random() < 0.25:
            far[int(rng.uniform(0.6, 0.95) * n) :] = 0
        return np.clip(far, -0.99, 0.99).astype(np.float32)

    def _talk(self, n: int, gap: float, prompts: bool = False) -> Samples:
        rng, material = self._rng, self._material
        track = np.zeros(n, np.float32)
        at = int(rng.uniform(0, 1.5) * ENGINE_RATE)
        voice = 10 ** (rng.uniform(-3, 3) / 20)
        while at < n - ENGINE_RATE // 2:
            pool = material.prompts if prompts and material.prompts and rng.random() < 0.15 else material.talk
            piece = pool[rng.integers(len(pool))]
            if len(piece) > 5 * ENGINE_RATE:
                start = int(rng.integers(0, len(piece) - 4 * ENGINE_RATE))
                piece = piece[start : start + int(rng.uniform(2, 4) * ENGINE_RATE)]
            piece = piece[: n - at] * np.float32(voice * 10 ** (rng.uniform(-2, 2) / 20) * 0.07 / (np.std(piece) + 1e-6))
            track[at : at + len(piece)] += piece
            at += len(piece) + int(rng.exponential(gap) * ENGINE_RATE)
        return _tilted(track, rng)

    def _responses(self) -> tuple[Samples, list[Samples]]:
        """Of the talker, and of the loudspeakers at first and after a change."""
        rng = self._rng
        near, loud = self._bank[rng.integers(len(self._bank))]
        talker = near[rng.integers(len(near))]
        both = [loud[i] for i in rng.permutation(len(loud))[:2]]
        kind = rng.random()
        if kind < 0.1 and self._material.rooms:
            both[0] = self._material.rooms[rng.integers(len(self._material.rooms))]
        elif kind < 0.3:
            both = [_diffuse(rng), _diffuse(rng)]
        return talker, both

    def _echo(self, far: Samples, responses: list[Samples], level: float) -> Samples:
        rng, n = self._rng, len(far)
        drift = 0.0 if rng.random() < 0.5 else rng.uniform(-120, 120)
        given = _delayed(far, rng.uniform(5, 180) if rng.random() < 0.93 else rng.uniform(180, 380), drift)
        given = _loudspeaker(given, rng)
        echo = convolve(given, responses[0])[:n]
        if rng.random() < 0.25:
            after = convolve(given, responses[1])[:n]
            if rng.random() < 0.3:
                after = _delayed(after, rng.uniform(1, 60), 0.0)
            scale = np.std(echo) / (np.std(after) + 1e-9) * 10 ** (rng.uniform(-6, 6) / 20)
            weight = np.clip((np.arange(n) / ENGINE_RATE - rng.uniform(2.5, 8)) / 0.1, 0, 1).astype(np.float32)
            echo = echo * (1 - weight) + after * np.float32(scale) * weight
        if not np.any(echo):
            return echo
        return np.asarray(echo * (level / amplitude(active_dbfs(echo, ENGINE_RATE))), np.float32)

    def _noise(self, n: int) -> Samples:
        rng, material = self._rng, self._material
        noise = coloured_noise(rng, n)
        if material.noise and rng.random() < 0.25:
            real = material.noise[rng.integers(len(material.noise))]
            real = np.resize(np.roll(real, int(rng.integers(len(real)))), n)
            share = rng.uniform(0.2, 1)
            noise = noise * np.float32(1 - share) + np.float32(share) * (real / (np.std(real) + 1e-9)).astype(np.float32)
        return noise


def _room(rng: np.random.Generator) -> tuple[list[Samples], list[Samples]]:
    """Responses of two mouths and four loudspeaker places to one microphone."""
    while True:
        size: Point = (rng.uniform(1.8, 4.0), rng.uniform(1.3, 2.2), rng.uniform(1.05, 1.7))
        if max(abs(a / b - 1) for a, b in zip(size, _JUDGED_ROOM, strict=True)) > 0.1:
            break
    t60 = rng.uniform(0.04, 0.13)

    def place(low: tuple[float, float, float], high: tuple[float, float, float]) -> Point:
        a, b, c = (size[i] * rng.uniform(low[i], high[i]) for i in range(3))
        return a, b, c

    microphone = place((0.2, 0.2, 0.7), (0.6, 0.8, 0.95))
    mouths = [place((0.3, 0.1, 0.5), (0.9, 0.9, 0.85)) for _ in range(2)]
    speakers = [place((0.05, 0.05, 0.1), (0.9, 0.95, 0.8)) for _ in range(5)]
    near = [impulse_response(size, t60, mouth, microphone) for mouth in mouths]
    loud = [impulse_response(size, t60, speaker, microphone) for speaker in speakers]
    # Two or more loudspeakers play the same.
    loud = [*loud[:3], *(loud[i] + loud[(i + 2) % 5] for i in range(3))]
    return near, loud


def _diffuse(rng: np.random.Generator) -> Samples:
    """A direct sound and an exponentially decaying tail of noise."""
    n = int(rng.uniform(0.05, 0.2) * ENGINE_RATE)
    tail = rng.standard_normal(n) * np.exp(-np.arange(n) / (rng.uniform(0.008, 0.035) * ENGINE_RATE)) * rng.uniform(0.05, 0.4)
    start = int(rng.uniform(5, 60))
    tail[:start] = 0
    tail[start] = 1
    return tail.astype(np.float32)


def _delayed(far: Samples, delay_ms: float, drift_ppm: float) -> Samples:
    """Later, and played by a clock that is faster by some ppm; interpolated between samples at eight times the rate."""
    n = len(far)
    if not drift_ppm:
        return np.concatenate([np.zeros(round(delay_ms * ENGINE_RATE / 1000), np.float32), far])[:n]
    fine = resample(far, ENGINE_RATE, 8 * ENGINE_RATE)
    place = (np.arange(n) - delay_ms * ENGINE_RATE / 1000) * (1 + drift_ppm * 1e-6) * 8
    return np.interp(place, np.arange(len(fine)), fine, left=0.0, right=0.0).astype(np.float32)


def _loudspeaker(x: Samples, rng: np.random.Generator) -> Samples:
    """Band limits and one of several distortions; full scale is ±1."""
    x = _band(x, rng.uniform(60, 280), rng.uniform(3800, 7900), int(rng.integers(1, 4)))
    kind = rng.random()
    drive = np.float32(np.exp(rng.uniform(np.log(0.4), np.log(7))))
    if kind < 0.6:
        x = np.tanh(drive * x) / drive
    elif kind < 0.75:
        limit = np.float32(np.std(x) * rng.uniform(1.2, 4))
        x = np.clip(x, -limit, limit)
    elif kind < 0.85:
        x = x / (1 + np.abs(drive * x) ** 2) ** np.float32(0.5)
    second = np.float32(rng.uniform(0, 0.05) * drive * (rng.random() < 0.7))
    x = x + second * x * x
    if rng.random() < 0.3:
        x = _tilted(x, rng)
    return np.asarray(x - x.mean(), np.float32)


def _band(x: Samples, low: float, high: float, order: int) -> Samples:
    """Band limits of a loudspeaker, minimum phase not needed: the room has a phase of its own."""
    size = 1 << (len(x) + 512 - 1).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / ENGINE_RATE)
    s = 1j * hertz
    response = (s / (s + low)) ** order / (1 + s / high) ** order
    return np.fft.irfft(np.fft.rfft(x, size) * response, size)[: len(x)].astype(np.float32)


def _tilted(x: Samples, rng: np.random.Generator) -> Samples:
    """A random tilt and two random humps of the spectrum: another microphone, another voice, another loudspeaker."""
    size = 1 << (len(x) - 1).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / ENGINE_RATE)
    octave = np.log2(np.maximum(hertz, 60) / 1000)
    gain_db = rng.uniform(-2, 2) * octave
    for _ in range(2):
        gain_db = gain_db + rng.uniform(-6, 6) * np.exp(-(((octave - rng.uniform(-3, 3)) / rng.uniform(0.2, 1)) ** 2))
    return np.fft.irfft(np.fft.rfft(x, size) * 10 ** (gain_db / 20), size)[: len(x)].astype(np.float32)
