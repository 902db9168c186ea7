"""Real peers for the link tests: a small answerer, and servers that answer HTTP or nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager

from device.link.client import Link
from device.link.server import Caller
from edge.realtime.commands import ResponseRequested
from edge.realtime.events import ResponseFinished, ServerEvent
from edge.realtime.session_client import ClientSession
from edge.realtime.session_server import ServerSession

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Tone:
    """Answers every request with "Hello." and a second of audio, in ten pieces."""

    def __init__(self, caller: Caller) -> None:
        self.session = ServerSession(caller.dialect, session_id=caller.session_id)
        self.interrupted = threading.Event()
        # When set, an answer waits after its first piece until it is interrupted.
        self.endless = False

    def open(self) -> Iterable[str]:
        self.session.open()
        return self.session.take_outgoing()

    def interrupt(self) -> None:
        self.interrupted.set()

    def receive(self, text: str, now_ns: int) -> Iterator[str]:
        assert now_ns > 0
        for command in self.session.receive(text):
            if isinstance(command, ResponseRequested):
                yield from self.answer()
        yield from self.session.take_outgoing()

    def answer(self) -> Iterator[str]:
        self.interrupted.clear()
        self.session.begin_response()
        self.session.text_delta("Hello.")
        for _ in range(10):
            self.session.audio_delta(bytes(4800))
            yield from self.session.take_outgoing()
            if self.endless:
                self.interrupted.wait(30)
            if self.interrupted.is_set():
                return  # the cancel that waits in line ends the response
        self.session.end_response()


async def until(link: Link, session: ClientSession, enough: Callable[[list[ServerEvent]], bool]) -> list[ServerEvent]:
    """Run the link, feeding the session and sending what it wants sent, until there are enough events."""
    found: list[ServerEvent] = []
    full = asyncio.Event()

    def on_batch(frames: list[str]) -> None:
        for frame in frames:
            found.extend(session.receive(frame))
        link.post(session.take_outgoing())
        if enough(found):
            full.set()

    link.post(session.take_outgoing())
    running = asyncio.ensure_future(link.run(on_batch))
    waiting = asyncio.ensure_future(full.wait())
    await asyncio.wait((running, waiting), return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return found


def answered(found: list[ServerEvent]) -> bool:
    """Whether a response has finished."""
    return any(isinstance(event, ResponseFinished) for event in found)


@asynccontextmanager
async def tcp_server(serve: Serve, **tls: object) -> AsyncIterator[int]:
    """A TCP server on loopback; its port."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0, **tls)  # type: ignore[arg-type]
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def http(status: str, body: str = "", headers: str = "") -> Serve:
    """Answers any request with this HTTP response."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body.encode())}\r\n{headers}Connection: close\r\n\r\n"
        writer.write((head + body).encode())
        await writer.drain()
        writer.close()

    return serve


async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Accepts and never answers."""
    await reader.read()
    writer.close()
