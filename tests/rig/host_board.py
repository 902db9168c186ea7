"""The host as a board for the bodies of the numbered tests: the daemon in a virtual cabin, under a small service manager."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from board import _BAD_LINE, _PATIENCE_S, RANGE_KM, Board
from host_daemon import CHANNEL

from device.bench.link.shaper import Road, Shaper
from device.control.socket import request
from device.resources import shipped
from edge.errors import CabinError

HERE = Path(__file__).parent
UNIT = "cabin-voice.service"
_WATCHDOG_S = 240.0
_LOOK_S = 0.5
_BUSY = 3.0
"""A second of a host that has other things to do counts for less: patience is for what never comes."""


class Unit:
    """One service, as systemd runs it: told when it is ready, restarted when it ends, ended when its watchdog is not fed."""

    def __init__(self, command: list[str], environment: Mapping[str, str], notify: Path, log: Path) -> None:
        self.watchdog_s = _WATCHDOG_S
        """Long, since a busy machine is no hung daemon; a test that hangs one makes it short."""
        self.restarts = 0
        self.watchdog_ends = 0
        self.log = log
        self._command = command
        # The daemon feeds it three times as often as it is told.
        self._environment = {**environment, "NOTIFY_SOCKET": str(notify), "WATCHDOG_USEC": "3000000"}
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(notify))
        self._socket.settimeout(0.1)
        self._wanted = False
        self._fed: float | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._look_after, daemon=True)

    @property
    def pid(self) -> int:
        """Of the process that runs; 0 for none."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else 0

    def start(self) -> None:
        """Run until `stop`."""
        self._wanted = True
        self._spawn()
        self._thread.start()

    def stop(self) -> None:
        """End it for good."""
        self._wanted = False
        self._thread.join()
        self._socket.close()
        assert self._process is not None
        self._process.terminate()
        self._process.wait(60)

    def send(self, number: int) -> None:
        """A signal."""
        os.kill(self.pid, number)

    def _spawn(self) -> None:
        self._fed = None
        with self.log.open("ab") as sink:
            self._process = subprocess.Popen(self._command, env=self._environment, stdout=sink, stderr=sink)

    def _look_after(self) -> None:
        while self._wanted:
            self._listen()
            assert self._process is not None
            late = self._fed is not None and time.monotonic() - self._fed > self.watchdog_s
            if late and self._process.poll() is None:
                self.watchdog_ends += 1
                self._process.send_signal(signal.SIGABRT)
                self._process.send_signal(signal.SIGCONT)
                self._process.wait()
                self.watchdog_s = _WATCHDOG_S
            if self._process.poll() is not None and self._wanted:
                self.restarts += 1
                self._spawn()

    def _listen(self) -> None:
        try:
            told = self._socket.recv(4096)
        except TimeoutError:
            return
        if b"WATCHDOG=1" in told or b"READY=1" in told:
            self._fed = time.monotonic()
        if b"STOPPING=1" in told:
            self._fed = None


class HostPower:
    """The network of the host's board: a road on loopback that can be cut. Its supply is not for pulling."""

    def __init__(self, cloud: int) -> None:
        self._road = Road()
        self.port = 0
        self._open = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._run(cloud),), daemon=True)
        self._end: asyncio.Event | None = None
        self._thread.start()
        self._open.wait()

    async def _run(self, cloud: int) -> None:
        self._end = asyncio.Event()
        async with Shaper(self._road).to("127.0.0.1", cloud) as self.port:
            self._open.set()
            await self._end.wait()

    @property
    def emulator(self) -> int | None:
        return None

    def network(self, *, up: bool) -> None:
        """Nothing comes through any more, and nobody says so."""
        self._road.open = up

    def tunnel(self, port: int) -> None:
        """It is there all the time."""

    def cut(self) -> None:
        raise NotImplementedError("a host's supply is not for pulling")

    def on(self) -> None:
        raise NotImplementedError("a host's supply is not for pulling")

    def close(self) -> None:
        """End the road."""
        assert self._end is not None
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()


