"""Drives with faults in them: whatever the bus does, no stale, invalid or implausible value is said or told to a model.

The frames go through the decoder into the state; the questions go to the on-device model in writing, whose tools read that
state. Between the faults the same questions get the true values, so that silence is not what passes the test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from device.resources import shipped
from edge.model.engine import Engine
from edge.model.session import ModelSession
from edge.persona.context import state_block
from edge.persona.persona import load_persona
from edge.realtime import events as wire
from edge.realtime.config import SessionConfig
from edge.realtime.dialects import STEPFUN
from edge.realtime.session_client import ClientSession
from edge.vehicle.alerts import AlertMonitor
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.dbc import load_dbc
from edge.vehicle.dbc_reader import parse_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.protection import crc16_ccitt
from edge.vehicle.signal_map import load_map
from edge.vehicle.state import Quality, VehicleState
from edge.vehicle.tools import ToolHost

S = 1_000_000_000
CYCLE_NS = S // 10
CATALOGUE = Catalogue.load(shipped("vehicles", "signals.toml"))
PERSONA = load_persona(shipped("personas", "cabin.toml"))
DBC = """VERSION ""
BO_ 256 MOTION: 8 CAR
 SG_ CRC : 0|16@1+ (1,0) [0|65535] "" Vector__XXX
 SG_ COUNTER : 16|8@1+ (1,0) [0|255] "" Vector__XXX
 SG_ SPEED : 24|16@1+ (0.01,0) [0|300] "km/h" Vector__XXX
 SG_ RANGE : 40|12@1+ (1,0) [0|4000] "km" Vector__XXX
 SG_ OUTSIDE : 52|8@1+ (0.5,-40) [-40|80] "degC" Vector__XXX
