"""The bounded parts by themselves, the wire helpers and the waits between attempts."""

from __future__ import annotations

import base64
import json

from hypothesis import given
from hypothesis import strategies as st

from edge.events import Json
from edge.realtime.backoff import Backoff, backoff_s
from edge.realtime.input_audio import DropOldestAudioBuffer
from edge.realtime.memory import ForgetOldestCounts, ForgetOldestSet
from edge.realtime.outbox import DropOldestAudioOutbox
from edge.realtime.wire import (
    audio_bytes_of_append,
    decode,
    decode_audio,
    encode,
    encode_append,
    encode_delta,
    is_cancel,
)


@given(st.binary(max_size=3000))
def test_an_append_is_the_json_it_looks_like(pcm: bytes) -> None:
    frame = encode_append(pcm)
    expected = {"type": "input_audio_buffer.append", "audio": base64.b64encode(pcm).decode()}
    assert json.loads(frame) == expected
    assert decode_audio(expected["audio"]) == pcm
    assert abs(audio_bytes_of_append(frame) - len(pcm)) <= 2
    delta = json.loads(encode_delta('{"type":"x",', "e1", pcm))
    assert delta == {"type": "x", "event_id": "e1", "delta": expected["audio"]}


@given(st.dictionaries(st.text(), st.text() | st.none() | st.integers() | st.floats(allow_nan=False), max_size=5))
def test_events_go_there_and_back(event: dict[str, Json]) -> None:
    frame = encode(event)
    frame.encode()
    assert decode(frame) == event


def test_a_cancel_is_seen_without_parsing() -> None:
    assert is_cancel('{"event_id":"a","type":"response.cancel"}')
    assert is_cancel('{"type": "response.cancel", "response_id": "r"}')
    assert not is_cancel('{"type":"response.create"}')
    assert not is_cancel(encode_append(bytes(2000)))


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), max_size=60))
def test_the_outbox_drops_audio_only_and_keeps_the_order(puts: list[tuple[int, bool]]) -> None:
    outbox = DropOldestAudioOutbox(200)
    control = []
    for number, (size, is_audio) in enumerate(puts):
        frame = f"{number:03}".ljust(size + 3, ".")
        outbox.put(frame, len(frame) if is_audio else 0)
        if not is_audio:
            control.append(frame)
    held = outbox.held_bytes
    frames = outbox.take()
    assert held == sum(map(len, frames))
    assert held <= max(200, sum(map(len, control)))
    assert frames == sorted(frames)
    assert [frame for frame in frames if frame in control] == control
    assert outbox.held_bytes == 0
    assert outbox.take_one() is None


def test_one_frame_at_a_time() -> None:
    outbox = DropOldestAudioOutbox()
    outbox.put("a")
    outbox.put("bc", 1)
    assert (outbox.take_one(), outbox.held_bytes) == ("a", 2)
    assert outbox.take() == ["bc"]


def test_input_audio_counts_what_it_drops() -> None:
    buffer = DropOldestAudioBuffer(96_000)
    for _ in range(5):
        buffer.append(bytes(40_001))
    assert len(buffer) <= 96_000
    assert len(buffer) + buffer.dropped_bytes == buffer.total_bytes == 5 * 40_001
    assert len(buffer.take()) % 2 == 0
    assert len(buffer) == 0


def test_memories_forget_the_oldest() -> None:
    known = ForgetOldestSet(3)
    assert [known.add(name) for name in "abcad"] == [True, True, True, False, True]
    assert "a" not in known
    assert len(known) == 3
    counts = ForgetOldestCounts(2)
    for name in "aabc":
        counts.add(name, 1)
    assert counts.as_dict() == {"b": 1, "c": 1}
    assert counts["a"] == 0


@given(st.integers(0, 200), st.floats(0, 1))
def test_waits_grow_to_their_limit(attempt: int, uniform: float) -> None:
    wait = backoff_s(attempt, uniform)
    assert 0.5 <= wait <= 60
    assert wait <= backoff_s(attempt + 1, 1.0)


def test_waits_repeat_from_their_seed_and_begin_anew() -> None:
    first, second = Backoff(7), Backoff(7)
    waits = [first.next_s() for _ in range(8)]
    assert waits == [second.next_s() for _ in range(8)]
    assert waits != [Backoff(8).next_s() for _ in range(8)]
    assert sum(waits[:5]) >= 15
    assert first.next_s(at_least_s=300) == 300
    first.connected(0)
    assert first.before_next_s(10**10) == 0
    assert first.next_s() <= 1


def test_an_endpoint_that_hangs_up_at_once_is_not_asked_in_a_tight_loop() -> None:
    backoff = Backoff(1)
    assert backoff.before_next_s(0) == 0
    waits = []
    for number in range(4):
        backoff.connected(number * 10**9)
        waits.append(backoff.before_next_s(number * 10**9 + 1))
    assert waits == sorted(waits)
    assert waits[0] >= 0.5
    assert waits[3] >= 4
