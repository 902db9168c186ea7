"""The daemon comes up as far as it can, says what is missing, and goes on by itself when that is mended."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from waiting import until

import device.supervisor as module
from device.audio.duplex import DeviceLost, Duplex
from device.audio.null import NullDuplex
from device.control.socket import request
from device.service.ledger import Ledger, LedgerLine
from device.service.notify import Notifier
from device.settings import LoadedSettings, Settings, load_what_is_right
from device.supervisor import Supervisor
from edge.audio.playout import Playout
from edge.errors import CabinError, SettingsError
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.05)
    monkeypatch.setattr(module, "RETRY_S", 0.1)


class Car:
    """A supervisor on the null sound device, and what a person does to its files meanwhile."""

    def __init__(self, folder: Path, store: WeightStore, text: str, notifier: Notifier | None = None) -> None:
        self.file = folder / "cabin.toml"
        self.file.write_text(text, encoding="utf-8")
        self.runtime = folder / "run"
        self.runtime.mkdir(mode=0o700)
        self.environment = {"CABIN_LOCAL__ENABLED": "false", "RUNTIME_DIRECTORY": str(self.runtime)}
        self.ledger = Ledger(folder / "ledger.jsonl")
        self.supervisor = Supervisor(self._load, store, self._open, self.runtime, ledger=self.ledger, notifier=notifier)

    def _load(self) -> tuple[LoadedSettings, list[SettingsError]]:
        return load_what_is_right(self.environment, self.file)

    def _open(self, settings: Settings, playout: Playout) -> Duplex:
        return NullDuplex(playout, paced=True)

    async def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first status that is as wanted; the time limit is the test's own."""

        async def found() -> dict[str, Any] | None:
            try:
                status = await asyncio.to_thread(request, self.runtime / "control.sock", "status")
            except CabinError:
                return None
            return status if wanted(status) else None

        status: dict[str, Any] = await until(found)
        return status


def _run(car: Car, story: Callable[[Car], Any]) -> None:
    async def main() -> None:
        running = asyncio.create_task(car.supervisor.run())
        telling = asyncio.create_task(story(car))
        await asyncio.wait({running, telling}, return_when=asyncio.FIRST_COMPLETED)
        car.supervisor.stop()
        await running
        await telling

    asyncio.run(asyncio.wait_for(main(), 120))


def _standing(status: dict[str, Any]) -> dict[str, str]:
    return {fault["key"]: fault["what"] for fault in status["faults_standing"]}


def test_a_broken_settings_file_is_said_and_read_again_when_it_is_mended(weights: WeightStore, tmp_path: Path) -> None:
    async def story(car: Car) -> None:
        status = await car.until(lambda status: status["wake_ready"])
        assert str(car.file) in _standing(status)["settings"]
        car.file.write_text("[turn]\nhangover = 0.5\n")
        status = await car.until(lambda status: status["wake_ready"] and not status["faults_standing"])
        assert status["illegal_moves"] == 0

    _run(Car(tmp_path, weights, "[turn\n"), story)


def test_beginning_anew_is_no_stop_to_the_service_manager(weights: WeightStore, tmp_path: Path) -> None:
    told: list[str] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.setblocking(False)

        def hear() -> None:
            with contextlib.suppress(BlockingIOError):
                while True:
                    told.append(manager.recv(4096).decode())

        async def story(car: Car) -> None:
            await car.until(lambda status: status["wake_ready"])
            car.supervisor.anew()
            hear()
            first = len(told)

            def ready() -> bool:
                hear()
                return any("READY=1" in text for text in told[first:])

            await until(ready)
            assert not any("STOPPING=1" in text for text in told)

        car = Car(tmp_path, weights, "", Notifier({"NOTIFY_SOCKET": str(tmp_path / "notify")}))
        _run(car, story)
        hear()
    assert "STOPPING=1" in told[-1]


