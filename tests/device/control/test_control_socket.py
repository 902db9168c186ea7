"""The control socket: requests, events, and what it does with nonsense."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from device.control.socket import ControlServer, Request, request
from edge.errors import CabinError


def _handler(word: str, request: Request) -> dict[str, Any]:
    return {"status": {"state": "idle"}}[word]


async def _serving(path: Path) -> ControlServer:
    server = ControlServer(path, _handler)
    await server.start()
    return server


def test_requests_are_answered_and_unknown_ones_refused(tmp_path: Path) -> None:
    async def main() -> None:
        path = tmp_path / "control.sock"
        server = await _serving(path)
        assert path.stat().st_mode & 0o077 == 0
        assert await asyncio.to_thread(request, path, "status") == {"state": "idle"}
        with pytest.raises(CabinError, match="unknown request 'dance'"):
            await asyncio.to_thread(request, path, "dance")
        with pytest.raises(CabinError, match="another daemon listens"):
            await _serving(path)
        await server.stop()
        assert not path.exists()

    asyncio.run(asyncio.wait_for(main(), 20))


def test_events_reach_whoever_asked_for_them(tmp_path: Path) -> None:
    async def main() -> None:
        path = tmp_path / "control.sock"
        server = await _serving(path)
        reader, writer = await asyncio.open_unix_connection(str(path))
        writer.write(b'nonsense\n[]\n{"do": "events"}\n')
        assert "error" in json.loads(await reader.readline())
        assert "error" in json.loads(await reader.readline())
        line = b""
        while not line:
            server.publish('{"event": "wake"}')
            try:
                line = await asyncio.wait_for(reader.readline(), 0.05)
            except TimeoutError:
                continue
        assert json.loads(line) == {"event": "wake"}
        writer.close()
        await server.stop()

    asyncio.run(asyncio.wait_for(main(), 20))


def test_a_socket_left_behind_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "control.sock"
    with pytest.raises(CabinError, match="no daemon answers"):
        request(path, "status")

    async def main() -> None:
        first = await asyncio.start_unix_server(lambda _r, _w: None, str(path))
        first.close()
        await (await _serving(path)).stop()

    path.unlink(missing_ok=True)
    asyncio.run(asyncio.wait_for(main(), 20))


def test_followers_notice_the_end(tmp_path: Path) -> None:
    async def main() -> None:
        path = tmp_path / "control.sock"
        server = await _serving(path)
        follower, _ = await _connect(path, "events")
        asker, _ = await _connect(path, "status")
        assert json.loads(await asker.readline())["ok"]
        complaints: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        await server.stop()
        assert await follower.read() == b""
        gc.collect()  # a task that nobody ended complains when it is destroyed
        assert complaints == []
        assert await asker.read() == b""

    asyncio.run(asyncio.wait_for(main(), 20))


async def _connect(path: Path, word: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(json.dumps({"do": word}).encode() + b"\n")
    await writer.drain()
    return reader, writer


def test_looking_for_a_daemon_makes_no_directory(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    environment.pop("RUNTIME_DIRECTORY", None)
    done = subprocess.run([sys.executable, "-m", "device", "status"], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 2
    assert "no daemon answers" in done.stderr
    assert not list(tmp_path.iterdir())
