from __future__ import annotations

from pathlib import Path

import pytest

from device.can.drive_log import write_drive
from device.can.replay import LogPlayer
from device.resources import shipped
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.dbc import load_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.drive import DEMO_PHASES, Drive
from edge.vehicle.signal_map import load_map
from edge.vehicle.state import Moving, VehicleState

S = 1_000_000_000


@pytest.fixture
def state() -> VehicleState:
    return VehicleState(Catalogue.load(shipped("vehicles", "signals.toml")))


@pytest.fixture
def decoder(state: VehicleState) -> Decoder:
    folder = shipped("vehicles", "demo")
    return Decoder(load_dbc(folder / "demo.dbc"), load_map(folder / "map.toml"), state.catalogue)


def test_the_shipped_log_is_what_the_generator_writes(tmp_path: Path) -> None:
    write_drive(tmp_path / "drive.log")
    assert (tmp_path / "drive.log").read_bytes() == shipped("vehicles", "demo", "drive.log").read_bytes()


def test_another_range_is_another_log(tmp_path: Path, decoder: Decoder, state: VehicleState) -> None:
    write_drive(tmp_path / "a.log", range_km=187, seed=3)
    player = LogPlayer(tmp_path / "a.log", decoder, state, start_ns=S)
    player.advance(5 * S)
    assert state.value("Powertrain.Range", 5 * S) == 187_000


def test_overrides_win(tmp_path: Path, decoder: Decoder, state: VehicleState) -> None:
    write_drive(tmp_path / "a.log", Drive(overrides={"BODY_DoorPassenger": 1, "TYRE_LowRearLeft": 1}))
    LogPlayer(tmp_path / "a.log", decoder, state, start_ns=0).advance(5 * S)
    assert state.value("Cabin.Door.Row1.PassengerSide.IsOpen", 5 * S) is True
    assert state.value("Chassis.Axle.Row2.Wheel.Left.Tire.IsPressureLow", 5 * S) is True


def test_the_drive_as_time_goes_on(decoder: Decoder, state: VehicleState) -> None:
    player = LogPlayer(shipped("vehicles", "demo", "drive.log"), decoder, state, start_ns=100 * S)
    assert player.advance(99 * S) == 0
    parked, city, motorway = (phase.seconds for phase in DEMO_PHASES)
    player.advance(100 * S + round(parked * S / 2))
    assert state.moving(100 * S + round(parked * S / 2)) is Moving.PARKED
    for at, speed in ((parked + city - 2, 50), (parked + city + motorway - 2, 100)):
        now = 100 * S + round(at * S)
        player.advance(now)
        value = state.value("Speed", now)
        assert isinstance(value, float)
        assert abs(value - speed) < 2
        assert state.moving(now) is Moving.MOVING
    player.advance(192 * S)
    assert player.finished
    assert state.moving(195 * S) is Moving.MOVING  # the log ended: nothing is known any more


def test_a_looped_log_goes_on(decoder: Decoder, state: VehicleState) -> None:
    player = LogPlayer(shipped("vehicles", "demo", "drive.log"), decoder, state, start_ns=0, loop=True)
    for second in range(0, 300, 5):
        player.advance(second * S)
        assert second == 0 or state.get("Powertrain.Range", second * S).valid
