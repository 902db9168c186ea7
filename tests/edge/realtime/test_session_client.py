"""The client session: audio out, answers in, tools, history, and the rolling state."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from wire_samples import CONFIG, audio_delta, created, done, feed, of_type, open_session, sent, sent_types, words

from edge.events import Json
from edge.realtime.config import TurnDetection
from edge.realtime.dialects import DIALECTS, OPENAI_BETA, OPENAI_GA, STEPFUN, Dialect
from edge.realtime.events import (
    AudioDelta,
    AudioDone,
    InputCommitted,
    InputTranscript,
    ResponseFinished,
    ResponseStarted,
    TextDelta,
    TextDone,
    ToolCall,
)
from edge.realtime.session_client import CHUNK_BYTES, MAX_CHUNK_BYTES


def test_audio_leaves_in_chunks_and_whole() -> None:
    session = open_session()
    pcm = bytes(range(256)) * 75  # 400 ms
    for start in range(0, len(pcm), 480):
        session.append_audio(pcm[start : start + 480])
    session.append_audio(b"\x01\x02")
    session.commit()
    events = sent(session)
    assert events[-1]["type"] == "input_audio_buffer.commit"
    pieces = [base64.b64decode(str(event["audio"])) for event in events[:-1]]
    assert b"".join(pieces) == pcm + b"\x01\x02"
    assert all(len(piece) == CHUNK_BYTES for piece in pieces[:-1])
    assert session.counters.audio_bytes_out == len(pcm) + 2


def test_what_is_silence_anyway_need_not_be_sent_to_its_end() -> None:
    session = open_session()
    session.append_audio(bytes(CHUNK_BYTES + 100))
    session.commit(rest=False)
    assert sent_types(session) == ["input_audio_buffer.append", "input_audio_buffer.commit"]
    assert session.counters.audio_bytes_out == CHUNK_BYTES
    session.append_audio(bytes(100))
    session.commit(rest=False)
    assert sent_types(session) == ["input_audio_buffer.append", "input_audio_buffer.commit"]
    assert session.counters.audio_bytes_out == CHUNK_BYTES + 100


def test_a_pre_roll_leaves_in_larger_pieces() -> None:
    session = open_session()
    session.append_audio(bytes(96_000))
    sizes = [len(base64.b64decode(str(event["audio"]))) for event in sent(session)]
    assert sizes == [MAX_CHUNK_BYTES] * 10


def test_an_empty_commit_is_not_sent() -> None:
    session = open_session()
    session.commit()
    session.append_audio(b"\x00")
    session.commit()
    session.clear_audio()
    assert sent_types(session) == []
    session.append_audio(bytes(100))
    session.clear_audio()
    session.commit()
    assert sent_types(session) == ["input_audio_buffer.clear"]


def test_a_spoken_answer() -> None:
    session = open_session()
    session.request_response()
    found = feed(
        session,
        {"type": "input_audio_buffer.committed", "item_id": "u1", "previous_item_id": None},
        created(),
        words("About "),
        audio_delta(),
        {"type": "conversation.item.input_audio_transcription.completed", "item_id": "u1", "transcript": "How far?"},
        words("300 km."),
        {"type": "response.audio.done", "response_id": "r1", "item_id": "i1"},
        {"type": "response.audio_transcript.done", "response_id": "r1", "item_id": "i1", "transcript": "About 300 km."},
        done(),
    )
    assert found == [
        InputCommitted("u1"),
        ResponseStarted("r1"),
        TextDelta("r1", "i1", "About "),
        AudioDelta("r1", "i1", b"\x07\x00" * 240),
        InputTranscript("u1", "How far?"),
        TextDelta("r1", "i1", "300 km."),
        AudioDone("r1", "i1"),
        TextDone("r1", "i1", "About 300 km."),
        ResponseFinished("r1", "completed", text="About 300 km.", audio_bytes=480),
    ]
    end = found[-1]
    assert isinstance(end, ResponseFinished)
    assert not end.text_only


def test_an_answer_without_audio_is_noticed() -> None:
    session = open_session()
    found = feed(
        session,
        created(),
        {"type": "response.text.delta", "response_id": "r1", "item_id": "i1", "delta": "About 300 km."},
        {"type": "response.text.done", "response_id": "r1", "item_id": "i1", "text": "About 300 km."},
        done(),
    )
    assert found[1] == TextDelta("r1", "i1", "About 300 km.", spoken=False)
    end = found[-1]
    assert isinstance(end, ResponseFinished)
    assert end.text_only
    assert end.text == "About 300 km."


def test_an_answer_whose_words_come_only_at_the_end() -> None:
    session = open_session()
    item: Json = {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "Yes."}]}
    found = feed(session, created(), {"type": "response.done", "response": {"id": "r1", "output": [item]}})
    end = found[-1]
    assert isinstance(end, ResponseFinished)
    assert end.text_only
    assert end.text == "Yes."


def test_thinking_is_never_passed_on() -> None:
    session = open_session()
    part: Json = {"type": "message", "content": [{"type": "thinking", "text": "hm"}, {"type": "audio", "transcript": ""}]}
    found = feed(
        session,
        created(),
        {"type": "response.thinking.delta", "response_id": "r1", "item_id": "i1", "delta": "The driver wants"},
        {"type": "response.thinking.done", "response_id": "r1", "item_id": "i1", "thinking": "The driver wants"},
        {"type": "response.done", "response": {"id": "r1", "status": "completed", "output": [part]}},
    )
    end = found[-1]
    assert isinstance(end, ResponseFinished)
    assert (len(found), end.text) == (2, "")
    assert session.counters.thinking_chars == 16


def test_a_sample_cut_in_two_by_deltas() -> None:
    session = open_session()
    pcm = bytes(range(9))
    events = [{**audio_delta(), "delta": base64.b64encode(piece).decode()} for piece in (pcm[:3], pcm[3:4], pcm[4:9])]
    found = of_type(feed(session, created(), *events), AudioDelta)
    assert b"".join(event.pcm for event in found) == pcm[:8]
    assert all(len(event.pcm) % 2 == 0 for event in found)


@pytest.mark.parametrize("via", ["arguments.done", "output_item.done", "response.done"])
def test_a_tool_call_is_passed_on_once_whichever_event_brings_it(via: str) -> None:
    session = open_session()
    item: dict[str, Json] = {"id": "i1", "type": "function_call", "call_id": "c1", "name": "f", "arguments": '{"a": 1}'}
    complete: dict[str, Json] = {"type": "response.function_call_arguments.done", "response_id": "r1", "item_id": "i1"}
    wire: dict[str, dict[str, Json]] = {
        "arguments.done": {**complete, "arguments": '{"a": 1}'},
        "output_item.done": {"type": "response.output_item.done", "response_id": "r1", "item": item},
        "response.done": done(output=[item]),
    }
    announced: dict[str, Json] = {
        "type": "conversation.item.created",
        "item": {**item, "status": "incomplete", "arguments": ""},
    }
    found = feed(session, created(), announced, wire[via], wire[via], wire["output_item.done"], wire["response.done"])
    assert of_type(found, ToolCall) == [ToolCall("r1", "c1", "f", {"a": 1})]


def test_a_call_cut_short_by_a_cancel_is_not_made() -> None:
    session = open_session()
    item: dict[str, Json] = {"type": "function_call", "call_id": "c1", "name": "f", "arguments": '{"a"'}
    found = feed(session, created(), done(status="cancelled", output=[{**item, "status": "incomplete"}]))
    assert not of_type(found, ToolCall)
    found = feed(session, created("r2"), done("r2", status="incomplete", output=[item]))
    assert not of_type(found, ToolCall)


@pytest.mark.parametrize(
    ("arguments", "read", "good"),
    [
        ('{"a": 1}', {"a": 1}, True),
        ({"a": 1}, {"a": 1}, True),
        ("", {}, True),
        (None, {}, True),
        ("[1]", {}, False),
        ('{"a', {}, False),
        (3, {}, False),
    ],
)
def test_arguments_of_a_call(arguments: Json, read: dict[str, Json], good: bool) -> None:
    session = open_session()
    [_, call] = feed(
        session,
        created(),
        {"type": "response.function_call_arguments.done", "call_id": "c", "name": "f", "arguments": arguments},
    )
    assert isinstance(call, ToolCall)
    assert call.arguments == read
    assert (call.problem is None) == good


def test_a_tool_result_is_sent_before_the_next_response() -> None:
    session = open_session()
    session.request_response()
    feed(session, created())
    session.take_outgoing()
    session.send_tool_result("c1", '{"values": {}}')
    session.request_response()
    [result] = sent(session)
    assert result["item"] == {"type": "function_call_output", "call_id": "c1", "output": '{"values": {}}'}
    feed(session, done())
    assert sent_types(session) == ["response.create"]


def test_history_is_replayed_as_text_and_the_newest_part_of_it() -> None:
    for name, dialect in DIALECTS.items():
        session = open_session(dialect)
        session.seed_history([("user", "x" * 15_990), ("user", "How far?"), ("assistant", "300 km."), ("user", " ")])
        items = [event["item"] for event in sent(session)]
        kinds = [(item["role"], item["content"][0]["type"], item["content"][0]["text"]) for item in items]
        spoken = "output_text" if name == "openai" else "text"
        assert kinds == [("user", "input_text", "How far?"), ("assistant", spoken, "300 km.")]
        assert session.counters.history_dropped == 1
        ids = [item["id"] for item in items]
        assert len(set(ids)) == 2


def test_the_state_rolls() -> None:
    session = open_session()
    session.replace_state("Speed 50 km/h")
    session.replace_state("Speed 50 km/h")
    session.replace_state("Speed 51 km/h")
    events = sent(session)
    assert [event["type"] for event in events] == [
        "conversation.item.create",
        "conversation.item.create",
        "conversation.item.delete",
    ]
    assert [event["item"]["id"] for event in events[:2]] == ["veh_1", "veh_2"]
    assert events[0]["item"]["role"] == "system"
    assert events[2]["item_id"] == "veh_1"


def test_the_voice_is_locked_once_there_was_audio() -> None:
    session = open_session()
    session.update(replace(CONFIG, instructions="Be witty."))
    assert sent(session)[0]["session"]["voice"] == "linjiajiejie"
    feed(session, created(), audio_delta())
    session.update(CONFIG)
    assert "voice" not in sent(session)[0]["session"]


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_modalities_are_said_with_every_response(dialect: Dialect) -> None:
    session = open_session(dialect)
    session.request_response()
    feed(session, created(), done())
    session.request_response(text_only=True)
    spoken, written = (event["response"] for event in sent(session))
    key = "output_modalities" if dialect is OPENAI_GA else "modalities"
    assert spoken == {key: ["audio"] if dialect is OPENAI_GA else ["text", "audio"]}
    assert written == {key: ["text"]}


def test_the_server_may_end_turns() -> None:
    session = open_session(config=replace(CONFIG, turn_detection=TurnDetection(silence_ms=700)))
    session.update(session.config)
    detection = sent(session)[0]["session"]["turn_detection"]
    assert detection == {"type": "server_vad", "prefix_padding_ms": 500, "silence_duration_ms": 700}
    session.append_audio(bytes(1920))
    feed(session, {"type": "input_audio_buffer.committed", "item_id": "u1"})
    session.clear_audio()
    assert sent_types(session) == ["input_audio_buffer.append"]


def test_what_was_heard_is_told_by_truncation_where_there_is_one() -> None:
    session = open_session(OPENAI_BETA)
    feed(session, created(), audio_delta(samples=24_000))
    session.tell_heard("i1", 400)
    session.tell_heard("i1", 60_000)
    session.tell_heard("i1", 0)
    events = sent(session)
    assert [event.get("audio_end_ms") for event in events] == [400, 1000, None]
    assert events[2]["type"] == "conversation.item.delete"


def test_and_by_its_words_elsewhere() -> None:
    session = open_session(STEPFUN)
    feed(session, created(), audio_delta(samples=24_000))
    session.tell_heard("i1", 400, "About three")
    delete, create = sent(session)
    assert delete["item_id"] == "i1"
    assert create["item"]["content"] == [{"type": "text", "text": "About three"}]
