"""What comes back from the endpoints, and what becomes of it. Sans-I/O."""

from __future__ import annotations

from collections.abc import Callable

from edge.dialogue.answer import Answer
from edge.dialogue.assignment import Assignment, Progress
from edge.dialogue.conduct import Conduct
from edge.dialogue.playback import Playback
from edge.dialogue.ports import Context, Notices, Tools
from edge.dialogue.seats import Seats
from edge.dialogue.settings import DialogueSettings
from edge.dialogue.tool_calls import ToolCalls
from edge.dialogue.transcript import Transcript
from edge.dialogue.turn import Input, State, TurnMachine
from edge.dialogue.turn_record import TurnRecord
from edge.dialogue.turn_sender import TurnSender
from edge.language import Language, script_language
from edge.realtime import events as wire
from edge.realtime.failures import refusal_of
from edge.realtime.session_client import ClientSession

_LANGUAGES: dict[str, Language] = {"en": "en", "zh": "zh"}


class Answering:
    """The answering side of the conversation. `Assistant` owns it and tells it what the turn machine decided."""

    def __init__(
        self,
        seats: Seats,
        playback: Playback,
        transcript: Transcript,
        tools: Tools,
        context: Context,
        notices: Notices,
        machine: TurnMachine,
        settings: DialogueSettings,
        feed: Callable[[Input], None],
        emit: Callable[..., None],
    ) -> None:
        """feed: gives the turn machine an input. emit: takes the name and the fields of an event for the timeline."""
        self.sender = TurnSender(seats, context)
        self.calls = ToolCalls(tools)
        self.language: Language = settings.language
        self.progress = Progress()
        self.speech_offset_ns = 0
        """When the driver last stopped speaking."""
        self._seats = seats
        self._playback = playback
        self._driver = tools
        self._conduct = Conduct(seats, context)
        self._machine = machine
        self._feed = feed
        self._emit = emit
        self._record = TurnRecord(transcript)
        self.assignment = Assignment(
            seats,
            playback,
            self.sender,
            self.calls,
            self._record,
            self._conduct,
            notices,
            machine,
            settings,
            self.progress,
            feed,
            emit,
        )
        self._voice: str | None = None
        """The endpoint that was asked to say a fixed sentence."""
        self._sentence = ""

    def new_turn(self) -> None:
        """The driver begins to speak."""
        self._driver.new_turn()
        self.calls.drop()
        for name in {self._voice, *(answer.endpoint for answer in self._playback)}:
            # An alert that has not begun to sound makes way.
            session = self._seats.session(name)
            if session is not None and name is not None:
                session.cancel()
                self._playback.drop(name)
        self._voice = None
        self.assignment.begin()
        self._record.open()
        self.progress.follow_up_due = self.progress.spoken_for = False
        self.progress.unfinished = True

    def connected(self, name: str) -> None:
        """An endpoint has come."""
        self._record.connected(name)
        self.assignment.connected(name)

    def detached(self, name: str, why: str) -> None:
        """The connection to an endpoint has ended."""
        if self._voice == name:
            self._voice, self.progress.spoken_for = None, False
        self.assignment.detached(name, why)

    def tick(self) -> None:
        """Look at what time has done: results of tools, a late answer, silence within an answer."""
        for call, result in self.calls.collect(self.progress.now_ns):
            self._emit("tool", name=call.name, arguments=call.arguments, result=result)
        self.assignment.tick()

    # What comes back

    def on_wire(self, name: str, session: ClientSession, event: wire.ServerEvent) -> None:
        """Take one event of an endpoint."""
        match event:
            case wire.SessionUpdated():
                self._seats[name].keeps_detecting = event.server_turns and session.config.turn_detection is None
            case wire.InputCommitted():
                self.sender.reacted(name)
                self._record.committed(name, event.item_id)
            case wire.InputTranscript():
                self._on_transcript(name, event)
            case wire.ResponseStarted():
                self.sender.reacted(name)
                self._on_response(name, session, event.response_id)
            case wire.AudioDelta():
                if self._playback.answer(name, event.response_id) is not None:
                    self.assignment.wins(name, "answered first")
                self._playback.add(name, event)
            case wire.AudioDone() | wire.TextDelta() | wire.TextDone():
                self._playback.add(name, event)
            case wire.ToolCall():
                self.assignment.wins(name, "answered first")
                self._call_tool(name, session, event)
            case wire.ResponseFinished():
                self._on_generated(name, event)
            case wire.ServerError() if event.kind != "benign":
                self._on_error(name, event)

    def _on_transcript(self, name: str, event: wire.InputTranscript) -> None:
        present = self._record.transcribed(name, event.item_id, event.text)
        if present is None:
            return  # another endpoint has told it already
        if event.text.strip():
            self.language = _LANGUAGES.get(event.language or "") or script_language(event.text)
        if present:
            self._driver.heard(event.text)
        self._emit("transcript", text=event.text, lang=self.language)

    def _on_response(self, name: str, session: ClientSession, response_id: str) -> None:
        if self._machine.state is State.LISTENING and name == self.sender.endpoint and self._seats[name].server_turns:
            self._feed(Input.TURN_END)  # the endpoint has ended the turn before we did
        if name not in self.assignment.asked and name != self._voice:
            session.cancel()  # nobody asked for it
            return
        self.progress.follow_up_due = False
        answer = self._playback.begin(name, response_id)
        if name == self._voice:
            answer.said_for, self._voice, self._sentence = self._sentence, None, ""

    def _call_tool(self, name: str, session: ClientSession, event: wire.ToolCall) -> None:
        answer = self._playback.answer(name, event.response_id)
        if answer is None:
            return  # a call of a dead answer must not move anything
        answer.tools_called += 1
        result = self.calls.run(session, event, self.progress.now_ns)
        if result is not None:
            self._emit("tool", name=event.name, arguments=event.arguments, result=result)
        # The endpoint is at work: the rest of its answer has its own time.
        self.assignment.allow(name)

    def _on_generated(self, name: str, event: wire.ResponseFinished) -> None:
        answer = self._playback.answer(name, event.response_id)
        if answer is None:
            return
        was_complete = answer.generated
        self._playback.complete(answer)
        if answer.text and not was_complete:
            self._emit("answer", text=answer.text, lang=self.language, endpoint=answer.endpoint)
        if answer.said_for:
            self.assignment.settle(answer)
        elif event.status == "failed":
            why = event.error.message if event.error is not None else "the answer failed"
            self._conduct.odd(name)
            self._playback.forget(answer) if not answer.samples else None
            self.assignment.failed(name, why)
            return
        elif answer.whole:
            self.assignment.settle(answer)
            said, supported = self._record.said, self.calls.called
            self._conduct.judge(answer, said, self.language, self.progress.now_ns, supported=supported)
        if answer.samples:
            return
        self._playback.forget(answer)
        if answer.tools_called:
            self.ask_on(answer)
        elif event.text_only and not answer.said_for and self.say(event.text):
            self.progress.spoken_for = True
            self._conduct.odd(name)
        else:
            if not answer.said_for:
                self._conduct.odd(name)
            if self._machine.state is State.THINKING and not self.progress.follow_up_due:
                self.progress.unfinished = False
                self._feed(Input.EMPTY_ANSWER)

    def _on_error(self, name: str, event: wire.ServerError) -> None:
        if refusal_of(event.code, event.message) is not None:
            self._seats[name].refusal = event  # the one who connects says so
        else:
            self._emit("fault", what=f"{name}: {event.message}", action="none" if event.kind == "retry" else "reconnect")
        if event.code in ("session_expired", "frame_too_large"):
            self._seats[name].poison = event.message
        if name in self.assignment.asked:
            self.assignment.failed(name, event.message)

    # Speaking

    def say(self, text: str) -> bool:
        """Have the board speak a fixed sentence; False when it is not there to do so."""
        *_, last = (seat.name for seat in self._seats)
        session = self._seats.session(last)
        if session is None or self._voice is not None:
            return False
        self._voice, self._sentence = last, text
        self.progress.follow_up_due = True
        session.say(text)
        self._machine.allow(self._seats.router.settings.alone, self.progress.now_ns)
        return True

    def ask_on(self, answer: Answer) -> None:
        """Ask for the answer to the results of the tools that an answer called."""
        session = self._seats.session(answer.endpoint)
        if session is not None and answer.endpoint == self.sender.endpoint:
            self.progress.follow_up_due = True
            self.calls.ask(session)

    def started(self, answer: Answer) -> None:
        """The first sample of an answer was handed to the loudspeaker."""
        answer.started = True
        self.assignment.flows()
        if answer.said_for == "" and self.progress.first_audio_due:
            self.progress.first_audio_due = False
            now_ns = self.progress.now_ns
            self._emit("first_audio", latency_ms=round((now_ns - self.speech_offset_ns) / 1e6))
            self._seats.router.answered(answer.endpoint, self.assignment.waited_s(answer.endpoint), now_ns)

    def cancel(self) -> None:
        """Nothing more of this turn's answer is wanted."""
        for name in {*self.assignment.asked, self._voice}:
            session = self._seats.session(name)
            if session is not None:
                session.cancel()
        self.calls.drop()
        self._voice = None
        self.assignment.stop()
        self.progress.follow_up_due = self.progress.first_audio_due = self.progress.unfinished = self.progress.spoken_for = False
        self.sender.release()

    def tell_heard(self, answer: Answer, heard: dict[str, int]) -> None:
        """Tell the endpoint of an interrupted answer how much of it was heard."""
        session = self._seats.session(answer.endpoint)
        if session is None:
            return
        for item_id, spoken in answer.items.items():
            samples = min(heard.get(item_id, 0), spoken.samples)
            if spoken.samples:
                session.tell_heard(item_id, samples * 1000 // 24_000, spoken.heard(samples))
