"""The ten points in which the vendor's pages contradict each other, each read both ways."""

from __future__ import annotations

import json

import pytest
from wire_samples import CONFIG, audio_delta, created, done, error, feed, of_type, open_session, sent, words

from edge.events import Json
from edge.realtime.commands import ItemCreated
from edge.realtime.dialects import DIALECTS, STEPFUN, Dialect
from edge.realtime.events import (
    AudioDelta,
    ResponseFinished,
    ResponseStarted,
    ServerError,
    SessionCreated,
    SessionUpdated,
    SpeechStarted,
    SpeechStopped,
    ToolCall,
)
from edge.realtime.session_client import ClientSession
from edge.realtime.session_server import ServerSession
from edge.realtime.shapes import output_text


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_1_turn_detection_is_always_said(dialect: Dialect) -> None:
    session = ClientSession(dialect, CONFIG)
    session.open()
    body = sent(session)[0]["session"]
    assert isinstance(body, dict)
    holder = body if dialect.session == "flat" else body["audio"]["input"]
    assert "turn_detection" in holder
    assert holder["turn_detection"] is None
    assert not session.ready
    feed(session, {"type": "session.created", "session": {"id": "s"}})
    assert not session.ready
    feed(session, {"type": "session.updated", "session": {"id": "s", "turn_detection": None}})
    assert session.ready


def test_1_a_server_that_keeps_its_turn_detection_is_noticed() -> None:
    session = open_session()
    found = feed(
        session,
        {"type": "session.created", "session": {"id": "s"}},
        {"type": "session.updated", "session": {"id": "s", "turn_detection": {"type": "server_vad"}}},
    )
    assert found[1] == SessionUpdated("s", server_turns=True)


def test_2_tools_are_sent_nested_to_stepfun_and_flat_to_openai() -> None:
    for name, dialect in DIALECTS.items():
        session = ClientSession(dialect, CONFIG)
        session.open()
        body = sent(session)[0]["session"]
        assert isinstance(body, dict)
        tool = body["tools"][0]
        assert tool["type"] == "function"
        assert ("function" in tool) == (name == "stepfun")
        inner = tool.get("function", tool)
        assert inner["name"] == "get_vehicle_state"
        assert inner["parameters"]["type"] == "object"


@pytest.mark.parametrize("nested", [True, False])
def test_2_the_server_takes_both_forms_of_tools(nested: bool) -> None:
    body: dict[str, Json] = {"name": "f", "description": "d", "parameters": {"type": "object"}}
    tool: dict[str, Json] = {"type": "function", "function": body} if nested else {"type": "function", **body}
    server = ServerSession(STEPFUN)
    server.receive(json.dumps({"type": "session.update", "session": {"tools": [tool, {"type": "web_search"}]}}))
    assert list(server.config.tools) == [{"type": "function", **body}]


@pytest.mark.parametrize("key", ["arguments", "delta"])
def test_3_only_complete_arguments_count(key: str) -> None:
    session = open_session()
    call: dict[str, Json] = {"response_id": "r1", "item_id": "i1", "call_id": "c1"}
    found = feed(
        session,
        created(),
        {"type": "response.function_call_arguments.delta", key: '{"names": ["Wro', **call},
        {
            "type": "response.function_call_arguments.done",
            "name": "get_vehicle_state",
            "arguments": '{"names": ["Speed"]}',
            **call,
        },
    )
    assert found[1:] == [ToolCall("r1", "c1", "get_vehicle_state", {"names": ["Speed"]})]


@pytest.mark.parametrize("ends", [("cancelled",), ("canceled",), ("done",), ("cancelled", "done"), ("done", "canceled")])
def test_4_every_end_of_a_response_is_the_end_once(ends: tuple[str, ...]) -> None:
    session = open_session()
    session.request_response()
    feed(session, created(), audio_delta())
    assert session.cancel() == "r1"
    wire: dict[str, dict[str, Json]] = {
        "cancelled": {"type": "response.cancelled", "response_id": "r1"},
        "canceled": {"type": "response.canceled", "response": {"id": "r1"}},
        "done": done(status="cancelled"),
    }
    found = feed(session, *(wire[end] for end in ends))
    assert [(e.response_id, e.status) for e in found if isinstance(e, ResponseFinished)] == [("r1", "cancelled")]
    assert not session.busy


