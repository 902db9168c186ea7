"""Has the driver of the demo speak on cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from device.audio.virtual_cabin import Utterance, VirtualCabin
from device.demo.script import (
    CLOSING_S,
    LONGEST_S,
    LOUDER_DB,
    MISSED_CUE_S,
    MOST_REPEATS,
    NOT_HEARD_S,
    AfterAnswer,
    At,
    IntoAnswer,
    Line,
)
from edge.audio.frame import VOICE_RATE, Samples
from edge.dialogue.turn import State

_AT_REST = (State.IDLE, State.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line of the script and when it was really heard at the microphone."""

    line: Line
    utterance: Utterance


class Director:
    """Watches the conversation and gives the talker his cues."""

    def __init__(self, lines: Sequence[Line], recordings: Sequence[Samples], cabin: VirtualCabin) -> None:
        """lines: at least one. recordings: the lines spoken, at 24 kHz."""
        self._coming = list(zip(lines, recordings, strict=True))
        self._last = self._coming[0]
        self._cabin = cabin
        self._heard_s = 0.0
        self._heard_before: float | None = None
        """What had been heard when the present answer began."""
        self._resting_since = 0.0
        self._talking_until = 0.0
        self._begun_at: float | None = None
        self._answered = True
        """The assistant has stirred since the last line began."""
        self._repeats = 0
        self.spoken: list[Spoken] = []
        self.finished = False
        """The last answer is over, or the drive has become too long."""

    def step(self, t: float, state: State, *, ready: bool, heard_s: float) -> None:
        """Follow the conversation to audio time t in seconds.

        ready: somebody is there who can answer. heard_s: seconds of answers that have been heard since the drive began.
        """
        self._heard_s = heard_s
        if self._begun_at is None:
            self._begun_at = t if ready else None
        if state is State.SPEAKING:
            self._heard_before = heard_s if self._heard_before is None else self._heard_before
        elif state is not State.CANDIDATE:
            self._heard_before = None
        if state not in _AT_REST or t < self._talking_until:
            self._resting_since = t
        self._answered = self._answered or state not in _AT_REST
        if not self._answered and t >= self._talking_until + NOT_HEARD_S and self._repeats < MOST_REPEATS:
            self._repeats += 1
            self._say(*self._last)
        elif self._coming and self._is_due(t):
            self._repeats = 0
            self._last = self._coming.pop(0)
            self._say(*self._last)
        last_word = MISSED_CUE_S if self._coming else CLOSING_S
        rested = t - self._resting_since
        self.finished = t >= LONGEST_S or (bool(self.spoken) and t > self._talking_until + 3.0 and rested >= last_word)

    def _is_due(self, t: float) -> bool:
        match self._coming[0][0].cue:
            case At(seconds):
                return self._begun_at is not None and t - self._begun_at >= seconds
            case IntoAnswer(seconds):
                return self._heard_before is not None and self._heard_s - self._heard_before >= seconds
            case AfterAnswer(seconds):
                return self._begun_at is not None and t - max(self._resting_since, self._begun_at) >= seconds

    def _say(self, line: Line, recording: Samples) -> None:
        self._answered = False
        utterance = self._cabin.say(recording, VOICE_RATE, level_db=self._repeats * LOUDER_DB)
        self._talking_until = utterance.offset_s
        self.spoken.append(Spoken(line, utterance))
