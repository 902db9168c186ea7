"""Whether a sound over the answer is a listener's "mm" or the beginning of words.

Listeners hum while they are told something, and do not want it to stop. Such sounds are short, no louder than usual, and hold no
hiss: "mm", "mm-hm", "yeah", "right", "嗯", "对", "哦". Words that take the floor mostly hold a consonant that hisses ("stop", "hold
on", "停"), are louder than usual, or go on. What is told here is the shape of the sound, never what was said.
"""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np

from edge.audio.frame import ENGINE_RATE, Samples

_BEFORE: Final = 8
"""Frames before the suspicion that belong to the sound: the voice detector is late by as much."""
_HISS_HZ: Final = 1600.0
_HISS_SHARE: Final = 0.01
"""Of the loudest frame's power: quieter frames count neither way."""
_HISS_FRAMES: Final = 7
"""Longer than the breath within "uh huh", shorter than most sibilants and aspirated stops."""
_LOUD_DB: Final = 3.0
_MEMORY: Final = 300
"""Frames of speech over which the usual level is averaged: three seconds."""


class SoundShape:
    """Level and brightness of what is heard, frame by frame; two sums over 160 samples each."""

    def __init__(self) -> None:
        self._frames: deque[tuple[float, float]] = deque(maxlen=_BEFORE)
        self._usual = 0.0
        self._usual_frames = 0

    def begin(self) -> None:
        """A suspicion stands: keep everything from a little before now."""
        self._frames = deque(self._frames)

    def end(self) -> None:
        """The suspicion is decided."""
        self._frames = deque(self._frames, maxlen=_BEFORE)

    def feed(self, samples: Samples) -> None:
        """Take one cleaned frame at 16 kHz, shape (160,)."""
        power = float(np.dot(samples, samples))
        slope = np.diff(samples)
        # The root mean square frequency of a sound is that of its slope over its own.
        hz = float(np.sqrt(np.dot(slope, slope) / max(power, 1e-9))) * ENGINE_RATE / (2 * np.pi)
        self._frames.append((power, hz))

    def learn(self, samples: Samples) -> None:
        """A frame of the driver's speech in a turn of his own: this is how loud he usually is."""
        self._usual_frames = min(self._usual_frames + 1, _MEMORY)
        self._usual += (float(np.dot(samples, samples)) - self._usual) / self._usual_frames

    @property
    def hum(self) -> bool:
        """Whether the sound so far may be a hum: no hiss in it, and not louder than the driver usually speaks."""
        loudest = max((power for power, _ in self._frames), default=0.0)
        if loudest <= 0:
            return False
        audible = [(power, hz) for power, hz in self._frames if power >= _HISS_SHARE * loudest]
        if sum(hz > _HISS_HZ for _, hz in audible) >= _HISS_FRAMES:
            return False
        if not self._usual_frames:
            return True
        level = sum(power for power, _ in audible) / len(audible)
        return level < self._usual * 10 ** (_LOUD_DB / 10)