@pytest.mark.parametrize(
    "event",
    [
        {"type": "error", "error": {"type": "x", "code": "402", "message": "no balance", "event_id": "cv_3"}},
        {"type": "error", "code": "402", "message": "no balance", "event_id": "cv_3", "param": None},
        {"type": "error", "code": 402, "message": "no balance", "event_id": "cv_3"},
    ],
)
def test_5_errors_are_read_nested_and_flat(event: dict[str, Json]) -> None:
    assert feed(open_session(), event) == [ServerError("402", "no balance", "fatal", "cv_3")]


def test_6_an_update_under_the_name_of_a_creation() -> None:
    session = open_session()
    event: dict[str, Json] = {"type": "session.created", "session": {"id": "s", "model": "m"}}
    assert feed(session, event, event) == [SessionCreated("s", "m"), SessionUpdated("s")]
    assert session.ready


def test_6_a_creation_under_the_name_of_an_end() -> None:
    session = open_session()
    found = feed(session, done(status="in_progress"), audio_delta(), done())
    assert [type(event) for event in found] == [ResponseStarted, AudioDelta, ResponseFinished]


def test_7_numbers_as_text() -> None:
    session = open_session()
    limit: dict[str, Json] = {"id": "s", "max_response_output_tokens": "4096"}
    found = feed(
        session,
        {"type": "session.created", "session": limit},
        {"type": "input_audio_buffer.speech_started", "audio_start_ms": "1200", "item_id": "u1"},
        {"type": "input_audio_buffer.speech_stopped", "audio_end_ms": 1800.0, "item_id": "u1"},
        created(),
        done(usage={"total_tokens": "12", "input_tokens": 5, "input_token_details": {"audio_tokens": "4"}}),
    )
    assert found[1:3] == [SpeechStarted("u1", 1200), SpeechStopped("u1", 1800)]
    end = found[-1]
    assert isinstance(end, ResponseFinished)
    assert end.usage is not None
    assert (end.usage.total, end.usage.input, end.usage.input_audio) == (12, 5, 4)


def test_7_input_text_that_holds_a_transcript() -> None:
    item: Json = {"type": "message", "role": "user", "content": [{"type": "input_text", "transcript": "How far?"}]}
    assert output_text({"output": [item]}) == "How far?"
    server = ServerSession(STEPFUN)
    [command] = server.receive(json.dumps({"type": "conversation.item.create", "item": item}))
    assert isinstance(command, ItemCreated)
    assert command.item.text == "How far?"


def test_8_what_names_no_response_belongs_to_the_current_one() -> None:
    session = open_session()
    found = feed(session, created(), audio_delta(None, None), audio_delta(None, "i2"), audio_delta(None, None))
    deltas = of_type(found, AudioDelta)
    assert {event.response_id for event in deltas} == {"r1"}
    assert [event.item_id for event in deltas][1:] == ["i2", "i2"]
    assert all(event.item_id for event in deltas)
    feed(session, {"type": "response.done", "response": {"status": "completed"}})
    assert not session.busy


@pytest.mark.parametrize("off", [None, {"type": ""}, {}, {"type": "none"}])
def test_9_every_way_of_saying_that_turn_detection_is_off(off: Json) -> None:
    session = open_session()
    found = feed(
        session,
        {"type": "session.created", "session": {"id": "s"}},
        {"type": "session.updated", "session": {"id": "s", "turn_detection": off}},
    )
    assert found[1] == SessionUpdated("s", server_turns=False)


@pytest.mark.parametrize("field", [{"response_id": "r9"}, {"audio_end_ms": 900}, {"response_id": "r9", "audio_end_ms": "900"}])
def test_10_speech_stopped_with_either_field(field: dict[str, Json]) -> None:
    session = open_session()
    feed(session, created(), words("a"))
    [event] = feed(session, {"type": "input_audio_buffer.speech_stopped", **field})
    assert event == SpeechStopped("", 900 if "audio_end_ms" in field else None)
    assert session.busy


def test_an_error_leaves_the_session_open() -> None:
    session = open_session()
    feed(session, error("invalid_value", "no such field"))
    assert of_type(feed(session, created(), audio_delta()), AudioDelta)
