from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.vehicle.gateway_wire import MAX_LINE, Hello, Message, Reply, Request, Values, WireError, decode, encode

MESSAGES: list[Message] = [
    Hello(client="cabin-voice"),
    Hello(paths=("Cabin.Sunroof.Position",)),
    Request(key="9f", tool="set_window", wishes={"Cabin.Sunroof.Position": 20, "Cabin.HVAC.Mode": "AUTO"}, expires_in_ms=4000),
    Reply(key="9f", status="refused", reason="no"),
    Values(values={"Cabin.HVAC.IsAirConditioningActive": True, "Cabin.HVAC.AmbientAirTemperature": 21.5}),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_messages_survive_the_wire(message: Message) -> None:
    line = encode(message)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert decode(line) == message


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"null",
        b'{"type": "frame", "id": 1, "data": "00"}',
        b'{"type": "request", "key": "a b", "tool": "t", "wishes": {"P": 1}, "expires_in_ms": 10}',
        b'{"type": "request", "key": "k", "tool": "t", "wishes": {}, "expires_in_ms": 10}',
        b'{"type": "request", "key": "k", "tool": "t", "wishes": {"P": NaN}, "expires_in_ms": 10}',
        b'{"type": "request", "key": "k", "tool": "t", "wishes": {"P": 1}, "expires_in_ms": 0}',
        b'{"type": "hello", "protocol": 2}',
        b"x" * (MAX_LINE + 1),
        b"[" * 5000,
    ],
)
def test_what_is_no_message_is_named(line: bytes) -> None:
    with pytest.raises(WireError):
        decode(line)


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=9), st.lists).map(lambda x: json.dumps(x).encode())
)
def test_any_line_is_a_message_or_an_error(line: bytes) -> None:
    try:
        decode(line)
    except WireError as error:
        assert str(error)
