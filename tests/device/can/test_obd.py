"""Diagnostics on a real exchange: python-can's virtual bus, and a control unit that speaks ISO-TP."""

from __future__ import annotations

from collections.abc import Iterator

import can
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.can.obd import BusLink, ObdSource, open_link
from device.can.reader import BusConfig
from device.resources import shipped
from edge.errors import SettingsError
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.isotp import Assembler, Fault, single_frame
from edge.vehicle.obd import ALLOWED, PIDS, Poller, trouble_codes
from edge.vehicle.state import Quality, VehicleState

S = 1_000_000_000
CATALOGUE = Catalogue.load(shipped("vehicles", "signals.toml"))
CHANNEL = "obd-test"


class ControlUnit:
    """Answers on the virtual bus, long answers in frames after flow control, as a car's control unit does."""

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        self.bus = can.Bus(interface="virtual", channel=CHANNEL)
        self.answers = answers
        self.seen: list[can.Message] = []
        self._rest: list[bytes] = []

    def work(self) -> None:
        while (message := self.bus.recv(timeout=0)) is not None:
            self.seen.append(message)
            data = bytes(message.data)
            if data[0] == 0x30:
                for frame in self._rest:
                    self._send(frame)
                self._rest = []
                continue
            answer = self.answers.get(data[1 : 1 + data[0]], bytes([0x7F, data[1], 0x12]))
            if len(answer) <= 7:
                self._send(bytes([len(answer)]) + answer)
                continue
            self._send(bytes([0x10 | len(answer) >> 8, len(answer) & 0xFF]) + answer[:6])
            pieces = [answer[place : place + 7] for place in range(6, len(answer), 7)]
            self._rest = [bytes([0x20 | (number & 0xF)]) + piece for number, piece in enumerate(pieces, 1)]

    def _send(self, data: bytes) -> None:
        self.bus.send(can.Message(arbitration_id=0x7E8, data=data.ljust(8, b"\xaa"), is_extended_id=False))


@pytest.fixture
def unit() -> Iterator[ControlUnit]:
    answers = {
        b"\x03": bytes([0x43, 4]) + bytes.fromhex("0301 4123 8ABC C0FF"),
        b"\x01\x05": bytes([0x41, 0x05, 130]),
        b"\x01\x0c": bytes([0x41, 0x0C, 0x0B, 0xB8]),
        b"\x01\x2f": bytes([0x41, 0x2F, 128]),
        b"\x01\x46": bytes([0x41, 0x46, 37]),
        b"\x01\xa6": bytes([0x41, 0xA6, 0, 2, 0xC8, 0x80]),
    }
    control = ControlUnit(answers)
    yield control
    control.bus.shutdown()


def _parked(state: VehicleState) -> None:
    state.hold("Speed", 0.0)
    state.hold("Powertrain.Transmission.CurrentGear", 126)


def test_a_parked_car_is_asked_and_answers(unit: ControlUnit) -> None:
    state = VehicleState(CATALOGUE)
    _parked(state)
    now = [0]
    link = BusLink(BusConfig("virtual", CHANNEL))
    source = ObdSource(link, state, clock=lambda: now[0])
    for step in range(200):
        now[0] = 1000 * S + step * S // 10
        source.poll()
        unit.work()
    link.close()
    end = now[0]
    assert state.value("Diagnostics.DTCList", end) == ("P0301", "C0123", "B0ABC", "U00FF")
    assert state.value("Diagnostics.DTCCount", end) == 4
    assert state.value("Powertrain.CombustionEngine.EngineCoolant.Temperature", end) == 90.0
    assert state.value("Powertrain.CombustionEngine.IsRunning", end - 0) in (True, None)  # two seconds fresh
    assert state.value("Powertrain.FuelSystem.RelativeLevel", end) == 50
    assert state.value("Exterior.AirTemperature", end) == -3.0
    assert state.value("TraveledDistance", end) == 18_240_000
    assert state.get("Powertrain.TractionBattery.StateOfCharge.Displayed", end).quality is Quality.NEVER
    requests = [bytes(m.data)[1 : 1 + m.data[0]] for m in unit.seen if m.data[0] < 8]
    assert set(requests) <= ALLOWED
    assert requests.count(b"\x01\x5b") == 1  # not supported: not asked again
    assert 18 <= len(requests) <= 21  # one a second
    assert {m.arbitration_id for m in unit.seen} == {0x7E0}


@pytest.mark.parametrize("moving", [("Speed", 30.0), ("Powertrain.Transmission.CurrentGear", 127), ("Speed", None)])
def test_a_car_that_may_move_is_never_asked(unit: ControlUnit, moving: tuple[str, float | None]) -> None:
    state = VehicleState(CATALOGUE)
    if moving[1] is not None:
        _parked(state)
        state.hold(*moving)
    link = BusLink(BusConfig("virtual", CHANNEL))
    source = ObdSource(link, state, clock=lambda: 5 * S)
    for _ in range(20):
        source.poll()
        unit.work()
    link.close()
    assert unit.seen == []


@pytest.mark.parametrize(
    "request_", [b"\x04", b"\x10\x02", b"\x27\x01", b"\x2e\xf1\x90", b"\x31\x01", b"\x01\x00", b"\x02\x0c", b""]
)
def test_nothing_but_the_list_leaves(unit: ControlUnit, request_: bytes) -> None:
    link = BusLink(BusConfig("virtual", CHANNEL))
    with pytest.raises(PermissionError):
        link.ask(request_)
    unit.work()
    link.close()
    assert unit.seen == []


def test_the_list_only_reads() -> None:
    assert {request[0] for request in ALLOWED} == {0x01, 0x03}
    assert all(entry.path in CATALOGUE for entry in PIDS.values())


def test_listen_only_and_diagnostics_exclude_each_other() -> None:
    with pytest.raises(SettingsError, match="listen-only"):
        open_link(BusConfig("virtual", CHANNEL, require_listen_only=True))


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_any_frames_are_survived(frames: list[bytes]) -> None:
    assembler = Assembler()
    for number, frame in enumerate(frames):
        answer, _ = assembler.feed(frame, number)
        assert answer is None or 1 <= len(answer) <= 4095


def test_lost_and_late_frames_end_an_answer() -> None:
    assembler = Assembler()
    assembler.feed(bytes([0x10, 20, 1, 2, 3, 4, 5, 6]), 0)
    assert assembler.feed(bytes([0x22]) + bytes(7), 1) == (None, False)
    assert assembler.faults[Fault.SEQUENCE] == 1
    assembler.feed(bytes([0x10, 20, 1, 2, 3, 4, 5, 6]), 0)
    assert assembler.feed(bytes([0x21]) + bytes(7), 2 * S) == (None, False)
    assert assembler.faults[Fault.TIMEOUT] == 1
    with pytest.raises(ValueError, match="do not fit"):
        single_frame(bytes(8))


@given(st.binary(max_size=80))
def test_any_answer_is_survived(payload: bytes) -> None:
    state = VehicleState(CATALOGUE)
    _parked(state)
    poller = Poller(state)
    for second in range(9):
        poller.next_request(second * S)
        poller.answer(payload, second * S)
    codes = trouble_codes(payload)
    assert codes is None or all(len(code) == 5 for code in codes)
