"""What the ears tell, and what follows from it for the dialogue: turns that open and end, somebody who talks over the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from edge.dialogue.ports import Context, Ears
from edge.dialogue.settings import DialogueSettings
from edge.dialogue.speech_follower import Finding, SpeechFollower
from edge.dialogue.turn import Input, State, TurnMachine
from edge.dialogue.turn_sender import TurnSender
from edge.events import Json, TimelineEvent
from edge.frontend.echo.duplex import Duplex
from edge.frontend.frontend import FrontEndOutput
from edge.language import Language


class Listening:
    """Follows the front end frame by frame."""

    def __init__(
        self,
        ears: Ears,
        context: Context,
        machine: TurnMachine,
        sender: TurnSender,
        settings: DialogueSettings,
        feed: Callable[[Input], None],
        invite: Callable[[], None],
    ) -> None:
        """feed: gives the turn machine an input. invite: plays the tone that says the turn is open."""
        self._ears = ears
        self._context = context
        self._machine = machine
        self._sender = sender
        self._settings = settings
        self._feed = feed
        self._invite = invite
        self._follower = SpeechFollower(settings.speech)
        self._pressed = False
        """The turn is being opened by the button: nothing that was said before it is sent."""
        self.onset = 0.0
        """Audio time at which somebody began to speak."""
        self.offset: float | None = None
        """Audio time at which the driver stopped speaking, when that has just become known; for the caller to take away."""

    @property
    def doubtful(self) -> bool:
        """Somebody may be talking over the answer, and no voice has been heard yet."""
        return self._follower.doubtful

    def reset(self) -> None:
        """Playback begins, resumes or ends: suspicions of before do not count."""
        self._follower.reset()

    def press(self, t: float) -> None:
        """The button that stands for the wake phrase is pressed at audio time t."""
        self.onset, self._pressed = t, True
        self._feed(Input.WAKE)
        self._pressed = False

    def open_turn(self, t: float, language: Language, now_ns: int, *, after_wake: bool) -> None:
        """A turn begins with what was heard just before."""
        seconds = self._settings.wake_preroll if after_wake else t - self.onset + self._settings.onset_preroll
        self._sender.open(self._ears.preroll(0.0 if self._pressed else seconds), now_ns)
        self._follower.open_turn(t, after_wake=after_wake)
        self._ears.arm_turn(language)

    def close_turn(self) -> None:
        """No turn is open any more."""
        self._ears.disarm_turn()

    def judged(self, event: TimelineEvent) -> TimelineEvent:
        """The event as it counts: a wake phrase that may be our own voice is none."""
        ours = self._follower.duplex == "half" and self._machine.state in (State.SPEAKING, State.CANDIDATE)
        return TimelineEvent(event.t, "wake_veto", event.fields) if event.event == "wake" and ours else event

    def tell(self, event: TimelineEvent, language: Language) -> None:
        """Take one event, as `judged`."""
        state = self._machine.state
        match event.event:
            case "wake" if state is not State.MUTED:
                self.onset = event.t
                self._feed(Input.WAKE)
            case "speech_start":
                if state is not State.CANDIDATE:  # whose first word may have been "stop"
                    self.onset = _number(event.fields.get("onset"), event.t)
                if state is State.FOLLOW_UP:
                    self._feed(Input.SPEECH_START)
            case "speech_end":
                self.offset = _number(event.fields.get("offset"), event.t)
            case "prosody" if self._context.hear_manner(event.fields):
                self._sender.restate = True
            case "turn_end" if state is State.LISTENING:
                if self._follower.awaiting_question:
                    self._ears.arm_turn(language)
                else:
                    self._sender.silent = event.fields.get("reason") == "silence"
                    self._feed(Input.TURN_END)
            case "duplex":
                self._follower.duplex = cast(Duplex, event.fields["mode"])

    def follow(self, output: FrontEndOutput, t: float) -> None:
        """Take one frame at audio time t."""
        finding = self._follower.feed(output.speech_probability, self._machine.state, t, output.clean, output.near_end)
        if finding is Finding.NOTHING:
            return
        match finding:
            case Finding.QUESTION_BEGINS:
                self._feed(Input.SPEECH_START)
            case Finding.INVITE:
                self._invite()
            case Finding.CANDIDATE:
                begun = t - self._follower.candidate_s
                if not 0.0 <= begun - self.onset < 0.5:  # seconds; otherwise the voice detector has told it better
                    self.onset = begun
                self._feed(Input.SPEECH_START)
            case Finding.BARGE_IN:
                self._feed(Input.BARGE_IN)
            case Finding.FALSE_ALARM:
                self._feed(Input.FALSE_ALARM)


def _number(value: Json, default: float) -> float:
    return float(value) if isinstance(value, (int, float)) else default
