"""What the console's server lets in, and what it does with nonsense; a real WebSocket on loopback, without a browser."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from waiting import until
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from device.console.guard import own_host, own_origin, same_token
from device.console.server import DEEDS, Console
from device.control.socket import ControlServer, Request, RequestError

TOKEN = "secret-of-this-test"


class Asked:
    """A control socket's handler that remembers what it was asked."""

    def __init__(self) -> None:
        self.words: list[tuple[str, Any]] = []

    def __call__(self, word: str, request: Request) -> dict[str, Any]:
        self.words.append((word, request.get("text")))
        if word == "say" and not request.get("text"):
            raise RequestError("say: nothing to say")
        return {"muted": word == "mute"}


@contextlib.asynccontextmanager
async def _console(folder: Path) -> AsyncIterator[tuple[Console, ControlServer, Asked]]:
    asked = Asked()
    control = ControlServer(folder / "control.sock", asked)
    await control.start()
    console = Console(folder / "control.sock", TOKEN)
    await console.start(0)
    try:
        yield console, control, asked
    finally:
        await console.stop()
        await control.stop()


async def _get(port: int, path: str, host: str) -> tuple[int, str, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return int(head.split()[1]), head.decode(), body


def _browser(port: int, **headers: str) -> Any:
    origin = headers.pop("origin", f"http://127.0.0.1:{port}")
    return connect(f"ws://127.0.0.1:{port}/live", origin=origin, proxy=None, **({"additional_headers": headers} if headers else {}))


def test_pages_are_given_to_loopback_alone(tmp_path: Path) -> None:
    async def main() -> None:
        async with _console(tmp_path) as (console, _, _):
            assert next(iter(console._server.sockets)).getsockname()[0] == "127.0.0.1"  # type: ignore[union-attr]
            for path in ("/", "/console.js", "/words.js", "/console.css", "/icon.svg"):
                status, head, body = await _get(console.port, path, f"localhost:{console.port}")
                assert status == 200
                assert len(body) > 100
                assert "default-src 'none'" in head
                assert "unsafe" not in head
                assert b"http://" not in body.replace(b"http://www.w3.org/2000/svg", b""), "everything comes from here"
                assert b"https://" not in body
            for host in ("evil.example", "127.0.0.1.evil.example:80", "localhost@evil.example", "127.0.0.1:x", ""):
                assert (await _get(console.port, "/", host))[0] == 421
            for path in ("/../server.py", "/%2e%2e/server.py", "//etc/passwd", "/page/index.html"):
                assert (await _get(console.port, path, "localhost"))[0] == 404

    asyncio.run(asyncio.wait_for(main(), 60))


def test_the_socket_wants_its_own_page_and_the_token(tmp_path: Path) -> None:
    async def main() -> None:
        async with _console(tmp_path) as (console, _, asked):
            for origin in ("http://evil.example", "null", f"https://127.0.0.1:{console.port}", "http://127.0.0.1:1"):
                with pytest.raises(InvalidStatus):
                    await _browser(console.port, origin=origin).__aenter__()
            for first in ('{"token": "wrong"}', "nonsense", '{"token": null}', '{"do": "mute"}', "[]"):
                async with _browser(console.port) as browser:
                    await browser.send(first)
                    await browser.send('{"do": "mute"}')
                    with pytest.raises(ConnectionClosed) as closed:
                        await browser.recv()
                    assert closed.value.rcvd is not None
                    assert closed.value.rcvd.code == 4401
            assert "mute" not in [word for word, _ in asked.words]

    asyncio.run(asyncio.wait_for(main(), 60))


def test_a_browser_that_knows_the_token_sees_and_does(tmp_path: Path) -> None:
    async def answer(browser: Any) -> dict[str, Any]:
        while True:
            message = json.loads(await browser.recv())
            if message["kind"] == "answer":
                return dict(message)

    async def main() -> None:
        async with _console(tmp_path) as (console, control, asked), _browser(console.port) as browser:
            await browser.send(json.dumps({"token": TOKEN}))
            await browser.send('{"do": "mute"}')
            assert await answer(browser) == {"kind": "answer", "to": "mute", "ok": True, "muted": True}
            await browser.send('{"do": "say"}')
            assert (await answer(browser))["error"] == "say: nothing to say"
            for nonsense in ('{"do": "quit"}', '{"do": ["mute"]}', "{}", "[" * 1000, '"mute"', '{"do": "status"}'):
                await browser.send(nonsense)
                assert (await answer(browser))["ok"] is False
            assert {word for word, _ in asked.words} <= {*DEEDS, "view"}
            await until(lambda: control.watched)
            control.publish('{"t": 1.0, "event": "state", "from": "idle", "to": "listening"}')
            kinds = []
            while "turns" not in kinds:
                kinds.append(json.loads(await browser.recv())["kind"])
            assert "event" in kinds
            await browser.send("x" * 5000)  # longer than anything the page sends
            with pytest.raises(ConnectionClosed):
                while True:
                    await browser.recv()

    asyncio.run(asyncio.wait_for(main(), 60))


def test_the_token_is_in_no_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with _console(tmp_path) as (console, _, _), _browser(console.port) as browser:
            await browser.send(json.dumps({"token": TOKEN}))
            await browser.recv()

    with caplog.at_level(logging.DEBUG):
        # What the test's own client logs is none of the console's business.
        logging.getLogger("websockets.client").setLevel(logging.CRITICAL)
        asyncio.run(asyncio.wait_for(main(), 60))
    assert TOKEN not in caplog.text


def test_the_command_keeps_the_token_out_of_what_a_service_prints(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "device", "console", "--port", "0", "--runtime", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        file = tmp_path / "console.url"
        token = file.read_text().strip().partition("#")[2]
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        process.terminate()
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert len(token) >= 32
    assert token not in line + out + err
    assert str(file) in line
    assert not file.exists()


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    async def main() -> int:
        async with _console(tmp_path) as (console, _, _):
            command = [sys.executable, "-m", "device", "console", "--port", str(console.port), "--runtime", str(tmp_path)]
            found = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=60)
            assert (
                found.stderr.splitlines()
                == [f"cabin: console: port {console.port} cannot be had (Address already in use); choose another one with --port"]
                or "cannot be had" in found.stderr
            )
            return found.returncode

    assert asyncio.run(main()) == 2


@given(st.text())
@settings(deadline=None)
def test_no_other_name_is_this_machine(host: str) -> None:
    name = host.rpartition(":")[0] or host
    if name not in ("127.0.0.1", "localhost", "[::1]"):
        assert not own_host([host])
    assert not own_origin([f"http://{host}"], ["localhost:1"]) or host == "localhost:1"
    assert not own_host([])
    assert not own_host(["localhost", "localhost"])


@given(st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text())))
def test_no_other_token_fits(given_token: object) -> None:
    assert same_token(given_token, "token") is (given_token == "token")
