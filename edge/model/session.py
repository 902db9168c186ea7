"""The on-device model as a realtime endpoint: one session, wire events in, wire events out.

    audio committed ─▶ recognise ─▶ transcript event
    response.create ─▶ understand ─┬▶ function calls ─▶ results ─▶ response.create ─┐
                                   └────────────────────────────────────────────────┴▶ reply, clause by clause

The answer's first clause is on the wire before the next one is rendered. Values of the car come from tool results alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from edge.audio.frame import Samples
from edge.events import Json
from edge.language import Language, script_language
from edge.model.engine import Engine
from edge.model.hearing import Hearing, to_wire
from edge.model.responder.clock import Clock
from edge.model.responder.persona import Speaker
from edge.model.responder.responder import Outcome, Responder
from edge.model.tones import tone_of
from edge.model.understanding import DialogueContext, ToolRequest, Understanding, understand
from edge.model.voices import fast_voice, style_for
from edge.persona.manner import wants_calm
from edge.persona.state_block import HEADER, seat_in
from edge.realtime import commands as c
from edge.realtime.config import SAY_EXACTLY
from edge.realtime.dialects import Dialect
from edge.realtime.session_server import ServerSession
from edge.realtime.wire import is_cancel

if TYPE_CHECKING:
    from edge.model.voice.style import VoiceStyle

_MAX_STATE_ITEMS = 8
_MAX_NAME = 24
_LANGUAGE_OF_SPEECH = 0.2
"""Least probability of a language to answer in it: white noise stays below 0.1 for the likelier of ours."""


@dataclass(slots=True)
class _Heard:
    """A user's utterance that waits for its answer. text: empty when nothing could be made out. foreign: in a third language."""

    text: str
    language: Language
    foreign: bool = False


@dataclass(slots=True)
class _Asked:
    """A turn whose tool calls are out. calls: call id to its place among the requests."""

    understood: Understanding
    requests: list[ToolRequest]
    calls: dict[str, int]
    results: dict[int, Mapping[str, Json]] = field(default_factory=dict)

    def outcomes(self) -> list[Outcome]:
        """All requests with their results; what was called and not answered counts as refused."""
        called = set(self.calls.values())
        return [
            Outcome(request, self.results.get(place, {"status": "refused"}) if place in called else None)
            for place, request in enumerate(self.requests)
        ]


