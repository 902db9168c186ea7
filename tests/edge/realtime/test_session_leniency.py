"""The client session against servers that repeat, forget, misspell, flood and never end."""

from __future__ import annotations

import base64
import json

import pytest
from wire_samples import audio, audio_delta, created, done, error, feed, of_type, open_session

from edge.events import Json
from edge.realtime.dialects import OPENAI_GA
from edge.realtime.events import (
    AudioDelta,
    AudioDone,
    InputTranscript,
    InputTranscriptFailed,
    ResponseFinished,
    ResponseStarted,
    ServerError,
    TextDelta,
    TextDone,
    UnknownEvent,
)


def test_duplicates_are_counted_and_dropped() -> None:
    session = open_session()
    transcript: dict[str, Json] = {
        "type": "conversation.item.input_audio_transcription.completed",
        "item_id": "u1",
        "transcript": "a",
    }
    committed: dict[str, Json] = {"type": "input_audio_buffer.committed", "item_id": "u1"}
    end: dict[str, Json] = {"type": "response.audio.done", "response_id": "r1", "item_id": "i1"}
    found = feed(session, committed, committed, transcript, transcript, created(), created(), end, end, done(), done())
    assert len(found) == 5
    assert session.counters.duplicates == 5


def test_transcripts_find_their_item_and_may_fail() -> None:
    session = open_session()
    kind = "conversation.item.input_audio_transcription"
    found = feed(
        session,
        {"type": "input_audio_buffer.committed", "item_id": "u1"},
        {"type": f"{kind}.completed", "transcript": "你好", "language": "zh"},
        {"type": "input_audio_buffer.committed", "item_id": "u2"},
        {"type": f"{kind}.failed", "item_id": "u2", "error": {"message": "too quiet"}},
    )
    assert found[1] == InputTranscript("u1", "你好", "zh")
    assert found[3] == InputTranscriptFailed("u2", "too quiet")


def test_a_failed_response_says_why() -> None:
    session = open_session()
    details: Json = {"type": "failed", "error": {"type": "server_error", "code": "503", "message": "overloaded"}}
    found = feed(session, created(), done(status="failed", status_details=details))
    end = found[-1]
    assert isinstance(end, ResponseFinished)
    assert end.error == ServerError("503", "overloaded", "retry")


def test_output_before_its_creation_begins_the_response() -> None:
    session = open_session()
    session.request_response()
    found = feed(session, audio_delta("r1"), created("r1"), done("r1"))
    assert [type(event) for event in found] == [ResponseStarted, AudioDelta, ResponseFinished]


def test_responses_that_never_end_are_bounded() -> None:
    session = open_session()
    found = feed(session, *(created(f"r{n}") for n in range(50)))
    lost = of_type(found, ResponseFinished)
    assert len(lost) == 42
    assert session.counters.abandoned == 42
    assert {event.status for event in lost} == {"incomplete"}


def test_usage_is_added_up() -> None:
    session = open_session()
    usage: Json = {"total_tokens": 30, "input_tokens": 20, "output_tokens": 10}
    feed(session, created(), done(usage=usage), created("r2"), done("r2", usage=usage), created("r3"), done("r3"))
    assert (session.counters.tokens_in, session.counters.tokens_out) == (40, 20)


def test_unknown_events_are_kept_and_counted() -> None:
    session = open_session()
    found = feed(session, *({"type": f"new.event.{n % 3}", "x": n} for n in range(100)))
    assert len(of_type(found, UnknownEvent)) == 100
    assert session.counters.unknown == 100
    assert len(session.reader.unknown) == 32
    assert session.reader.unknown_types.as_dict() == {"new.event.0": 34, "new.event.1": 33, "new.event.2": 33}
    feed(session, *({"type": f"many.{n}"} for n in range(1000)))
    assert len(session.reader.unknown_types.as_dict()) == 64


@pytest.mark.parametrize("frame", ["", "{", "[]", "null", "3", '"x"', "[" * 100_000, b"\xff\xfe", '{"a": ' + "9" * 5000 + "}"])
def test_what_is_no_json_object_is_counted(frame: str | bytes) -> None:
    session = open_session()
    assert session.receive(frame) == []
    assert session.counters.malformed == 1


def test_a_frame_over_the_limit_is_refused() -> None:
    session = open_session()
    session.max_frame = 1000
    [event] = session.receive(json.dumps(audio_delta(samples=1000)))
    assert isinstance(event, ServerError)
    assert (event.code, event.kind) == ("frame_too_large", "retry")
    assert session.counters.oversize == 1


def test_a_link_that_is_down_costs_bounded_memory_and_no_control_event() -> None:
    session = open_session()
    session.request_response()
    for _ in range(400):
        session.append_audio(bytes(48_000))
    session.commit()
    frames = session.take_outgoing()
    assert sum(map(len, frames)) <= session.outbox.limit_bytes
    assert session.outbox.dropped_audio_bytes > 0
    kinds = [json.loads(frame)["type"] for frame in frames]
    assert kinds[0] == "response.create"
    assert kinds[-1] == "input_audio_buffer.commit"
    kept = sum(len(base64.b64decode(json.loads(frame).get("audio", ""))) for frame in frames)
    assert kept + session.outbox.dropped_audio_bytes == 400 * 48_000


def test_ill_formed_text_can_be_sent_again() -> None:
    session = open_session()
    found = session.receive('{"type":"response.text.delta","response_id":"r1","item_id":"i1","delta":"a\\ud800b"}')
    [delta] = of_type(found, TextDelta)
    delta.text.encode()
    session.send_text("c\ud800d")
    for frame in session.take_outgoing():
        frame.encode()


def test_ga_names_come_out_as_the_same_events() -> None:
    session = open_session(OPENAI_GA)
    place: dict[str, Json] = {"response_id": "r1", "item_id": "i1", "content_index": 0}
    found = feed(
        session,
        created(),
        {"type": "response.output_audio.delta", "delta": audio(), **place},
        {"type": "response.output_audio_transcript.delta", "delta": "Hi", **place},
        {"type": "response.output_audio.done", **place},
        {"type": "response.output_audio_transcript.done", "transcript": "Hi", **place},
        {"type": "conversation.item.added", "item": {"id": "i1", "type": "message"}},
        {"type": "conversation.item.done", "item": {"id": "i1", "type": "message"}},
        done(),
    )
    kinds = [type(event) for event in found]
    assert kinds == [ResponseStarted, AudioDelta, TextDelta, AudioDone, TextDone, ResponseFinished]
    assert session.counters.unknown == 0


def test_error_kinds_reach_the_caller() -> None:
    found = feed(open_session(), error("invalid_api_key"), error("429"), error("odd_field"))
    assert [event.kind for event in of_type(found, ServerError)] == ["fatal", "retry", "benign"]
