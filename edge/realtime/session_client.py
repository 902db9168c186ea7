"""The client's side of a realtime session, sans-I/O.

Text frames from the server go in through `receive`, normalised events come out of it; frames to write come out of
`take_outgoing`. Nothing here waits, and nothing that a server sends raises.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from edge.events import Json
from edge.realtime.arbiter import Action, Blame, Create, Request, ResponseArbiter, Slot
from edge.realtime.config import BYTES_PER_SECOND, SAY_EXACTLY, Role, SessionConfig
from edge.realtime.counters import ClientCounters
from edge.realtime.dialects import Dialect
from edge.realtime.events import (
    AudioDelta,
    InputCommitted,
    ResponseFinished,
    ResponseStarted,
    ServerError,
    ServerEvent,
    SessionUpdated,
)
from edge.realtime.failures import benign_reason
from edge.realtime.outbox import DropOldestAudioOutbox
from edge.realtime.session_reader import SessionReader
from edge.realtime.shapes import write_message, write_session
from edge.realtime.wire import MAX_FRAME_BYTES, decode, encode, encode_append

CHUNK_BYTES = BYTES_PER_SECOND * 40 // 1000
"""Audio is sent in pieces of 40 ms: 20 ms doubles the number of frames and gains nothing once a turn is under way."""

MAX_CHUNK_BYTES = 5 * CHUNK_BYTES
"""Audio that comes at once (a pre-roll, a replayed turn) goes out in pieces of 200 ms."""

MAX_HISTORY_CHARS = 16_000
"""Characters of history that are replayed: the newest turns that fit."""


class ClientSession:
    """One session with one endpoint; a new connection needs a new session."""

    def __init__(self, dialect: Dialect, config: SessionConfig, *, max_frame: int = MAX_FRAME_BYTES) -> None:
        """max_frame: longest text frame that is read, in characters."""
        self.dialect = dialect
        self.config = config
        self.max_frame = max_frame
        self.counters = ClientCounters()
        self.outbox = DropOldestAudioOutbox()
        self.reader = SessionReader(self.counters)
        self.arbiter = ResponseArbiter()
        # Whether session.updated has come after open().
        self.ready = False
        # Whether the endpoint has produced audio, after which its voice is locked.
        self.voice_locked = False
        # Raw audio queued since the last commit or clear, the unsent remainder included.
        self.uncommitted_bytes = 0
        # Audio short of a chunk.
        self._partial = bytearray()
        # Rolling system items by prefix: number and text of the one in the conversation.
        self._rolling: dict[str, tuple[int, str]] = {}
        self._ids = count(1)
        self._history = count(1)
        self._creates: dict[str, Blame] = {}

    # Settings

    def open(self) -> None:
        """Queue the first session.update. Nothing has to be awaited before it."""
        self._send_session()

    def update(self, config: SessionConfig) -> None:
        """Change the settings; the voice only while it is not locked."""
        self.config = config
        self._send_session()

    def _send_session(self) -> None:
        body = write_session(self.dialect, self.config, voice=not self.voice_locked)
        self._send({"type": "session.update", "session": body})

    # Audio in

    def append_audio(self, pcm16_24k: bytes | bytearray | memoryview) -> None:
        """Send audio, 24 kHz mono s16le, any length; it leaves in pieces of 40 ms, the rest with the commit."""
        self._partial += pcm16_24k
        self.uncommitted_bytes += len(pcm16_24k)
        if len(self._partial) >= CHUNK_BYTES:
            self._send_audio(CHUNK_BYTES)

    def _send_audio(self, smallest: int) -> None:
        start, held = 0, len(self._partial)
        with memoryview(self._partial) as view:
            while held - start >= smallest:
                size = min(held - start, MAX_CHUNK_BYTES)
                if size > CHUNK_BYTES:
                    size -= size % CHUNK_BYTES
                self.outbox.put(encode_append(view[start : start + size]), size)
                self.counters.frames_out += 1
                self.counters.audio_bytes_out += size
                start += size
        del self._partial[:start]

    def commit(self, *, rest: bool = True) -> None:
        """End the turn: all audio so far is one user item. Does nothing when there is none, which servers refuse.

        rest: with the last piece of less than 40 ms, which is dropped otherwise unless it is all there is.
        """
        if not rest and self.uncommitted_bytes > len(self._partial):
            self.uncommitted_bytes -= len(self._partial)
            self._partial.clear()
        if len(self._partial) % 2:
            self._partial.pop()
        self._send_audio(2)
        if self.uncommitted_bytes >= 2:
            self._send({"type": "input_audio_buffer.commit"})
        self.uncommitted_bytes = 0

    def clear_audio(self) -> None:
        """Forget the audio sent since the last commit."""
        self._partial.clear()
        if self.uncommitted_bytes:
            self._send({"type": "input_audio_buffer.clear"})
        self.uncommitted_bytes = 0

    # Responses

    @property
    def active_response(self) -> str | None:
        """Id of the response under way, None when there is none that is wanted."""
        return self.arbiter.response_id if self.arbiter.slot is Slot.ACTIVE else None

    @property
    def busy(self) -> bool:
        """Whether a response is asked for, under way or being cancelled."""
        return self.arbiter.busy

    @property
    def doubtful(self) -> bool:
        """Whether a response was given up before it had an id: the next one may be its late answer.

        A new session is then the only way to be sure whose answer comes.
        """
        return self.arbiter.orphan

    def request_response(self, instructions: str | None = None, *, text_only: bool = False, once: bool = False) -> None:
        """Ask for a response, now or when the current one has ended.

        instructions: for this response alone. once: a response that the server has begun unasked meanwhile will do.
        """
        if once and self.arbiter.slot is Slot.ACTIVE:
            return
        self._act(self.arbiter.request(Request(instructions, text_only, once)))

    def say(self, text: str) -> None:
        """Have a fixed sentence spoken, word for word."""
        self.request_response(SAY_EXACTLY + text)

    def cancel(self) -> str | None:
        """Stop the response: its id is dead from here on, whatever the server does. Requests that wait are dropped.

        The id, or None when none was under way (one that is only asked for dies when it is created).
        """
        response_id = self.active_response
        for open_id in self.reader.book.open:
            self.reader.book.kill(open_id)
        self._act(self.arbiter.cancel())
        return response_id

    def abandon_response(self) -> ResponseFinished | None:
        """Stop waiting for a response's end, after the caller's own deadline; a waiting request is sent.

        The end of the response as if the server had said it, None when none had started.
        """
        response_id = self.arbiter.response_id
        finished = None
        if response_id is not None:
            self.reader.book.kill(response_id)
            finished = self.reader.finish(response_id)
        self._act(self.arbiter.release())
        return finished

    def _act(self, actions: Sequence[Action]) -> None:
        for action in actions:
            if isinstance(action, Create):
                self._send(self._response_create(action.request), "create")
            else:
                cancel: dict[str, Json] = {"type": "response.cancel"}
                if action.response_id and self.dialect.cancel_names_response:
                    cancel["response_id"] = action.response_id
                self._send(cancel, "cancel")

    def _response_create(self, request: Request) -> dict[str, Json]:
        body: dict[str, Json] = {}
        speaks = self.config.speaks and not request.text_only
        if self.dialect.session == "audio":
            body["output_modalities"] = ["audio" if speaks else "text"]
        else:
            body["modalities"] = ["text", "audio"] if speaks else ["text"]
        if request.instructions is not None:
            body["instructions"] = request.instructions
        return {"type": "response.create", "response": body}

    # Conversation

    def send_tool_result(self, call_id: str, output: str) -> None:
        """Answer a tool call. A response to it is asked for separately."""
        item: dict[str, Json] = {"type": "function_call_output", "call_id": call_id, "output": output}
        self._send({"type": "conversation.item.create", "item": item})

    def send_text(self, text: str) -> str:
        """Put a user's message in writing into the conversation; its item id."""
        return self._message("txt", next(self._history), "user", text)

    def replace_state(self, text: str) -> None:
        """Keep one system item at the end of the conversation that says how things stand: new in, old out."""
        self._roll("veh", text)

    def replace_anchor(self, text: str) -> None:
        """Keep one system item that brings the model back to its persona, apart from the one about the state."""
        self._roll("anc", text, even_if_same=True)

    def _roll(self, prefix: str, text: str, *, even_if_same: bool = False) -> None:
        old, before = self._rolling.get(prefix, (0, ""))
        if text == before and not even_if_same:
            return
        self._rolling[prefix] = (old + 1, text)
        self._message(prefix, old + 1, "system", text)
        if old:
            self._send({"type": "conversation.item.delete", "item_id": f"{prefix}_{old}"})

    def seed_history(self, turns: Sequence[tuple[Role, str]]) -> None:
        """Replay what was said and heard so far, oldest first, as text: the newest turns that fit in 16,000 characters.

        Assistant audio cannot be replayed, so its heard words are given.
        """
        kept: list[tuple[Role, str]] = []
        room = MAX_HISTORY_CHARS
        for role, words in reversed(turns):
            room -= len(words)
            if room < 0:
                break
            kept.append((role, words))
        self.counters.history_dropped += len(turns) - len(kept)
        for role, words in reversed(kept):
            if words.strip():
                self._message("his", next(self._history), role, words)

    def tell_heard(self, item_id: str, played_ms: int, heard_text: str = "") -> None:
        """Tell the endpoint how much of an interrupted answer was heard.

        played_ms: audio of the item that left the loudspeaker, in milliseconds; more than was received is not
        believed, for servers refuse it. heard_text: the words of that part, for dialects that cannot truncate.
        """
        received_ms = self.reader.book.item_audio[item_id] * 1000 // BYTES_PER_SECOND
        played_ms = max(0, min(played_ms, received_ms))
        if played_ms and self.dialect.truncates:
            self._send(
                {
                    "type": "conversation.item.truncate",
                    "item_id": item_id,
                    "content_index": 0,
                    "audio_end_ms": played_ms,
                }
            )
            return
        self._send({"type": "conversation.item.delete", "item_id": item_id})
        if played_ms and heard_text.strip():
            self._message("his", next(self._history), "assistant", heard_text)

    def _message(self, prefix: str, number: int, role: Role, words: str) -> str:
        item_id = f"{prefix}_{number}"
        item = write_message(self.dialect, item_id, role, words)
        self._send({"type": "conversation.item.create", "item": item})
        return item_id

    # Wire

    def _send(self, event: dict[str, Json], blame: Blame = None) -> None:
        event_id = f"cv_{next(self._ids)}"
        if blame is not None:
            self._creates[event_id] = blame
            if len(self._creates) > 32:
                del self._creates[next(iter(self._creates))]
        self.counters.frames_out += 1
        self.outbox.put(encode({"event_id": event_id, **event}))

    def take_outgoing(self) -> list[str]:
        """Text frames to write, in order."""
        return self.outbox.take()

    def receive(self, text: str | bytes) -> list[ServerEvent]:
        """Take one text frame; the normalised events it amounts to. What cannot be read is counted, never raised."""
        self.counters.frames_in += 1
        if len(text) > self.max_frame:
            self.counters.oversize += 1
            message = f"a text frame of {len(text)} bytes, more than the {self.max_frame} allowed"
            return [ServerError("frame_too_large", message, "retry")]
        event = decode(text)
        if event is None:
            self.counters.malformed += 1
            return []
        excerpt = text[:200] if isinstance(text, str) else text[:200].decode("utf-8", "replace")
        found: list[ServerEvent] = []
        for entry in self.reader.read(event, excerpt):
            if isinstance(entry, AudioDelta):
                self.voice_locked = True
                found.append(entry)
            else:
                found.extend(self._follow(entry))
        return found

    def _follow(self, event: ServerEvent) -> list[ServerEvent]:
        """What an event means for the one response; the event itself unless nobody wants to know of it."""
        if isinstance(event, ResponseStarted):
            self._act(self.arbiter.started(event.response_id))
            if self.arbiter.slot is Slot.CANCELLING:
                self.reader.book.kill(event.response_id)
                return []
        elif isinstance(event, ResponseFinished):
            self._act(self.arbiter.finished(event.response_id))
        elif isinstance(event, ServerError):
            return self._failed(event)
        elif isinstance(event, SessionUpdated):
            self.ready = True
        elif isinstance(event, InputCommitted) and self.config.turn_detection is not None:
            self.uncommitted_bytes = 0
        return [event]

    def _failed(self, error: ServerError) -> list[ServerEvent]:
        cancelled = self.arbiter.response_id if self.arbiter.slot is Slot.CANCELLING else None
        blame = self._creates.get(error.event_id) if error.event_id else None
        over = None
        if cancelled is not None and error.kind == "benign" and benign_reason(error) == "cancel_idle":
            over = self.reader.finish(cancelled)  # the server says that nothing runs: so it has ended
        self._act(self.arbiter.failed(error, blame))
        return [error] if over is None else [error, over]
