from __future__ import annotations

from pathlib import Path

import can
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.can.frames import read_frames
from device.can.replay import replay
from device.resources import shipped
from edge.errors import InputError
from edge.vehicle.dbc import EXTENDED

MESSAGES = [
    can.Message(timestamp=1.0, arbitration_id=0x123, is_extended_id=False, data=b"\x01\x02\x03"),
    can.Message(timestamp=1.01, arbitration_id=0x12345, is_extended_id=True, data=bytes(8)),
    can.Message(timestamp=1.02, arbitration_id=0x7FF, is_extended_id=False, data=b""),
]


@pytest.mark.parametrize("suffix", [".log", ".asc", ".blf", ".trc"])
@pytest.mark.parametrize("renamed", [False, True])
def test_all_formats_by_content(tmp_path: Path, suffix: str, renamed: bool) -> None:
    file = tmp_path / f"drive{suffix}"
    with can.Logger(file) as writer:
        for message in MESSAGES:
            writer.on_message_received(message)
    if renamed:
        file = file.rename(tmp_path / "drive.txt")
    frames = list(read_frames(file))
    assert [(frame.key, frame.data) for frame in frames] == [
        (0x123, b"\x01\x02\x03"),
        (0x12345 | EXTENDED, bytes(8)),
        (0x7FF, b""),
    ]
    times = [frame.time_s - frames[0].time_s for frame in frames]
    assert times == pytest.approx([0, 0.01, 0.02], abs=1e-4)


def test_replay_gives_messages(tmp_path: Path) -> None:
    file = tmp_path / "x.log"
    file.write_text(
        "(1.5) can0 123#0102\n(1.6) can1 00012345#AABB\n(1.7) can0 100##1112233\n(1.8) can0 200#R\n(1.9) can0 20000008#00\n"
    )
    messages = list(replay(file))
    assert [m.arbitration_id for m in messages[:4]] == [0x123, 0x12345, 0x100, 0x200]
    assert [m.is_extended_id for m in messages[:4]] == [False, True, False, False]
    assert messages[2].is_fd
    assert bytes(messages[2].data) == b"\x11\x22\x33"
    assert messages[3].is_remote_frame
    assert messages[4].is_error_frame


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.log", b"", "is empty"),
        ("a.log", b"\n\n  \n", "line 1 is not that of a CAN log"),
        ("a.log", b"hello\n", "'hello'"),
        ("a.log", b"(1.0) can0 123#01\nnonsense\n(1.1) can0 123#02\n", "a.log:2: is not a candump line: 'nonsense'"),
        ("a.log", b"(1.0) can0 123#010203040506070809\n", "a.log:1: 9 bytes"),
        ("a.log", b"(1.0) can0 123#0\n", "a.log:1: is not a candump line"),
        ("a.wav", b"RIFF\0\0\0\0WAVE", "is not a CAN log"),
        ("a.blf", b"LOGG" + bytes(300), "is damaged BLF"),
        ("a.asc", b"date Mon Jan 1 00:00:00.000 2024\nbase hex  timestamps absolute\n", "holds no CAN frame"),
        ("a.asc", b"date Mon\nbase hex  timestamps absolute\nxyz 1 123 Rx d 8 00\n", "a.asc"),
        ("a.trc", b";$FILEVERSION=9.9\n", "a.trc"),
    ],
)
def test_damaged_logs_are_one_line_that_names_the_file(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(read_frames(file))
    assert said in str(caught.value)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_file_and_directory(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_frames(tmp_path / "none.log"))
    with pytest.raises(InputError, match="directory"):
        list(read_frames(tmp_path))


def test_a_log_cut_off_in_its_last_line_ends_there(tmp_path: Path) -> None:
    file = tmp_path / "cut.log"
    file.write_text("(1.0) can0 123#01\n(1.1) can0 12")
    assert len(list(read_frames(file))) == 1


def test_a_damaged_blf_does_not_escape(tmp_path: Path) -> None:
    file = tmp_path / "x.blf"
    with can.Logger(file) as writer:
        for _ in range(200):
            for message in MESSAGES:
                writer.on_message_received(message)
    whole = file.read_bytes()
    for cut in range(10, len(whole), max(1, len(whole) // 40)):
        file.write_bytes(whole[:cut])
        try:
            list(read_frames(file))
        except InputError as error:
            assert "\n" not in str(error)


@given(st.binary(max_size=300))
@settings(max_examples=120, deadline=None)
def test_any_bytes_are_frames_or_one_line(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    for head in (b"", b"(1.0) can0 123#01\n", b";$FILEVERSION=2.1\n", b"date Mon Jan 1 00:00:00.000 2024\nbase hex\n"):
        file = folder / "x.log"
        file.write_bytes(head + content)
        try:
            list(read_frames(file))
        except InputError as error:
            assert "\n" not in str(error)


def test_the_shipped_drive_is_small_and_ninety_seconds_long() -> None:
    file = shipped("vehicles", "demo", "drive.log")
    assert file.stat().st_size < 1_000_000
    frames = list(read_frames(file))
    assert frames[-1].time_s - frames[0].time_s == pytest.approx(90, abs=1)
