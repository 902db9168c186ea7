"""What the speech probability of a frame means for the dialogue: a turn that begins, somebody talking over the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from edge.audio.frame import FRAME_MS, Samples
from edge.dialogue.barge_in import BargeInDetector, BargeInSettings, Verdict
from edge.dialogue.turn import State
from edge.frontend.echo.duplex import Duplex

_SPEECH = 0.5


@dataclass(frozen=True, slots=True)
class FollowerSettings:
    """Thresholds; probabilities are the voice detector's, on the echo-cancelled signal."""

    barge_in: BargeInSettings = field(default_factory=BargeInSettings)
    speech_after_wake_ms: int = 200
    """Speech after the wake phrase from which on the turn is not the wake phrase alone."""
    chime_after: float = 0.4
    """Seconds after the wake phrase at which a tone invites a driver to speak who has not gone on by himself."""


class Finding(Enum):
    """What a frame has settled."""

    NOTHING = auto()
    QUESTION_BEGINS = auto()
    """After the wake phrase the driver goes on speaking."""
    INVITE = auto()
    """After the wake phrase the driver waits: play the listening tone."""
    CANDIDATE = auto()
    BARGE_IN = auto()
    FALSE_ALARM = auto()


_VERDICTS = {
    Verdict.NOTHING: Finding.NOTHING,
    Verdict.CANDIDATE: Finding.CANDIDATE,
    Verdict.CONFIRMED: Finding.BARGE_IN,
    Verdict.REJECTED: Finding.FALSE_ALARM,
}


class SpeechFollower:
    """Follows the speech probability, frame by frame."""

    def __init__(self, settings: FollowerSettings) -> None:
        self._settings = settings
        self._detector = BargeInDetector(settings.barge_in)
        self._speech_ms = 0
        self._invite_at: float | None = None
        self.awaiting_question = False
        """The turn was opened by the wake phrase and holds nothing else yet."""
        self.duplex: Duplex = "wake_word"
        """How the answer may be interrupted, as the echo canceller last said; by the wake phrase before it has said anything."""

    @property
    def candidate_s(self) -> float:
        """Speech that made the last candidate, in seconds: how far back its onset lies."""
        return self._detector.speech_ms / 1000

    @property
    def doubtful(self) -> bool:
        """Somebody may be talking over the answer, and no voice has been heard yet."""
        return self._detector.doubtful

    def open_turn(self, t: float, *, after_wake: bool) -> None:
        """A turn is opened at audio time t."""
        self.awaiting_question = after_wake
        self._speech_ms = 0
        self._invite_at = t + self._settings.chime_after if after_wake else None

    def reset(self) -> None:
        """Playback begins, resumes or ends: suspicions of before do not count."""
        self._detector.reset()

    def feed(
        self, probability: float, state: State, t: float, samples: Samples | None = None, near_end: float | None = None
    ) -> Finding:
        """Take one frame at audio time t. samples: the cleaned frame itself, shape (160,), when it is at hand. near_end: log-odds
        that somebody makes a sound over what plays, where they are known.
        """
        if state is State.LISTENING and samples is not None and probability >= _SPEECH:
            self._detector.learn(samples)
        if state is State.LISTENING and self.awaiting_question:
            return self._await_question(probability, t)
        if state in (State.SPEAKING, State.CANDIDATE) and self.duplex == "full":
            return _VERDICTS[self._detector.feed(probability, samples, near_end)]
        return Finding.NOTHING

    def _await_question(self, probability: float, t: float) -> Finding:
        if probability >= _SPEECH:
            self._speech_ms += FRAME_MS
        if self._speech_ms >= self._settings.speech_after_wake_ms:
            self.awaiting_question = False
            return Finding.QUESTION_BEGINS
        if self._invite_at is not None and t >= self._invite_at and probability < _SPEECH:
            self._invite_at = None
            return Finding.INVITE
        return Finding.NOTHING
