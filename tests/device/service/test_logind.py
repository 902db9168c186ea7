"""A suspend as logind tells it: a real bus of our own, a logind that says what it is told to, and the whole daemon."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("dbus_fast")
if shutil.which("dbus-daemon") is None:
    pytest.skip("dbus-daemon is missing", allow_module_level=True)

from dbus_fast import DBusError
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal
from waiting import until
from websockets.asyncio.server import ServerConnection, unix_serve

from device.assembly import assemble, open_vehicle
from device.audio.duplex import Duplex
from device.audio.null import NullDuplex
from device.clock import boottime_ns
from device.daemon import Daemon
from device.power_watch import power_tasks
from device.service.logind import SleepLock
from device.service.power import SuspendWatch
from device.settings import load_settings
from edge.events import TimelineEvent
from edge.vehicle.state import Quality
from edge.weights.store import WeightStore

CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""


@dataclass
class Bus:
    """A bus of our own."""

    address: str
    daemon: subprocess.Popen[str]


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Bus]:
    socket, file = tmp_path / "bus", tmp_path / "bus.conf"
    file.write_text(CONFIGURATION.format(socket=socket))
    command = ["dbus-daemon", f"--config-file={file}", "--nofork", "--nopidfile", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        try:
            yield Bus(address, daemon)
        finally:
            daemon.terminate()


class Logind(ServiceInterface):
    """The part of logind's manager that a delay lock needs. Each lock is a pipe whose other end tells when it is let go."""

    def __init__(self, refuses: bool = False) -> None:
        super().__init__("org.freedesktop.login1.Manager")
        self.locks: list[int] = []
        self.asked: list[tuple[str, ...]] = []
        self.refuses = refuses

    @dbus_method()
    def Inhibit(self, what: "s", who: "s", why: "s", mode: "s") -> "h":  # type: ignore # noqa: N802, F821, UP037
        if self.refuses:
            raise DBusError("org.freedesktop.DBus.Error.AccessDenied", "Permission denied")
        self.asked.append((what, who, mode))
        ours, theirs = os.pipe()
        os.set_blocking(ours, False)
        self.locks.append(ours)
        asyncio.get_running_loop().call_later(0.2, os.close, theirs)  # sent by then
        return theirs

    @dbus_signal()
    def PrepareForSleep(self, start: bool) -> "b":  # type: ignore # noqa: N802, F821, UP037
        return start

    @property
    def held(self) -> bool:
        """The last lock is held."""
        if not self.locks:
            return False
        try:
            return os.read(self.locks[-1], 1) != b""
        except BlockingIOError:
            return True


@asynccontextmanager
async def logind(address: str, manager: Logind) -> AsyncIterator[MessageBus]:
    bus = await MessageBus(address, negotiate_unix_fd=True).connect()
    bus.export("/org/freedesktop/login1", manager)
    await bus.request_name("org.freedesktop.login1")
    try:
        yield bus
    finally:
        bus.disconnect()
        with suppress(EOFError, OSError):
            await bus.wait_for_disconnect()


async def seconds_until(holds: Callable[[], bool]) -> float:
    """Seconds until it holds."""
    begun = time.monotonic()
    await until(holds)
    return time.monotonic() - begun


class Clocks:
    """CLOCK_BOOTTIME and CLOCK_MONOTONIC of a machine that can be made to sleep."""

    def __init__(self) -> None:
        self.slept_ns = 0

    def boottime(self) -> int:
        return time.monotonic_ns() + self.slept_ns


async def _endpoint(connection: ServerConnection) -> None:
    async for _ in connection:
        pass


