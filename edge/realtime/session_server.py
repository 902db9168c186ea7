"""The server's side of a realtime session, sans-I/O.

Text frames from the client go in through `receive`, normalised commands come out of it; the answering calls
(`begin_response` ... `end_response`) queue the wire events of the client's dialect, which `take_outgoing` gives out.
Whatever the client sends, nothing raises: what cannot be done is answered with an error event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

from edge.events import Json
from edge.realtime.answer_writer import AnswerWriter
from edge.realtime.commands import ClientCommand, ResponseCancelled, ResponseRequested
from edge.realtime.config import BYTES_PER_SECOND, SessionConfig
from edge.realtime.conversation import Conversation
from edge.realtime.counters import ServerCounters
from edge.realtime.dialects import OPENAI_GA, STEPFUN, Dialect, session_shape
from edge.realtime.events import Status, Usage
from edge.realtime.fields import identifier, mapping, text
from edge.realtime.input_audio import DropOldestAudioBuffer
from edge.realtime.server_requests import RequestReader, RequestRefusedError
from edge.realtime.shapes import describe_session, read_modalities
from edge.realtime.wire import MAX_FRAME_BYTES, decode, encode

Event = dict[str, Json]


class ServerSession:
    """One session with one client."""

    def __init__(
        self,
        dialect: Dialect | None,
        *,
        session_id: str = "local",
        model: str = "cabin-voice",
        guess: Dialect = OPENAI_GA,
        max_frame: int = MAX_FRAME_BYTES,
    ) -> None:
        """dialect: None lets the shape of the client's first settings decide; `guess` is spoken until then.

        session_id: part of every id that is given out, so that ids of two sessions differ; letters and digits.
        model: what the session says it runs.
        """
        self.dialect = dialect or guess
        self.dialect_settled = dialect is not None
        self.session_id = session_id
        self.model = model
        self.max_frame = max_frame
        self.config = SessionConfig()
        self.counters = ServerCounters()
        self.conversation = Conversation()
        self.audio = DropOldestAudioBuffer()
        # Whether response.create was received and begin_response is still due.
        self.requested = False
        # The response that is being answered, None between responses.
        self.writer: AnswerWriter | None = None
        self._asked: ResponseRequested | None = None
        self._outgoing: list[str] = []
        self._ids = count(1)
        self._requests = RequestReader(self)
        self._handlers: dict[str, Callable[[Event], Iterator[ClientCommand]]] = {
            "session.update": self._requests.session_update,
            "input_audio_buffer.append": self._requests.append,
            "input_audio_buffer.commit": self._requests.commit,
            "input_audio_buffer.clear": self._requests.clear,
            "conversation.item.create": self._requests.item_create,
            "conversation.item.delete": self._requests.item_delete,
            "conversation.item.truncate": self._requests.item_truncate,
            "conversation.item.retrieve": self._requests.item_retrieve,
            "response.create": self._response_create,
            "response.cancel": self._response_cancel,
        }

    # Wire

    def open(self) -> None:
        """Queue session.created."""
        self.send("session.created", {"session": self.describe()})

    def describe(self) -> Event:
        """The session object."""
        return describe_session(self.dialect, self.config, f"sess_{self.session_id}", self.model)

    def new_id(self, kind: str) -> str:
        """A fresh id, unlike any of another session."""
        return f"{kind}_{self.session_id}_{next(self._ids)}"

    def send(self, name: str, fields: Event) -> None:
        """Queue an event by its canonical name."""
        self._send_text(encode({"type": self.dialect.wire(name), "event_id": self.new_id("event"), **fields}))

    def _send_text(self, frame: str) -> None:
        self.counters.frames_out += 1
        self._outgoing.append(frame)

    def take_outgoing(self) -> list[str]:
        """Text frames to write, in order."""
        frames, self._outgoing = self._outgoing, []
        return frames

    def receive(self, frame: str | bytes) -> list[ClientCommand]:
        """Take one text frame; the commands it amounts to. Acknowledgements and refusals are queued."""
        self.counters.frames_in += 1
        if len(frame) > self.max_frame:
            self.counters.oversize += 1
            self.error("frame_too_large", f"a frame may have {self.max_frame} bytes, this one has {len(frame)}")
            return []
        event = decode(frame)
        if event is None:
            self.counters.malformed += 1
            self.error("invalid_json", "the frame is not a JSON object")
            return []
        event_id = identifier(event.get("event_id"))
        kind = text(event.get("type"))
        handler = self._handlers.get(kind)
        if handler is None:
            self.counters.unknown += 1
            self.error("unknown_event", f"unknown event type {kind[:80]!r}", event_id)
            return []
        self._settle(event)
        try:
            return list(handler(event))
        except RequestRefusedError as refusal:
            self.counters.refused += 1
            self.error(refusal.code, refusal.message, event_id)
            return []

    def _settle(self, event: Event) -> None:
        if not self.dialect_settled:
            shape = session_shape(event)
            if shape is not None:
                if shape != self.dialect.session:
                    self.dialect = OPENAI_GA if shape == "audio" else STEPFUN
                self.dialect_settled = True

    def error(self, code: str, message: str, event_id: str | None = None) -> None:
        """Queue an error event. event_id: the client's event it is about."""
        body: Event = {"type": "invalid_request_error", "code": code, "message": message, "param": None}
        self.send("error", {"error": {**body, "event_id": event_id}})

    # Responses

    def _response_create(self, event: Event) -> Iterator[ClientCommand]:
        if self.requested or self.writer is not None:
            raise RequestRefusedError(
                "conversation_already_has_active_response", "Conversation already has an active response in progress"
            )
        body = mapping(event.get("response"))
        instructions = text(body.get("instructions")) or text(mapping(body.get("session")).get("instructions"))
        modalities = read_modalities(body.get("output_modalities")) or read_modalities(body.get("modalities"))
        self.requested = True
        self._asked = ResponseRequested(instructions or None, modalities)
        yield self._asked

    def _response_cancel(self, event: Event) -> Iterator[ClientCommand]:
        named = identifier(event.get("response_id"))
        if self.writer is None and not self.requested:
            raise RequestRefusedError("response_cancel_not_active", "Cancellation failed: no active response found")
        response_id = self.writer.response_id if self.writer is not None else None
        if named and response_id and named != response_id:
            raise RequestRefusedError("response_cancel_not_active", f"Cancellation failed: response {named!r} is not active")
        if self.writer is None:
            self.begin_response()
        self.end_response("cancelled", "client_cancelled")
        yield ResponseCancelled(response_id)

    def begin_response(self) -> str:
        """Begin to answer; the response's id.

        RuntimeError: a response is under way (that is the caller's mistake, not the client's).
        """
        if self.writer is not None:
            raise RuntimeError(f"{self.writer.response_id} has not ended")
        config = self.config
        if self._asked is not None and self._asked.modalities is not None:
            config = replace(config, modalities=self._asked.modalities)
        self.requested, self._asked = False, None
        response_id = self.new_id("resp")
        self.writer = AnswerWriter(self.dialect, config, self.conversation, response_id, self.new_id, self.send, self._send_text)
        self.writer.begin()
        return response_id

    @property
    def answering(self) -> bool:
        """Whether a response is under way; what is answered when none is, after a cancel, is counted and dropped."""
        return self.writer is not None

    @property
    def speaks(self) -> bool:
        """Whether the response under way (or the next one) is to be audio."""
        return (self.writer.config if self.writer is not None else self.config).speaks

    def begin_message(self) -> str:
        """Begin a message item in the response; its id, "" when the response is over."""
        if self.writer is None:
            self.counters.late_answers += 1
            return ""
        return self.writer.begin_message()

    def audio_delta(self, pcm: bytes) -> None:
        """More spoken audio, 24 kHz mono s16le, any length; a message is begun when none is open."""
        if self.writer is None or not self.writer.audio_delta(pcm):
            self.counters.late_answers += 1

    def text_delta(self, words: str) -> None:
        """More words of the message: transcript of the audio, or the text of a written answer."""
        if self.writer is None:
            self.counters.late_answers += 1
        else:
            self.writer.text_delta(words)

    def end_message(self) -> None:
        """Close the message."""
        if self.writer is not None:
            self.writer.end_message()

    def tool_call(self, name: str, arguments: dict[str, Json]) -> str:
        """Ask the client to call a tool; the call id, "" when the response is over."""
        if self.writer is None:
            self.counters.late_answers += 1
            return ""
        return self.writer.tool_call(name, arguments)

    def end_response(
        self,
        status: Status = "completed",
        reason: str | None = None,
        *,
        error: dict[str, Json] | None = None,
        usage: Usage | None = None,
    ) -> None:
        """End the response. reason: for a cancelled or incomplete one. error: {"code", "message"} for a failed one."""
        writer, self.writer = self.writer, None
        if writer is not None:
            writer.end(status, reason, error, usage)

    # User items

    def input_transcript(self, item_id: str, words: str, language: str | None = None) -> None:
        """Tell the client what was understood of a committed item."""
        entry = self.conversation.get(item_id)
        seconds = entry.audio_bytes / BYTES_PER_SECOND if entry is not None else 0.0
        fields: Event = {"item_id": item_id, "content_index": 0, "transcript": words}
        if language:
            fields["language"] = language
        fields["usage"] = {"type": "duration", "seconds": round(seconds, 3)}
        self.send("conversation.item.input_audio_transcription.completed", fields)

    def input_transcript_failed(self, item_id: str, message: str) -> None:
        """Tell the client that a committed item could not be transcribed."""
        error: Event = {"type": "transcription_error", "code": "audio_unintelligible", "message": message}
        fields: Event = {"item_id": item_id, "content_index": 0, "error": error}
        self.send("conversation.item.input_audio_transcription.failed", fields)

    def speech_started(self, start_ms: int) -> str:
        """Announce speech that the server itself detected; the id its item will have. Times count appended audio."""
        item_id = self._requests.announced = self.new_id("item")
        self.send("input_audio_buffer.speech_started", {"audio_start_ms": start_ms, "item_id": item_id})
        return item_id

    def speech_stopped(self, end_ms: int) -> list[ClientCommand]:
        """Announce the end of that speech and commit the buffer as the client would."""
        item_id = self._requests.announced
        self.send("input_audio_buffer.speech_stopped", {"audio_end_ms": end_ms, "item_id": item_id})
        return list(self._requests.commit({})) if len(self.audio) >= 2 else []
