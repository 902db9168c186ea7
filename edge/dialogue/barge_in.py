"""Whether somebody talks over the answer: a quick suspicion first, a decision a moment later.

A suspicion costs a pause of playback, which a listener hardly notices; a decision costs the answer. So suspicion is quick and
decision slow, and a suspicion that does not hold is taken back. What may be a listener's "mm" is waited out for longer: playback
rests meanwhile, so nobody who means to interrupt has to talk against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from edge.audio.frame import FRAME_MS, Samples
from edge.dialogue.back_channel import SoundShape


class Verdict(Enum):
    """What the detector has just concluded."""

    NOTHING = auto()
    CANDIDATE = auto()
    CONFIRMED = auto()
    REJECTED = auto()


@dataclass(frozen=True, slots=True)
class BargeInSettings:
    """Thresholds of the detector. Probabilities are the voice detector's, on the echo-cancelled signal."""

    suspect_probability: float = 0.6
    suspect_ms: int = 40
    """Speech this long makes a candidate."""
    confirm_ms: int = 240
    """Speech this long in all, since the candidate began, makes it a barge-in."""
    confirm_hum_ms: int = 520
    """The same for a sound that may be a listener's hum."""
    reject_ms: int = 360
    """Quiet this long since the candidate began, without a confirmation, takes the suspicion back."""


class BargeInDetector:
    """Follows the voice detector while an answer plays. One call a frame; about 0.2 µs each."""

    def __init__(self, settings: BargeInSettings | None = None) -> None:
        self.settings = settings or BargeInSettings()
        self._speech_ms = 0
        self._quiet_ms = 0
        self._candidate = False
        self._shape = SoundShape()

    @property
    def candidate(self) -> bool:
        """A suspicion stands that is neither confirmed nor rejected."""
        return self._candidate

    @property
    def speech_ms(self) -> int:
        """Speech since the suspicion began, in milliseconds."""
        return self._speech_ms

    def reset(self) -> None:
        """Forget what was heard: an answer begins or ends."""
        self._speech_ms = 0
        self._quiet_ms = 0
        self._candidate = False
        self._shape.end()

    def learn(self, samples: Samples) -> None:
        """A cleaned frame of the driver's speech in a turn of his own, shape (160,): how loud he usually is."""
        self._shape.learn(samples)

    def feed(self, speech_probability: float, samples: Samples | None = None) -> Verdict:
        """Take one frame's speech probability (0 to 1) and say what follows from it.

        samples: the cleaned frame at 16 kHz, shape (160,), by whose sound a hum is told; without it nothing is taken for one.
        """
        if samples is not None:
            self._shape.feed(samples)
        if speech_probability >= self.settings.suspect_probability:
            self._speech_ms += FRAME_MS
        else:
            self._quiet_ms += FRAME_MS
        if not self._candidate:
            return self._watch()
        if self._speech_ms >= self._confirm_ms():
            self.reset()
            return Verdict.CONFIRMED
        if self._quiet_ms >= self.settings.reject_ms:
            self.reset()
            return Verdict.REJECTED
        return Verdict.NOTHING

    def _confirm_ms(self) -> int:
        settings = self.settings
        if self._speech_ms < settings.confirm_ms:
            return settings.confirm_ms
        return settings.confirm_hum_ms if self._shape.hum else settings.confirm_ms

    def _watch(self) -> Verdict:
        if self._speech_ms >= self.settings.suspect_ms:
            self._candidate = True
            self._quiet_ms = 0
            self._shape.begin()
            return Verdict.CANDIDATE
        if self._quiet_ms:
            # Only an unbroken run makes a suspicion: a single click never adds up to one.
            self._speech_ms = 0
            self._quiet_ms = 0
        return Verdict.NOTHING
