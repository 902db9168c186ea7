"""One turn as a waterfall: from the wake phrase to the last sample of the answer, made from the timeline's events."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

PHASES: Final = ("listening", "end_of_turn", "answering", "speaking")
"""Driver speaks; silence until the turn counts as over; until the first sample of the answer; until its last."""
_OPEN: Final = ("listening", "thinking", "speaking", "candidate")
_KEPT: Final = 20


@dataclass(frozen=True, slots=True)
class Span:
    """A phase of a turn; seconds of audio time. end: None while it goes on."""

    name: str
    start: float
    end: float | None


@dataclass(slots=True)
class Turn:
    """One turn. t: audio time of its beginning.

    opened_by: "wake", "button", "speech" (into the follow-up window) or "barge_in".
    outcome: "open", "answered", "interrupted" (talked over, stopped or muted), "unanswered" or "discarded" (nothing was asked).
    latency_ms: from the end of the driver's speech to the first sample. marks: (what, audio time) of what happened on the way.
    """

    number: int
    t: float
    opened_by: str
    spans: list[Span] = field(default_factory=list)
    marks: list[tuple[str, float]] = field(default_factory=list)
    endpoint: str = ""
    latency_ms: int | None = None
    outcome: str = "open"

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        return {
            "number": self.number,
            "t": self.t,
            "opened_by": self.opened_by,
            "spans": [[span.name, span.start, span.end] for span in self.spans],
            "marks": [list(mark) for mark in self.marks],
            "endpoint": self.endpoint,
            "latency_ms": self.latency_ms,
            "outcome": self.outcome,
        }


class TurnFollower:
    """Takes the events of the timeline in order and keeps the last turns."""

    def __init__(self) -> None:
        self.turns: deque[Turn] = deque(maxlen=_KEPT)
        """Oldest first."""
        self._number = 0
        self._woken_by = ""
        self._offset: float | None = None
        """Audio time at which the driver last stopped speaking."""

    def feed(self, event: Mapping[str, Any]) -> Turn | None:
        """Take one event (an object of the contract); returns the turn that ended with it."""
        t = _number(event.get("t"))
        match event.get("event"):
            case "state":
                return self._on_state(t, str(event.get("from")), str(event.get("to")))
            case "wake":
                self._woken_by = "button" if event.get("word") == "button" else "wake"
            case "speech_end":
                self._offset = _number(event.get("offset"), t)
            case "sent":
                if turn := self._open():
                    turn.endpoint = str(event.get("endpoint", ""))
                    turn.marks.append(("sent", t))
            case "first_audio":
                if turn := self._open():
                    turn.latency_ms = round(_number(event.get("latency_ms")))
            case "transcript" | "tool" | "handover" as what:
                if turn := self._open():
                    turn.marks.append((what, t))
        return None

    def _open(self) -> Turn | None:
        return self.turns[-1] if self.turns and self.turns[-1].outcome == "open" else None

    def _on_state(self, t: float, before: str, after: str) -> Turn | None:
        turn, ended = self._open(), None
        if turn is not None and (after not in _OPEN or after == "listening"):
            ended = self._close(turn, t, before, after)
        if after == "listening":
            self._number += 1
            opened_by = "barge_in" if before == "candidate" and not self._woken_by else self._woken_by or "speech"
            self.turns.append(Turn(self._number, t, opened_by, [Span("listening", t, None)]))
            self._offset = None
        elif turn is not None and ended is None:
            if after == "thinking" and before == "listening":
                stopped = max(turn.t, min(t, self._offset if self._offset is not None else t))
                self._next(turn, "end_of_turn", stopped)
                self._next(turn, "answering", t)
            elif after == "speaking" and before == "thinking":
                self._next(turn, "speaking", t)
        self._woken_by = ""
        return ended

    def _close(self, turn: Turn, t: float, before: str, after: str) -> Turn:
        self._next(turn, "", t)
        if before == "listening":
            turn.outcome = "discarded"
        elif before == "thinking":
            turn.outcome = "unanswered"
        else:
            turn.outcome = "answered" if after == "follow_up" else "interrupted"
        return turn

    @staticmethod
    def _next(turn: Turn, name: str, t: float) -> None:
        """End the last phase at t and begin another one there, or none where the name is empty."""
        last = turn.spans[-1]
        turn.spans[-1] = Span(last.name, last.start, max(last.start, t))
        if name:
            turn.spans.append(Span(name, t, None))


def _number(value: Any, default: float = 0.0) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else default
