"""The server session: what it takes, what it refuses, and the order of what it answers."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from wire_samples import TOOL

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
    ResponseCancelled,
    ResponseRequested,
    SessionChanged,
    ToolResult,
)
from edge.realtime.config import BYTES_PER_SECOND, TurnDetection
from edge.realtime.dialects import DIALECTS, OPENAI_BETA, OPENAI_GA, STEPFUN, Dialect
from edge.realtime.events import Usage
from edge.realtime.session_server import ServerSession

Event = dict[str, Any]


def ask(server: ServerSession, *events: Event) -> list[ClientCommand]:
    return [command for event in events for command in server.receive(json.dumps(event))]


def answered(server: ServerSession) -> list[Event]:
    return [json.loads(frame) for frame in server.take_outgoing()]


def names(server: ServerSession) -> list[Json]:
    return [event["type"] for event in answered(server)]


def refusal(server: ServerSession, event: Event) -> Event:
    """The error that an event is answered with; it must have no other effect."""
    assert ask(server, {"event_id": "mine", **event}) == []
    [found] = answered(server)
    assert found["type"] == "error"
    error = found["error"]
    assert isinstance(error, dict)
    assert error["event_id"] == "mine"
    return error


def append(pcm: bytes) -> Event:
    return {"type": "input_audio_buffer.append", "audio": base64.b64encode(pcm).decode()}


def test_open_says_who_it_is() -> None:
    server = ServerSession(STEPFUN, session_id="abc", model="m")
    server.open()
    [event] = answered(server)
    session = event["session"]
    assert isinstance(session, dict)
    assert (event["type"], session["id"], session["model"]) == ("session.created", "sess_abc", "m")
    assert session["turn_detection"] is None


def test_a_turn_of_audio() -> None:
    server = ServerSession(STEPFUN)
    commands = ask(server, append(bytes(4)), append(bytes(7)), {"type": "input_audio_buffer.commit"})
    assert commands[:2] == [AudioAppended(bytes(4)), AudioAppended(bytes(7))]
    committed = commands[2]
    assert isinstance(committed, AudioCommitted)
    assert committed.pcm == bytes(10)
    events = answered(server)
    assert [event["type"] for event in events] == ["input_audio_buffer.committed", "conversation.item.created"]
    assert events[0]["item_id"] == committed.item_id
    server.input_transcript(committed.item_id, "How far?", "en")
    [transcript] = answered(server)
    assert transcript["transcript"] == "How far?"
    assert transcript["language"] == "en"


def test_commits_and_clears_of_nothing() -> None:
    server = ServerSession(STEPFUN)
    assert refusal(server, {"type": "input_audio_buffer.commit"})["code"] == "input_audio_buffer_commit_empty"
    ask(server, append(bytes(4)))
    assert ask(server, {"type": "input_audio_buffer.clear"}) == [AudioCleared()]
    assert names(server) == ["input_audio_buffer.cleared"]
    assert refusal(server, {"type": "input_audio_buffer.commit"})["code"] == "input_audio_buffer_commit_empty"


def test_a_buffer_that_is_never_committed_drops_its_oldest() -> None:
    server = ServerSession(STEPFUN)
    for number in range(310):
        ask(server, append(number.to_bytes(2, "little") * (BYTES_PER_SECOND // 2)))
    assert len(server.audio) == 300 * BYTES_PER_SECOND
    assert server.counters.audio_dropped_bytes == 10 * BYTES_PER_SECOND
    assert server.audio.take()[:2] == (10).to_bytes(2, "little")


def test_settings_in_the_flat_shape_and_in_ga_s() -> None:
    flat: Event = {
        "modalities": ["text"],
        "instructions": "Be brief.",
        "voice": "v",
        "turn_detection": {"type": "server_vad", "silence_duration_ms": "700"},
        "input_audio_transcription": {"model": "whisper-1", "language": "zh-CN"},
        "tools": [TOOL],
    }
    shaped: Event = {
        "type": "realtime",
        "output_modalities": ["text"],
        "instructions": "Be brief.",
        "audio": {
            "input": {
                "turn_detection": {"type": "server_vad", "silence_duration_ms": 700},
                "transcription": {"language": "zh"},
            },
            "output": {"voice": "v"},
        },
        "tools": [TOOL],
    }
    configs = []
    for body in (flat, shaped):
        server = ServerSession(None)
        [command] = ask(server, {"type": "session.update", "session": body})
        assert isinstance(command, SessionChanged)
        assert names(server) == ["session.updated"]
        configs.append(command.config)
    assert configs[0] == configs[1]
    assert configs[0].turn_detection == TurnDetection(silence_ms=700)
    assert (configs[0].language, configs[0].voice, configs[0].speaks) == ("zh", "v", False)


def test_a_partial_an_empty_and_an_odd_update_keep_the_rest() -> None:
    server = ServerSession(STEPFUN)
    ask(server, {"type": "session.update", "session": {"instructions": "a", "voice": "v", "tools": [TOOL]}})
    before = server.config
    odd: list[Event] = [{}, {"session": {}}, {"session": None}, {"session": {"id": {"x": 1}, "voice": 3, "tools": "x"}}]
    for body in odd:
        ask(server, {"type": "session.update", **body})
        assert server.config == before
    assert names(server) == ["session.updated"] * 5


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_the_events_of_a_spoken_answer(dialect: Dialect) -> None:
    server = ServerSession(dialect)
    assert ask(server, {"type": "response.create"}) == [ResponseRequested(None, None)]
    response_id = server.begin_response()
    item_id = server.begin_message()
    server.text_delta("Hello.")
    server.audio_delta(bytes(20_000))
    server.end_message()
    server.end_response(usage=Usage(total=3, input=2, output=1))
    events = answered(server)
    ga = dialect is OPENAI_GA
    out = "output_" if ga else ""
    assert [event["type"] for event in events] == [
        "response.created",
        "response.output_item.added",
        "conversation.item.added" if ga else "conversation.item.created",
        "response.content_part.added",
        f"response.{out}audio_transcript.delta",
        *[f"response.{out}audio.delta"] * 3,
        f"response.{out}audio.done",
        f"response.{out}audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        *(["conversation.item.done"] if ga else []),
        "response.done",
    ]
    for event in events[3:-4]:
        assert (event["response_id"], event["item_id"], event["content_index"]) == (response_id, item_id, 0)
    ids = [event["event_id"] for event in events]
    assert len(set(ids)) == len(ids)
    response = events[-1]["response"]
    assert isinstance(response, dict)
    assert response["status"] == "completed"
    assert response["usage"]["total_tokens"] == 3
    [item] = response["output"]
    assert item["content"] == [{"type": f"{out}audio", "transcript": "Hello."}]


def test_a_written_answer_has_no_audio() -> None:
    server = ServerSession(OPENAI_BETA)
    ask(server, {"type": "response.create", "response": {"modalities": ["text"], "instructions": "Write."}})
    server.begin_response()
    assert not server.speaks
    server.text_delta("Hello.")
    server.audio_delta(bytes(4800))
    server.end_response()
    kinds = names(server)
    assert "response.text.delta" in kinds
    assert "response.text.done" in kinds
    assert not [kind for kind in kinds if "audio" in str(kind)]
    assert server.speaks


def test_a_tool_call_and_its_result() -> None:
    server = ServerSession(OPENAI_BETA)
    ask(server, {"type": "response.create"})
    server.begin_response()
    call_id = server.tool_call("get_vehicle_state", {"names": ["Speed"]})
    server.end_response()
    [done] = [event for event in answered(server) if event["type"] == "response.function_call_arguments.done"]
    assert (done["call_id"], done["name"]) == (call_id, "get_vehicle_state")
    assert json.loads(str(done["arguments"])) == {"names": ["Speed"]}
    item: Json = {"type": "function_call_output", "call_id": call_id, "output": "{}"}
    assert ask(server, {"type": "conversation.item.create", "item": item}) == [ToolResult(call_id, "{}")]
    answered(server)
    assert refusal(server, {"type": "conversation.item.create", "item": {"type": "function_call_output"}})


def test_one_response_at_a_time() -> None:
    server = ServerSession(STEPFUN)
    ask(server, {"type": "response.create"})
    assert refusal(server, {"type": "response.create"})["code"] == "conversation_already_has_active_response"
    server.begin_response()
    answered(server)
    assert refusal(server, {"type": "response.create"})["code"] == "conversation_already_has_active_response"
    with pytest.raises(RuntimeError):
        server.begin_response()
    server.end_response()
    assert ask(server, {"type": "response.create"})


def test_a_cancel_ends_the_response_at_once() -> None:
    server = ServerSession(STEPFUN)
    assert refusal(server, {"type": "response.cancel"})["code"] == "response_cancel_not_active"
    ask(server, {"type": "response.create"})
    response_id = server.begin_response()
    server.text_delta("I was about")
    answered(server)
    assert refusal(server, {"type": "response.cancel", "response_id": "other"})
    assert ask(server, {"type": "response.cancel"}) == [ResponseCancelled(response_id)]
    events = answered(server)
    response = events[-1]["response"]
    assert isinstance(response, dict)
    assert response["status"] == "cancelled"
    assert response["status_details"] == {"type": "cancelled", "reason": "client_cancelled"}
    server.audio_delta(bytes(100))
    server.text_delta("to say")
    assert server.begin_message() == ""
    assert server.tool_call("f", {}) == ""
    server.end_message()
    server.end_response()
    assert names(server) == []
    assert server.counters.late_answers == 4


def test_a_cancel_before_the_answer_has_begun() -> None:
    server = ServerSession(STEPFUN)
    ask(server, {"type": "response.create"})
    assert ask(server, {"type": "response.cancel"}) == [ResponseCancelled(None)]
    assert names(server) == ["response.created", "response.done"]
    assert ask(server, {"type": "response.create"})


def test_items_are_created_deleted_and_given_back() -> None:
    server = ServerSession(OPENAI_BETA)
    content: Json = [{"type": "input_text", "text": "Speed 50"}]
    item: Json = {"id": "veh_1", "type": "message", "role": "system", "content": content}
    assert ask(server, {"type": "conversation.item.create", "item": item}) == [ItemCreated(Item("veh_1", "system", "Speed 50"))]
    assert names(server) == ["conversation.item.created"]
    assert refusal(server, {"type": "conversation.item.create", "item": item})["code"] == "item_exists"
    ask(server, {"type": "conversation.item.retrieve", "item_id": "veh_1"})
    [event] = answered(server)
    assert event["item"]["content"] == content
    assert ask(server, {"type": "conversation.item.delete", "item_id": "veh_1"}) == [ItemDeleted("veh_1")]
    assert names(server) == ["conversation.item.deleted"]
    assert refusal(server, {"type": "conversation.item.delete", "item_id": "veh_1"})["code"] == "item_not_found"
    assert refusal(server, {"type": "conversation.item.create", "item": {"type": "mcp_call"}})


def test_a_user_message_may_carry_audio() -> None:
    server = ServerSession(OPENAI_BETA)
    content: Json = [{"type": "input_audio", "audio": base64.b64encode(bytes(10)).decode(), "transcript": "Hi"}]
    item: Json = {"type": "message", "role": "user", "content": content}
    [command] = ask(server, {"type": "conversation.item.create", "item": item})
    assert isinstance(command, ItemCreated)
    assert (command.item.text, command.item.pcm) == ("Hi", bytes(10))


def test_only_what_was_spoken_can_be_truncated() -> None:
    server = ServerSession(OPENAI_GA)
    ask(server, {"type": "response.create"})
    server.begin_response()
    item_id = server.begin_message()
    server.audio_delta(bytes(BYTES_PER_SECOND))
    server.end_response()
    answered(server)
    cut: Event = {"type": "conversation.item.truncate", "item_id": item_id, "content_index": 0}
    assert refusal(server, {**cut, "audio_end_ms": 1001})["code"] == "invalid_truncation"
    assert refusal(server, {**cut, "audio_end_ms": "x"})["code"] == "invalid_truncation"
    assert ask(server, {**cut, "audio_end_ms": 600}) == [ItemTruncated(item_id, 600)]
    assert names(server) == ["conversation.item.truncated"]
    assert refusal(server, {**cut, "audio_end_ms": 700})


def test_the_server_s_own_turn_detection() -> None:
    server = ServerSession(OPENAI_GA)
    ask(server, append(bytes(4800)))
    item_id = server.speech_started(0)
    [command] = server.speech_stopped(100)
    assert command == AudioCommitted(item_id, bytes(4800))
    assert names(server)[:3] == [
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
    ]
    assert server.speech_stopped(100) == []


@pytest.mark.parametrize(
    ("body", "dialect"),
    [
        ({"type": "session.update", "session": {"type": "realtime"}}, OPENAI_GA),
        ({"type": "session.update", "session": {"modalities": ["text"]}}, STEPFUN),
        ({"type": "response.create", "response": {"output_modalities": ["text"]}}, OPENAI_GA),
    ],
)
def test_the_shape_settles_the_dialect(body: Event, dialect: Dialect) -> None:
    for guess in DIALECTS.values():
        server = ServerSession(None, guess=guess)
        ask(server, {"type": "session.update", "session": {}})
        assert not server.dialect_settled
        ask(server, body)
        assert server.dialect.session == dialect.session
        assert server.dialect_settled
        fixed = ServerSession(OPENAI_BETA)
        ask(fixed, body)
        assert fixed.dialect is OPENAI_BETA


@pytest.mark.parametrize("frame", ["", "[1]", "{", b"\xff", "[" * 50_000])
def test_what_is_no_event_is_refused(frame: str | bytes) -> None:
    server = ServerSession(STEPFUN)
    assert server.receive(frame) == []
    [event] = answered(server)
    assert event["error"]["code"] == "invalid_json"


def test_unknown_oversize_and_broken_events_are_refused() -> None:
    server = ServerSession(STEPFUN, max_frame=200)
    assert refusal(server, {"type": "magic"})["code"] == "unknown_event"
    assert refusal(server, {"type": "input_audio_buffer.append", "audio": "é"})["code"] == "invalid_audio"
    assert server.receive("x" * 201) == []
    assert names(server) == ["error"]
    assert (server.counters.unknown, server.counters.refused, server.counters.oversize) == (1, 1, 1)


def test_ids_of_two_sessions_differ() -> None:
    first, second = (ServerSession(STEPFUN, session_id=name) for name in ("a", "b"))
    assert first.begin_response() != second.begin_response()


def test_the_conversation_is_bounded() -> None:
    server = ServerSession(STEPFUN)
    for number in range(500):
        item: Json = {"id": f"i{number}", "role": "user", "content": [{"type": "input_text", "text": "x"}]}
        ask(server, {"type": "conversation.item.create", "item": item})
    assert len(server.conversation) == 400
    assert "i99" not in server.conversation
    assert "i100" in server.conversation
