"""Whatever arrives, neither side raises, and what it keeps stays bounded.

CABIN_FUZZ_EVENTS sets how many events each side is given (10,000 by default).
"""

from __future__ import annotations

import json
import os
from copy import deepcopy
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wire_samples import CONFIG, audio, open_session

from edge.events import Json
from edge.realtime.commands import ResponseRequested
from edge.realtime.dialects import DIALECTS
from edge.realtime.events import ServerEvent
from edge.realtime.session_client import ClientSession
from edge.realtime.session_server import ServerSession

EVENTS = int(os.environ.get("CABIN_FUZZ_EVENTS", "10000"))

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["r1", "i1", "c1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = [
    "type",
    "response_id",
    "item_id",
    "call_id",
    "delta",
    "transcript",
    "text",
    "name",
    "arguments",
    "response",
    "session",
    "error",
    "item",
    "content",
    "status",
    "output",
    "usage",
    "status_details",
    "audio",
    "event_id",
    "turn_detection",
    "tools",
    "modalities",
    "id",
    "role",
    "previous_item_id",
    "audio_end_ms",
]
PLACE: dict[str, Json] = {"response_id": "r1", "item_id": "i1", "content_index": 0, "output_index": 0}
CALL: dict[str, Json] = {"id": "i2", "type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"}
FROM_SERVER: list[dict[str, Json]] = [
    {"type": "session.created", "session": {"id": "s", "model": "m"}},
    {"type": "session.updated", "session": {"id": "s", "turn_detection": {"type": "server_vad"}}},
    {"type": "error", "error": {"type": "x", "code": "429", "message": "no active response", "event_id": "cv_2"}},
    {"type": "input_audio_buffer.speech_started", "audio_start_ms": 3, "item_id": "u1"},
    {"type": "input_audio_buffer.speech_stopped", "audio_end_ms": 9, "item_id": "u1"},
    {"type": "input_audio_buffer.committed", "item_id": "u1", "previous_item_id": None},
    {"type": "conversation.item.input_audio_transcription.completed", "item_id": "u1", "transcript": "你好"},
    {"type": "conversation.item.input_audio_transcription.failed", "item_id": "u1", "error": {"message": "x"}},
    {"type": "conversation.item.created", "item": CALL},
    {"type": "response.created", "response": {"id": "r1", "status": "in_progress"}},
    {"type": "response.output_item.added", "response_id": "r1", "item": CALL},
    {"type": "response.output_item.done", "response_id": "r1", "item": CALL},
    {"type": "response.audio.delta", "delta": audio(9), **PLACE},
    {"type": "response.output_audio.delta", "delta": audio(9), **PLACE},
    {"type": "response.audio.done", **PLACE},
    {"type": "response.audio_transcript.delta", "delta": "Hi", **PLACE},
    {"type": "response.audio_transcript.done", "transcript": "Hi", **PLACE},
    {"type": "response.text.delta", "delta": "Hi", **PLACE},
    {"type": "response.text.done", "text": "Hi", **PLACE},
    {"type": "response.thinking.delta", "delta": "Hm", **PLACE},
    {"type": "response.function_call_arguments.delta", "delta": "{", **PLACE},
    {"type": "response.function_call_arguments.done", "call_id": "c1", "name": "f", "arguments": "{}", **PLACE},
    {"type": "response.cancelled", "response_id": "r1"},
    {"type": "response.done", "response": {"id": "r1", "status": "completed", "output": [CALL], "usage": {}}},
    {"type": "rate_limits.updated", "rate_limits": []},
]
MESSAGE: dict[str, Json] = {"id": "m1", "type": "message", "role": "user", "content": [{"type": "input_text", "text": "x"}]}
FROM_CLIENT: list[dict[str, Json]] = [
    {"type": "session.update", "session": {"instructions": "x", "modalities": ["text"], "tools": [{"name": "f"}]}},
    {"type": "session.update", "session": {"type": "realtime", "audio": {"input": {"turn_detection": None}}}},
    {"type": "input_audio_buffer.append", "audio": audio(9)},
    {"type": "input_audio_buffer.commit"},
    {"type": "input_audio_buffer.clear"},
    {"type": "conversation.item.create", "item": MESSAGE, "previous_item_id": None},
    {"type": "conversation.item.create", "item": {"type": "function_call_output", "call_id": "c1", "output": "{}"}},
    {"type": "conversation.item.create", "item": CALL},
    {"type": "conversation.item.delete", "item_id": "m1"},
    {"type": "conversation.item.truncate", "item_id": "m1", "audio_end_ms": 0},
    {"type": "conversation.item.retrieve", "item_id": "m1"},
    {"type": "response.create", "response": {"modalities": ["text", "audio"], "instructions": "x"}},
    {"type": "response.cancel", "response_id": "r1"},
]
ODD: list[Json] = [None, True, 0, -1, 10**30, 1e308, float("nan"), "", "x", "9" * 30, "\ud800", [], {}, [[]], {"id": 1}, audio(3)]


