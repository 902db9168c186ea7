"""Who answers a turn, what comes back, and what is done when it does not come. Sans-I/O.

One turn goes to one endpoint. When that one is late, breaks off or goes away, the same audio goes to another one; the first
one's answer is dead from then on, by its id. With hedging two are asked and the first to speak or act answers.
"""

from __future__ import annotations

from collections.abc import Callable

from edge.dialogue.answer import Answer
from edge.dialogue.conduct import Conduct
from edge.dialogue.playback import CHIME, Playback
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
_S = 1_000_000_000
_MOST_TRIES = 4
"""Times one turn is handed over: two endpoints that both fail at once must not pass it back and forth for ever."""


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
        self.now_ns = 0
        self.speech_offset_ns = 0
        """When the driver last stopped speaking."""
        self.first_audio_due = False
        """The turn was committed and nothing of its answer has been heard."""
        self.follow_up_due = False
        """More was asked for and has not begun: the answer to tool results, or the same turn from another endpoint."""
        self.unfinished = False
        """The turn has not been answered to its end."""
        self._seats = seats
        self._playback = playback
        self._driver = tools
        self._conduct = Conduct(seats, context)
        self._notices = notices
        self._machine = machine
        self._settings = settings
        self._feed = feed
        self._emit = emit
        self._committed_ns = 0
        self._asked_ns: dict[str, int] = {}
        self._tries = 0
        self._record = TurnRecord(transcript)
        self._hedge: str | None = None
        self._dry_ns: int | None = None
        self._voice: str | None = None
        """The endpoint that was asked to say a fixed sentence."""
        self._sentence = ""
        self._last_answering: str | None = None

    @property
    def state(self) -> State:
        """Where the conversation stands."""
        return self._machine.state

    # The turn goes out

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
        self._hedge = self._voice = self._dry_ns = None
        self._tries = 0
        self._record.open()
        self.follow_up_due, self.unfinished = False, True

    def commit(self) -> None:
        """The driver has finished speaking."""
        self.first_audio_due = True
        self._committed_ns = self.now_ns
        self._note_sent(self.sender.commit(self.now_ns))

    def hand_over(self, why: str) -> None:
        """Somebody else gets the same audio, if there is anybody."""
        if not self._seats.others(self.sender.endpoint):
            return  # whoever has the turn gets the rest of the time
        self._blame(self.sender.endpoint)
        self._give_on(why)

    def _give_on(self, why: str) -> None:
        """The answers that have not begun are dead; another endpoint is asked."""
        before = self.sender.endpoint
        if self._hedge is not None:
            self._wins(self._hedge, why)
            return
        if before is not None:
            self._playback.drop(before)
        session = self._seats.session(before)
        if session is not None:
            self.calls.forget(session)
        self._tries += 1
        _, after = self.sender.hand_over(self.now_ns)
        self._emit("handover", **{"from": before, "to": after, "why": why})
        self._note_sent(after)

    def _note_sent(self, endpoint: str | None) -> None:
        if endpoint is None:
            return
        self._emit("sent", endpoint=endpoint, seconds=round(self.sender.seconds, 3))
        self._asked_ns[endpoint] = self.now_ns
        self._record.sent(endpoint)
        self._allow(endpoint)
        if self._last_answering not in (None, endpoint):
            self._playback.play(CHIME, self._notices.change())
        self._last_answering = endpoint

    def _allow(self, endpoint: str) -> None:
        """Give an endpoint its time; once the turn was handed over, the machine's own limit for giving up holds."""
        if not self._machine.handed_over:
            self._machine.allow(
                self._seats.router.deadline_s(endpoint, self.now_ns, others=self._seats.others(endpoint)), self.now_ns
            )

    def connected(self, name: str) -> None:
        """An endpoint has come."""
        self._record.connected(name)
        if self.state is State.THINKING or (self.unfinished and self.state in (State.SPEAKING, State.CANDIDATE)):
            self._note_sent(self.sender.connected(self.now_ns))

    def tick(self) -> None:
        """Look at what time has done: results of tools, hedging, silence within an answer."""
        for call, result in self.calls.collect(self.now_ns):
            self._emit("tool", name=call.name, arguments=call.arguments, result=result)
        hedge_after = self._seats.router.settings.hedge_after
        if (
            hedge_after is not None
            and self._hedge is None
            and self.state is State.THINKING
            and self.first_audio_due
            and self.now_ns - self._committed_ns >= hedge_after * _S
            and self._tries == 0
            and not self.calls.called
            and not self._playback.filled
        ):
            self._tries += 1
            self._hedge = self.sender.also(self.now_ns)
            if self._hedge is not None:
                self._emit("sent", endpoint=self._hedge, seconds=round(self.sender.seconds, 3))
                self._asked_ns[self._hedge] = self.now_ns
                self._record.sent(self._hedge)
        stalled = self._dry_ns is not None and self.now_ns - self._dry_ns >= self._settings.stall * _S
        if stalled and self._seats.others(self.sender.endpoint):
            # With nobody else to ask, a slow answer is better than none: the turn machine's limit holds.
            self._dry_ns = None
            self._broken_off("the answer stalled")

    # What comes back

    def on_wire(self, name: str, session: ClientSession, event: wire.ServerEvent) -> None:
        """Take one event of an endpoint."""
        match event:
            case wire.InputCommitted():
                self._record.committed(name, event.item_id)
            case wire.InputTranscript():
                self._on_transcript(name, event)
            case wire.ResponseStarted():
                self._on_response(name, session, event.response_id)
            case wire.AudioDelta():
                if self._playback.answer(name, event.response_id) is not None:
                    self._wins(name, "answered first")
                self._playback.add(name, event)
            case wire.AudioDone() | wire.TextDelta() | wire.TextDone():
                self._playback.add(name, event)
            case wire.ToolCall():
                self._wins(name, "answered first")
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
        if self.state is State.LISTENING and name == self.sender.endpoint and self._seats[name].server_turns:
            self._feed(Input.TURN_END)  # the endpoint has ended the turn before we did
        if name not in (self.sender.endpoint, self._hedge, self._voice):
            session.cancel()  # nobody asked for it
            return
        self.follow_up_due = False
        answer = self._playback.begin(name, response_id)
        if name == self._voice:
            answer.said_for, self._voice, self._sentence = self._sentence, None, ""

    def _wins(self, name: str, why: str) -> None:
        """Two were asked, and this one has begun to answer."""
        if self._hedge is None:
            return
        first, second = self.sender.endpoint, self._hedge
        self._hedge = None
        loser = second if name == first else first
        session = self._seats.session(loser)
        if session is not None and loser is not None:
            session.cancel()
            self._playback.drop(loser)
        if name == second:
            self._emit("handover", **{"from": first, "to": second, "why": why})
            self.sender.won_by(second)
            self._last_answering = second

    def _call_tool(self, name: str, session: ClientSession, event: wire.ToolCall) -> None:
        answer = self._playback.answer(name, event.response_id)
        if answer is None:
            return  # a call of a dead answer must not move anything
        answer.tools_called += 1
        result = self.calls.run(session, event, self.now_ns)
        if result is not None:
            self._emit("tool", name=event.name, arguments=event.arguments, result=result)
        # The endpoint is at work: the rest of its answer has its own time.
        self._allow(name)

    def _on_generated(self, name: str, event: wire.ResponseFinished) -> None:
        answer = self._playback.answer(name, event.response_id)
        if answer is None:
            return
        was_complete = answer.generated
        self._playback.complete(answer)
        if answer.text and not was_complete:
            self._emit("answer", text=answer.text, lang=self.language, endpoint=answer.endpoint)
        if answer.said_for:
            self._settle(answer)
        elif event.status == "failed":
            why = event.error.message if event.error is not None else "the answer failed"
            self._conduct.odd(name)
            self._playback.forget(answer) if not answer.samples else None
            self.failed(name, why)
            return
        elif answer.whole:
            self._settle(answer)
            said, supported = self._record.said, self.calls.called
            self._conduct.judge(answer, said, self.language, self.now_ns, supported=supported)
        if answer.samples:
            return
        self._playback.forget(answer)
        if answer.tools_called:
            self.ask_on(answer)
        elif event.text_only and not answer.said_for and self.say(event.text):
            self._conduct.odd(name)
        else:
            if not answer.said_for:
                self._conduct.odd(name)
            if self.state is State.THINKING and not self.follow_up_due:
                self.unfinished = False
                self._feed(Input.EMPTY_ANSWER)

    def _settle(self, answer: Answer) -> None:
        """The turn is answered to its end: its audio is not needed any more."""
        self.unfinished = False
        self.sender.release()
        self._conduct.sound(answer.endpoint)

    def _on_error(self, name: str, event: wire.ServerError) -> None:
        if refusal_of(event.code, event.message) is not None:
            self._seats[name].refusal = event  # the one who connects says so
        else:
            self._emit("fault", what=f"{name}: {event.message}", action="none" if event.kind == "retry" else "reconnect")
        if event.code in ("session_expired", "frame_too_large"):
            self._seats[name].poison = event.message
        if name == self.sender.endpoint or name == self._hedge:
            self.failed(name, event.message)

    # Speaking

    def say(self, text: str) -> bool:
        """Have the board speak a fixed sentence; False when it is not there to do so."""
        *_, last = (seat.name for seat in self._seats)
        session = self._seats.session(last)
        if session is None or self._voice is not None:
            return False
        self._voice, self._sentence = last, text
        self.follow_up_due = True
        session.say(text)
        self._machine.allow(self._seats.router.settings.alone, self.now_ns)
        return True

    def ask_on(self, answer: Answer) -> None:
        """Ask for the answer to the results of the tools that an answer called."""
        session = self._seats.session(answer.endpoint)
        if session is not None and answer.endpoint == self.sender.endpoint:
            self.follow_up_due = True
            self.calls.ask(session)

    def started(self, answer: Answer) -> None:
        """The first sample of an answer was handed to the loudspeaker."""
        answer.started = True
        self._dry_ns = None
        if answer.said_for == "" and self.first_audio_due:
            self.first_audio_due = False
            wait_ns = self.now_ns - self.speech_offset_ns
            self._emit("first_audio", latency_ms=round(wait_ns / 1e6))
            asked_ns = self._asked_ns.get(answer.endpoint, self._committed_ns)
            self._seats.router.answered(answer.endpoint, (self.now_ns - asked_ns) / _S, self.now_ns)

    def ran_dry(self) -> None:
        """Playback ran out of audio within an answer."""
        if self.unfinished and self._dry_ns is None:
            self._dry_ns = self.now_ns

    # Trouble

    def failed(self, name: str | None, why: str) -> None:
        """An endpoint that has the turn failed."""
        if name is None or not self.sender.kept:
            return
        if self._hedge is not None and name in (self.sender.endpoint, self._hedge):
            survivor = self._hedge if name == self.sender.endpoint else self.sender.endpoint
            self._blame(name)
            if survivor is not None:
                self._wins(survivor, why)
            return
        if self.state is State.THINKING:
            if not self._seats.others(name) or self._tries >= _MOST_TRIES:
                if self._seats.session(name) is not None or self._tries >= _MOST_TRIES:
                    self._feed(Input.LOST)
                return  # a lost connection comes back, or the deadline ends the wait
            self._emit("fault", what=why, action="handover")
            self._feed(Input.FAILED)
        elif self.state in (State.SPEAKING, State.CANDIDATE):
            self._broken_off(why)

    def detached(self, name: str, why: str) -> None:
        """The connection to an endpoint has ended."""
        if self._voice == name:
            self._voice = None
        if name in (self.sender.endpoint, self._hedge):
            self.failed(name, why)
        for answer in self._playback:
            # What has arrived is played to its end; more will not come.
            if answer.endpoint == name:
                self._playback.complete(answer)
                if not answer.samples:
                    self._playback.forget(answer)
        self.sender.lost(name)

    def _broken_off(self, why: str) -> None:
        """An answer that plays will not be completed: another endpoint answers the whole turn behind what is left of it."""
        endpoint = self.sender.endpoint
        answers = [answer for answer in self._playback if answer.endpoint == endpoint]
        for answer in answers:
            complete = answer.whole or answer.ends_well
            self._playback.complete(answer)
            if complete:
                self._settle(answer)
        if not self.unfinished or not self.sender.kept or self._tries >= _MOST_TRIES:
            return
        if not self._seats.others(endpoint):
            return
        self._blame(endpoint)
        self.follow_up_due = True
        self._give_on(why)

    def _blame(self, name: str | None) -> None:
        if name is not None:
            self._seats.router.failed(name, self.now_ns)

    def cancel(self) -> None:
        """Nothing more of this turn's answer is wanted."""
        for name in {self.sender.endpoint, self._hedge, self._voice}:
            session = self._seats.session(name)
            if session is not None:
                session.cancel()
        self.calls.drop()
        self._hedge = self._voice = self._dry_ns = None
        self.follow_up_due = self.first_audio_due = self.unfinished = False
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
