from __future__ import annotations

import asyncio
import itertools
import logging
import socket
import struct
import uuid
from collections.abc import Iterator

import can
import pytest
from waiting import until

from device.can.bus_errors import ReaderCounters
from device.can.listen_only import listen_only, parse_ip_link
from device.can.reader import BusConfig, CanReader
from device.can.socket_drain import SocketDrain, prepare
from device.resources import shipped
from edge.errors import SettingsError
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.codec import MessageCodec
from edge.vehicle.dbc import EXTENDED, load_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.drive import Drive, Phase, drive_frames
from edge.vehicle.signal_map import load_map
from edge.vehicle.state import Quality, VehicleState

S = 1_000_000_000
FOLDER = shipped("vehicles", "demo")
DBC = load_dbc(FOLDER / "demo.dbc")
MAP = load_map(FOLDER / "map.toml")
CATALOGUE = Catalogue.load(shipped("vehicles", "signals.toml"))


class Clock:
    """Time that moves only when told."""

    def __init__(self) -> None:
        self.now = 100 * S

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def channel() -> str:
    return f"test-{uuid.uuid4()}"


@pytest.fixture
def car(channel: str) -> Iterator[can.BusABC]:
    """The other side of the bus: what plays the car in the tests."""
    with can.Bus(interface="virtual", channel=channel) as bus:
        yield bus


def _message(key: int, data: bytes) -> can.Message:
    return can.Message(arbitration_id=key & ~EXTENDED, is_extended_id=bool(key & EXTENDED), data=data)


def _range(km: int) -> can.Message:
    message = DBC.message("BAT_Range")
    assert message is not None
    return _message(message.key, MessageCodec(message).encode({"BAT_RangeTotal": km}))


def _reader(channel: str, clock: Clock) -> tuple[CanReader, VehicleState]:
    state = VehicleState(CATALOGUE)
    config = BusConfig(interface="virtual", channel=channel)
    return CanReader(config, Decoder(DBC, MAP, CATALOGUE), state, clock=clock, seed=1), state


def test_frames_reach_the_state(channel: str, car: can.BusABC, clock: Clock) -> None:
    reader, state = _reader(channel, clock)
    assert reader.poll() == 0
    sent = 0
    for _, key, data in drive_frames(DBC, Drive(phases=(Phase("city", 3.0, 50.0),))):
        car.send(can.Message(arbitration_id=0x7F0, is_extended_id=False, data=b"\0"))
        car.send(_message(key, data))
        sent += 2
    assert reader.poll() == sent  # frames that are not mapped do not end a batch
    assert all(state.get(path, clock.now).valid for path in MAP.entries)
    assert reader.counters.frames == sent
    reader.close()


def test_silence_makes_values_stale(channel: str, car: can.BusABC, clock: Clock) -> None:
    reader, state = _reader(channel, clock)
    reader.poll()
    car.send(_range(312))
    reader.poll()
    state.take_changes()
    clock.now += 61 * S
    reader.poll()
    assert "Powertrain.Range" in state.take_changes()
    assert state.get("Powertrain.Range", clock.now).quality is Quality.STALE
    car.send(_range(312))
    reader.poll()
    assert state.value("Powertrain.Range", clock.now) == 312_000
    reader.close()


def test_error_remote_and_short_frames_are_counted(channel: str, car: can.BusABC, clock: Clock) -> None:
    reader, state = _reader(channel, clock)
    reader.poll()
    car.send(can.Message(arbitration_id=0x200, is_extended_id=False, is_remote_frame=True))
    car.send(can.Message(arbitration_id=0x200, is_extended_id=False, data=b"\0\1"))
    car.send(_range(50))
    reader.poll()
    assert state.value("Powertrain.Range", clock.now) == 50_000
    reader.close()


def test_error_frames_are_told_apart() -> None:
    counters = ReaderCounters()
    counters.note_error(0x40, bytes(8))
    counters.note_error(0x100, bytes(8))
    counters.note_error(0x04, b"\0\x01" + bytes(6))
    counters.note_error(0x04, b"\0\x10" + bytes(6))
    counters.note_error(0x04, b"")
    found = counters.as_dict()
    assert (found["error_frames"], found["bus_off"], found["restarted"]) == (5, 1, 1)
    assert (found["controller_overflow"], found["passive"]) == (1, 1)


