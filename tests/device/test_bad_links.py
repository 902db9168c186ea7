"""A cloud that cannot be had, in every documented way: one clear line, a sentence for the driver, and the board carries on."""

from __future__ import annotations

import asyncio
import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from websockets.asyncio.server import ServerConnection, serve

from device.assembly import assemble, open_vehicle
from device.audio.null import NullDuplex
from device.daemon import Daemon
from device.link.answering import answering
from device.link.server import Caller, listening
from device.settings import load_settings
from edge.events import TimelineEvent
from edge.frontend.frontend import FrontEndOutput
from edge.realtime.commands import AudioCommitted, ResponseRequested
from edge.realtime.session_server import ServerSession
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights
TONE = (3000 * np.sin(np.arange(4800) * 0.1)).astype("<i2").tobytes()
Cloud = Callable[[Path], AbstractAsyncContextManager[str]]


class Board:
    """The on-device model's place: it transcribes and answers, or says what it is told to say."""

    def __init__(self, caller: Caller) -> None:
        self.session = ServerSession(caller.dialect, session_id=caller.session_id)
        self.interrupted = threading.Event()

    def open(self) -> Iterable[str]:
        self.session.open()
        return self.session.take_outgoing()

    def interrupt(self) -> None:
        self.interrupted.set()

    def receive(self, text: str, now_ns: int) -> Iterator[str]:
        for command in self.session.receive(text):
            match command:
                case AudioCommitted():
                    self.session.input_transcript(command.item_id, "Are you there?", "en")
                case ResponseRequested():
                    self.session.begin_response()
                    self.session.text_delta((command.instructions or "I am here.").rpartition(": ")[2])
                    self.session.audio_delta(TONE)
                    self.session.end_response()
        yield from self.session.take_outgoing()


def _http(status: str, body: str = "") -> Cloud:
    @asynccontextmanager
    async def cloud(folder: Path) -> AsyncIterator[str]:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        try:
            yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1/realtime"
        finally:
            server.close()

    return cloud


def _tls(*, expired: bool) -> Cloud:
    @asynccontextmanager
    async def cloud(folder: Path) -> AsyncIterator[str]:
        openssl = shutil.which("openssl")
        if openssl is None:
            pytest.skip("the openssl program is not installed")
        file, key = str(folder / "server.pem"), str(folder / "server.key")
        make = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        make += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-out", file, "-keyout", key]
        subprocess.run(make, capture_output=True, check=True)
        if expired:
            sign = [openssl, "x509", "-in", file, "-days", "-1", "-signkey", key, "-out", file]
            subprocess.run(sign, capture_output=True, check=True)
            os.environ["SSL_CERT_FILE"] = file  # trusted, and too old for this machine's clock
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file, key)

        async def nothing(connection: ServerConnection) -> None:
            await connection.wait_closed()

        async with serve(nothing, "127.0.0.1", 0, ssl=context) as server:
            yield f"wss://localhost:{next(iter(server.sockets)).getsockname()[1]}/v1/realtime"

    return cloud


@asynccontextmanager
async def _no_name(folder: Path) -> AsyncIterator[str]:
    yield "wss://no-such-host.invalid/v1/realtime"


@asynccontextmanager
async def _huge_frames(folder: Path) -> AsyncIterator[str]:
    async def flood(connection: ServerConnection) -> None:
        await connection.send("x" * 50_000_000)
        await connection.wait_closed()

    async with serve(flood, "127.0.0.1", 0, max_size=None, compression=None) as server:
        yield f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/v1/realtime"


def _complaint(code: str) -> Cloud:
    @asynccontextmanager
    async def cloud(folder: Path) -> AsyncIterator[str]:
        async def complain(connection: ServerConnection) -> None:
            await connection.send(f'{{"type": "error", "code": "{code}", "message": "no"}}')
            await connection.wait_closed()

        async with serve(complain, "127.0.0.1", 0, compression=None) as server:
            yield f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/v1/realtime"

    return cloud


