"""What goes on a tape comes off it again, keys never get on it, and nonsense is one clear line."""

from __future__ import annotations

import base64
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import InputError
from edge.realtime.wire_tape import Entry, WireRecorder, read_tape

SOUND = bytes(range(256)) * 4
KEY = "step-0123456789abcdef"


def delta(pcm: bytes) -> str:
    return json.dumps({"type": "response.audio.delta", "delta": base64.b64encode(pcm).decode()})


def taped(*frames: str, keep_audio: bool = True) -> list[str]:
    recorder = WireRecorder("test", 0, keep_audio=keep_audio, secrets=[KEY])
    recorder.opened("cloud", "stepfun", 1_000_000)
    for number, frame in enumerate(frames):
        recorder.frame("cloud", "server", frame, number * 1_000_000_000)
    recorder.closed("cloud", f"lost with {KEY}", 5_000_000_000)
    return recorder.lines()


def test_frames_come_back_with_their_times_and_sound() -> None:
    opened, first, second, odd, closed = read_tape(taped(delta(SOUND), '{"type":"response.done"}', "no json"))
    assert opened == Entry(0.001, "cloud", "open", "stepfun")
    assert json.loads(first.text) == json.loads(delta(SOUND))
    assert (second.t, second.kind, json.loads(second.text)) == (1.0, "server", {"type": "response.done"})
    assert odd.text == "no json"
    assert closed.kind == "closed"


def test_a_sound_is_kept_once() -> None:
    lines = taped(delta(SOUND), delta(SOUND))
    assert sum("zlib" in line for line in lines) == 1


def test_sound_that_was_not_kept_is_made_up_at_its_length() -> None:
    lines = taped(delta(SOUND), keep_audio=False)
    assert "zlib" not in "".join(lines)
    first, again = (next(json.loads(e.text) for e in read_tape(lines) if e.kind == "server") for _ in range(2))
    assert len(base64.b64decode(first["delta"])) == len(SOUND)
    assert first == again


@pytest.mark.parametrize(
    "event",
    [
        {"type": "session.created", "session": {"client_secret": {"value": "ek_abcdefghijkl"}}},
        {"type": "error", "error": {"message": f"bad key {KEY} given"}},
        {"type": "error", "error": {"message": "Incorrect API key: sk-proj-abcdefgh12345678"}},
        {"type": "x", "headers": {"Authorization": "Bearer abcdef"}, "note": "Bearer abcdef"},
        {"type": "x", "list": [[KEY]], KEY: 1},
    ],
)
def test_keys_never_get_on_a_tape(event: dict[str, object]) -> None:
    lines = "\n".join(taped(json.dumps(event), f"no json, and {KEY}"))
    for secret in (KEY, "ek_abcdefghijkl", "sk-proj", "Bearer abcdef"):
        assert secret not in lines
    assert "[hidden]" in lines


def test_rules_of_the_persona_are_cut_short() -> None:
    event = {"type": "session.update", "session": {"instructions": "x" * 5000, "tools": [{"parameters": {"a": 1}}]}}
    [entry] = [entry for entry in read_tape(taped(json.dumps(event))) if entry.kind == "server"]
    assert len(json.loads(entry.text)["session"]["instructions"]) < 200


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["{"], "line 1 is not JSON"),
        (["[]"], "line 1 is not a JSON object"),
        (['{"tape":"wire","version":9}'], "line 1 is not of a wire tape"),
        (['{"tape":"wire","version":1}', '{"t":-1,"link":"a","is":"closed","why":""}'], "line 2"),
        (['{"tape":"wire","version":1}', '{"t":0,"link":"a","from":"me","event":{}}'], "from is neither"),
        (['{"tape":"wire","version":1}', '{"t":0,"link":"a","from":"client"}'], "line 2"),
        (['{"tape":"wire","version":1}', '{"audio":"x","zlib":"AAAA"}'], "line 2"),
        (
            ['{"tape":"wire","version":1}', '{"t":0,"link":"a","from":"client","event":{"d":{"$audio":"x","bytes":1e9}}}'],
            "bytes is no length",
        ),
    ],
)
def test_a_damaged_tape_is_one_clear_line(lines: list[str], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        list(read_tape(lines, "a.jsonl"))


FIELDS = ["t", "link", "from", "event", "audio", "$audio", "$$x", "bytes", "is", "note", "zlib", "text"]
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5),
    max_leaves=12,
)


@given(JSON_VALUES)
def test_whatever_a_line_holds_it_is_read_or_refused(value: object) -> None:
    with suppress(InputError):
        list(read_tape(['{"tape":"wire","version":1}', json.dumps(value)]))


@given(st.text(max_size=40) | JSON_VALUES.map(json.dumps))
def test_whatever_a_frame_holds_it_goes_on_tape_and_comes_off_it(frame: str) -> None:
    _, entry, _ = read_tape(taped(frame))
    assert entry.text == frame or json.loads(entry.text) == json.loads(frame)
