"""The turn machine: one table says what every input does in every state (design rule 4).

Events in, actions out; no clock, no audio, no network. The caller feeds inputs with the audio time in nanoseconds and carries out
the actions in order. Every state that waits for something has a deadline, and a deadline always leads towards IDLE.

    IDLE ──wake──▶ LISTENING ──turn end──▶ THINKING ──first sample──▶ SPEAKING ──playback end──▶ FOLLOW_UP ──deadline──▶ IDLE
                       ▲                                                │  ▲                        │
                       └───────────── barge-in ──── CANDIDATE ◀─speech──┘  └──false alarm           └──speech──▶ LISTENING
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from edge.errors import CabinError


class State(StrEnum):
    """Where the conversation stands."""

    IDLE = "idle"
    """Waiting for the wake phrase; nothing leaves the car."""
    LISTENING = "listening"
    """A turn is open: its audio is collected and streamed."""
    THINKING = "thinking"
    """The turn is committed; its first answer sample has not played yet."""
    SPEAKING = "speaking"
    """An answer plays."""
    CANDIDATE = "candidate"
    """Somebody may be talking over the answer: playback is paused until that is decided."""
    FOLLOW_UP = "follow_up"
    """The answer has ended; a next turn may begin without the wake phrase."""
    MUTED = "muted"
    """The driver has switched the microphone off."""


class Input(StrEnum):
    """What can happen."""

    WAKE = "wake"
    SPEECH_START = "speech_start"
    SPEECH_END = "speech_end"
    TURN_END = "turn_end"
    FIRST_SAMPLE = "first_sample"
    """The first sample of an answer or of a spoken notice was handed to the loudspeaker."""
    PLAYBACK_END = "playback_end"
    UNDERRUN = "underrun"
    """Playback ran dry before the answer was complete."""
    REFILLED = "refilled"
    """Playback goes on after an underrun."""
    EMPTY_ANSWER = "empty_answer"
    """The answer is complete and holds nothing to play."""
    FAILED = "failed"
    """The endpoint failed, and another one can be asked."""
    LOST = "lost"
    """The endpoint failed, and no other one is left."""
    BARGE_IN = "barge_in"
    FALSE_ALARM = "false_alarm"
    STOP = "stop"
    """The driver pressed stop."""
    MUTE = "mute"
    UNMUTE = "unmute"
    DEADLINE = "deadline"
    """The deadline of the state has passed; fed by `TurnMachine.tick` alone."""


class Action(StrEnum):
    """What the caller has to do, in the order given."""

    OPEN_TURN = "open_turn"
    """Begin a turn with the pre-roll, arm the end-of-turn detector."""
    DISCARD_TURN = "discard_turn"
    COMMIT = "commit"
    """Close the turn and ask for an answer."""
    HAND_OVER = "hand_over"
    """Send the same committed audio to the other endpoint."""
    CANCEL_ANSWER = "cancel_answer"
    """Flush playback at once, mark the answer dead, tell the endpoint."""
    PAUSE = "pause"
    RESUME = "resume"
    APOLOGISE = "apologise"
    """Say that no answer could be had: the spoken way out."""
    SIGN_OFF = "sign_off"
    """A short chime: listening has ended without a turn."""


class IllegalMoveError(CabinError):
    """An input arrived that the table does not allow in the state.

    Examples: an answer begins to play while the microphone is muted; a barge-in is confirmed that was never a candidate.
    """


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long each waiting state may wait, in seconds."""

    no_speech: float = 6.0
    """LISTENING, from the wake phrase until speech begins."""
    longest_turn: float = 35.0
    """LISTENING, from the wake phrase until the turn ends; a little above the front end's own limit."""
    answer: float = 6.0
    """THINKING, until the same audio goes to the other endpoint."""
    give_up: float = 12.0
    """THINKING after a handover, until the driver is told that no answer can be had."""
    candidate: float = 1.2
    """CANDIDATE, until playback resumes undecided."""
    stall: float = 10.0
    """SPEAKING, from an underrun until the rest of the answer is given up. A slow board renders a long clause for seconds."""
    longest_answer: float = 180.0
    """SPEAKING, whatever happens."""
    follow_up: float = 6.0
    """FOLLOW_UP, until the wake phrase is needed again."""


@dataclass(frozen=True, slots=True)
class Move:
    """What an input does: the next state and the actions on the way."""

    to: State
    actions: tuple[Action, ...] = ()


_S, _I, _A = State, Input, Action

_OPEN = Move(_S.LISTENING, (_A.OPEN_TURN,))
_INTERRUPT = Move(_S.LISTENING, (_A.CANCEL_ANSWER, _A.OPEN_TURN))
_SILENCE = Move(_S.IDLE, (_A.CANCEL_ANSWER,))
_MUTE = Move(_S.MUTED, (_A.CANCEL_ANSWER,))
_GIVE_UP = Move(_S.IDLE, (_A.CANCEL_ANSWER, _A.APOLOGISE))

