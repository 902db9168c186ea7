"""The phrase over the car's own voice: what the front end's echo canceller leaves of both.

A driver who interrupts is heard with the rest of an echo under the voice, another voice as often as not, and with what the
suppressor took away. A head that never met that misses a good part of those calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from device.resources import shipped
from device.wake_training.augment import coloured_noise, convolve, microphone, music, room
from edge.audio.frame import ENGINE_RATE, Samples
from edge.frontend.echo.canceller import EchoCanceller
from edge.frontend.highpass import HighPass
from edge.onnx import open_session

WARM_UP_S: Final = 3.0
"""Seconds of playback alone before anything is said: the canceller finds the path in them."""

_FRAME: Final = ENGINE_RATE // 100
_LONGEST_ROOM_S: Final = 0.16


class Playback:
    """A car that plays while somebody talks."""

    latency: Final = EchoCanceller.latency_samples
    """Samples by which what is heard is later than what was said, the warm-up aside."""

    def __init__(self) -> None:
        """With the suppressor that ships. Raises WeightsError when it is not there."""
        self._canceller = EchoCanceller(open_session(shipped("echo", "suppressor.onnx")))

    def heard(self, near: Samples, talk: Sequence[Samples], rng: np.random.Generator) -> Samples:
        """What the front end hands to the wake word: shape (WARM_UP_S * ENGINE_RATE + n,) in whole frames.

        near: what the people in the car say, shape (n,), not all silent. talk: what the car may say.
        """
        lead = np.zeros(int(WARM_UP_S * ENGINE_RATE), np.float32)
        near = np.concatenate([lead, near])
        near = near[: len(near) // _FRAME * _FRAME]
        said = convolve(near, room(rng, _LONGEST_ROOM_S))
        if rng.random() < 0.5:
            said = microphone(said, rng)
        level = 10 ** (rng.uniform(-42, -20) / 20)
        said = said * np.float32(level / _loudness(said))
        far_end = _played(len(near), talk, rng)
        echo = _echo(far_end, rng)
        echo *= np.float32(level * 10 ** (rng.uniform(-5, 13) / 20) / _loudness(echo))
        noise = coloured_noise(len(near), rng) * np.float32(level * 10 ** (-rng.uniform(0, 28) / 20))
        return self._cleaned(np.clip(said + echo + noise, -1, 1).astype(np.float32), far_end)

    def _cleaned(self, heard: Samples, far_end: Samples) -> Samples:
        self._canceller.reset()
        highpass = HighPass()
        out = np.empty_like(heard)
        for at in range(0, len(heard), _FRAME):
            frame = slice(at, at + _FRAME)
            out[frame] = self._canceller.process(highpass.process(heard[frame]), far_end[frame])
        return out


def _played(samples: int, talk: Sequence[Samples], rng: np.random.Generator) -> Samples:
    """An answer in one voice, sentence after sentence; music in one case of three, with a voice or without."""
    kind = rng.random()
    out = np.zeros(samples, np.float32)
    if talk and kind > 0.2:
        at = 0
        while at < samples:
            piece = talk[int(rng.integers(len(talk)))][: samples - at]
            out[at : at + len(piece)] = piece
            at += len(piece) + int(rng.exponential(0.25) * ENGINE_RATE)
    if not talk or kind < 0.35:
        tune = music(samples, rng)
        out = tune if not out.any() else out / np.float32(_loudness(out)) + np.float32(rng.uniform(0.1, 0.6)) * tune
    out = out * np.float32(10 ** (rng.uniform(-30, -14) / 20) / _loudness(out))
    return np.clip(out, -0.99, 0.99).astype(np.float32)


def _echo(far_end: Samples, rng: np.random.Generator) -> Samples:
    """The far end as the microphone hears it: late, bent by the loudspeaker, in the room; at any level."""
    delay = int(rng.uniform(0.005, 0.2) * ENGINE_RATE)
    drive = np.float32(np.exp(rng.uniform(np.log(0.3), np.log(6))))
    bent = np.tanh(drive * far_end) / drive
    bent += np.float32(rng.uniform(0, 0.04)) * drive * bent * bent
    late = np.concatenate([np.zeros(delay, np.float32), bent])[: len(far_end)]
    return convolve(late, room(rng, _LONGEST_ROOM_S))


def _loudness(audio: Samples) -> float:
    """RMS of what is not silence; never 0."""
    loud = audio[np.abs(audio) > 0.02 * float(np.abs(audio).max(initial=0.0))]
    return float(np.sqrt(np.mean(loud**2))) + 1e-6 if len(loud) else 1e-6