def test_a_bus_that_cannot_be_opened_is_tried_again_with_growing_pauses(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    state = VehicleState(CATALOGUE)
    config = BusConfig(interface="socketcan", channel="nosuchcan0")
    reader = CanReader(config, Decoder(DBC, MAP, CATALOGUE), state, clock=clock, seed=1)
    tries = []
    with caplog.at_level(logging.WARNING):
        for _ in range(300):
            before = reader.counters.failures
            assert reader.poll() == 0
            if reader.counters.failures > before:
                tries.append(clock.now)
            clock.now += S // 10
    pauses = [(b - a) / S for a, b in itertools.pairwise(tries)]
    assert not reader.connected
    assert pauses[0] < 0.5
    assert 4 < pauses[-1] < 7
    assert all("nosuchcan0" in record.getMessage() for record in caplog.records if record.name == "device.can.reader")


def test_what_waited_through_a_suspend_is_not_taken_for_fresh(channel: str, car: can.BusABC, clock: Clock) -> None:
    reader, state = _reader(channel, clock)

    async def scene() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(reader.run(stop, tick_s=0.01))
        await asyncio.sleep(0)
        car.send(_range(312))
        await until(lambda: state.value("Powertrain.Range", clock.now) is not None)
        # Sent just before the sleep, read after it; the value's own time-out is a minute.
        car.send(_range(200))
        clock.now += 20 * S
        await until(lambda: state.get("Powertrain.Range", clock.now).quality is not Quality.VALID)
        await until(lambda: reader.connected)
        assert state.value("Powertrain.Range", clock.now) is None
        car.send(_range(190))
        await until(lambda: state.value("Powertrain.Range", clock.now) == 190_000)
        stop.set()
        await running

    asyncio.run(asyncio.wait_for(scene(), 60))


def test_a_bus_that_vanishes_makes_values_stale_and_comes_back(channel: str, car: can.BusABC, clock: Clock) -> None:
    reader, state = _reader(channel, clock)
    reader.poll()
    car.send(_range(312))
    reader.poll()
    assert state.get("Powertrain.Range", clock.now).valid
    bus = reader.__dict__["_bus"]
    bus.shutdown()  # as an adapter that is pulled: the next read fails
    reader.poll()
    assert not reader.connected
    assert state.get("Powertrain.Range", clock.now).quality is Quality.STALE
    clock.now += S
    reader.poll()
    assert reader.connected
    assert reader.counters.reopened == 1
    car.send(_range(312))
    reader.poll()
    assert state.value("Powertrain.Range", clock.now) == 312_000
    reader.close()


def test_in_asyncio(channel: str, car: can.BusABC) -> None:
    async def scene() -> int | float | str | bool | tuple[str, ...] | None:
        state = VehicleState(CATALOGUE)
        now = 100 * S

        def clock() -> int:
            return now

        reader = CanReader(BusConfig("virtual", channel), Decoder(DBC, MAP, CATALOGUE), state, clock=clock)
        stop = asyncio.Event()
        changed = state.subscribe(["Powertrain.Range"])
        task = asyncio.create_task(reader.run(stop, tick_s=0.001))
        await until(lambda: reader.connected)
        car.send(_range(77))
        await until(lambda: changed.take())
        stop.set()
        await task
        assert not reader.connected
        return state.value("Powertrain.Range", now)

    assert asyncio.run(asyncio.wait_for(scene(), 20)) == 77_000


def test_a_raw_socket_is_drained_in_batches() -> None:
    """The kernel's frame layout over a real datagram socket."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    taken: list[tuple[int, bytes]] = []
    errors: list[int] = []
    with ours, theirs:
        prepare(ours)
        drain = SocketDrain(ours, lambda key, data: taken.append((key, data)), lambda kind, data: errors.append(kind))
        assert drain.drain(10) == 0
        theirs.send(struct.pack("=IB3x8s", 0x123, 3, b"\1\2\3"))
        theirs.send(struct.pack("=IB3x8s", 0x12345 | EXTENDED, 8, bytes(8)))
        theirs.send(struct.pack("=IBBxx64s", 0x100, 64, 1, bytes(range(64))))
        theirs.send(struct.pack("=IB3x8s", 0x20000000 | 0x40, 8, bytes(8)))
        theirs.send(struct.pack("=IB3x8s", 0x40000123, 0, b""))
        theirs.send(b"noise")
        assert drain.drain(4) == 4
        assert drain.drain(10) == 2
    assert taken == [(0x123, b"\1\2\3"), (0x12345 | EXTENDED, bytes(8)), (0x100, bytes(range(64)))]
    assert errors == [0x40]


IP_LINK = '[{{"ifname": "can0", "linkinfo": {{"info_kind": "{kind}", "info_data": {{"ctrlmode": {modes}, "bittiming": {{}}}}}}}}]'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (IP_LINK.format(kind="can", modes='["LISTEN-ONLY", "FD"]'), True),
        (IP_LINK.format(kind="can", modes='["FD"]'), False),
        (IP_LINK.format(kind="vcan", modes="[]"), None),
        ('[{"linkinfo": {"info_kind": "can"}}]', False),
        ("[]", None),
        ("", None),
        ('{"a": 1}', None),
        ("[[]]", None),
    ],
)
def test_listen_only_as_the_system_tells_it(text: str, expected: bool | None) -> None:
    assert parse_ip_link(text) is expected


def test_an_interface_that_is_not_there_has_no_mode(clock: Clock) -> None:
    assert listen_only("nosuchcan0") is None
    config = BusConfig("socketcan", "nosuchcan0", require_listen_only=True)
    try:
        CanReader(config, Decoder(DBC, MAP, CATALOGUE), VehicleState(CATALOGUE), clock=clock)
    except SettingsError as error:
        pytest.fail(f"what cannot be read is no proof of anything: {error}")