TABLE: dict[tuple[State, Input], Move] = {
    (_S.IDLE, _I.WAKE): _OPEN,
    (_S.IDLE, _I.FIRST_SAMPLE): Move(_S.SPEAKING),  # a notice: an apology or an alert
    (_S.IDLE, _I.MUTE): _MUTE,
    (_S.LISTENING, _I.TURN_END): Move(_S.THINKING, (_A.COMMIT,)),
    (_S.LISTENING, _I.STOP): Move(_S.IDLE, (_A.DISCARD_TURN,)),
    (_S.LISTENING, _I.MUTE): Move(_S.MUTED, (_A.DISCARD_TURN,)),
    (_S.THINKING, _I.WAKE): _INTERRUPT,
    (_S.THINKING, _I.FIRST_SAMPLE): Move(_S.SPEAKING),
    (_S.THINKING, _I.EMPTY_ANSWER): Move(_S.FOLLOW_UP),
    (_S.THINKING, _I.FAILED): Move(_S.THINKING, (_A.HAND_OVER,)),
    (_S.THINKING, _I.LOST): _GIVE_UP,
    (_S.THINKING, _I.STOP): _SILENCE,
    (_S.THINKING, _I.MUTE): _MUTE,
    (_S.SPEAKING, _I.WAKE): _INTERRUPT,
    (_S.SPEAKING, _I.SPEECH_START): Move(_S.CANDIDATE, (_A.PAUSE,)),
    (_S.SPEAKING, _I.PLAYBACK_END): Move(_S.FOLLOW_UP),
    (_S.SPEAKING, _I.STOP): _SILENCE,
    (_S.SPEAKING, _I.MUTE): _MUTE,
    (_S.CANDIDATE, _I.WAKE): _INTERRUPT,
    (_S.CANDIDATE, _I.BARGE_IN): _INTERRUPT,
    (_S.CANDIDATE, _I.FALSE_ALARM): Move(_S.SPEAKING, (_A.RESUME,)),
    (_S.CANDIDATE, _I.PLAYBACK_END): _OPEN,
    (_S.CANDIDATE, _I.STOP): _SILENCE,
    (_S.CANDIDATE, _I.MUTE): _MUTE,
    (_S.CANDIDATE, _I.DEADLINE): Move(_S.SPEAKING, (_A.RESUME,)),
    (_S.FOLLOW_UP, _I.WAKE): _OPEN,
    (_S.FOLLOW_UP, _I.SPEECH_START): _OPEN,
    (_S.FOLLOW_UP, _I.FIRST_SAMPLE): Move(_S.SPEAKING),
    (_S.FOLLOW_UP, _I.STOP): Move(_S.IDLE),
    (_S.FOLLOW_UP, _I.MUTE): _MUTE,
    (_S.FOLLOW_UP, _I.DEADLINE): Move(_S.IDLE, (_A.SIGN_OFF,)),
    (_S.MUTED, _I.UNMUTE): Move(_S.IDLE),
}
"""The moves that change something. DEADLINE of LISTENING, THINKING and SPEAKING depends on what they wait for: see `_overdue`."""

STAYS: dict[State, frozenset[Input]] = {
    # Ears report speech in every state; what they report outside a turn is nobody's business.
    _S.IDLE: frozenset({_I.SPEECH_START, _I.SPEECH_END, _I.TURN_END, _I.STOP, _I.UNMUTE, _I.FAILED, _I.LOST, _I.PLAYBACK_END}),
    _S.LISTENING: frozenset({_I.WAKE, _I.SPEECH_START, _I.SPEECH_END, _I.UNMUTE, _I.FAILED, _I.LOST}),
    _S.THINKING: frozenset({_I.SPEECH_START, _I.SPEECH_END, _I.TURN_END, _I.UNMUTE}),
    _S.SPEAKING: frozenset(
        {
            _I.FIRST_SAMPLE,
            _I.SPEECH_END,
            _I.TURN_END,
            _I.UNDERRUN,
            _I.REFILLED,
            _I.EMPTY_ANSWER,
            _I.FAILED,
            _I.LOST,
            _I.UNMUTE,
        }
    ),
    _S.CANDIDATE: frozenset(
        {
            _I.SPEECH_START,
            _I.SPEECH_END,
            _I.TURN_END,
            _I.UNDERRUN,
            _I.REFILLED,
            _I.EMPTY_ANSWER,
            _I.FAILED,
            _I.LOST,
            _I.UNMUTE,
        }
    ),
    _S.FOLLOW_UP: frozenset({_I.SPEECH_END, _I.TURN_END, _I.UNMUTE, _I.FAILED, _I.LOST, _I.EMPTY_ANSWER}),
    _S.MUTED: frozenset({_I.MUTE, _I.STOP, _I.SPEECH_START, _I.SPEECH_END, _I.TURN_END, _I.FAILED, _I.LOST, _I.WAKE}),
}
"""Inputs that are in order in a state and change nothing."""


