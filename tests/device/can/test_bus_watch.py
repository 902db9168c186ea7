"""What a bus's counters mean: gone, silent, bus-off, wrong bit rate."""

from __future__ import annotations

import pytest

from device.can.bus_errors import ReaderCounters
from device.can.reader import BusConfig, CanReader
from device.can.watch import ERRORS_LOOKS, SILENT_LOOKS, BusWatch
from device.resources import shipped
from device.service.faults import StandingFaults
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.decoder import Decoder
from edge.vehicle.signal_map import load_map
from edge.vehicle.state import VehicleState
from edge.vehicle.table import load_database


@pytest.fixture
def bus() -> tuple[BusWatch, ReaderCounters, StandingFaults]:
    catalogue = Catalogue.load(shipped("vehicles", "signals.toml"))
    demo = shipped("vehicles", "demo")
    decoder = Decoder(load_database(demo / "demo.dbc"), load_map(demo / "map.toml"), catalogue)
    reader = CanReader(BusConfig("virtual", "watched"), decoder, VehicleState(catalogue))
    faults = StandingFaults()
    return BusWatch(reader, faults), ReaderCounters(), faults


def _what(faults: StandingFaults) -> dict[str, str]:
    return {fault.key: fault.what for fault in faults}


def test_errors_and_not_one_frame_are_a_wrong_bit_rate(bus: tuple[BusWatch, ReaderCounters, StandingFaults]) -> None:
    watch, counters, faults = bus
    for _ in range(ERRORS_LOOKS):
        assert not faults
        counters.note_error(0x08, bytes(8))
        watch.look(counters, "")
    assert "bit rate" in _what(faults)["can"]
    counters.frames += 40
    watch.look(counters, "")
    assert not faults


def test_errors_among_frames_are_none(bus: tuple[BusWatch, ReaderCounters, StandingFaults]) -> None:
    watch, counters, faults = bus
    for _ in range(10):
        counters.note_error(0x08, bytes(8))
        counters.frames += 1
        watch.look(counters, "")
    assert not faults


def test_bus_off_and_back(bus: tuple[BusWatch, ReaderCounters, StandingFaults]) -> None:
    watch, counters, faults = bus
    counters.note_error(0x40, bytes(8))
    watch.look(counters, "")
    assert "bus-off" in _what(faults)["can"]
    watch.look(counters, "")
    assert "can" in faults, "no frame yet: not mended"
    counters.frames += 1
    watch.look(counters, "")
    assert not faults


def test_silence_and_an_interface_that_is_gone(bus: tuple[BusWatch, ReaderCounters, StandingFaults]) -> None:
    watch, counters, faults = bus
    for _ in range(SILENT_LOOKS):
        assert not faults
        watch.look(counters, "")
    assert set(_what(faults)) == {"can_silent"}
    watch.look(counters, "No such device")
    assert set(_what(faults)) == {"can"}
    assert "No such device" in _what(faults)["can"]
