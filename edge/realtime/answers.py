"""The responses under way: their words, their audio, their tool calls, and which of them are dead.

A response is open from its creation to its first terminal event. What comes for a dead or a closed one is counted and
dropped; what comes without an id belongs to the newest open one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from edge.events import Json
from edge.realtime.counters import ClientCounters
from edge.realtime.events import ResponseFinished, ServerError, Status, ToolCall, Usage
from edge.realtime.fields import identifier, mapping, text
from edge.realtime.memory import ForgetOldestCounts, ForgetOldestSet
from edge.realtime.wire import decode

MAX_OPEN = 8
"""Responses open at once before the oldest is given up as lost."""

MAX_TEXT = 200_000
"""Characters of one response's text that are kept."""

MAX_CALLS = 64
"""Tool calls of one response."""


@dataclass(slots=True)
class Answer:
    """One open response."""

    response_id: str
    # Set by `kill`: nothing of it is passed on any more.
    dead: bool = False
    # Item of its newest output, for events that name none.
    item_id: str = ""
    audio_bytes: int = 0
    # The odd byte of a delta that ended in the middle of a sample.
    carry: bytes = b""
    text_chars: int = 0
    # Words so far by (item, content index, spoken).
    words: dict[tuple[str, int, bool], str] = field(default_factory=dict)
    # Texts and audio that were said to be complete.
    done: set[tuple[str, int, str]] = field(default_factory=set)
    # Names of tool calls by call id and by item id, for events that leave them out.
    names: dict[str, str] = field(default_factory=dict)
    # Call ids by item id.
    calls: dict[str, str] = field(default_factory=dict)
    tool_calls: int = 0

    def text(self) -> str:
        """All words: the transcript of the audio, or what was written where nothing was spoken."""
        spoken = "".join(words for key, words in self.words.items() if key[2])
        return spoken or "".join(words for key, words in self.words.items() if not key[2])

    def add_words(self, key: tuple[str, int, bool], more: str) -> str:
        """Append, up to the limit; what was appended."""
        more = more[: max(0, MAX_TEXT - self.text_chars)]
        self.text_chars += len(more)
        if more:
            self.words[key] = self.words.get(key, "") + more
        return more


class AnswerBook:
    """All open responses, the ids of closed and dead ones, and the calls already made."""

    def __init__(self, counters: ClientCounters) -> None:
        self.counters = counters
        self.open: dict[str, Answer] = {}
        self.closed = ForgetOldestSet(256)
        self.called = ForgetOldestSet(512)
        # Bytes of audio passed on per item, to check what is said to have been heard of it.
        self.item_audio = ForgetOldestCounts(64)

    @property
    def current(self) -> Answer | None:
        """The newest open response."""
        return next(reversed(self.open.values()), None)

    def start(self, response_id: str) -> Answer | None:
        """Open a response; None when it is open already or was closed."""
        if response_id in self.open or response_id in self.closed:
            self.counters.duplicates += 1
            return None
        answer = self.open[response_id] = Answer(response_id)
        return answer

    def overdue(self) -> list[str]:
        """Responses that never got a terminal event and have to go."""
        return list(self.open)[:-MAX_OPEN]

    def live(self, event: Mapping[str, Json]) -> Answer | None:
        """The response an event belongs to; None (and counted) when there is none, it is closed or it is dead."""
        named = identifier(event.get("response_id"))
        answer = self.open.get(named) if named else self.current
        if answer is None or answer.dead:
            self.counters.late_events += 1
            return None
        return answer

    def kill(self, response_id: str) -> None:
        """From now on nothing of this response is passed on."""
        answer = self.open.get(response_id)
        if answer is not None:
            answer.dead = True

    def close(
        self, answer: Answer, status: Status, usage: Usage | None = None, error: ServerError | None = None
    ) -> ResponseFinished:
        """The terminal event of a response."""
        del self.open[answer.response_id]
        self.closed.add(answer.response_id)
        return ResponseFinished(
            response_id=answer.response_id,
            status=status,
            usage=usage,
            error=error,
            text=answer.text(),
            audio_bytes=answer.audio_bytes,
            tool_calls=answer.tool_calls,
            cancelled_here=answer.dead,
        )

    def note_call(self, answer: Answer, item: Mapping[str, Json]) -> None:
        """Remember the name and the call id an announced function_call item has."""
        name, call_id, item_id = text(item.get("name")), identifier(item.get("call_id")), identifier(item.get("id"))
        if len(answer.names) >= 2 * MAX_CALLS:
            return
        if item_id and call_id:
            answer.calls[item_id] = call_id
        if name:
            for key in (item_id, call_id):
                if key:
                    answer.names[key] = name

    def call(self, answer: Answer, event: Mapping[str, Json]) -> ToolCall | None:
        """The tool call of a complete arguments event or item, once; None while its name is not known."""
        item_id = identifier(event.get("item_id")) or identifier(event.get("id")) or ""
        call_id = identifier(event.get("call_id")) or answer.calls.get(item_id, item_id)
        name = text(event.get("name")) or answer.names.get(call_id, "") or answer.names.get(item_id, "")
        if not call_id or not name:
            return None
        if answer.tool_calls >= MAX_CALLS or not self.called.add(call_id):
            self.counters.duplicates += 1
            return None
        answer.tool_calls += 1
        arguments, problem = read_arguments(event.get("arguments"))
        return ToolCall(answer.response_id, call_id, name, arguments, problem)


def read_arguments(value: Json) -> tuple[dict[str, Json], str | None]:
    """A call's arguments, sent as JSON text or (some servers) as an object; and what is wrong with them."""
    if value is None or value == "":
        return {}, None
    if isinstance(value, dict):
        return mapping(value), None
    found = decode(value) if isinstance(value, str) else None
    if found is None:
        return {}, "the arguments are not a JSON object"
    return found, None
