"""Writes an answer as the wire events of a dialect: the nested brackets of response, item and content part.

response.created
  response.output_item.added, conversation.item.created
    response.content_part.added
      response.audio_transcript.delta, response.audio.delta ...
      response.audio.done, response.audio_transcript.done
    response.content_part.done
  response.output_item.done
response.done
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from edge.events import Json
from edge.realtime.config import BYTES_PER_SECOND, SessionConfig
from edge.realtime.conversation import Conversation
from edge.realtime.dialects import Dialect
from edge.realtime.events import Status, Usage
from edge.realtime.wire import encode_delta

DELTA_BYTES = BYTES_PER_SECOND // 5
"""Audio of one delta at most: 200 ms."""

Send = Callable[[str, dict[str, Json]], None]
"""Queues an event: canonical name and fields."""


@dataclass(slots=True)
class Message:
    """The message that is open."""

    item_id: str
    spoken: bool
    text: list[str] = field(default_factory=list)
    audio_bytes: int = 0


class AnswerWriter:
    """One response. `send` takes canonical names; the session gives them event ids and the dialect's names."""

    def __init__(
        self,
        dialect: Dialect,
        config: SessionConfig,
        conversation: Conversation,
        response_id: str,
        new_id: Callable[[str], str],
        send: Send,
        send_text: Callable[[str], None],
    ) -> None:
        """config: with the modalities of this response. send_text: queues a finished frame."""
        self.dialect = dialect
        self.config = config
        self.conversation = conversation
        self.response_id = response_id
        self.output: list[Json] = []
        self.message: Message | None = None
        self._new_id = new_id
        self._send = send
        self._send_text = send_text
        self._delta_head = ""

    def begin(self) -> None:
        """response.created."""
        self._send("response.created", {"response": self._describe("in_progress")})

    def _describe(self, status: str, details: Json = None, usage: Json = None) -> dict[str, Json]:
        ga = self.dialect.session == "audio"
        modalities: list[Json] = list(self.config.modalities)
        if ga:
            modalities = ["audio" if self.config.speaks else "text"]
        body: dict[str, Json] = {
            "id": self.response_id,
            "object": "realtime.response",
            "status": status,
            "status_details": details,
            "output": list(self.output),
            "output_modalities" if ga else "modalities": modalities,
        }
        if status != "in_progress":
            body["usage"] = usage
        return body

    def _place(self, item_id: str | None = None) -> dict[str, Json]:
        place: dict[str, Json] = {"response_id": self.response_id, "output_index": len(self.output)}
        if item_id is not None:
            place["item_id"] = item_id
        return place

    def _add_item(self, item_id: str, item: dict[str, Json]) -> None:
        self._send("response.output_item.added", {**self._place(), "item": item})
        before = self.conversation.add(item_id, item)
        self._send("conversation.item.created", {"previous_item_id": before, "item": item})

    def _finish_item(self, item_id: str, item: dict[str, Json]) -> None:
        self._send("response.output_item.done", {**self._place(), "item": item})
        entry = self.conversation.get(item_id)
        if entry is not None:
            entry.body = item
        if self.dialect.item_done:
            self._send("conversation.item.done", {"item": item})
        self.output.append(item)

    # Messages

    def begin_message(self) -> str:
        """Open a message item with one content part: spoken, or written where no speech is wanted."""
        self.end_message()
        item_id = self._new_id("item")
        message = self.message = Message(item_id, self.config.speaks)
        self._add_item(item_id, self._message_item(message, "in_progress"))
        place = {**self._place(item_id), "content_index": 0}
        self._send("response.content_part.added", {**place, "part": self._part(message, begun=True)})
        if message.spoken:
            name = self.dialect.wire("response.audio.delta")
            head = json.dumps({"type": name, **place}, separators=(",", ":"))
            self._delta_head = head[:-1] + ","
        return item_id

    def _part(self, message: Message, *, begun: bool = False) -> dict[str, Json]:
        """The part as content_part events name it: `audio` and `text` in all dialects."""
        text = "" if begun else "".join(message.text)
        return {"type": "audio", "transcript": text} if message.spoken else {"type": "text", "text": text}

    def _message_item(self, message: Message, status: str) -> dict[str, Json]:
        content: list[Json] = []
        if status != "in_progress":
            text = "".join(message.text)
            if message.spoken:
                content.append({"type": self.dialect.assistant_audio, "transcript": text})
            else:
                content.append({"type": self.dialect.assistant_text, "text": text})
        return {
            "id": message.item_id,
            "object": "realtime.item",
            "type": "message",
            "role": "assistant",
            "status": status,
            "content": content,
        }

    def text_delta(self, text: str) -> None:
        """More words: the transcript of a spoken message, or the text of a written one."""
        message = self.message
        if message is None:
            self.begin_message()
            message = self.message
        if message is None or not text:
            return
        message.text.append(text)
        name = "response.audio_transcript.delta" if message.spoken else "response.text.delta"
        self._send(name, {**self._place(message.item_id), "content_index": 0, "delta": text})

    def audio_delta(self, pcm: bytes) -> bool:
        """More audio, split into deltas of 200 ms. False when the message is a written one."""
        message = self.message
        if message is None:
            self.begin_message()
            message = self.message
        if message is None or not message.spoken:
            return False
        message.audio_bytes += len(pcm)
        entry = self.conversation.get(message.item_id)
        if entry is not None:
            entry.audio_bytes += len(pcm)
        with memoryview(pcm) as view:
            for start in range(0, len(pcm), DELTA_BYTES):
                piece = view[start : start + DELTA_BYTES]
                self._send_text(encode_delta(self._delta_head, self._new_id("event"), piece))
        return True

    def end_message(self, status: str = "completed") -> None:
        """Close the open message, if there is one."""
        message, self.message = self.message, None
        if message is None:
            return
        text = "".join(message.text)
        place = {**self._place(message.item_id), "content_index": 0}
        if message.spoken:
            self._send("response.audio.done", place)
            self._send("response.audio_transcript.done", {**place, "transcript": text})
        else:
            self._send("response.text.done", {**place, "text": text})
        self._send("response.content_part.done", {**place, "part": self._part(message)})
        self._finish_item(message.item_id, self._message_item(message, status))

    # Tool calls

    def tool_call(self, name: str, arguments: dict[str, Json]) -> str:
        """A function call item; its call id."""
        self.end_message()
        item_id, call_id = self._new_id("item"), self._new_id("call")
        written = json.dumps(arguments, ensure_ascii=False)
        item: dict[str, Json] = {
            "id": item_id,
            "object": "realtime.item",
            "type": "function_call",
            "status": "in_progress",
            "call_id": call_id,
            "name": name,
            "arguments": "",
        }
        self._add_item(item_id, item)
        place = {**self._place(item_id), "call_id": call_id}
        self._send("response.function_call_arguments.delta", {**place, "delta": written})
        self._send("response.function_call_arguments.done", {**place, "name": name, "arguments": written})
        self._finish_item(item_id, {**item, "status": "completed", "arguments": written})
        return call_id

    def end(self, status: Status, reason: str | None, error: dict[str, Json] | None, usage: Usage | None) -> None:
        """response.done, the open message closed before it."""
        self.end_message("completed" if status == "completed" else "incomplete")
        details: dict[str, Json] | None = None
        if status != "completed":
            details = {"type": status}
            if reason:
                details["reason"] = reason
            if error:
                details["error"] = error
        self._send("response.done", {"response": self._describe(status, details, write_usage(usage))})


def write_usage(usage: Usage | None) -> Json:
    """Token counts as response.done carries them, null when there are none."""
    if usage is None:
        return None
    return {
        "total_tokens": usage.total,
        "input_tokens": usage.input,
        "output_tokens": usage.output,
        "input_token_details": {
            "cached_tokens": usage.input_cached,
            "text_tokens": usage.input_text,
            "audio_tokens": usage.input_audio,
        },
        "output_token_details": {"text_tokens": usage.output_text, "audio_tokens": usage.output_audio},
    }
