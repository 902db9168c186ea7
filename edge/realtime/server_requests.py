"""What a client asks of the session and the conversation, read from any dialect and acknowledged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from edge.events import Json
from edge.realtime.commands import (
    AudioAppended,
    AudioCleared,
    AudioCommitted,
    ClientCommand,
    Item,
    ItemCreated,
    ItemDeleted,
    ItemTruncated,
    SessionChanged,
    ToolResult,
)
from edge.realtime.config import BYTES_PER_SECOND
from edge.realtime.conversation import MAX_ITEM_CHARS
from edge.realtime.fields import content_text, identifier, integer, mapping, sequence, text
from edge.realtime.shapes import read_role, read_session
from edge.realtime.wire import decode_audio

if TYPE_CHECKING:
    from edge.realtime.session_server import ServerSession

Event = dict[str, Json]


class RequestRefusedError(Exception):
    """A client's event that cannot be done, answered with an error event.

    Examples: a commit of an empty buffer, the deletion of an item that is not there.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class RequestReader:
    """Handlers of the client's events but those about responses. Each raises RequestRefusedError before it changes anything."""

    def __init__(self, session: ServerSession) -> None:
        self.session = session
        # Id that speech_started promised to the next user item, "" when none.
        self.announced = ""

    def session_update(self, event: Event) -> Iterator[ClientCommand]:
        """Merge the settings; an empty or odd update changes nothing and is acknowledged all the same."""
        session = self.session
        session.config = read_session(mapping(event.get("session")), session.config)
        session.send("session.updated", {"session": session.describe()})
        yield SessionChanged(session.config)

    def append(self, event: Event) -> Iterator[ClientCommand]:
        """Audio into the buffer."""
        pcm = decode_audio(event.get("audio"))
        if pcm is None:
            raise RequestRefusedError("invalid_audio", "`audio` is not base64")
        buffer = self.session.audio
        buffer.append(pcm)
        self.session.counters.audio_dropped_bytes = buffer.dropped_bytes
        if pcm:
            yield AudioAppended(pcm)

    def commit(self, event: Event) -> Iterator[ClientCommand]:
        """The buffer becomes a user item."""
        session = self.session
        pcm = session.audio.take()
        if not pcm:
            raise RequestRefusedError("input_audio_buffer_commit_empty", "the input audio buffer is empty")
        item_id = self.announced or session.new_id("item")
        self.announced = ""
        before = session.conversation.last_id
        session.send("input_audio_buffer.committed", {"previous_item_id": before, "item_id": item_id})
        content: list[Json] = [{"type": "input_audio", "transcript": None}]
        self._add(item_id, {"type": "message", "role": "user", "content": content})
        entry = session.conversation.get(item_id)
        if entry is not None:
            entry.audio_bytes = len(pcm)
        yield AudioCommitted(item_id, pcm)

    def clear(self, event: Event) -> Iterator[ClientCommand]:
        """Throw the buffer away."""
        self.session.audio.clear()
        self.session.send("input_audio_buffer.cleared", {})
        yield AudioCleared()

    def _add(self, item_id: str, item: Event, after: str | None = None) -> None:
        session = self.session
        status = text(item.get("status")) or "completed"
        body: Event = {"id": item_id, "object": "realtime.item", **item, "status": status}
        body["id"] = item_id
        before = session.conversation.add(item_id, body)
        acknowledgement: Event = {"previous_item_id": after or before, "item": body}
        session.send("conversation.item.created", acknowledgement)
        if session.dialect.item_done:
            session.send("conversation.item.done", acknowledgement)

    def item_create(self, event: Event) -> Iterator[ClientCommand]:
        """A message, a tool's result, or a past function call replayed."""
        session = self.session
        item = mapping(event.get("item"))
        kind = text(item.get("type")) or "message"
        item_id = identifier(item.get("id")) or session.new_id("item")
        if item_id in session.conversation:
            raise RequestRefusedError("item_exists", f"an item {item_id!r} exists already")
        after = identifier(event.get("previous_item_id"))
        if after is not None and after != "root" and after not in session.conversation:
            raise RequestRefusedError("item_not_found", f"there is no item {after!r} to follow")
        if kind == "function_call_output":
            call_id = identifier(item.get("call_id"))
            if call_id is None:
                raise RequestRefusedError("invalid_item", "a function_call_output needs a `call_id`")
            output = text(item.get("output"))[:MAX_ITEM_CHARS]
            self._add(item_id, {"type": kind, "call_id": call_id, "output": output}, after)
            yield ToolResult(call_id, output)
            return
        if kind == "function_call":
            fields = {name: text(item.get(name))[:MAX_ITEM_CHARS] for name in ("call_id", "name", "arguments")}
            self._add(item_id, {"type": kind, **fields}, after)
            return
        if kind != "message":
            raise RequestRefusedError("invalid_item", f"items of type {kind[:40]!r} are not known here")
        role, words = read_role(item), content_text(item)[:MAX_ITEM_CHARS]
        pcm = b"".join(decode_audio(part.get("audio")) or b"" for part in map(mapping, sequence(item.get("content"))))
        kind_of_text = session.dialect.assistant_text if role == "assistant" else "input_text"
        content: list[Json] = [{"type": kind_of_text, "text": words}]
        self._add(item_id, {"type": kind, "role": role, "content": content}, after)
        yield ItemCreated(Item(item_id, role, words, pcm[: len(pcm) & ~1]), after)

    def _named(self, event: Event) -> str:
        item_id = identifier(event.get("item_id"))
        if item_id is None or item_id not in self.session.conversation:
            raise RequestRefusedError("item_not_found", f"there is no item {item_id!r}")
        return item_id

    def item_delete(self, event: Event) -> Iterator[ClientCommand]:
        """Take an item out."""
        item_id = self._named(event)
        self.session.conversation.remove(item_id)
        self.session.send("conversation.item.deleted", {"item_id": item_id})
        yield ItemDeleted(item_id)

    def item_truncate(self, event: Event) -> Iterator[ClientCommand]:
        """Only part of a spoken answer was heard."""
        item_id = self._named(event)
        entry = self.session.conversation.get(item_id)
        held_ms = entry.audio_bytes * 1000 // BYTES_PER_SECOND if entry is not None else 0
        end_ms = integer(event.get("audio_end_ms"))
        if end_ms is None or end_ms < 0:
            raise RequestRefusedError("invalid_truncation", "`audio_end_ms` is not a number of milliseconds")
        if end_ms > held_ms:
            raise RequestRefusedError("invalid_truncation", f"Audio content of {held_ms}ms is already shorter than {end_ms}ms")
        if entry is not None:
            entry.audio_bytes = end_ms * BYTES_PER_SECOND // 1000
        index = integer(event.get("content_index")) or 0
        self.session.send("conversation.item.truncated", {"item_id": item_id, "content_index": index, "audio_end_ms": end_ms})
        yield ItemTruncated(item_id, end_ms)

    def item_retrieve(self, event: Event) -> Iterator[ClientCommand]:
        """Give an item back, without its audio."""
        entry = self.session.conversation.get(self._named(event))
        if entry is not None:
            self.session.send("conversation.item.retrieved", {"item": entry.body})
        yield from ()