class ModelSession:
    """Answers one client. Blocking: `receive` may think and speak for seconds; `interrupt` ends that between clauses."""

    def __init__(
        self,
        engine: Engine,
        dialect: Dialect | None = None,
        *,
        session_id: str = "local",
        seed: int = 0,
        clock: Callable[[], Clock | None] = lambda: None,
    ) -> None:
        """seed: chooses among wordings. clock: gives the local time of day, where the caller knows it."""
        self.server = ServerSession(dialect, session_id=session_id, model="cabin-voice-local")
        self.engine = engine
        self.clock = clock
        self.responder = Responder(seed, free_talk=engine.free_talk)
        self.context = DialogueContext()
        self.language: Language | None = None
        # Set by any thread, cleared when the cancel that goes with it has been read.
        self._interrupted = False
        self._tools: frozenset[str] = frozenset()
        self._heard: _Heard | None = None
        self._hearing = Hearing(engine)
        self._asked: _Asked | None = None
        self._state: dict[str, str] = {}
        # What the driver asked to be called, by language.
        self._called: dict[Language, str] = {}

    def open(self) -> list[str]:
        """Frames to send before anything is received."""
        self.server.open()
        return self.server.take_outgoing()

    def interrupt(self) -> None:
        """Stop the answer being made, at its next clause. May be called from another thread."""
        self._interrupted = True

    def receive(self, text: str, now_ns: int) -> Iterator[str]:
        """Frames that answer one frame, each as soon as it is ready. now_ns: CLOCK_BOOTTIME."""
        self.engine.busy = True
        try:
            for command in self.server.receive(text):
                yield from self.server.take_outgoing()
                yield from self._on(command, now_ns)
            yield from self.server.take_outgoing()
            if is_cancel(text):
                self._interrupted = False
        finally:
            self.engine.busy = False

    def _on(self, command: c.ClientCommand, now_ns: int) -> Iterator[str]:
        match command:
            case c.SessionChanged():
                self._configure()
            case c.AudioAppended():
                self._listen(command.pcm, now_ns)
            case c.AudioCleared():
                self._hearing.clear()
            case c.AudioCommitted():
                self._hear(command.item_id, command.pcm)
            case c.ItemCreated():
                self._take_item(command.item)
            case c.ItemDeleted():
                self._state.pop(command.item_id, None)
            case c.ToolResult():
                self._take_result(command)
            case c.ResponseRequested(instructions=str(asked)) if asked.startswith(SAY_EXACTLY):
                yield from self._recite(asked.removeprefix(SAY_EXACTLY))
            case c.ResponseRequested() if (command.instructions or "").startswith(SAY_EXACTLY):
                yield from self._say_exactly((command.instructions or "").removeprefix(SAY_EXACTLY).strip())
            case c.ResponseRequested():
                yield from self._respond()
            case c.ResponseCancelled():
                self._asked = None
            case _:
                pass

    # What comes in

    def _configure(self) -> None:
        config = self.server.config
        names = (tool.get("name") for tool in config.tools)
        self._tools = frozenset(name for name in names if isinstance(name, str))
        speaker = Speaker.from_instructions(config.instructions)
        self.responder.speaker = replace(speaker, address={**speaker.address, **self._called})

    def _listen(self, pcm: bytes, now_ns: int) -> None:
        """A turn goes on; in a pause that may be its end, prepare what would be answered."""
        self._hearing.language, self._hearing.previous = self.server.config.language, self.language
        hypothesis = self._hearing.append(pcm, now_ns)
        if hypothesis is not None and hypothesis.text.strip() and self.server.speaks and self.engine.voice is not None:
            self._prepare_answer(hypothesis.text.strip(), hypothesis.language)

    def _prepare_answer(self, text: str, language: Language) -> None:
        """Render the beginning of the answer, where that depends on nothing but the words.

        The reply is made by a copy of the responder, so that what was not said after all leaves no trace.
        """
        understood = understand(text, language, self.context)
        requests = [request for act in understood.acts for request in act.requests]
        if any(request.name in self._tools for request in requests):
            return
        reply = deepcopy(self.responder).reply(understood, [Outcome(request, None) for request in requests], self._time())
        style = self._style(understood.language, tone_of(understood))
        self.engine.begin(reply, understood.language, style)

    def _hear(self, item_id: str, pcm: bytes) -> None:
        """Recognise committed audio and tell the client what was understood."""
        self._hearing.language, self._hearing.previous = self.server.config.language, self.language
        transcript = self._hearing.commit(pcm)
        if transcript is None:
            self.server.input_transcript_failed(item_id, "this session works in writing alone")
            self._heard = _Heard("", self.language or "en")
            return
        text = transcript.text.strip()
        # Noise is in a language too, by a hair: it must not choose the one that an apology is spoken in.
        spoken = text or transcript.rejected == "language" or transcript.language_probability >= _LANGUAGE_OF_SPEECH
        language = transcript.language if text else self.language or (transcript.language if spoken else "en")
        if text:
            self.language = language
        self._asked = None
        self._heard = _Heard(text, language, foreign=transcript.rejected == "language")
        self.server.input_transcript(item_id, text, language)

    def _take_item(self, item: c.Item) -> None:
        if item.role == "system":
            self._state[item.item_id] = item.text
            while len(self._state) > _MAX_STATE_ITEMS:
                del self._state[next(iter(self._state))]
            if HEADER in item.text:
                self.context = replace(self.context, own=seat_in(item.text))
        elif item.role == "assistant":
            self._remember(item.text)
        elif item.pcm and not item.text:
            self._hear(item.item_id, item.pcm)
        elif item.text.strip():
            self._forget_unanswered()
            self._asked = None
            self._heard = _Heard(item.text, script_language(item.text))

    def _forget_unanswered(self) -> None:
        """A user's item that no answer followed is history: it leaves its context behind."""
        if self._heard is not None and self._heard.text:
            self.context = understand(self._heard.text, self._heard.language, self.context).context
            self._heard = None

    def _remember(self, words: str) -> None:
        """History: what was said before this session, for "a bit more" and "say that again"."""
        self._forget_unanswered()
        if words.strip():
            self.responder.last = words.strip()

    def _take_result(self, result: c.ToolResult) -> None:
        if self._asked is None or result.call_id not in self._asked.calls:
            return
        try:
            body = json.loads(result.output)
        except ValueError:
            body = None
        self._asked.results[self._asked.calls[result.call_id]] = body if isinstance(body, dict) else {"status": "refused"}

    # What goes out

    def _say_exactly(self, words: str) -> Iterator[str]:
        """A sentence of the client's own, as it is: alerts, and answers that another endpoint gave in writing."""
        self.server.begin_response()
        yield from self.server.take_outgoing()
        if words:
            self.responder.last = words
        yield from self._say(words or self.responder.sorry(self.language or "en"), script_language(words or "a"))

    def _respond(self) -> Iterator[str]:
        self.server.begin_response()
        yield from self.server.take_outgoing()
        if self._asked is not None and self._heard is None:
            asked, self._asked = self._asked, None
            yield from self._reply(asked.understood, asked.outcomes())
            return
        heard, self._heard = self._heard, None
        if heard is None:
            yield from self._say(self.responder.greeting(self.language or "en"), self.language or "en")
            return
        if not heard.text:
            tell = self.responder.foreign if heard.foreign else self.responder.sorry
            yield from self._say(tell(heard.language), heard.language)
            return
        self.language = heard.language
        understood = understand(heard.text, heard.language, self.context)
        self.context = understood.context
        requests = [r for act in understood.acts if act.kind in ("tool", "query") for r in act.requests]
        calls = {
            self.server.tool_call(request.name, dict(request.arguments)): place
            for place, request in enumerate(requests)
            if request.name in self._tools
        }
        if calls:
            self._asked = _Asked(understood, requests, calls)
            self.server.end_response()
            yield from self.server.take_outgoing()
            return
        yield from self._reply(understood, [Outcome(request, None) for request in requests])

    def _recite(self, text: str) -> Iterator[str]:
        """A fixed sentence of the client's: what was heard meanwhile still waits for its answer."""
        self.server.begin_response()
        yield from self.server.take_outgoing()
        yield from self._say(text, script_language(text))

    def _reply(self, understood: Understanding, outcomes: Sequence[Outcome]) -> Iterator[str]:
        self.responder.calm = any(wants_calm(state) for state in self._state.values())
        text = self.responder.reply(understood, outcomes, self._time())
        questions = tuple(o.request for o in outcomes if o.result is not None and o.result.get("status") == "needs_confirmation")
        if questions:
            self.context = replace(self.context, offered=questions)
        self._note_name(understood.language, outcomes)
        if self._may_lead(understood):
            lead = self.responder.lead(understood.language)
            text = f"{lead} {text}" if understood.language == "en" else lead + text
        tone = tone_of(understood) or ("calm" if self.responder.calm else "")
        yield from self._say(text, understood.language, tone)

    def _may_lead(self, understood: Understanding) -> bool:
        """Whether a short lead-in helps: the answer to a question, spoken, whose first clause has yet to be rendered."""
        return self.server.speaks and self.engine.speaks and not self.responder.calm and understood.acts[0].kind == "query"

    def _style(self, language: Language, tone: str = "") -> VoiceStyle:
        """The persona's voice in a language, in a scene tone."""
        from edge.model.voice.marks import TONES

        style = style_for(self.server.config.voice, language, self.engine.voices)
        if self.engine.fast and (name := fast_voice(language, self.engine.voices)):
            style = replace(style, voice=name)
        return TONES[tone].applied(style) if tone else style

    def _say(self, text: str, language: Language, tone: str = "") -> Iterator[str]:
        """The reply as text and sound, a clause at a time; the end of the response, unless a cancel brings that."""
        if not self.server.speaks or not self.engine.speaks:
            self.server.text_delta(_unmarked(text))
        else:
            self.engine.wish(language, self._style(language, "calm" if self.responder.calm else ""))
            for words, samples in self._sound(text, language, self._style(language, tone)):
                if self._interrupted:
                    return
                self.server.text_delta(words)
                self.server.audio_delta(to_wire(samples))
                yield from self.server.take_outgoing()
                if self._interrupted:
                    return
        self.server.end_response()
        yield from self.server.take_outgoing()

    def _sound(self, text: str, language: Language, style: VoiceStyle) -> Iterator[tuple[str, Samples]]:
        """Passages with the white space that stood between them, so that the words add up to the reply without its marks."""
        from edge.model.voice.marks import plain

        written = plain(text)
        if self.engine.lite:
            yield written, self._rendered_before(text, language, style)
            return
        place = 0
        for words, samples in self.engine.speak(text, language, style):
            found = written.find(words, place) if words else -1
            end = found + len(words) if found >= 0 else place
            yield (written[place:end] if found >= 0 else words), samples
            place = max(place, end)

    def _rendered_before(self, text: str, language: Language, style: VoiceStyle) -> Samples:
        """The sound of an engine without a voice: the reply if all of it is kept, else how it begins."""
        from edge.model.voice.clauses import split_opener

        opener, _ = split_opener(text)
        held = self.engine.held(text, language, style)
        if held is None and opener:
            held = self.engine.held(opener, language, style)
        return held if held is not None else np.zeros(0, np.float32)

    def _time(self) -> Clock | None:
        for text in reversed(self._state.values()):
            if (clock := Clock.from_state(text)) is not None:
                return clock
        return self.clock()

    def _note_name(self, language: Language, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            arguments = outcome.request.arguments
            # A client without the tool keeps no preferences; in this conversation the name holds all the same.
            done = outcome.result is None or outcome.result.get("status") == "done"
            if outcome.request.name == "remember_preference" and arguments.get("key") == "name" and done:
                self._called[language] = str(arguments.get("value", ""))[:_MAX_NAME]
                speaker = self.responder.speaker
                self.responder.speaker = replace(speaker, address={**speaker.address, **self._called})


def _unmarked(text: str) -> str:
    """The text without marks of manner; a session in writing does not import the voice for a text that has none."""
    if "<" not in text:
        return text
    from edge.model.voice.marks import plain

    return plain(text)
