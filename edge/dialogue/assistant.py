"""The conversation: front end, turn machine, sessions, playback and transcript composed. Sans-I/O.

The caller feeds what was heard (`hear`), what endpoints sent (`receive`) and who is connected (`attach`, `detach`), then carries
out what has piled up: `take_outgoing` to the endpoints, `take_effects` to the sound device, `take_events` to the timeline.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from edge.audio.frame import ENGINE_RATE, FRAME_MS
from edge.audio.playout import Playout
from edge.dialogue.announcer import Announcer
from edge.dialogue.answer import Answer
from edge.dialogue.answering import Answering
from edge.dialogue.playback import CHIME, NOTICE, Playback, PlaybackDry, PlaybackEnded, PlaybackStarted
from edge.dialogue.ports import Announcement, Context, Ears, Effect, Notices, Tools
from edge.dialogue.seats import Seats
from edge.dialogue.session_care import SessionCare
from edge.dialogue.settings import DialogueSettings
from edge.dialogue.speech_follower import Finding, SpeechFollower
from edge.dialogue.transcript import Transcript
from edge.dialogue.turn import Action, Input, State, TurnMachine
from edge.events import Json, TimelineEvent
from edge.frontend.echo.duplex import Duplex
from edge.frontend.frontend import FrontEndOutput
from edge.language import Language
from edge.realtime.dialects import Dialect
from edge.realtime.session_client import ClientSession

FRAME_SAMPLES = ENGINE_RATE * FRAME_MS // 1000
_AT_REST = (State.IDLE, State.FOLLOW_UP)


class Assistant:
    """The conversation. Not thread-safe: one caller at a time."""

    def __init__(
        self,
        ears: Ears,
        speaker: Playout,
        tools: Tools,
        context: Context,
        notices: Notices,
        endpoints: Sequence[str] = ("cloud", "local"),
        settings: DialogueSettings | None = None,
        *,
        strict: bool = False,
    ) -> None:
        """endpoints: names, the preferred one first. strict: an illegal move of the turn machine raises."""
        self.settings = settings or DialogueSettings()
        self.machine = TurnMachine(self.settings.deadlines, strict=strict)
        self.transcript = Transcript()
        self.seats = Seats(endpoints, self.settings.routing, self.settings.life)
        self._playback = Playback(speaker)
        self.answering = Answering(
            self.seats,
            self._playback,
            self.transcript,
            tools,
            context,
            notices,
            self.machine,
            self.settings,
            self._feed,
            self._emit,
        )
        self.care = SessionCare(self.seats, self.answering, self._emit)
        self._ears = ears
        self._tools = tools
        self._context = context
        self._notices = notices
        self._announcer = Announcer(context, self.settings.longest_hold)
        self._follower = SpeechFollower(self.settings.speech)
        self._events: list[TimelineEvent] = []
        self._effects: list[Effect] = []
        self._samples = 0
        self._now_ns = 0
        self._speech_offset = 0.0
        """Audio time at which the driver last stopped speaking."""
        self._onset = 0.0
        self._paused_at = 0.0
        self._pressed = False
        """The turn is being opened by the button: nothing that was said before it is sent."""
        self._unasked = False
        """What plays was not asked for: afterwards the wake phrase is needed again."""

    # What the caller takes away

    @property
    def t(self) -> float:
        """Audio time in seconds."""
        return self._samples / ENGINE_RATE

    @property
    def state(self) -> State:
        """Where the conversation stands."""
        return self.machine.state

    def take_events(self) -> list[TimelineEvent]:
        """What happened since the last call."""
        events, self._events = self._events, []
        return events

    def take_effects(self) -> list[Effect]:
        """What to do to the sound device, in order."""
        effects, self._effects = self._effects, []
        return effects

    def take_outgoing(self) -> list[tuple[str, list[str]]]:
        """(endpoint, wire frames) to write."""
        return self.seats.take_outgoing()

    def take_renewals(self) -> list[tuple[str, str]]:
        """(endpoint, why) whose connection is to be closed and opened anew: their sessions are not used any more."""
        return self.care.take_renewals()

    @property
    def language(self) -> Language:
        """What the driver speaks."""
        return self.answering.language

    @property
    def stale_samples(self) -> int:
        """Samples that arrived too late to be played, and were not."""
        return self._playback.stale_samples

    def announce(self, key: str, text: str) -> None:
        """Have the board tell the driver something when there is room for it; each key once."""
        if self._announcer.add(Announcement(key, text), self._now_ns):
            self._emit("alert", key=key, text=text)

    # Endpoints come and go

    def attach(self, name: str, dialect: Dialect, connect_s: float | None = None) -> None:
        """An endpoint is connected: open a session and tell it what was said so far. connect_s: how long connecting took."""
        session = ClientSession(dialect, self._context.session_config(name))
        session.open()
        session.seed_history(self.transcript.history())
        self.seats.open(name, session, self._now_ns, connect_s)
        self.answering.connected(name)

    def detach(self, name: str, why: str) -> None:
        """An endpoint is gone."""
        if self.seats.session(name) is None:
            return
        self.seats.close(name, self._now_ns)
        self._emit("fault", what=f"{name} endpoint lost: {why}", action="reconnect")
        self.answering.detached(name, why)

    def link_state(self, name: str, waiting_bytes: int) -> None:
        """What waits to be sent to an endpoint."""
        self.seats.router.link_state(name, waiting_bytes)

    def receive(self, name: str, frames: Sequence[str | bytes], now_ns: int) -> None:
        """An endpoint sent wire frames."""
        self._set_time(max(now_ns, self._now_ns))
        self.seats.received(name, frames)
        for frame in frames:
            session = self.seats.session(name)
            if session is None:
                return
            for event in session.receive(frame):
                self.answering.on_wire(name, session, event)

    def _set_time(self, now_ns: int) -> None:
        self._now_ns = self.answering.progress.now_ns = now_ns

    def _look_after_sessions(self) -> None:
        resting = self.state in (State.IDLE, State.MUTED) and not self._playback.pending
        self.care.look(self._now_ns, resting=resting)

    # The driver's hands

    def mute(self) -> None:
        """The microphone goes off; what was going on is dropped."""
        if self.state is not State.MUTED:
            self._feed(Input.MUTE)

    def unmute(self) -> None:
        """The microphone comes back on."""
        if self.state is State.MUTED:
            self._feed(Input.UNMUTE)

    def wake(self) -> bool:
        """The driver pressed the button that stands for the wake phrase; False when it opens no turn now (muted, or listening)."""
        if self.state in (State.MUTED, State.LISTENING):
            return False
        self._onset, self._pressed = self.t, True
        self._emit("wake", word="button", score=1.0)
        self._feed(Input.WAKE)
        self._pressed = False
        return True

    def stop(self) -> None:
        """The driver pressed stop."""
        self._feed(Input.STOP)

    # Hearing

    def hear(self, outputs: Sequence[FrontEndOutput], now_ns: int) -> None:
        """Take consecutive frames of the front end; now_ns: CLOCK_BOOTTIME of the last one."""
        first_ns = now_ns - (len(outputs) - 1) * FRAME_MS * 1_000_000
        for place, output in enumerate(outputs):
            self._set_time(first_ns + place * FRAME_MS * 1_000_000)
            self._samples += FRAME_SAMPLES
            for event in output.events:
                self._on_ears(event)
            self._follow_speech(output)
            if self.state is State.LISTENING:
                self.answering.sender.add(output.clean)
        self._on_playback()
        self._hold_or_announce(len(outputs))
        self._tick()
        self.answering.tick()
        self.answering.sender.stream(self._now_ns)
        self._look_after_sessions()

    def _on_ears(self, event: TimelineEvent) -> None:
        if event.event == "wake" and self._follower.duplex == "half" and self.state in (State.SPEAKING, State.CANDIDATE):
            # The echo is not under control yet: what sounds like the wake phrase may be our own voice.
            event = TimelineEvent(event.t, "wake_veto", event.fields)
        self._events.append(event)
        match event.event:
            case "wake" if self.state is not State.MUTED:
                self._onset = event.t
                self._feed(Input.WAKE)
            case "speech_start":
                if self.state is not State.CANDIDATE:  # whose first word may have been "stop"
                    self._onset = _number(event.fields.get("onset"), event.t)
                if self.state is State.FOLLOW_UP:
                    self._feed(Input.SPEECH_START)
            case "speech_end":
                self._speech_offset = _number(event.fields.get("offset"), event.t)
                self.answering.speech_offset_ns = self._now_ns - round((self.t - self._speech_offset) * 1e9)
            case "prosody" if self._context.hear_manner(event.fields):
                self.answering.sender.restate = True
            case "turn_end" if self.state is State.LISTENING:
                if self._follower.awaiting_question:
                    self._ears.arm_turn(self.language)
                else:
                    self._feed(Input.TURN_END)
            case "duplex":
                self._follower.duplex = cast(Duplex, event.fields["mode"])

    def _follow_speech(self, output: FrontEndOutput) -> None:
        if self._unasked and self.state in (State.SPEAKING, State.CANDIDATE):
            return  # nobody was listening before an alert, and talk in the car does not become a turn by it
        match self._follower.feed(output.speech_probability, self.state, self.t, output.clean):
            case Finding.QUESTION_BEGINS:
                self._feed(Input.SPEECH_START)
            case Finding.INVITE:
                self._playback.play(CHIME, self._notices.listening())
            case Finding.CANDIDATE:
                begun = self.t - self._follower.candidate_s
                if not 0.0 <= begun - self._onset < 0.5:  # seconds; otherwise the voice detector has told it better
                    self._onset = begun
                self._feed(Input.SPEECH_START)
            case Finding.BARGE_IN:
                self._feed(Input.BARGE_IN)
            case Finding.FALSE_ALARM:
                self._feed(Input.FALSE_ALARM)

    # Playback

    def _on_playback(self) -> None:
        for event in self._playback.take_events():
            match event:
                case PlaybackStarted():
                    self._on_started(event.answer)
                case PlaybackEnded():
                    self._on_ended(event.answer, event.heard)
                case PlaybackDry():
                    self.answering.assignment.ran_dry()
                    self._feed_if(Input.UNDERRUN, State.SPEAKING, State.CANDIDATE)

    def _on_started(self, answer: Answer | None) -> None:
        if answer is not None:
            self.answering.started(answer)
        self._follower.reset()
        if self.state in (State.SPEAKING, State.CANDIDATE):
            self._feed(Input.REFILLED)
        else:
            self._unasked = self.state is State.IDLE
            self._feed_if(Input.FIRST_SAMPLE, State.IDLE, State.THINKING, State.FOLLOW_UP)

    def _on_ended(self, answer: Answer | None, heard: dict[str, int]) -> None:
        if answer is not None:
            self._playback.forget(answer)
            self.transcript.add("assistant", answer.heard_text(heard))
            self._emit("playback_end", heard_ms=answer.heard_ms(heard))
            if answer.tools_called:
                # Speech that came with a tool call has been heard: now the answer to the result may be asked for.
                self.answering.ask_on(answer)
        self._tools.question_finished(self._now_ns)
        if self.answering.progress.follow_up_due or self._playback.pending:
            self._feed_if(Input.UNDERRUN, State.SPEAKING, State.CANDIDATE)
            return
        unasked, self._unasked = self._unasked, False
        self._feed_if(Input.PLAYBACK_END, State.SPEAKING, State.CANDIDATE)
        if unasked:
            self._feed_if(Input.STOP, State.FOLLOW_UP)

    # Unasked

    def _hold_or_announce(self, frames: int) -> None:
        why = self._announcer.hold(self._now_ns)
        if (why is not None) is not self._playback.held:
            self._playback.hold(why is not None)
            self._emit("hold", why=why)
        if why is not None and self._playback.filled:
            self.machine.postpone(frames * FRAME_MS * 1_000_000)  # the answer is here and waits for the road
        for alert in self._announcer.check(self._now_ns, self.language):
            self._emit("alert", key=alert.key, text=alert.text)
        busy = self._playback.pending or self._playback.active or self.answering.progress.follow_up_due
        if why is None and self.state in _AT_REST and not busy:
            due = self._announcer.next(urgent_only=self.state is State.FOLLOW_UP)
            if due is not None and not self.answering.say(due.text):
                recorded = self._notices.fault(due.key, self.language)
                self._playback.play(CHIME if recorded is None else NOTICE, self._notices.change() if recorded is None else recorded)

    # Turns

    def _feed(self, happened: Input) -> None:
        before = self.state
        self._follow(before, self.machine.feed(happened, self._now_ns), happened)

    def _feed_if(self, happened: Input, *states: State) -> None:
        if self.state in states:
            self._feed(happened)

    def _tick(self) -> None:
        before = self.state
        self._follow(before, self.machine.tick(self._now_ns), Input.DEADLINE)

    def _follow(self, before: State, actions: Sequence[Action], cause: Input) -> None:
        """Carry out what the machine decided."""
        if before is not self.state:
            self._emit("state", **{"from": str(before), "to": str(self.state)})
            if self.state is not State.CANDIDATE:
                self._follower.reset()
            if before is State.LISTENING:
                self._ears.disarm_turn()
        for action in actions:
            self._do(action, cause)

    def _do(self, action: Action, cause: Input) -> None:
        match action:
            case Action.OPEN_TURN:
                self._open_turn(cause)
            case Action.DISCARD_TURN:
                self.answering.sender.discard()
            case Action.COMMIT:
                self.answering.assignment.commit()
            case Action.HAND_OVER:
                self.answering.assignment.hand_over("no answer in time" if cause is Input.DEADLINE else "failed")
            case Action.CANCEL_ANSWER:
                self._cancel_answer(cause)
            case Action.PAUSE:
                self._paused_at = self.t
                self._playback.pause()
            case Action.RESUME:
                self._playback.resume()
                self._follower.reset()
                self._emit("resume")
            case Action.APOLOGISE:
                self._emit("fault", what="no answer", action="apology")
                self._playback.play(NOTICE, self._notices.apology(self.language))
            case Action.SIGN_OFF:
                self._playback.play(CHIME, self._notices.sign_off())

    def _open_turn(self, cause: Input) -> None:
        after_wake = cause is Input.WAKE
        self._unasked = False
        self.answering.new_turn()
        seconds = self.settings.wake_preroll if after_wake else self.t - self._onset + self.settings.onset_preroll
        self.answering.sender.open(self._ears.preroll(0.0 if self._pressed else seconds), self._now_ns)
        self._follower.open_turn(self.t, after_wake=after_wake)
        self._ears.arm_turn(self.language)

    def _cancel_answer(self, cause: Input) -> None:
        cut = self._playback.cut()
        self._effects.append(Effect.FLUSH_OUTPUT)
        self.answering.cancel()
        for answer, heard in cut:
            if not answer.generated and answer.text:
                self._emit("answer", text=answer.text, lang=self.language, endpoint=answer.endpoint)
            if answer.started:
                self.transcript.add("assistant", answer.heard_text(heard), complete=False)
                self.answering.tell_heard(answer, heard)
                self._emit("playback_end", heard_ms=answer.heard_ms(heard))
        if cause in (Input.BARGE_IN, Input.WAKE) and any(answer.started for answer, _ in cut):
            silent_at = self._paused_at if cause is Input.BARGE_IN else self.t
            self._emit("barge_in", stop_ms=max(0, round((silent_at - self._onset) * 1000)))

    def _emit(self, event: str, **fields: Json) -> None:
        self._events.append(TimelineEvent(self.t, event, fields))


def _number(value: Json, default: float) -> float:
    return float(value) if isinstance(value, (int, float)) else default
