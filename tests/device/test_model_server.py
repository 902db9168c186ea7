"""The model service over real sockets: started as a program, and in this process."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from device.link.answering import answering
from device.link.client import open_link
from device.link.endpoint import Endpoint
from device.link.server import listening
from device.model_server import session_factory
from edge.model.engine import Engine
from edge.realtime import events as wire
from edge.realtime.config import SessionConfig
from edge.realtime.dialects import STEPFUN
from edge.realtime.session_client import ClientSession

TEXT_ONLY = SessionConfig(modalities=("text",))


async def converse(address: str, *texts: str, config: SessionConfig = TEXT_ONLY) -> list[wire.ResponseFinished]:
    """Say texts over a connection, one after the other; the ends of the answers."""
    finished: list[wire.ResponseFinished] = []
    async with await open_link(Endpoint(address)) as link:
        client = ClientSession(STEPFUN, config)
        answered = asyncio.Event()

        def on_batch(frames: list[str]) -> None:
            for frame in frames:
                for event in client.receive(frame):
                    if isinstance(event, wire.ResponseFinished):
                        finished.append(event)
                        answered.set()
            link.post(client.take_outgoing())

        running = asyncio.create_task(link.run(on_batch))
        client.open()
        for text in texts:
            answered.clear()
            client.send_text(text)
            client.request_response()
            link.post(client.take_outgoing())
            await asyncio.wait_for(answered.wait(), 60)
        await link.close()
        await running
    return finished


def test_it_answers_over_tcp_and_over_a_unix_socket(tmp_path: Path) -> None:
    async def check() -> None:
        handler = answering(session_factory(Engine()))
        for unix in (None, tmp_path / "model.sock"):
            async with listening(handler, unix=unix) as server:
                first = await converse(server.address, "hello", "what's your name")
                assert all(end.status == "completed" and end.text for end in first)
                assert "Cabin" in first[1].text
                # One at a time, but the next one is welcome.
                assert (await converse(server.address, "你叫什么名字"))[0].text.count("小舱") == 1

    asyncio.run(check())


def test_each_client_has_a_conversation_of_its_own() -> None:
    async def check() -> None:
        async with listening(answering(session_factory(Engine()))) as server:
            await converse(server.address, "set the temperature to 21 degrees")
            second = await converse(server.address, "a bit more")
            assert "21" not in second[0].text

    asyncio.run(check())


@contextmanager
def service(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`cabin model serve` as a program, with the address it is ready at."""
    process = subprocess.Popen(
        [sys.executable, "-m", "device", "model", "serve", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("ready "), process.stderr.read() if process.stderr else ""
        yield process, line.split()[1]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


@pytest.mark.weights
def test_the_program_serves_replaces_a_stale_socket_and_ends_on_sigterm(tmp_path: Path) -> None:
    path = tmp_path / "model.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(os.fspath(path))
    with service("--unix", os.fspath(path)) as (process, address):
        assert stat.S_IMODE(path.stat().st_mode) & 0o007 == 0
        spoken = asyncio.run(converse(address, "hello", config=SessionConfig()))
        assert spoken[0].audio_bytes > 24_000
    assert process.returncode == 0
    assert not path.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--unix PATH or --port N"),
        (("--unix", "/tmp/x.sock", "--port", "1"), "--unix PATH or --port N"),
        (("--port", "70000"), "not a port"),
        (("--unix", "/nowhere/at/all/model.sock"), "does not exist"),
    ],
)
def test_bad_arguments_are_one_line_and_exit_2(arguments: tuple[str, ...], words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "device", "model", "serve", *arguments], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
