"""A TCP proxy on loopback that behaves like a bad road: latency, jitter, stalls, narrow bandwidth, half-open connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from random import Random

_PIECE = 4096


@dataclass(slots=True)
class Road:
    """How the link is at the moment; may be changed while it is used.

    latency_ms and jitter_ms: one way. bytes_per_s: each way, None for as much as there is. stall: share of pieces that wait
    stall_ms more, as a lost packet does until it is sent again. open: False keeps everything back and says nothing.
    """

    latency_ms: float = 0.0
    jitter_ms: float = 0.0
    bytes_per_s: float | None = None
    stall: float = 0.0
    stall_ms: float = 300.0
    open: bool = True


class Shaper:
    """Connections from our side to the endpoint's, through one road."""

    def __init__(self, road: Road, seed: int = 1) -> None:
        self.road = road
        self.connections = 0
        self.carried = 0
        """Bytes, both ways."""
        self._random = Random(seed)
        self._target = ("", 0)
        self._writers: set[asyncio.StreamWriter] = set()

    @asynccontextmanager
    async def to(self, host: str, port: int) -> AsyncIterator[int]:
        """Listen on loopback and pass on to this address; gives the port."""
        self._target = (host, port)
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        try:
            yield int(server.sockets[0].getsockname()[1])
        finally:
            server.close()
            self.cut()

    def cut(self) -> None:
        """Reset every connection at once."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        self._writers |= {writer, far_writer}
        try:
            ways = [asyncio.create_task(self._carry(*way)) for way in ((reader, far_writer), (far_reader, writer))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for task in ways:
                task.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        finally:
            self._writers -= {writer, far_writer}
            writer.transport.abort()
            far_writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One way: pieces leave in order, each not before its time."""
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)  # bounded: a narrow road pushes back

        async def take() -> None:
            free_at = loop.time()
            while piece := await reader.read(_PIECE):
                road = self.road
                free_at = max(free_at, loop.time())
                if road.bytes_per_s:
                    free_at += len(piece) / road.bytes_per_s
                wait_ms = road.latency_ms + road.jitter_ms * self._random.random()
                if self._random.random() < road.stall:
                    free_at += road.stall_ms / 1000
                await queue.put((free_at + wait_ms / 1000, piece))
            await queue.put((free_at, b""))

        taking = asyncio.create_task(take())
        try:
            while True:
                due, piece = await queue.get()
                await asyncio.sleep(max(0.0, due - loop.time()))
                while not self.road.open:
                    await asyncio.sleep(0.02)
                if not piece:
                    return
                writer.write(piece)
                self.carried += len(piece)
                with suppress(ConnectionError):
                    await writer.drain()
        finally:
            taking.cancel()
