"""Reads a server's events, whatever its dialect and its faults, into normalised ones.

Nothing that arrives raises: what cannot be read is counted and left out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from edge.events import Json
from edge.realtime.answers import Answer, AnswerBook
from edge.realtime.counters import ClientCounters
from edge.realtime.dialects import canonical
from edge.realtime.events import (
    AudioDelta,
    AudioDone,
    InputCommitted,
    InputTranscript,
    InputTranscriptFailed,
    ResponseFinished,
    ResponseStarted,
    ServerEvent,
    SessionCreated,
    SessionUpdated,
    SpeechStarted,
    SpeechStopped,
    Status,
    TextDelta,
    TextDone,
    UnknownEvent,
)
from edge.realtime.failures import read_error
from edge.realtime.fields import identifier, integer, mapping, sequence, text
from edge.realtime.memory import ForgetOldestCounts, ForgetOldestSet
from edge.realtime.shapes import output_text, read_turn_detection, read_usage
from edge.realtime.wire import decode_audio

Event = dict[str, Json]
Handler = Callable[[Event], Iterator[ServerEvent]]

_STATUS: dict[str, Status] = {
    "completed": "completed",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "failed": "failed",
    "incomplete": "incomplete",
}

_QUIET = frozenset(
    {
        "conversation.created",
        "conversation.item.deleted",
        "conversation.item.retrieved",
        "conversation.item.truncated",
        "conversation.item.input_audio_transcription.delta",
        "conversation.item.input_audio_transcription.segment",
        "input_audio_buffer.cleared",
        "input_audio_buffer.timeout_triggered",
        "output_audio_buffer.started",
        "output_audio_buffer.stopped",
        "output_audio_buffer.cleared",
        "rate_limits.updated",
        "response.content_part.added",
        "response.content_part.done",
        "response.function_call_arguments.delta",
        "response.thinking.done",
    }
)
"""Known events that say nothing the client acts on."""

_OUTPUT = frozenset(
    {
        "response.audio.delta",
        "response.audio_transcript.delta",
        "response.audio_transcript.done",
        "response.text.delta",
        "response.text.done",
        "response.function_call_arguments.done",
    }
)
"""Events that prove that the response they name is under way."""


class SessionReader:
    """The reading half of a client session."""

    def __init__(self, counters: ClientCounters) -> None:
        self.counters = counters
        self.book = AnswerBook(counters)
        # The last events of unknown type, and how many of each.
        self.unknown: deque[UnknownEvent] = deque(maxlen=32)
        self.unknown_types = ForgetOldestCounts(64)
        # Set by the first session.created; a second one is session.updated under a wrong name.
        self.session_id = ""
        # Newest committed user item.
        self.input_id = ""
        self._transcribed = ForgetOldestSet(256)
        self._made_up = 0
        self._handlers: dict[str, Handler] = {
            "session.created": self._session,
            "session.updated": self._session,
            "error": self._error,
            "input_audio_buffer.speech_started": self._speech_started,
            "input_audio_buffer.speech_stopped": self._speech_stopped,
            "input_audio_buffer.committed": self._committed,
            "conversation.item.input_audio_transcription.completed": self._transcript,
            "conversation.item.input_audio_transcription.failed": self._transcript_failed,
            "conversation.item.created": self._item,
            "conversation.item.done": self._item,
            "response.output_item.added": self._item,
            "response.output_item.done": self._item_done,
            "response.created": self._response_created,
            "response.done": self._response_done,
            "response.cancelled": self._response_done,
            "response.audio.delta": self._audio,
            "response.audio.done": self._audio_done,
            "response.audio_transcript.delta": self._words,
            "response.audio_transcript.done": self._words_done,
            "response.text.delta": self._words,
            "response.text.done": self._words_done,
            "response.function_call_arguments.done": self._call,
            "response.thinking.delta": self._thinking,
        }

    def read(self, event: Event, excerpt: str = "") -> list[ServerEvent]:
        """The normalised events that one event of the wire amounts to; often one, sometimes none.

        excerpt: the beginning of its text, kept when its type is unknown.
        """
        wire = text(event.get("type"))
        name = canonical(wire)
        handler = self._handlers.get(name)
        if handler is not None:
            if name != wire:
                event = {**event, "type": name}
            if name in _OUTPUT:
                return [*self._unannounced(event), *handler(event)]
            return list(handler(event))
        if name in _QUIET:
            return []
        self.counters.unknown += 1
        self.unknown_types.add(wire[:80], 1)
        unknown = UnknownEvent(wire[:80], excerpt[:200])
        self.unknown.append(unknown)
        return [unknown]

    # Session and input

    def _session(self, event: Event) -> Iterator[ServerEvent]:
        body = mapping(event.get("session"))
        session_id = identifier(body.get("id")) or self.session_id
        if event["type"] == "session.created" and not self.session_id:
            self.session_id = session_id or "session"
            yield SessionCreated(self.session_id, text(body.get("model")))
            return
        self.session_id = self.session_id or session_id or "session"
        audio_in = mapping(mapping(body.get("audio")).get("input"))
        detection = body.get("turn_detection", audio_in.get("turn_detection"))
        yield SessionUpdated(self.session_id, read_turn_detection(detection) is not None)

    def _error(self, event: Event) -> Iterator[ServerEvent]:
        self.counters.errors += 1
        yield read_error(event)

    def _speech_started(self, event: Event) -> Iterator[ServerEvent]:
        yield SpeechStarted(identifier(event.get("item_id")) or "", integer(event.get("audio_start_ms")))

    def _speech_stopped(self, event: Event) -> Iterator[ServerEvent]:
        yield SpeechStopped(identifier(event.get("item_id")) or "", integer(event.get("audio_end_ms")))

    def _committed(self, event: Event) -> Iterator[ServerEvent]:
        item_id = identifier(event.get("item_id"))
        if item_id is None:
            item_id = self._invent("input")
        elif item_id == self.input_id:
            self.counters.duplicates += 1
            return
        self.input_id = item_id
        yield InputCommitted(item_id)

    def _transcript(self, event: Event) -> Iterator[ServerEvent]:
        item_id = identifier(event.get("item_id")) or self.input_id or self._invent("input")
        if not self._transcribed.add(item_id):
            self.counters.duplicates += 1
            return
        language = text(event.get("language"))
        for entry in sequence(event.get("languages"))[:1]:
            language = language or text(entry) or text(mapping(entry).get("language"))
        yield InputTranscript(item_id, text(event.get("transcript")), language or None)

    def _transcript_failed(self, event: Event) -> Iterator[ServerEvent]:
        item_id = identifier(event.get("item_id")) or self.input_id or self._invent("input")
        if self._transcribed.add(item_id):
            yield InputTranscriptFailed(item_id, read_error(event).message)

    # Responses

    def _response_created(self, event: Event) -> Iterator[ServerEvent]:
        response = mapping(event.get("response"))
        named = identifier(response.get("id")) or identifier(event.get("response_id"))
        yield from self._start(named or self._invent("response"))

    def _start(self, response_id: str) -> Iterator[ServerEvent]:
        if self.book.start(response_id) is None:
            return
        for lost in self.book.overdue():
            self.counters.abandoned += 1
            yield self.book.close(self.book.open[lost], "incomplete")
        yield ResponseStarted(response_id)

    def _unannounced(self, event: Event) -> Iterator[ServerEvent]:
        """A response whose creation was never said begins with its first output."""
        named = identifier(event.get("response_id"))
        if named and named not in self.book.open and named not in self.book.closed:
            yield from self._start(named)

    def _response_done(self, event: Event) -> Iterator[ServerEvent]:
        response = mapping(event.get("response"))
        named = identifier(response.get("id")) or identifier(event.get("response_id"))
        if event["type"] == "response.done" and response.get("status") == "in_progress":
            yield from self._response_created(event)  # a creation under the name of the end
            return
        current = self.book.current
        response_id = named or (current.response_id if current else None)
        if response_id is None or response_id in self.book.closed:
            self.counters.duplicates += 1
            return
        if response_id not in self.book.open:
            yield from self._start(response_id)
        answer = self.book.open[response_id]
        status = _STATUS.get(text(response.get("status")))
        if event["type"] == "response.cancelled":
            status = "cancelled"
        details = mapping(response.get("status_details"))
        error = read_error(details) if details.get("error") else None
        if not answer.dead:
            if status in (None, "completed"):
                for item in sequence(response.get("output")):
                    yield from self._finished_item(answer, mapping(item))
            if not answer.words:
                answer.add_words((answer.item_id, 0, bool(answer.audio_bytes)), output_text(response))
        usage = read_usage(response.get("usage")) or read_usage(event.get("usage"))
        if usage is not None:
            self.counters.tokens_in += usage.input
            self.counters.tokens_out += usage.output
        yield self.book.close(answer, status or ("failed" if error else "completed"), usage, error)

    def finish(self, response_id: str) -> ResponseFinished | None:
        """Close a response without word from the server; None when it is not open."""
        answer = self.book.open.get(response_id)
        if answer is None:
            return None
        self.counters.abandoned += 1
        return self.book.close(answer, "cancelled" if answer.dead else "incomplete")

    # Output

    def _output(self, event: Event) -> tuple[Answer | None, str]:
        answer = self.book.live(event)
        if answer is None:
            return None, ""
        item_id = identifier(event.get("item_id")) or answer.item_id
        if not item_id:
            item_id = self._invent("item")
        answer.item_id = item_id
        return answer, item_id

    def _audio(self, event: Event) -> Iterator[ServerEvent]:
        value = event.get("delta")
        answer, item_id = self._output(event)
        if answer is None:
            self.counters.late_audio_bytes += len(value) * 3 // 4 if isinstance(value, str) else 0
            return
        pcm = decode_audio(value)
        if pcm is None:
            self.counters.malformed += 1
            return
        if answer.carry or len(pcm) % 2:
            pcm = answer.carry + pcm
            answer.carry = pcm[len(pcm) & ~1 :]
            pcm = pcm[: len(pcm) & ~1]
        if not pcm:
            return
        answer.audio_bytes += len(pcm)
        self.counters.audio_bytes_in += len(pcm)
        self.book.item_audio.add(item_id, len(pcm))
        yield AudioDelta(answer.response_id, item_id, pcm)

    def _audio_done(self, event: Event) -> Iterator[ServerEvent]:
        answer, item_id = self._output(event)
        if answer is not None and self._once(answer, (item_id, 0, "audio")):
            answer.carry = b""
            yield AudioDone(answer.response_id, item_id)

    def _words(self, event: Event) -> Iterator[ServerEvent]:
        answer, item_id = self._output(event)
        if answer is None:
            return
        spoken = event["type"] == "response.audio_transcript.delta"
        index = integer(event.get("content_index")) or 0
        more = answer.add_words((item_id, index, spoken), text(event.get("delta")) or text(event.get("text")))
        if more:
            yield TextDelta(answer.response_id, item_id, more, spoken)

    def _words_done(self, event: Event) -> Iterator[ServerEvent]:
        answer, item_id = self._output(event)
        if answer is None:
            return
        spoken = event["type"] == "response.audio_transcript.done"
        index = integer(event.get("content_index")) or 0
        if not self._once(answer, (item_id, index, "spoken" if spoken else "written")):
            return
        key = (item_id, index, spoken)
        said = text(event.get("transcript")) or text(event.get("text"))
        if said and key not in answer.words:
            said = answer.add_words(key, said)
        yield TextDone(answer.response_id, item_id, said or answer.words.get(key, ""), spoken)

    def _once(self, answer: Answer, key: tuple[str, int, str]) -> bool:
        if key in answer.done or len(answer.done) >= 256:
            self.counters.duplicates += 1
            return False
        answer.done.add(key)
        return True

    def _thinking(self, event: Event) -> Iterator[ServerEvent]:
        self.counters.thinking_chars += len(text(event.get("delta")) or text(event.get("thinking")))
        yield from ()

    # Items and tool calls

    def _item(self, event: Event) -> Iterator[ServerEvent]:
        item = mapping(event.get("item"))
        if item.get("type") == "function_call":
            answer = self.book.live(event)
            if answer is not None:
                self.book.note_call(answer, item)
        yield from ()

    def _item_done(self, event: Event) -> Iterator[ServerEvent]:
        item = mapping(event.get("item"))
        if item.get("type") == "function_call":
            answer = self.book.live(event)
            if answer is not None:
                yield from self._finished_item(answer, item)

    def _finished_item(self, answer: Answer, item: Event) -> Iterator[ServerEvent]:
        """A call whose complete arguments came in no event of their own; one cut short has a status that says so."""
        if item.get("type") != "function_call" or item.get("status") in ("in_progress", "incomplete"):
            return
        if identifier(item.get("call_id")) not in self.book.called:
            call = self.book.call(answer, item)
            if call is not None:
                yield call

    def _call(self, event: Event) -> Iterator[ServerEvent]:
        answer = self.book.live(event)
        if answer is not None:
            call = self.book.call(answer, event)
            if call is not None:
                yield call

    def _invent(self, kind: str) -> str:
        self._made_up += 1
        return f"{kind}_unnamed_{self._made_up}"