@pytest.mark.weights
def test_the_whole_daemon_closes_before_a_suspend_and_is_there_again_after_it(
    weights: WeightStore, tmp_path: Path, bus: Bus
) -> None:
    settings = load_settings({"CABIN_LOCAL__SPAWN": "false"}).settings
    vehicle = open_vehicle(settings)
    parts = assemble(settings, weights, vehicle)
    open_devices: list[Duplex] = []
    events: list[TimelineEvent] = []

    class Card(NullDuplex):
        def start(self) -> None:
            super().start()
            open_devices.append(self)

        def close(self) -> None:
            super().close()
            if self in open_devices:
                open_devices.remove(self)

    async def main() -> None:
        manager, clocks = Logind(), Clocks()
        daemon = Daemon(settings, parts, lambda: Card(parts.playout, paced=True), tmp_path, on_event=events.append)
        suspend = SuspendWatch(boottime=clocks.boottime, monotonic=time.monotonic_ns)
        daemon.background.extend(power_tasks(daemon.power, vehicle.state, suspend=suspend, bus=bus.address))

        def status() -> dict[str, Any]:
            return daemon.status()

        def there() -> bool:
            return bool(status()["wake_ready"]) and status()["endpoints"]["local"] == "connected" and manager.held

        async with logind(bus.address, manager), unix_serve(_endpoint, str(tmp_path / "model.sock")):
            running = asyncio.create_task(daemon.run())
            await until(there)
            assert manager.asked == [("sleep", "Cabin Voice", "delay")]
            vehicle.state.set("Speed", 50.0, boottime_ns())
            assert vehicle.state.get("Speed", boottime_ns()).quality is Quality.VALID

            manager.PrepareForSleep(True)
            print(f"closed after {await seconds_until(lambda: not manager.held):.3f} s")
            assert open_devices == []
            assert status()["endpoints"]["local"] != "connected"
            assert not status()["wake_ready"]

            clocks.slept_ns += 3_600_000_000_000
            manager.PrepareForSleep(False)
            print(f"ears back after {await seconds_until(lambda: bool(status()['wake_ready'])):.3f} s")
            print(f"and all the rest after {await seconds_until(there):.3f} s more")
            assert len(open_devices) == 1
            assert vehicle.state.get("Speed", boottime_ns()).quality is Quality.STALE
            daemon.stop()
            await running

    asyncio.run(asyncio.wait_for(main(), 120))
    told = [str(event.fields["what"]) for event in events if event.event == "fault"]
    assert "the machine goes to sleep" in told
    assert told.count("slept for 3600 s") == 1


class _Told:
    """What the lock called."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    async def going(self) -> None:
        self.calls.append("going")

    def awake(self) -> None:
        self.calls.append("awake")


def test_a_refused_lock_leaves_the_word(bus: Bus) -> None:
    async def main() -> None:
        told, manager = _Told(), Logind(refuses=True)
        lock = SleepLock(told.going, told.awake, bus.address)
        async with logind(bus.address, manager) as side:
            running = asyncio.create_task(lock.run())
            # A signal that nobody listens to yet is lost: say it until it is heard.

            def heard() -> bool:
                manager.PrepareForSleep(True)
                return bool(told.calls)

            await until(heard)
            assert not lock.held
            manager.PrepareForSleep(False)
            await until(lambda: "awake" in told.calls)
            assert side.connected
            running.cancel()

    asyncio.run(asyncio.wait_for(main(), 60))


def test_a_bus_that_goes_away_wakes_what_was_closed(bus: Bus) -> None:
    async def main() -> None:
        told, manager = _Told(), Logind()
        lock = SleepLock(told.going, told.awake, bus.address)
        running = asyncio.create_task(lock.run())
        async with logind(bus.address, manager):
            await until(lambda: lock.held or running.done())
            manager.PrepareForSleep(True)
            await until(lambda: told.calls == ["going"])
            assert not lock.held
            bus.daemon.terminate()
            await until(lambda: told.calls == ["going", "awake"])
        running.cancel()

    asyncio.run(asyncio.wait_for(main(), 60))


def test_no_bus_is_no_trouble(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")

    async def main() -> None:
        told = _Told()
        running = asyncio.create_task(SleepLock(told.going, told.awake, f"unix:path={tmp_path}/none").run())
        await until(lambda: "no word of suspends" in caplog.text)
        assert not running.done()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        assert told.calls == []

    asyncio.run(asyncio.wait_for(main(), 60))
