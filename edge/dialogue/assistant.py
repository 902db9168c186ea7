"""The conversation: front end, turn machine, sessions, playback and transcript composed. Sans-I/O.

The caller feeds what was heard (`hear`), what endpoints sent (`receive`) and who is connected (`attach`, `detach`), then carries
out what has piled up: `take_outgoing` to the endpoints, `take_effects` to the sound device, `take_events` to the timeline.
"""

from __future__ import annotations

from collections.abc import Sequence

from edge.audio.frame import ENGINE_RATE, FRAME_MS, Samples
from edge.audio.playout import Playout
from edge.dialogue.answer import Answer
from edge.dialogue.answering import Answering
from edge.dialogue.listening import Listening
from edge.dialogue.playback import CHIME, NOTICE, Playback, PlaybackDry, PlaybackEnded, PlaybackStarted
from edge.dialogue.ports import Context, Ears, Effect, Notices, Tools
from edge.dialogue.seats import Seats
from edge.dialogue.session_care import SessionCare
from edge.dialogue.settings import DialogueSettings
from edge.dialogue.transcript import Transcript
from edge.dialogue.turn import Action, Input, State, TurnMachine
from edge.dialogue.unprompted import Unprompted
from edge.events import Json, TimelineEvent
from edge.frontend.frontend import FrontEndOutput
from edge.language import Language
from edge.realtime.dialects import Dialect
from edge.realtime.session_client import ClientSession

FRAME_SAMPLES = ENGINE_RATE * FRAME_MS // 1000


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
        self._listening = Listening(ears, context, self.machine, self.answering.sender, self.settings, self._feed, self._invite)
        self._tools = tools
        self._context = context
        self._notices = notices
        self._unprompted = Unprompted(
            context, notices, self._playback, self.answering, self.machine, self.settings.longest_hold, self._emit
        )
        self._events: list[TimelineEvent] = []
        self._effects: list[Effect] = []
        self._samples = 0
        self._now_ns = 0
        self._paused_at = 0.0
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
        self._unprompted.announce(key, text, self._now_ns)

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
        self._emit("wake", word="button", score=1.0)
        self._listening.press(self.t)
        return True

    def stop(self) -> None:
        """The driver pressed stop."""
        self._feed(Input.STOP)

    # Hearing

    def hear(self, outputs: Sequence[FrontEndOutput], now_ns: int) -> None:
        """Take consecutive frames of the front end; now_ns: CLOCK_BOOTTIME of the last one."""
        before = self.state
        first_ns = now_ns - (len(outputs) - 1) * FRAME_MS * 1_000_000
        for place, output in enumerate(outputs):
            self._set_time(first_ns + place * FRAME_MS * 1_000_000)
            self._samples += FRAME_SAMPLES
            for event in output.events:
                self._on_ears(self._listening.judged(event))
            if not (self._unasked and self.state in (State.SPEAKING, State.CANDIDATE)):
                # Otherwise nobody was listening before an alert, and talk in the car does not become a turn by it.
                self._listening.follow(output, self.t)
            if self.state is State.LISTENING:
                self.answering.sender.add(output.clean)
        if before is State.LISTENING and self.state is State.THINKING:
            return  # a request has been made and leaves as soon as the caller takes it: all else waits for the next batch
        self._on_playback()
        self._unprompted.look(len(outputs), self._now_ns)
        self._tick()
        self.answering.tick()
        self.answering.sender.stream(self._now_ns)
        self._look_after_sessions()

    def _on_ears(self, event: TimelineEvent) -> None:
        self._events.append(event)
        self._listening.tell(event, self.language)
        offset, self._listening.offset = self._listening.offset, None
        if offset is not None:
            self.answering.speech_offset_ns = self._now_ns - round((self.t - offset) * 1e9)

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
        self._listening.reset()
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
        if self._listening.doubtful:
            self._feed_if(Input.FALSE_ALARM, State.CANDIDATE)  # a sound that nobody may have made opens no turn
        self._feed_if(Input.PLAYBACK_END, State.SPEAKING, State.CANDIDATE)
        if unasked:
            self._feed_if(Input.STOP, State.FOLLOW_UP)

    # Turns

    def _feed(self, happened: Input) -> None:
        before = self.state
        self._follow(before, self.machine.feed(happened, self._now_ns), happened)

    def _feed_if(self, happened: Input, *states: State) -> None:
        if self.state in states:
            self._feed(happened)

    def _tick(self) -> None:
        deadline_ns = self.machine.deadline_ns
        if deadline_ns is None or self._now_ns < deadline_ns:
            return
        before = self.state
        self._follow(before, self.machine.tick(self._now_ns), Input.DEADLINE)

    def _follow(self, before: State, actions: Sequence[Action], cause: Input) -> None:
        """Carry out what the machine decided."""
        if before is not self.state:
            self._emit("state", **{"from": str(before), "to": str(self.state)})
            if self.state is not State.CANDIDATE:
                self._listening.reset()
            if before is State.LISTENING:
                self._listening.close_turn()
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
                if self._playback.active:  # what is over already comes to its end
                    self._effects.append(Effect.FLUSH_OUTPUT)
                self._playback.pause()
            case Action.RESUME:
                self._playback.resume()
                self._listening.reset()
                self._emit("resume")
            case Action.APOLOGISE:
                self._emit("fault", what="no answer", action="apology")
                self._playback.play(NOTICE, self._notices.apology(self.language))
            case Action.SIGN_OFF:
                self._chime(self._notices.sign_off())

    def _open_turn(self, cause: Input) -> None:
        self._unasked = False
        self.answering.new_turn()
        self._listening.open_turn(self.t, self.language, self._now_ns, after_wake=cause is Input.WAKE)

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
            self._emit("barge_in", stop_ms=max(0, round((silent_at - self._listening.onset) * 1000)))

    def _invite(self) -> None:
        self._chime(self._notices.listening())

    def _chime(self, samples: Samples) -> None:
        self._playback.play(CHIME, samples)

    def _emit(self, event: str, **fields: Json) -> None:
        self._events.append(TimelineEvent(self.t, event, fields))
