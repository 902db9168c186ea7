"""`cabin monitor` against a running daemon, and the console's idle cost: nothing of it is loaded by the daemon."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from rig import ANSWER, running

from device.control.socket import request
from edge.weights.store import WeightStore


def _monitor(runtime: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "device", "monitor", "--once", "--runtime", str(runtime), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.mark.weights
def test_it_shows_what_the_page_shows(weights: WeightStore, tmp_path: Path) -> None:
    async def main() -> list[str]:
        async with running(tmp_path, weights) as rig:
            control = tmp_path / "control.sock"
            while (await asyncio.to_thread(request, control, "status"))["links"]["local"]["status"] != "connected":
                await asyncio.sleep(0.05)
            assert (await asyncio.to_thread(request, control, "wake"))["opened"] is True
            rig.speak()
            while not (await asyncio.to_thread(request, control, "view"))["transcript"][1:]:
                await asyncio.sleep(0.1)
            assert (await asyncio.to_thread(request, control, "wake"))["state"] == "listening"
            return [(await asyncio.to_thread(_monitor, tmp_path, *lang)).stdout for lang in ((), ("--lang", "zh"))]

    english, chinese = asyncio.run(asyncio.wait_for(main(), 120))
    for word in ("Cabin", "hello cabin", ANSWER, "km/h", "valid", "ms", "local", "cloud", "microphone"):
        assert word in english, word
    assert "麦克风" in chinese


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
