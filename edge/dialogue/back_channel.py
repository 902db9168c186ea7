"""Whether a sound over the answer is a listener's "mm" or the beginning of words.

Listeners hum while they are told something, and do not want it to stop. Such sounds are short, no louder than usual, and hold no
hiss but a breath: "mm", "uh huh", "yeah", "right", "嗯", "对", "好的". Words that take the floor mostly hold a hissing consonant
("stop", "算了", "停一下"), are louder than usual, or go on. What is told here is the shape of the sound, never what was said.
"""

from __future__ import annotations

import math
from collections import deque
from itertools import groupby, islice
from typing import Final

import numpy as np

from edge.audio.frame import ENGINE_RATE, Samples

_BEFORE: Final = 14
"""Frames before the suspicion that belong to the sound: the voice detector is late by as much when it begins with a consonant."""
_HISS_HZ: Final = 1600.0
_HISS_SHARE: Final = 0.01
"""Of the loudest frame's power: quieter frames count neither way."""
_NOISE_FRAMES: Final = 4
_ABOVE_NOISE: Final = 2.0
"""So much louder than the frames before it a frame has to be to belong to the sound."""
_HISS_FRAMES: Final = 7
"""Longer than the breath within "uh huh", shorter than most sibilants and aspirated stops."""
_BREATH_SHARE: Final = 0.14
"""Of the loudest frame's power: the breath within "uh huh" is weaker, the sibilants of words mostly stronger."""
_ASPIRATION_FRAMES: Final = 9
"""A hiss at the beginning that is no s and shorter than this may be the h of "hm" and "好的"."""
_CLICK_FRAMES: Final = 2
"""A hiss no longer than this is none."""
_SHARP_HZ: Final = 4000.0
_SHARP_SHARE: Final = 0.002
_SHARP_FRAMES: Final = 3
"""So many frames as sharp as this, and with this share of the loudest one's power, are an s; the h of "hm" is duller."""
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
        slope = samples[1:] - samples[:-1]
        # The root mean square frequency of a sound is that of its slope over its own.
        hz = math.sqrt(float(np.dot(slope, slope)) / max(power, 1e-9)) * ENGINE_RATE / (2 * math.pi)
        self._frames.append((power, hz))

    def learn(self, samples: Samples) -> None:
        """A frame of the driver's speech in a turn of his own: this is how loud he usually is."""
        self._usual_frames = min(self._usual_frames + 1, _MEMORY)
        self._usual += (float(np.dot(samples, samples)) - self._usual) / self._usual_frames

    @property
    def hum(self) -> bool:
        """Whether the sound so far may be a hum: no hiss in it that words are made of, not louder than the driver usually is."""
        audible = self._audible()
        if not audible or self.begins_with_s or self._hisses(audible):
            return False
        if not self._usual_frames:
            return True
        level = sum(power for power, _ in audible) / len(audible)
        return level < self._usual * 10 ** (_LOUD_DB / 10)

    @property
    def begins_with_s(self) -> bool:
        """Whether the sound begins as "stop" and "算了" do and no hum: with a sharp hiss, and a voice after it."""
        loudest = max((power for power, _ in self._frames), default=0.0)
        sharp = 0
        for power, hz in self._frames:
            if hz < _HISS_HZ and power >= _HISS_SHARE * loudest:
                return sharp >= _SHARP_FRAMES
            sharp += hz > _SHARP_HZ and power >= _SHARP_SHARE * loudest
        return False

    def _audible(self) -> list[tuple[float, float]]:
        loudest = max((power for power, _ in self._frames), default=0.0)
        # What is heard before it is the noise of the car, unless the suspicion came late.
        noise = sum(power for power, _ in islice(self._frames, _NOISE_FRAMES)) / _NOISE_FRAMES
        least = max(_HISS_SHARE * loudest, min(_ABOVE_NOISE * noise, _BREATH_SHARE * loudest))
        return [(power, hz) for power, hz in self._frames if power >= least] if loudest > 0 else []

    @staticmethod
    def _hisses(audible: list[tuple[float, float]]) -> bool:
        """Whether there is more hiss than one breath: at the beginning a short one, after a vowel a weak one, as in "uh huh",
        "okay" and "right".
        """
        runs = [(hiss, [power for power, _ in frames]) for hiss, frames in groupby(audible, lambda frame: frame[1] > _HISS_HZ)]
        hisses = [powers for hiss, powers in runs if hiss]
        if sum(map(len, hisses)) < _HISS_FRAMES:
            return False
        if runs[0][0] and len(runs[0][1]) > _CLICK_FRAMES:
            return len(runs[0][1]) >= _ASPIRATION_FRAMES or len(hisses) > 1
        longest = max(hisses, key=len)
        weak = sum(longest) / len(longest) < _BREATH_SHARE * max(power for power, _ in audible)
        return not weak or sum(len(powers) > _CLICK_FRAMES for powers in hisses) > 1
