"""`cabin monitor` against a running daemon, and the console's idle cost: nothing of it is loaded by the daemon."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from functools import partial
from pathlib import Path

import pytest
from rig import ANSWER, Rig, running
from waiting import until

from device.control.socket import ControlServer, request
from edge.weights.store import WeightStore


def _monitor(runtime: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "device", "monitor", "--once", "--runtime", str(runtime), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def _shows(rig: Rig, muted: bool) -> bool:
    return rig.daemon.status()["muted"] is muted


@pytest.mark.weights
def test_it_shows_what_the_page_shows(weights: WeightStore, tmp_path: Path) -> None:
    async def main() -> list[str]:
        async with running(tmp_path, weights) as rig:
            control = tmp_path / "control.sock"

            await until(lambda: rig.daemon.status()["links"]["local"]["status"] == "connected")
            assert (await asyncio.to_thread(request, control, "wake"))["opened"] is True
            rig.speak()

            async def answered() -> bool:
                return len((await asyncio.to_thread(request, control, "view"))["transcript"]) > 1

            await until(answered)
            assert (await asyncio.to_thread(request, control, "wake"))["state"] == "listening"
            return [(await asyncio.to_thread(_monitor, tmp_path, *lang)).stdout for lang in ((), ("--lang", "zh"))]

    english, chinese = asyncio.run(asyncio.wait_for(main(), 120))
    for word in ("Cabin", "hello cabin", ANSWER, "km/h", "valid", "ms", "local", "cloud", "microphone"):
        assert word in english, word
    assert "麦克风" in chinese


@pytest.mark.weights
def test_keys_work_on_a_terminal(weights: WeightStore, tmp_path: Path) -> None:
    async def main() -> tuple[int, bytes]:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 130, 0, 0))
        before = termios.tcgetattr(theirs)
        seen = bytearray()
        loop = asyncio.get_running_loop()
        loop.add_reader(ours, lambda: seen.extend(os.read(ours, 65536)))
        async with running(tmp_path, weights) as rig:
            command = [sys.executable, "-m", "device", "monitor", "--runtime", str(tmp_path)]
            environment = {**os.environ, "TERM": "xterm-256color"}
            process = await asyncio.create_subprocess_exec(*command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
            await until(lambda: b"hello cabin" in seen)
            for muted in (True, False):
                os.write(ours, b"m")
                await until(partial(_shows, rig, muted))
                seen.clear()
                # Drawn anew: the monitor knows of it, too.
                await until(partial(seen.__contains__, b"muted" if muted else b"idle"))
            os.write(ours, b"q")
            code = await asyncio.wait_for(process.wait(), 20)
        assert termios.tcgetattr(theirs)[3] == before[3], "the terminal is as it was"
        loop.remove_reader(ours)
        os.close(ours)
        os.close(theirs)
        return code, bytes(seen)

    code, _ = asyncio.run(asyncio.wait_for(main(), 120))
    assert code == 0


def test_a_daemon_that_cannot_listen_says_why(tmp_path: Path) -> None:
    standing = [{"key": "weights", "what": "silero: not fetched yet", "mend": "cabin weights fetch"}]

    async def main() -> subprocess.CompletedProcess[str]:
        server = ControlServer(tmp_path / "control.sock", lambda word, request: {"status": {"faults_standing": standing}}[word])
        await server.start()
        try:
            return await asyncio.to_thread(_monitor, tmp_path)
        finally:
            await server.stop()

    found = asyncio.run(asyncio.wait_for(main(), 60))
    assert found.returncode == 2
    assert "silero: not fetched yet: cabin weights fetch" in found.stderr


def test_without_a_daemon_it_says_so(tmp_path: Path) -> None:
    found = _monitor(tmp_path)
    assert found.returncode == 2
    assert found.stderr.startswith("cabin: ")
    assert len(found.stderr.splitlines()) == 1
    assert "cabin run" in found.stderr


def test_the_daemon_loads_nothing_of_it() -> None:
    """What is off costs neither memory nor time."""
    code = "import sys, device.main, device.can.reader; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = ("device.console", "device.observe", "device.recorder", "device.doctor", "websockets.asyncio.server", "rich", "mcap")
    assert not [name for name in loaded if name in heavy or name.startswith(("opentelemetry", "prometheus"))]
