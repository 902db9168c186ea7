from __future__ import annotations

import random
from pathlib import Path

import cantools
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.errors import InputError
from edge.vehicle.codec import MessageCodec
from edge.vehicle.dbc import EXTENDED, Database, MessageSpec, load_dbc
from edge.vehicle.dbc_reader import parse_dbc

HEAD = 'VERSION ""\n\nBU_: A\n\n'
ONE = HEAD + 'BO_ 256 Speed: 8 A\n SG_ V : 0|16@1+ (0.01,0) [0|300] "km/h" A\n'


def _oracle(path: Path) -> object | None:
    """cantools' view of a file, or None where it does not load it."""
    try:
        return cantools.database.load_file(str(path), strict=False)
    except (cantools.Error, ValueError):
        return None


def _legal(spec: MessageSpec, dice: random.Random) -> bytes:
    """Random bytes whose multiplexers select something."""
    data = dice.randbytes(spec.length)
    for signal in sorted(spec.signals.values(), key=lambda s: s.selector is not None):
        choices = [s for s in spec.signals.values() if s.selector == signal.name]
        if choices and signal.little_endian:
            value = dice.choice(dice.choice(choices).ranges)[0]
            frame = int.from_bytes(data, "little")
            mask = ((1 << signal.length) - 1) << signal.start
            frame = frame & ~mask | ((value << signal.start) & mask)
            data = frame.to_bytes(spec.length, "little")
    return data


def _same(ours: object, theirs: object) -> bool:
    return ours == theirs or (ours != ours and theirs != theirs)  # NaN equals NaN here


@pytest.mark.parametrize(
    "name",
    [
        "cantools_dbc/abs", "cantools_dbc/cp1252", "cantools_dbc/floating_point", "cantools_dbc/foobar",
        "cantools_dbc/issue_184_extended_mux_cascaded", "cantools_dbc/j1939", "cantools_dbc/long_names",
        "cantools_dbc/message-dlc-zero", "cantools_dbc/motohawk", "cantools_dbc/multiplex_2", "cantools_dbc/signed",
        "opendbc/hyundai_canfd_generated", "opendbc/hyundai_i30_2014", "opendbc/nissan_leaf_2018_generated",
        "opendbc/subaru_global_2017_generated", "opendbc/tesla_model3_party", "opendbc/vw_mqb", "opendbc/vw_pq",
        "subaru_motec/sample_can_spec", "tesla_model3/Model3CAN", "tesla_model3/test__test_dbc__test1_2",
    ],
)  # fmt: skip
def test_same_values_as_cantools(data: Path, name: str) -> None:
    path = data / "can" / f"{name}.dbc"
    oracle = _oracle(path)
    assert oracle is not None
    ours = load_dbc(path)
    dice = random.Random(name)
    compared = 0
    assert {m.frame_id | (EXTENDED if m.is_extended_frame else 0) for m in oracle.messages} == set(ours.messages)
    for message in oracle.messages:
        if message.name == "Lenkhilfe_1":
            continue  # fourteen of its signals lie outside its two bytes
        spec = ours.messages[message.frame_id | (EXTENDED if message.is_extended_frame else 0)]
        assert spec.name == message.name
        assert set(spec.signals) == {signal.name for signal in message.signals}
        assert (spec.cycle_ms or 0) == (message.cycle_time or 0)
        codec = MessageCodec(spec)
        for _ in range(8):
            frame = _legal(spec, dice)
            try:
                expected = message.decode(frame, decode_choices=False)
            except cantools.Error:
                continue  # its multiplexer says something the file does not describe
            found = codec.decode(frame)
            # cantools leaves out what a multiplexer selects that is marked "m" instead of "M", as one of vw_pq is
            assert set(found) == set(expected) or (name == "opendbc/vw_pq" and set(found) > set(expected)), message.name
            for signal, value in expected.items():
                assert _same(found[signal], value), (message.name, signal, frame.hex())
                compared += 1
    assert compared or not any(m.signals for m in oracle.messages)


@pytest.mark.parametrize(
    ("name", "messages"),
    [
        ("honda_civic_touring_2016_can_generated", 38),
        ("hyundai_can_generated", 146),
        ("mazda_2017", 102),
        ("toyota_2017_ref_pt", 143),
    ],
)
def test_real_files_that_cantools_refuses(data: Path, name: str, messages: int) -> None:
    path = data / "can" / "opendbc" / f"{name}.dbc"
    assert _oracle(path) is None
    database = load_dbc(path)
    assert len(database.messages) == messages
    for message in database.messages.values():
        MessageCodec(message).decode(bytes(message.length))
    assert all(f"{path}:" in warning for warning in database.warnings)