class HostBoard(Board):
    """What the numbered tests see of the host."""

    power: HostPower

    def __init__(self, folder: Path, question: Path, cloud: int) -> None:
        """folder: for everything it writes. question: a WAV file, what the driver asks. cloud: port of the rig's cloud."""
        super().__init__(_NoShell(), HostPower(cloud))
        self.folder, self.cloud = folder, cloud
        self.control_socket = folder / "control.sock"
        self.ledger = folder / "state" / "ledger.jsonl"
        self.settings = folder / "cabin.toml"
        self._question = question
        self._hands = folder / "hands.sock"
        self._timeline: list[dict[str, Any]] = []
        demo = shipped("vehicles", "demo")
        self.settings.write_text(
            f'[can]\ninterface = "virtual"\nchannel = "{CHANNEL}"\ndbc = "{demo / "demo.dbc"}"\nmap = "{demo / "map.toml"}"\n'
            f'[cloud]\nurl = "ws://127.0.0.1:{self.power.port}"\n[local]\nspawn = false\n'
            "[link]\npatience = 6.0\n[turn]\nanswer = 60.0\ngive_up = 120.0\n"
        )
        self.settings.chmod(0o600)
        self.ledger.parent.mkdir()
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("CABIN_")} | {
            "RUNTIME_DIRECTORY": str(folder),
            "STATE_DIRECTORY": str(self.ledger.parent),
            "CABIN_CONFIG": str(self.settings),
            "STEPFUN_API_KEY": "sk-rig",
        }
        if "CABIN_WEIGHTS" in os.environ:
            self.environment["CABIN_WEIGHTS"] = os.environ["CABIN_WEIGHTS"]
        command = [sys.executable, str(HERE / "host_daemon.py"), str(self._hands), str(RANGE_KM)]
        self.unit = Unit(command, self.environment, folder / "notify", folder / "daemon.log")
        self._follower = threading.Thread(target=self._follow, daemon=True)
        self._over = False

    def switch_on(self) -> None:
        """Start the daemon and the car."""
        self.unit.start()
        self._follower.start()
        self.ready()
        self.start_car()

    def switch_off(self) -> None:
        """End everything."""
        self._over = True
        self.unit.stop()
        self._follower.join()
        self.power.close()

    def hand(self, *words: str) -> None:
        """Have the harness do something; waits until it is done."""
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(60)
            link.connect(str(self._hands))
            link.sendall((" ".join(words) + "\n").encode())
            assert link.makefile().readline() == "done\n", words

    def start_car(self) -> None:
        self.hand("drive")

    def stop_car(self) -> None:
        self.hand("park")

    def ask(self) -> None:
        before = self.status()["audio_seconds"]
        self.hand("say", str(self._question))
        seconds = self._question.stat().st_size / 2 / 24_000
        self.until("the question was said", lambda status: status["audio_seconds"] > before + seconds)

    def record(self) -> None:
        self.hand("record")

    def recorded(self) -> bytes:
        file = self.folder / "heard.wav"
        self.hand("recorded", str(file))
        return file.read_bytes()

    def seconds(self) -> float:
        return time.monotonic() / _BUSY

    def _after(self, seconds: float) -> float:
        time.sleep(seconds)
        return self.seconds()

    def _awaited(self, wanted: dict[str, Any], seconds: float) -> list[dict[str, Any]]:
        time.sleep(_LOOK_S)
        return self.events()

    def status(self) -> dict[str, Any]:
        try:
            return request(self.control_socket, "status")
        except CabinError:
            return {}

    def control(self, word: str) -> None:
        request(self.control_socket, word)

    def mark(self) -> None:
        self._mark = len(self._timeline)

    def events(self) -> list[dict[str, Any]]:
        return self._timeline[self._mark :]

    def show(self, unit: str, key: str) -> str:
        assert (unit, key) == (UNIT, "MainPID")
        return str(self.unit.pid)

    def until(self, what: str, wanted: Callable[[dict[str, Any]], Any], seconds: float = _PATIENCE_S) -> dict[str, Any]:
        try:
            return super().until(what, wanted, seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}; the timeline: {self.events()[-30:]}") from None

    def journal(self, unit: str = "cabin-voice", lines: int = 25) -> str:
        return "\n".join(self.unit.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def health(self) -> list[str]:
        status = self.status()
        wrong = [] if status.get("wake_ready") else [f"not wake-ready: {status or self.journal()}"]
        if status.get("illegal_moves"):
            wrong.append(f"{status['illegal_moves']} illegal moves of the turn machine")
        if status.get("faults_standing"):
            wrong.append(f"faults still stand: {status['faults_standing']}")
        if self.unit.restarts != self.restarts_expected:
            wrong.append(f"the daemon restarted {self.unit.restarts} times, {self.restarts_expected} expected")
        text = self.unit.log.read_text(encoding="utf-8", errors="replace")
        return wrong + [line for line in text.splitlines() if _BAD_LINE.search(line)]

    def _follow(self) -> None:
        """Take the timeline from the control socket, again and again as the daemon comes and goes."""
        while not self._over:
            try:
                with socket.socket(socket.AF_UNIX) as link:
                    link.settimeout(0.5)
                    link.connect(str(self.control_socket))
                    link.sendall(b'{"do": "events"}\n')
                    self._take(link)
            except OSError:
                time.sleep(0.1)

    def _take(self, link: socket.socket) -> None:
        rest = b""
        while not self._over:
            try:
                data = link.recv(65536)
            except TimeoutError:
                continue
            if not data:
                return
            *lines, rest = (rest + data).split(b"\n")
            self._timeline += [event for event in map(json.loads, lines) if "event" in event]


class _NoShell:
    """A host is not for breaking by commands."""

    def run(self, command: str, *, data: bytes | None = None, seconds: float = 600.0, check: bool = True) -> str:
        raise NotImplementedError(f"not on a host: {command}")
