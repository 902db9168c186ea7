"""The conversation: front end, turn machine, sessions, playback and transcript composed. Sans-I/O.

The caller feeds what was heard (`hear`), what endpoints sent (`receive`) and who is connected (`attach`, `detach`), then carries
out what has piled up: `take_outgoing` to the endpoints, `take_effects` to the sound device, `take_events` to the timeline.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from edge.audio.frame import ENGINE_RATE, FRAME_MS
from edge.audio.playout import Playout
from edge.dialogue.answer import Answer
from edge.dialogue.playback import CHIME, NOTICE, Playback, PlaybackDry, PlaybackEnded, PlaybackStarted
from edge.dialogue.ports import Context, Ears, Effect, Notices, Tools
from edge.dialogue.seats import Seats
from edge.dialogue.settings import DialogueSettings
from edge.dialogue.speech_follower import Finding, SpeechFollower
from edge.dialogue.transcript import Transcript
from edge.dialogue.turn import Action, Input, State, TurnMachine
from edge.dialogue.turn_sender import TurnSender
from edge.events import Json, TimelineEvent
from edge.frontend.frontend import FrontEndOutput
from edge.language import Language, script_language
from edge.realtime import events as wire
from edge.realtime.dialects import Dialect
from edge.realtime.session_client import ClientSession

_LANGUAGES: dict[str, Language] = {"en": "en", "zh": "zh"}
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
        self.seats = Seats(endpoints)
        self.language: Language = self.settings.language
        self._ears = ears
        self._playback = Playback(speaker)
        self._tools = tools
        self._context = context
        self._notices = notices
        self._follower = SpeechFollower(self.settings.speech)
        self._events: list[TimelineEvent] = []
        self._effects: list[Effect] = []
        self._samples = 0
        self._now_ns = 0
        self._sender = TurnSender(self.seats, context)
        self._speech_offset = 0.0
        """Audio time at which the driver last stopped speaking."""
        self._onset = 0.0
        self._paused_at = 0.0
        self._first_audio_due = False
        """The turn was committed and nothing of its answer has been heard."""
        self._follow_up_due = False
        """Tool results were sent and the answer to them has been asked for."""

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

    # Endpoints come and go

    def attach(self, name: str, dialect: Dialect) -> None:
        """An endpoint is connected: open a session and tell it what was said so far."""
        session = ClientSession(dialect, self._context.session_config(name))
        session.open()
        session.seed_history(self.transcript.history())
        self.seats[name].session = session
        if self.state is State.THINKING:
            self._note_sent(self._sender.connected(self._now_ns))

    def detach(self, name: str, why: str) -> None:
        """An endpoint is gone."""
        seat = self.seats[name]
        if seat.session is None:
            return
        seat.session = None
        self._emit("fault", what=f"{name} endpoint lost: {why}", action="reconnect")
        if self._sender.endpoint == name:
            self._endpoint_failed(why)
            self._sender.lost(name)

    def receive(self, name: str, frames: Sequence[str | bytes], now_ns: int) -> None:
        """An endpoint sent wire frames."""
        self._now_ns = now_ns
        session = self.seats[name].session
        if session is None:
            return
        for frame in frames:
            for event in session.receive(frame):
                self._on_wire(name, session, event)

    # The driver's hands

    def mute(self) -> None:
        """The microphone goes off; what was going on is dropped."""
        if self.state is not State.MUTED:
            self._feed(Input.MUTE)

    def unmute(self) -> None:
        """The microphone comes back on."""
        if self.state is State.MUTED:
            self._feed(Input.UNMUTE)

    def stop(self) -> None:
        """The driver pressed stop."""
        self._feed(Input.STOP)

    # Hearing

    def hear(self, outputs: Sequence[FrontEndOutput], now_ns: int) -> None:
        """Take consecutive frames of the front end; now_ns: CLOCK_BOOTTIME of the last one."""
        first_ns = now_ns - (len(outputs) - 1) * FRAME_MS * 1_000_000
        for place, output in enumerate(outputs):
            self._now_ns = first_ns + place * FRAME_MS * 1_000_000
            self._samples += FRAME_SAMPLES
            for event in output.events:
                self._on_ears(event)
            self._follow_speech(output.speech_probability)
            if self.state is State.LISTENING:
                self._sender.add(output.clean)
        self._on_playback()
        self._tick()
        self._sender.stream(self._now_ns)

    def _on_ears(self, event: TimelineEvent) -> None:
        self._events.append(event)
        match event.event:
            case "wake" if self.state is not State.MUTED:
                self._onset = event.t
                self._feed(Input.WAKE)
            case "speech_start":
                self._onset = _number(event.fields.get("onset"), event.t)
                if self.state is State.FOLLOW_UP:
                    self._feed(Input.SPEECH_START)
            case "speech_end":
                self._speech_offset = _number(event.fields.get("offset"), event.t)
            case "turn_end" if self.state is State.LISTENING:
                if self._follower.awaiting_question:
                    self._ears.arm_turn()
                else:
                    self._feed(Input.TURN_END)
            case "echo":
                self._follower.trust = _number(event.fields.get("trust"), self._follower.trust)

    def _follow_speech(self, probability: float) -> None:
        match self._follower.feed(probability, self.state, self.t):
            case Finding.QUESTION_BEGINS:
                self._feed(Input.SPEECH_START)
            case Finding.INVITE:
                self._playback.play(CHIME, self._notices.listening())
            case Finding.CANDIDATE:
                self._onset = self.t - self._follower.candidate_s
                self._feed(Input.SPEECH_START)
            case Finding.BARGE_IN:
                self._feed(Input.BARGE_IN)
            case Finding.FALSE_ALARM:
                self._feed(Input.FALSE_ALARM)
            case Finding.NOTHING:
                pass

    # Playback

    def _on_playback(self) -> None:
        for event in self._playback.take_events():
            match event:
                case PlaybackStarted():
                    self._on_started(event.answer)
                case PlaybackEnded():
                    self._on_ended(event.answer, event.heard)
                case PlaybackDry():
                    self._feed_if(Input.UNDERRUN, State.SPEAKING, State.CANDIDATE)

    def _on_started(self, answer: Answer | None) -> None:
        if answer is not None:
            answer.started = True
            self._sender.release()
            if self._first_audio_due:
                self._first_audio_due = False
                self._emit("first_audio", latency_ms=round((self.t - self._speech_offset) * 1000))
            self.seats[answer.endpoint].failures = 0
        self._follower.reset()
        if self.state in (State.SPEAKING, State.CANDIDATE):
            self._feed(Input.REFILLED)
        else:
            self._feed_if(Input.FIRST_SAMPLE, State.IDLE, State.THINKING, State.FOLLOW_UP)

    def _on_ended(self, answer: Answer | None, heard: dict[str, int]) -> None:
        if answer is not None:
            self._playback.forget(answer)
            self.transcript.add("assistant", answer.heard_text(heard))
            self._emit("playback_end", heard_ms=answer.heard_ms(heard))
            if answer.tools_called:
                # Speech that came with a tool call has been heard: now the answer to the result may be asked for.
                self._ask_on(answer)
        self._tools.question_finished(self._now_ns)
        if self._follow_up_due or self._playback.pending:
            self._feed_if(Input.UNDERRUN, State.SPEAKING, State.CANDIDATE)
        else:
            self._feed_if(Input.PLAYBACK_END, State.SPEAKING, State.CANDIDATE)

    def _ask_on(self, answer: Answer) -> None:
        """Ask for the answer to the results of the tools that an answer called."""
        session = self.seats.session(answer.endpoint)
        if session is not None:
            self._follow_up_due = True
            session.request_response()

    # The wire

    def _on_wire(self, name: str, session: ClientSession, event: wire.ServerEvent) -> None:
        match event:
            case wire.InputTranscript():
                self._on_transcript(event)
            case wire.ResponseStarted():
                self._follow_up_due = False
                self._playback.begin(name, event.response_id)
            case wire.AudioDelta() | wire.TextDelta() | wire.TextDone():
                self._playback.add(event)
            case wire.ToolCall():
                self._call_tool(session, event)
            case wire.ResponseFinished():
                self._on_generated(event)
            case wire.ServerError() if event.kind != "benign":
                self._emit("fault", what=f"{name}: {event.message}", action="none" if event.kind == "retry" else "reconnect")
                if self._sender.endpoint == name and self.state is State.THINKING:
                    self._endpoint_failed(event.message)

    def _on_transcript(self, event: wire.InputTranscript) -> None:
        self.transcript.add("user", event.text)
        if event.text.strip():
            self.language = _LANGUAGES.get(event.language or "") or script_language(event.text)
        self._emit("transcript", text=event.text, lang=self.language)

    def _call_tool(self, session: ClientSession, event: wire.ToolCall) -> None:
        result = self._tools.call(event.name, event.arguments, self._now_ns)
        self._emit("tool", name=event.name, arguments=event.arguments, result=result)
        session.send_tool_result(event.call_id, json.dumps(result, ensure_ascii=False, separators=(",", ":")))
        answer = self._playback.answer(event.response_id)
        if answer is not None:
            answer.tools_called += 1

    def _on_generated(self, event: wire.ResponseFinished) -> None:
        answer = self._playback.answer(event.response_id)
        if answer is None:
            return
        self._playback.complete(answer)
        if answer.text:
            self._emit("answer", text=answer.text, lang=self.language, endpoint=answer.endpoint)
        if answer.samples:
            return
        self._playback.forget(answer)
        if answer.tools_called:
            self._ask_on(answer)
        elif event.status == "failed":
            self._endpoint_failed(event.error.message if event.error is not None else "the answer failed")
        else:
            self._feed_if(Input.EMPTY_ANSWER, State.THINKING)

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
                self._sender.discard()
            case Action.COMMIT:
                self._first_audio_due = True
                self._note_sent(self._sender.commit(self._now_ns))
            case Action.HAND_OVER:
                self._hand_over("no answer in time")
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
        self._tools.new_turn()
        seconds = self.settings.wake_preroll if after_wake else self.t - self._onset + self.settings.onset_preroll
        self._sender.open(self._ears.preroll(seconds), self._now_ns)
        self._follower.open_turn(self.t, after_wake=after_wake)
        self._ears.arm_turn()

    def _hand_over(self, why: str) -> None:
        if self.seats.choose(avoid=self._sender.endpoint) is None:
            return  # nobody else is there: whoever has the turn gets the rest of the time
        self._playback.kill()
        before, after = self._sender.hand_over(self._now_ns)
        self._emit("handover", **{"from": before, "to": after, "why": why})
        self._note_sent(after)

    def _note_sent(self, endpoint: str | None) -> None:
        if endpoint is not None:
            self._emit("sent", endpoint=endpoint, seconds=round(self._sender.seconds, 3))

    def _endpoint_failed(self, why: str) -> None:
        """The endpoint that has the turn failed."""
        if self.state is State.THINKING:
            other = self.seats.choose(avoid=self._sender.endpoint)
            if other is None or self.machine.handed_over:
                self._feed(Input.LOST)
            else:
                self._emit("fault", what=why, action="handover")
                self._feed(Input.FAILED)
        for answer in self._playback:
            # What has arrived is played to its end; more will not come.
            self._playback.complete(answer)

    def _cancel_answer(self, cause: Input) -> None:
        cut = self._playback.cut()
        self._effects.append(Effect.FLUSH_OUTPUT)
        session = self.seats.session(self._sender.endpoint)
        if session is not None:
            session.cancel()
        for answer, heard in cut:
            if not answer.generated and answer.text:
                self._emit("answer", text=answer.text, lang=self.language, endpoint=answer.endpoint)
            if answer.started:
                self.transcript.add("assistant", answer.heard_text(heard), complete=False)
                self._emit("playback_end", heard_ms=answer.heard_ms(heard))
        if cause in (Input.BARGE_IN, Input.WAKE) and any(answer.started for answer, _ in cut):
            silent_at = self._paused_at if cause is Input.BARGE_IN else self.t
            self._emit("barge_in", stop_ms=max(0, round((silent_at - self._onset) * 1000)))
        self._follow_up_due = False
        self._first_audio_due = False
        self._sender.release()

    def _emit(self, event: str, **fields: Json) -> None:
        self._events.append(TimelineEvent(self.t, event, fields))


def _number(value: Json, default: float) -> float:
    return float(value) if isinstance(value, (int, float)) else default
