"""The shipped drive through every log format and over a multicast bus: the state at its end is the same."""

from __future__ import annotations

import struct
from pathlib import Path

import can
import pytest
from can.interfaces.socketcan.utils import pack_filters

from device.can.frames import read_frames
from device.can.reader import BusConfig, CanReader
from device.can.replay import replay
from device.resources import shipped
from edge.errors import InputError
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.dbc import EXTENDED, load_dbc
from edge.vehicle.dbc_reader import parse_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.signal_map import Entry, MapEntry, SignalMap, load_map
from edge.vehicle.state import VehicleState

DRIVE = shipped("vehicles", "demo", "drive.log")
CATALOGUE = Catalogue.load(shipped("vehicles", "signals.toml"))


def _decoder() -> Decoder:
    return Decoder(load_dbc(shipped("vehicles", "demo", "demo.dbc")), load_map(shipped("vehicles", "demo", "map.toml")), CATALOGUE)


def _end(log: Path) -> dict[str, object]:
    decoder, state = _decoder(), VehicleState(CATALOGUE)
    decoder.attach(state)
    start: float | None = None
    now = 0
    for frame in read_frames(log):
        start = frame.time_s if start is None else start
        now = round((frame.time_s - start) * 1e9)
        decoder.feed_state(state, frame.key, frame.data, now)
    return {path: state.value(path, now) for path in decoder.paths}


@pytest.fixture(scope="module")
def expected() -> dict[str, object]:
    found = _end(DRIVE)
    assert all(value is not None for value in found.values())
    return found


def _written(suffix: str, folder: Path) -> Path:
    file = folder / f"drive{suffix}"
    with can.Logger(file) as writer:
        for message in replay(DRIVE):
            writer.on_message_received(message)
    return file


@pytest.mark.parametrize("suffix", [".log", ".asc", ".blf", ".trc"])
def test_a_drive_survives_its_format(suffix: str, tmp_path: Path, expected: dict[str, object]) -> None:
    assert _end(_written(suffix, tmp_path)) == expected


def test_a_drive_survives_mf4(tmp_path: Path, expected: dict[str, object]) -> None:
    pytest.importorskip("asammdf", reason="asammdf is not installed: pip install cabin-voice[mf4]")
    file = _written(".mf4", tmp_path)
    assert _end(file) == expected
    (tmp_path / "cut.mf4").write_bytes(file.read_bytes()[:5000])
    with pytest.raises(InputError, match=r"cut\.mf4"):
        list(read_frames(tmp_path / "cut.mf4"))


def test_an_mf4_file_without_its_reader_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("device.can.frames.find_spec", lambda name: None)  # as on a machine without it
    (tmp_path / "x.mf4").write_bytes(b"MDF     4.10" + bytes(100))
    with pytest.raises(InputError, match="needs asammdf"):
        list(read_frames(tmp_path / "x.mf4"))


def test_a_multicast_bus_carries_the_drive() -> None:
    pytest.importorskip("msgpack", reason="msgpack is not installed, which the udp_multicast bus needs")
    channel = "239.74.163.2"
    try:
        sender = can.Bus(interface="udp_multicast", channel=channel, port=43_121)
    except (OSError, can.CanError) as error:
        pytest.skip(f"no multicast here: {error}")
    decoder, state = _decoder(), VehicleState(CATALOGUE)
    now = [1_000_000_000]
    reader = CanReader(BusConfig("udp_multicast", channel, options={"port": 43_121}), decoder, state, clock=lambda: now[0])
    reader.poll()
    sent = 0
    try:
        for message in replay(DRIVE):
            message.channel = None
            sender.send(message)
            sent += 1
            if sent % 50 == 0:
                reader.poll()
            if sent == 2000:
                break
        for _ in range(200):
            reader.poll()
            if reader.counters.frames >= sent:
                break
        if not reader.counters.frames:
            pytest.skip("multicast does not come back on this machine")
        assert reader.counters.frames == sent
        assert state.value("Powertrain.Range", now[0]) == 312_000
    finally:
        sender.shutdown()
        reader.close()


def _kernel_takes(filters: bytes, can_id: int) -> bool:
    """The kernel's rule for a raw socket (linux/can.h): received id & mask == filter id & mask, for one filter at least."""
    return any(can_id & mask == wanted & mask for wanted, mask in struct.iter_unpack("=II", filters))


def test_the_kernel_lets_through_what_is_mapped_and_nothing_else() -> None:
    decoder = _decoder()
    filters = pack_filters([{"can_id": i, "can_mask": mask, "extended": extended} for i, mask, extended in decoder.arbitration_ids])
    assert len(filters) // 8 <= 512  # CAN_RAW_FILTER_MAX
    mapped = {identifier | (EXTENDED if extended else 0) for identifier, _, extended in decoder.arbitration_ids}
    assert all(_kernel_takes(filters, key) for key in mapped)
    plain = {identifier for identifier, mask, extended in decoder.arbitration_ids if not extended and mask == 0x7FF}
    for identifier in range(0x800):
        assert _kernel_takes(filters, identifier) is (identifier in plain)
        assert not _kernel_takes(filters, identifier | EXTENDED)


TRUCK = """VERSION ""
BO_ 2566844926 CCVS: 8 A
 SG_ WheelSpeed : 8|16@1+ (0.00390625,0) [0|250.996] "km/h" A
BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN","reserved","J1939PG";
BA_DEF_DEF_ "VFrameFormat" "J1939PG";
"""


def test_the_kernel_lets_a_parameter_group_through_from_any_sender() -> None:
    entries = {"Speed": MapEntry("Speed", Entry(signal="WheelSpeed"))}
    decoder = Decoder(parse_dbc(TRUCK, "truck.dbc"), SignalMap("truck", entries, {}), CATALOGUE)
    filters = pack_filters([{"can_id": i, "can_mask": mask, "extended": extended} for i, mask, extended in decoder.arbitration_ids])
    assert _kernel_takes(filters, EXTENDED | 0x18FEF1FE)
    assert _kernel_takes(filters, EXTENDED | 0x0CFEF117)  # another priority and sender
    assert not _kernel_takes(filters, EXTENDED | 0x18FEF2FE)
    assert not _kernel_takes(filters, 0x1FE)
