from __future__ import annotations

import math
import struct

import cantools
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from edge.vehicle.codec import MessageCodec
from edge.vehicle.dbc import Database
from edge.vehicle.dbc_reader import parse_dbc


@st.composite
def _signal_lines(draw: st.DrawFn) -> tuple[int, str]:
    length = draw(st.integers(1, 64))
    lines = []
    for index in range(draw(st.integers(1, 4))):
        little = draw(st.booleans())
        bits = draw(st.integers(1, min(64, 8 * length)))
        if little:
            start = draw(st.integers(0, 8 * length - bits))
        else:
            first = draw(st.integers(0, 8 * length - bits))  # position of the top bit, counted from the frame's first bit
            start = 8 * (first // 8) + 7 - first % 8
        sign = draw(st.sampled_from("+-"))
        scale = draw(st.sampled_from(["1", "0.5", "0.1", "2", "-1", "0.0155168902", "1e-3"]))
        offset = draw(st.sampled_from(["0", "-40", "0.25", "1000"]))
        lines.append(f' SG_ S{index} : {start}|{bits}@{int(little)}{sign} ({scale},{offset}) [0|0] "" A')
    return length, "\n".join(lines)


@given(_signal_lines(), st.data())
@settings(max_examples=300, deadline=None)
def test_same_as_cantools_for_any_layout(message: tuple[int, str], data: st.DataObject) -> None:
    length, lines = message
    text = f'VERSION ""\nBU_: A\nBO_ 100 M: {length} A\n{lines}\n'
    frame = data.draw(st.binary(min_size=length, max_size=length))
    oracle = cantools.database.load_string(text, "dbc", strict=False)
    try:
        expected = oracle.decode_message(100, frame, decode_choices=False)
    except cantools.Error:
        assume(False)  # cantools miscounts the length where signals overlap
    found = MessageCodec(parse_dbc(text).messages[100]).decode(frame)
    assert found == expected
    assert {name: type(value) for name, value in found.items()} == {name: type(value) for name, value in expected.items()}


@given(st.floats(width=32), st.floats())
def test_real_signals(single: float, double: float) -> None:
    text = (
        'VERSION ""\nBU_: A\nBO_ 1 M: 12 A\n SG_ F : 0|32@1- (1,0) [0|0] "" A\n SG_ D : 32|64@1- (1,0) [0|0] "" A\n'
        "SIG_VALTYPE_ 1 F : 1;\nSIG_VALTYPE_ 1 D : 2;\n"
    )
    codec = MessageCodec(parse_dbc(text).messages[1])
    frame = struct.pack("<fd", single, double)
    found = codec.decode(frame)
    for value, expected in ((found["F"], single), (found["D"], double)):
        assert value == expected or (math.isnan(value) and math.isnan(expected))
    if math.isfinite(single) and math.isfinite(double):
        assert codec.encode({"F": single, "D": double}) == frame


def test_the_demonstration_car_encodes_what_it_decodes(demo_dbc: Database) -> None:
    for message in demo_dbc.messages.values():
        codec = MessageCodec(message)
        for signal in message.signals.values():
            if signal.selector is None:
                value = signal.offset + signal.scale * min(5, (1 << signal.length) - 1)
                assert codec.decode(codec.encode({signal.name: value}))[signal.name] == pytest.approx(value)


def test_encode_refuses_what_does_not_fit(demo_dbc: Database) -> None:
    codec = MessageCodec(demo_dbc.messages[512])
    with pytest.raises(ValueError, match="does not fit"):
        codec.encode({"BAT_RangeTotal": 5000})
    with pytest.raises(KeyError):
        codec.encode({"Nothing": 1})
    assert codec.encode({}, raw={"BAT_RangeTotal": 0xFFF})[:2] == b"\xff\x0f"


def test_short_frames_are_an_error_and_long_ones_are_cut(demo_dbc: Database) -> None:
    codec = MessageCodec(demo_dbc.messages[528])
    with pytest.raises(ValueError, match="1 bytes instead of 2"):
        codec.decode(b"\0")
    assert codec.decode(b"\x6c\x7c" + bytes(6)) == codec.decode(b"\x6c\x7c")
