"""A faulty peer at the end of a real WebSocket, in real time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from device.bench.link.faulty_peer import FaultyPeer
from device.clock import boottime_ns
from device.link.server import Caller, Handler


def erring(make: Callable[[], FaultyPeer]) -> Handler:
    """A handler for `listen` that gives each client a peer of its own."""

    async def handle(caller: Caller) -> None:
        peer = make()
        begun_ns = boottime_ns()
        asked = asyncio.Event()

        def now_ms() -> float:
            return (boottime_ns() - begun_ns) / 1e6

        async def answer() -> None:
            while not peer.closed:
                for frame in peer.due(now_ms()):
                    await caller.send(frame)
                asked.clear()
                wait_s = None if peer.next_ms is None or peer.stalled else max(0.0, peer.next_ms - now_ms()) / 1000
                try:
                    await asyncio.wait_for(asked.wait(), wait_s)
                except TimeoutError:
                    continue
            await caller.close(1011, "broken off")

        answering = asyncio.create_task(answer())
        try:
            async for frame in caller.frames():
                if peer.stalled or peer.closed:
                    continue
                peer.receive(frame, now_ms())
                asked.set()
        finally:
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)

    return handle