def mutated(random: Random, event: dict[str, Json]) -> dict[str, Json]:
    """The event with a few fields renamed, removed, nested or given another value."""
    found = deepcopy(event)
    for _ in range(random.randrange(3)):
        holder: dict[str, Json] = found
        while True:
            inner = [value for value in holder.values() if isinstance(value, dict) and value]
            if not inner or random.random() < 0.5:
                break
            holder = random.choice(inner)
        key = random.choice([*holder, random.choice(KEYS)])
        match random.randrange(4):
            case 0:
                holder.pop(key, None)
            case 1:
                holder[key] = deepcopy(random.choice(ODD))
            case 2:
                holder[key] = [deepcopy(holder.get(key))]
            case _:
                holder[random.choice(KEYS)] = deepcopy(holder.get(key))
    return found


def garbled(random: Random, frame: str) -> str:
    """The frame cut, doubled or with a character changed, now and then."""
    chance = random.random()
    if chance < 0.02:
        return frame[: random.randrange(len(frame) + 1)]
    if chance < 0.04:
        place = random.randrange(len(frame))
        return frame[:place] + chr(random.randrange(0x2FFF)) + frame[place + 1 :]
    return frame


def check_client(session: ClientSession, found: list[ServerEvent]) -> None:
    book = session.reader.book
    assert len(book.open) <= 8
    assert len(book.closed) <= 256
    assert len(session.reader.unknown) <= 32
    assert all(isinstance(event, ServerEvent) for event in found)


def act(random: Random, session: ClientSession) -> None:
    """One thing the assistant might do."""
    match random.randrange(9):
        case 0:
            session.request_response()
        case 1:
            session.cancel()
        case 2:
            session.append_audio(bytes(random.randrange(4000)))
        case 3:
            session.commit()
        case 4:
            session.replace_state(str(random.randrange(5)))
        case 5:
            session.tell_heard("i1", random.randrange(5000), "x")
        case 6:
            session.abandon_response()
        case 7:
            session.update(CONFIG)
        case _:
            session.send_tool_result("c1", "{}")


def test_client_against_mutated_events() -> None:
    random = Random(20260)
    session = open_session()
    for number in range(EVENTS):
        if number % 1000 == 0:
            session = open_session(random.choice(list(DIALECTS.values())))
        frame = json.dumps(mutated(random, random.choice(FROM_SERVER)))
        check_client(session, session.receive(garbled(random, frame)))
        if random.random() < 0.2:
            act(random, session)
            for sent in session.take_outgoing():
                sent.encode()


def test_server_against_mutated_events() -> None:
    random = Random(20261)
    server = ServerSession(None)
    for number in range(EVENTS):
        if number % 1000 == 0:
            server = ServerSession(random.choice([None, *DIALECTS.values()]))
            server.open()
        frame = json.dumps(mutated(random, random.choice(FROM_CLIENT)))
        for command in server.receive(garbled(random, frame)):
            if isinstance(command, ResponseRequested):
                server.begin_response()
                server.text_delta("Hi")
                server.audio_delta(bytes(random.randrange(20_000)))
        if random.random() < 0.1:
            server.tool_call("f", {})
            server.end_response()
        for sent in server.take_outgoing():
            json.loads(sent.encode())
        assert len(server.conversation) <= 1000


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6), max_size=10), st.randoms())
def test_any_json_with_known_keys_and_types(events: list[dict[str, Json]], random: Random) -> None:
    session, server = open_session(), ServerSession(None)
    for event in events:
        for side, samples in ((session, FROM_SERVER), (server, FROM_CLIENT)):
            kind = random.choice(samples)["type"]
            side.receive(json.dumps({**event, "type": kind}))
    session.cancel()
    server.end_response()
    for frame in session.take_outgoing() + server.take_outgoing():
        frame.encode()


@given(st.text() | st.binary())
def test_any_frame(frame: str | bytes) -> None:
    session, server = open_session(), ServerSession(None)
    assert all(isinstance(event, ServerEvent) for event in session.receive(frame))
    server.receive(frame)
    assert server.take_outgoing()