def test_a_signal_that_does_not_fit_is_left_out_with_a_warning(data: Path) -> None:
    database = load_dbc(data / "can" / "cantools_dbc" / "bad_message_length.dbc")
    assert [list(message.signals) for message in database.messages.values()] == [[]]
    assert "does not fit" in database.warnings[0]


def test_both_encodings(tmp_path: Path) -> None:
    for encoding in ("utf-8", "cp1252", "utf-8-sig"):
        file = tmp_path / f"{encoding}.dbc"
        file.write_text(ONE.replace("km/h", "°C"), encoding=encoding)
        assert load_dbc(file).messages[256].signals["V"].unit == "°C"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a DBC file"),
        ("hello world\nthis is text\n", "is not a DBC file"),
        (HEAD + "BO_ x Speed: 8 A\n", "t.dbc:5: malformed message: BO_ x Speed: 8 A"),
        (HEAD + "BO_ 256 Speed 8 A\n", "t.dbc:5: malformed message"),
        (HEAD + "BO_ 99999999999 Speed: 8 A\n", "no arbitration id"),
        (ONE + ' SG_ W : 0|16 (1,0) [0|0] "" A\n', "t.dbc:7: malformed signal: SG_ W : 0|16 (1,0)"),
        (ONE + ' SG_ W : 0|0@1+ (1,0) [0|0] "" A\n', "0 bits"),
        (HEAD + ' SG_ W : 0|8@1+ (1,0) [0|0] "" A\n', "before any message"),
    ],
)
def test_what_cannot_be_understood_names_the_line(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_dbc(text, "t.dbc")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_and_binary_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_dbc(tmp_path / "none.dbc")
    binary = tmp_path / "binary.dbc"
    binary.write_bytes(bytes(range(256)))
    with pytest.raises(InputError, match="binary"):
        load_dbc(binary)


def test_statements_over_several_lines() -> None:
    text = ONE + 'CM_ SG_ 256 V "a comment that goes\n SG_ on : like this\nBO_ 1 and this";\nVAL_ 256 V 0 "zero"\n 1 "one" ;\n'
    database = parse_dbc(text)
    assert list(database.messages) == [256]
    assert database.messages[256].signals["V"].choices == {0: "zero", 1: "one"}


def test_a_forgotten_semicolon_does_not_swallow_the_next_statement() -> None:
    text = ONE + 'VAL_ 256 V 0 "zero"\nBO_ 257 Next: 1 A\n SG_ W : 0|8@1+ (1,0) [0|0] "" A\n'
    assert set(parse_dbc(text).messages) == {256, 257}


def test_circular_multiplexing_is_cut() -> None:
    text = HEAD + (
        "BO_ 1 M: 8 A\n"
        ' SG_ A m0M : 0|8@1+ (1,0) [0|0] "" A\n SG_ B m0M : 8|8@1+ (1,0) [0|0] "" A\n SG_ C : 16|8@1+ (1,0) [0|0] "" A\n'
        "SG_MUL_VAL_ 1 A B 0-0;\nSG_MUL_VAL_ 1 B A 0-0;\n"
    )
    database = parse_dbc(text)
    assert set(database.messages[1].signals) == {"C"}
    assert len(database.warnings) == 2


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_tables_or_one_line(text: str) -> None:
    _survives(text)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_damaged_files_give_tables_or_one_line(data: st.DataObject) -> None:
    text = list(
        ONE + 'BA_ "GenMsgCycleTime" BO_ 256 20;\nVAL_ 256 V 0 "a" 1 "b" ;\nSIG_VALTYPE_ 256 V : 1;\nSG_MUL_VAL_ 256 V V 0-1;\n'
    )
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 5))] = data.draw(st.text(max_size=4))
    _survives("".join(text))


def _survives(text: str) -> None:
    try:
        database: Database = parse_dbc(text, "fuzz")
    except InputError as error:
        assert "\n" not in str(error)
        return
    for message in database.messages.values():
        MessageCodec(message).decode(bytes(message.length))


def test_an_infinite_range_is_none_and_a_scale_of_zero_is_read() -> None:
    database = parse_dbc('BO_ 1 M: 1 X\n SG_ A : 0|8@1+ (1,0) [0|1e400] "" X\n SG_ B : 0|8@1+ (0,7) [0|9] "" X\n', "x.dbc")
    assert database.warnings == ("x.dbc:2: signal A: the range [0|1e400] is left out",)
    message = database.messages[1]
    assert (message.signals["A"].minimum, message.signals["A"].maximum) == (0, 0)
    assert MessageCodec(message).decode(b"\x05") == {"A": 5, "B": 7}
    with pytest.raises(ValueError, match="B: every value is 7"):
        MessageCodec(message).encode({"B": 3})