def test_a_persona_and_a_wake_head_that_are_not_there_are_left_out(weights: WeightStore, tmp_path: Path) -> None:
    async def story(car: Car) -> None:
        status = await car.until(lambda status: status["wake_ready"])
        assert "and 1 more" in _standing(status)["settings"]

    _run(Car(tmp_path, weights, "[persona]\nfile = '/nowhere/p.toml'\n[wake]\nheads = ['hello_cabin', 'nobody']\n"), story)


def test_without_weights_it_waits_for_them(weights: WeightStore, tmp_path: Path) -> None:
    store = WeightStore(tmp_path / "weights")

    async def story(car: Car) -> None:
        status = await car.until(lambda status: "weights" in _standing(status))
        assert status["wake_ready"] is False
        for entry in ("silero-vad", "wake-embedding"):
            shutil.copytree(weights.root / entry, store.root / entry)
        status = await car.until(lambda status: status["wake_ready"])
        assert not status["faults_standing"]

    _run(Car(tmp_path, store, ""), story)


def test_a_bus_that_cannot_be_read_is_tried_again(weights: WeightStore, tmp_path: Path) -> None:
    missing = tmp_path / "car.dbc"
    text = f"[can]\ninterface = 'virtual'\nchannel = 'supervised'\ndbc = '{missing}'\nmap = '{tmp_path}/map.toml'\n"

    async def story(car: Car) -> None:
        status = await car.until(lambda status: status["wake_ready"] and "can" in _standing(status))
        assert str(missing) in _standing(status)["can"]
        demo = Path(__file__).parents[2] / "deploy" / "vehicles" / "demo"
        shutil.copy(demo / "map.toml", tmp_path)
        shutil.copy(demo / "demo.dbc", missing)
        await car.until(lambda status: "can" not in _standing(status))

    _run(Car(tmp_path, weights, text), story)


def test_a_new_key_is_taken_without_a_restart(weights: WeightStore, tmp_path: Path) -> None:
    async def story(car: Car) -> None:
        status = await car.until(lambda status: status["wake_ready"])
        assert "cloud" not in status["endpoints"]
        (car.runtime / "stepfun-api-key").write_text("sk-new\n")
        status = await car.until(lambda status: "cloud" in status.get("endpoints", {}))
        assert "sk-new" not in str(status)

    _run(Car(tmp_path, weights, '[cloud]\nurl = "ws://127.0.0.1:9"\n'), story)


def test_a_full_disk_costs_no_line_of_the_ledger() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this machine has no /dev/full")
    ledger = Ledger(full)
    with pytest.raises(OSError, match="No space"):
        ledger.add(LedgerLine("2026-01-01", "cloud", 1.0, "a turn"))
    assert ledger.waiting == 1


def test_what_waited_for_room_is_written_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    ledger = Ledger(folder / "ledger.jsonl")
    for second in range(3):
        with pytest.raises(OSError):
            ledger.add(LedgerLine("2026-01-01", "cloud", float(second), "a turn"))
    folder.mkdir()
    ledger.flush()
    assert [line.seconds for line in ledger.lines()] == [0.0, 1.0, 2.0]
    assert ledger.waiting == 0


def test_being_told_to_stop_while_it_starts_is_enough(weights: WeightStore, tmp_path: Path) -> None:
    async def story(car: Car) -> None:
        status = await car.until(lambda status: bool(status))
        assert status["state"] == "starting"
        car.supervisor.stop()

    class SlowCard(Car):
        def _open(self, settings: Settings, playout: Playout) -> Duplex:
            raise DeviceLost("no such card yet")

    car = SlowCard(tmp_path, weights, "")
    _run(car, story)
    assert not (car.runtime / "control.sock").exists()


def test_the_ears_are_ready_before_the_dialogue_is_imported(weights: WeightStore, tmp_path: Path) -> None:
    code = "import sys, device.start, device.main, device.recorder.ear_taps; print(*sorted(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "edge.frontend.frontend" in told
    assert not [name for name in told if name.startswith(("edge.dialogue", "edge.realtime", "edge.vehicle", "websockets", "can."))]
