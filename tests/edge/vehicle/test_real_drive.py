"""A real drive on a track (90 s): the speed signal against the wheel speeds, which other sensors measure."""

from __future__ import annotations

import statistics
from pathlib import Path

import cantools
import pytest

from device.can.frames import LoggedFrame, read_frames
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.codec import MessageCodec
from edge.vehicle.dbc import load_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.signal_map import load_map
from edge.vehicle.state import Moving, Quality, VehicleState

S = 1_000_000_000
MAP = """schema = 1
[signals.Speed]
message = "ID_D1"
signal = "SPEED"
transform.math = "x * 3.6"
[signals.IsMoving]
message = "ID_D1"
signal = "SPEED"
transform.math = "abs(x) > 0.15"
[signals."Powertrain.CombustionEngine.EngineCoolant.Temperature"]
message = "ID_360"
signal = "COOLANT_TEMP"
[signals."Chassis.ParkingBrake.IsEngaged"]
message = "ID_154"
signal = "EBRAKE"
"""
WHEELS = ("WS_FL", "WS_FR", "WS_RL", "WS_RR")


@pytest.fixture(scope="module")
def folder(data: Path) -> Path:
    return data / "can" / "subaru_motec"


@pytest.fixture(scope="module")
def frames(folder: Path) -> list[LoggedFrame]:
    return list(read_frames(folder / "can_sample.log"))


@pytest.fixture
def decoder(folder: Path, tmp_path: Path, catalogue: Catalogue) -> Decoder:
    (tmp_path / "map.toml").write_text(MAP)
    return Decoder(load_dbc(folder / "sample_can_spec.dbc"), load_map(tmp_path / "map.toml"), catalogue)


def test_speed_is_that_of_the_wheels(folder: Path, frames: list[LoggedFrame], decoder: Decoder, state: VehicleState) -> None:
    decoder.attach(state)
    message = load_dbc(folder / "sample_can_spec.dbc").message("ID_D4")
    assert message is not None
    wheels = MessageCodec(message)
    start = frames[0].time_s
    errors, compared = [], 0
    for frame in frames:
        now = round((frame.time_s - start) * S)
        decoder.feed_state(state, frame.key, frame.data, now)
        if frame.key != message.key:
            continue
        speed = state.value("Speed", now)
        if not isinstance(speed, float):
            continue
        # The driven wheels slip on a track: the front ones roll.
        values = wheels.decode(frame.data)
        rolling = 3.6 * (values["WS_FL"] + values["WS_FR"]) / 2
        errors.append(abs(speed - rolling))
        compared += 1
        assert (state.moving(now) is Moving.MOVING) or speed <= 0.5
    assert compared > 4000
    assert statistics.median(errors) < 1.0, statistics.median(errors)
    assert sorted(errors)[int(0.99 * compared)] < 6.0, sorted(errors)[int(0.99 * compared)]


def test_every_signal_of_the_drive_is_what_cantools_says(folder: Path, frames: list[LoggedFrame]) -> None:
    oracle = cantools.database.load_file(str(folder / "sample_can_spec.dbc"))
    database = load_dbc(folder / "sample_can_spec.dbc")
    codecs = {key: MessageCodec(message) for key, message in database.messages.items()}
    compared = 0
    for frame in frames[::3]:
        codec = codecs.get(frame.key)
        if codec is None or len(frame.data) < codec.spec.length:
            continue
        expected = oracle.decode_message(frame.key, frame.data, decode_choices=False)
        assert codec.decode(frame.data) == expected
        compared += len(expected)
    assert compared > 20_000


def test_a_gap_makes_the_speed_stale_and_the_next_frame_makes_it_fresh(
    frames: list[LoggedFrame], decoder: Decoder, state: VehicleState
) -> None:
    decoder.attach(state)
    start = frames[0].time_s
    last = 0
    gap = (30.0, 33.0)  # the cable was out for three seconds
    for frame in frames:
        at = frame.time_s - start
        now = round(at * S)
        if gap[0] <= at < gap[1]:
            age = now - last
            quality = state.get("Speed", now).quality
            assert quality is (Quality.STALE if age > S // 2 else Quality.VALID)
            if age > S // 2:
                assert state.moving(now) is Moving.MOVING  # unknown counts as moving
            continue
        decoder.feed_state(state, frame.key, frame.data, now)
        if frame.key == 0xD1:
            last = now
            assert state.get("Speed", now).valid