CASES = {
    "wrong key": (_http("401 Unauthorized"), "the API key was refused (HTTP 401)", "does not accept its key"),
    "no balance": (_http("402 Payment Required"), "the account has no balance", "has no balance"),
    "unknown model": (_http("404 Not Found", '{"error": "model not found"}'), "is unknown there", "does not know the chosen model"),
    "captive portal": (_http("200 OK", "<html>sign in</html>"), "instead of a WebSocket", "asks for a sign-in"),
    "captive portal, redirect": (
        _http("302 Found\r\nLocation: http://127.0.0.1:9/sign-in"),
        "HTTP 302 instead of a WebSocket",
        "asks for a sign-in",
    ),
    "bad TLS": (_tls(expired=False), "its certificate is not trusted", "cannot be verified"),
    "wrong clock": (_tls(expired=True), "by this machine's clock", "The clock or the network may be wrong"),
    "no such host": (_no_name, "name was not found", "does not find the cloud"),
    "huge frames": (_huge_frames, "it sent a text frame of more than", "sends what I cannot read"),
    "wrong key, within": (_complaint("invalid_api_key"), "the API key was refused (invalid_api_key)", "does not accept its key"),
    "unknown model, within": (_complaint("model_not_found"), "is unknown there", "does not know the chosen model"),
    "no balance, within": (_complaint("402"), "the account has no balance (402)", "has no balance"),
}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "")
    monkeypatch.delenv("SSL_CERT_FILE")
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("case", CASES)
def test_the_board_carries_on(case: str, weights: WeightStore, tmp_path: Path) -> None:
    cloud, line, sentence = CASES[case]
    events: list[TimelineEvent] = []

    async def main() -> dict[str, object]:
        happened = asyncio.Event()

        def note(event: TimelineEvent) -> None:
            events.append(event)
            happened.set()

        async def seen(found: Callable[[], object]) -> None:
            while not found():
                happened.clear()
                await happened.wait()

        async with cloud(tmp_path) as url, listening(answering(Board), unix=tmp_path / "model.sock"):
            environment = {
                "CABIN_LOCAL__SPAWN": "false",
                "CABIN_WAKE__HEADS": "[]",
                "CABIN_CLOUD__URL": url,
                "CABIN_LINK__TELL_AFTER": "0.5",
            }
            settings = load_settings({**environment, "CABIN_CLOUD__API_KEY": "secret-key"}).settings
            parts = assemble(settings, weights, open_vehicle(settings), strict=True)
            daemon = Daemon(settings, parts, lambda: NullDuplex(parts.playout, paced=True), tmp_path, on_event=note)
            running = asyncio.create_task(daemon.run())
            await seen(lambda: _lines(events, line))
            if sentence is not None:
                await seen(lambda: _named(events, "playback_end"))
            await seen(lambda: parts.assistant.seats.session("local") is not None and str(parts.assistant.state) == "idle")
            _speak(parts.assistant.hear, parts.assistant.t)
            await seen(lambda: [e for e in _named(events, "answer") if "I am here" in str(e.fields["text"])])
            status = daemon.status()
            daemon.stop()
            await running
        return status

    status = asyncio.run(asyncio.wait_for(main(), 60))
    assert len(_lines(events, line)) == 1, "one line"
    assert "\n" not in _lines(events, line)[0]
    assert "secret-key" not in str(events)
    (answer,) = [event for event in _named(events, "answer") if "I am here" in str(event.fields["text"])]
    assert answer.fields["endpoint"] == "local"
    if sentence is not None:
        (alert,) = _named(events, "alert")
        assert sentence in str(alert.fields["text"])
        assert any(alert.fields["text"] == event.fields["text"] for event in _named(events, "answer")), "it was spoken"
    assert line in str(status["endpoints"]) or case in ("huge frames",)


def _lines(events: list[TimelineEvent], line: str) -> list[str]:
    return [str(event.fields["what"]) for event in events if event.event == "fault" and line in str(event.fields["what"])]


def _named(events: list[TimelineEvent], name: str) -> list[TimelineEvent]:
    return [event for event in events if event.event == name]


def _speak(hear: Callable[[list[FrontEndOutput], int], None], t: float) -> None:
    """A wake phrase, a question and its end, all at once: as after a hiccup of the machine."""
    from device.clock import boottime_ns

    clean = np.full(160, 0.01, np.float32)

    def frame(probability: float, *events: TimelineEvent) -> FrontEndOutput:
        return FrontEndOutput(clean, events, probability, {}, False)

    outputs = [frame(0.0, TimelineEvent(t, "wake", {"word": "hello cabin", "score": 0.9})), *[frame(0.9)] * 60]
    hear([*outputs, frame(0.0, TimelineEvent(t, "turn_end", {"reason": "silence"}))], boottime_ns())