BA_DEF_ BO_  "GenMsgCycleTime" INT 0 60000;
BA_ "GenMsgCycleTime" BO_ 256 100;
"""
MAP = """schema = 1
[messages.MOTION]
profile = "autosar-5"
data_id = 4660
max_delta = 2
[signals.Speed]
signal = "SPEED"
invalid_raw = [0xffff]
error_raw = [0xfffe]
[signals."Powertrain.Range"]
signal = "RANGE"
invalid_raw = [0xfff]
transform.math = "x * 1000"
[signals."Exterior.AirTemperature"]
signal = "OUTSIDE"
invalid_raw = [0xff]
"""
QUESTIONS = {
    "Speed": ("How fast are we going?", "现在车速是多少？"),
    "Powertrain.Range": ("How far can we still go?", "还能开多远？"),
    "Exterior.AirTemperature": ("How cold is it outside?", "外面多少度？"),
}
LINES = {"Speed": "drive", "Powertrain.Range": "range", "Exterior.AirTemperature": "outside"}


@dataclass
class Talk:
    """The on-device model in writing, its tools over a state, at a time that the test sets."""

    state: VehicleState
    now_ns: int = 0
    tools: ToolHost = field(init=False)

    def __post_init__(self) -> None:
        self.tools = ToolHost(self.state)
        self._client = ClientSession(STEPFUN, SessionConfig(instructions="", tools=tuple(self.tools.declarations())))
        self._model = ModelSession(Engine())
        for frame in self._model.open():
            self._client.receive(frame)
        self._client.open()

    def ask(self, text: str) -> str:
        self._client.replace_state(state_block(self.state, self.now_ns, PERSONA))
        self._client.send_text(text)
        self._client.request_response()
        said: list[str] = []
        while frames := self._client.take_outgoing():
            for frame in frames:
                for answer in self._model.receive(frame, self.now_ns):
                    for event in self._client.receive(answer):
                        self._take(event, said)
        return " ".join(said)

    def _take(self, event: wire.ServerEvent, said: list[str]) -> None:
        if isinstance(event, wire.ToolCall):
            result = self.tools.call(event.name, event.arguments, self.now_ns)
            self._client.send_tool_result(event.call_id, json.dumps(result))
        elif isinstance(event, wire.ResponseFinished):
            if event.text:
                said.append(event.text)
            else:
                self._client.request_response()


class Bus:
    """The protected message of a car, sent every 100 ms into decoder and state."""

    def __init__(self, folder: Path) -> None:
        (folder / "map.toml").write_text(MAP)
        self.decoder = Decoder(parse_dbc(DBC, "motion.dbc"), load_map(folder / "map.toml"), CATALOGUE)
        self.state = VehicleState(CATALOGUE)
        self.decoder.attach(self.state)
        self.talk = Talk(self.state)
        self.alerts = AlertMonitor(self.state)
        self.now_ns = 1000 * S
        self.count = 0

    def frame(self, speed: float, kilometres: int, outside: float) -> bytes:
        raw = round(speed * 100) | (kilometres & 0xFFF) << 16 | round((outside + 40) * 2) << 28
        return self.sealed(raw.to_bytes(5, "little"))

    def sealed(self, payload: bytes) -> bytes:
        body = bytes([self.count & 0xFF]) + payload
        return crc16_ccitt(body + (4660).to_bytes(2, "little")).to_bytes(2, "little") + body

    def send(self, data: bytes, *, counts: bool = True) -> None:
        self.now_ns += CYCLE_NS
        self.count += counts
        self.decoder.feed_state(self.state, 256, data, self.now_ns)

    def drive(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.send(self.frame(83.0, 212, 3.0))

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.now_ns += CYCLE_NS
            self.state.sweep(self.now_ns)


def _stuck(bus: Bus) -> None:
    frame = bus.frame(41.0, 17, -9.0)
    for _ in range(700):
        bus.send(frame, counts=False)


def _crc(bus: Bus) -> None:
    for _ in range(700):
        damaged = bytearray(bus.frame(41.0, 17, -9.0))
        damaged[0] ^= 0x40
        bus.send(bytes(damaged))


def _silence(bus: Bus) -> None:
    bus.wait(70)


def _all_ones(bus: Bus) -> None:
    for _ in range(700):
        bus.send(bus.sealed(b"\xff" * 5))


def _all_ones_raw(bus: Bus) -> None:
    for _ in range(700):
        bus.send(b"\xff" * 8)


def _implausible(bus: Bus) -> None:
    for _ in range(700):
        bus.send(bus.sealed((64_000 | 4090 << 16 | 0xFE << 28).to_bytes(5, "little")))


def _bus_off(bus: Bus) -> None:
    bus.state.invalidate(bus.decoder.paths)  # what the reader does when the bus is lost
    bus.decoder.reset()
    bus.wait(0.2)


def _suspend(bus: Bus) -> None:
    bus.now_ns += 3600 * S  # CLOCK_BOOTTIME goes on while the system sleeps


def _time_jump_back(bus: Bus) -> None:
    bus.now_ns -= 600 * S


def _wrong_length(bus: Bus) -> None:
    for _ in range(700):
        bus.send(bus.frame(41.0, 17, -9.0)[:6])


FAULTS: dict[str, Callable[[Bus], None]] = {
    "counter stuck": _stuck,
    "CRC wrong": _crc,
    "silence": _silence,
    "all ones, well protected": _all_ones,
    "all ones": _all_ones_raw,
    "implausible": _implausible,
    "bus off": _bus_off,
    "suspend": _suspend,
    "time jump back": _time_jump_back,
    "wrong length": _wrong_length,
}
NUMBER = re.compile(r"\d|hundred|ty |teen|[零一二三四五六七八九十百千两]+(公里|度|千米)")


def _said(bus: Bus) -> Iterator[tuple[str, str]]:
    bus.talk.now_ns = bus.now_ns
    for path, questions in QUESTIONS.items():
        for question in questions:
            yield path, bus.talk.ask(question)


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_said_that_is_not_so(fault: str, tmp_path: Path) -> None:
    bus = Bus(tmp_path)
    truth = {"Speed": "83", "Powertrain.Range": "212", "Exterior.AirTemperature": "3"}
    for _ in range(2):  # healthy, faulty, healthy again, faulty again
        bus.drive(3)
        for path, reply in _said(bus):
            assert truth[path] in reply, reply
        FAULTS[fault](bus)
        for path in QUESTIONS:
            assert bus.state.get(path, bus.now_ns).quality is not Quality.VALID
        for path, reply in _said(bus):
            assert reply
            assert not NUMBER.search(reply), (path, reply)
        block = state_block(bus.state, bus.now_ns, PERSONA)
        for line in block.splitlines():
            if line.split(":")[0] in LINES.values():
                assert not re.search(r"\d", line), line
        assert bus.alerts.check(bus.now_ns) == []
        if fault == "time jump back":
            bus.now_ns += 700 * S


def test_one_bad_frame_changes_nothing(tmp_path: Path) -> None:
    bus = Bus(tmp_path)
    bus.drive(3)
    damaged = bytearray(bus.frame(250.0, 1, 50.0))
    damaged[5] ^= 1
    bus.send(bytes(damaged))
    assert bus.state.value("Speed", bus.now_ns) == 83.0
    bus.drive(1)
    assert bus.state.value("Speed", bus.now_ns) == 83.0


def test_the_demonstration_car_falls_silent_message_by_message() -> None:
    """Every message of the shipped car in turn stops, and sends all ones: its paths alone become unknown, and all of them."""
    from edge.vehicle.drive import Drive, Phase, drive_frames

    folder = shipped("vehicles", "demo")
    database, signal_map = load_dbc(folder / "demo.dbc"), load_map(folder / "map.toml")
    frames = list(drive_frames(database, Drive(phases=(Phase("city", 6.0, 50.0),))))
    by_message: dict[int, set[str]] = {}
    for path, mapped in signal_map.entries.items():
        for message in database.find_signal(mapped.entry.signal):
            if mapped.entry.message in (None, message.name):
                by_message.setdefault(message.key, set()).add(path)
    for silent, paths in by_message.items():
        state = VehicleState(CATALOGUE)
        decoder = Decoder(database, signal_map, CATALOGUE)
        decoder.attach(state)
        for at, key, data in frames:
            decoder.feed_state(state, key, data, round(at * S))
        assert all(state.get(path, 6 * S).valid for path in paths)
        for at, key, data in frames:
            decoder.feed_state(state, key, b"\xff" * len(data) if key == silent else data, round((6 + at) * S))
        multiplexed = any(signal.selector for signal in database.messages[silent].signals.values())
        if not multiplexed:  # all ones selects no wheel: the pressures of some seconds ago still hold
            assert not [path for path in paths if state.get(path, 12 * S).valid], database.messages[silent].name
        late = 2000 * S
        for at, key, data in frames:
            if key != silent:
                decoder.feed_state(state, key, data, late + round(at * S))
        valid = {path for path in decoder.paths if state.get(path, late + 6 * S).valid}
        assert valid == decoder.paths - paths