class TurnMachine:
    """The state of the conversation and the deadline it stands under."""

    def __init__(self, deadlines: Deadlines | None = None, *, strict: bool = False) -> None:
        """strict: raise IllegalMoveError; otherwise an illegal input is counted and changes nothing."""
        self.deadlines = deadlines or Deadlines()
        self.state = State.IDLE
        self.illegal: dict[tuple[State, Input], int] = {}
        """How often an input came that the table does not allow, by state and input."""
        self._strict = strict
        self._deadline_ns: int | None = None
        self._spoken = False
        """LISTENING: speech has begun in this turn."""
        self._handed_over = False
        """THINKING: the other endpoint has been asked already."""

    @property
    def deadline_ns(self) -> int | None:
        """Audio time at which `tick` will feed DEADLINE, None in IDLE and MUTED."""
        return self._deadline_ns

    @property
    def handed_over(self) -> bool:
        """THINKING: the other endpoint has been asked already."""
        return self._handed_over

    def feed(self, happened: Input, now_ns: int) -> tuple[Action, ...]:
        """Take one input at audio time now_ns and return what to do.

        Raises IllegalMoveError in strict mode.
        """
        move = TABLE.get((self.state, happened))
        if move is None and happened is Input.DEADLINE:
            move = self._overdue()
        if move is None:
            if happened not in STAYS[self.state]:
                return self._refuse(happened)
            self._note(happened, now_ns)
            return ()
        self._enter(move.to, happened, now_ns)
        return move.actions

    def tick(self, now_ns: int) -> tuple[Action, ...]:
        """Feed DEADLINE when it has passed."""
        if self._deadline_ns is None or now_ns < self._deadline_ns:
            return ()
        return self.feed(Input.DEADLINE, now_ns)

    def allow(self, seconds: float, now_ns: int) -> None:
        """THINKING: the answer may take this long from now on; in other states nothing changes."""
        if self.state is State.THINKING:
            self._deadline_ns = now_ns + round(seconds * 1e9)

    def postpone(self, by_ns: int) -> None:
        """Time that does not count, such as while speech is held."""
        if self._deadline_ns is not None:
            self._deadline_ns += by_ns

    def _overdue(self) -> Move | None:
        match self.state:
            case State.LISTENING if self._spoken:
                return Move(State.THINKING, (Action.COMMIT,))
            case State.LISTENING:
                return Move(State.IDLE, (Action.DISCARD_TURN, Action.SIGN_OFF))
            case State.THINKING if self._handed_over:
                return _GIVE_UP
            case State.THINKING:
                return Move(State.THINKING, (Action.HAND_OVER,))
            case State.SPEAKING:
                return _GIVE_UP
            case _:
                return None

    def _enter(self, to: State, happened: Input, now_ns: int) -> None:
        again = to is self.state
        if to is State.LISTENING:
            # Talking over an answer or into the follow-up window is speech already; after a wake phrase speech is yet to come.
            self._spoken = happened is not Input.WAKE
        if to is State.THINKING:
            self._handed_over = again
        self.state = to
        wait = self._wait(to)
        self._deadline_ns = None if wait is None else now_ns + round(wait * 1e9)

    def _wait(self, state: State) -> float | None:
        limits = self.deadlines
        match state:
            case State.LISTENING:
                return limits.longest_turn if self._spoken else limits.no_speech
            case State.THINKING:
                return limits.give_up if self._handed_over else limits.answer
            case State.SPEAKING:
                return limits.longest_answer
            case State.CANDIDATE:
                return limits.candidate
            case State.FOLLOW_UP:
                return limits.follow_up
            case _:
                return None

    def _note(self, happened: Input, now_ns: int) -> None:
        """Inputs that move the deadline and not the state."""
        if self.state is State.LISTENING and happened is Input.SPEECH_START and not self._spoken:
            self._spoken = True
            self._deadline_ns = now_ns + round(self.deadlines.longest_turn * 1e9)
        elif self.state is State.SPEAKING and happened is Input.UNDERRUN:
            self._deadline_ns = now_ns + round(self.deadlines.stall * 1e9)
        elif self.state is State.SPEAKING and happened is Input.REFILLED:
            self._deadline_ns = now_ns + round(self.deadlines.longest_answer * 1e9)

    def _refuse(self, happened: Input) -> tuple[Action, ...]:
        if self._strict:
            raise IllegalMoveError(f"turn machine: {happened} cannot happen in {self.state}")
        key = (self.state, happened)
        self.illegal[key] = self.illegal.get(key, 0) + 1
        return ()
