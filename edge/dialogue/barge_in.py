"""Whether somebody talks over the answer: a quick suspicion first, a decision a moment later.

A suspicion costs a pause of playback, which a listener hardly notices; a decision costs the answer. So suspicion is quick and
decision slow, and a suspicion that does not hold is taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from edge.audio.frame import FRAME_MS


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
    reject_ms: int = 360
    """Quiet this long since the candidate began, without a confirmation, takes the suspicion back."""


class BargeInDetector:
    """Follows the voice detector while an answer plays. One call a frame; about 0.2 µs each."""

    def __init__(self, settings: BargeInSettings | None = None) -> None:
        self.settings = settings or BargeInSettings()
        self._speech_ms = 0
        self._quiet_ms = 0
        self._candidate = False

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

    def feed(self, speech_probability: float) -> Verdict:
        """Take one frame's speech probability (0 to 1) and say what follows from it."""
        if speech_probability >= self.settings.suspect_probability:
            self._speech_ms += FRAME_MS
        else:
            self._quiet_ms += FRAME_MS
        if not self._candidate:
            return self._watch()
        if self._speech_ms >= self.settings.confirm_ms:
            self.reset()
            return Verdict.CONFIRMED
        if self._quiet_ms >= self.settings.reject_ms:
            self.reset()
            return Verdict.REJECTED
        return Verdict.NOTHING

    def _watch(self) -> Verdict:
        if self._speech_ms >= self.settings.suspect_ms:
            self._candidate = True
            self._quiet_ms = 0
            return Verdict.CANDIDATE
        if self._quiet_ms:
            # Only an unbroken run makes a suspicion: a single click never adds up to one.
            self._speech_ms = 0
            self._quiet_ms = 0
        return Verdict.NOTHING
