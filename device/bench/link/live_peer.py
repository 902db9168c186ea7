"""An endpoint on loopback that stamps what it gets and what it sends: `python -m device.bench.link.live_peer`.

Prints its address, then serves until its standard input ends. Stamps are CLOCK_BOOTTIME in nanoseconds and travel in the
answer's own words: "got sent", the last byte of the request in and the first byte of the answer out.
"""

from __future__ import annotations

import asyncio
import sys

import numpy as np

from device.clock import boottime_ns
from device.link.server import Caller, listening
from edge.realtime.commands import ResponseRequested
from edge.realtime.session_server import ServerSession

PIECE_MS = 40
LIVELY_S = 1.0
"""Speech of one answer in seconds."""


async def serve(caller: Caller) -> None:
    """Serve one client: an answer to every request, at once."""
    session = ServerSession(caller.dialect, session_id=caller.session_id)
    session.open()
    for frame in session.take_outgoing():
        await caller.send(frame)
    tone = (4000 * np.sin(np.arange(24 * PIECE_MS) * 0.1) + 5000).astype("<i2").tobytes()
    async for text in caller.frames():
        got_ns = boottime_ns()
        for command in session.receive(text):
            if isinstance(command, ResponseRequested):
                session.begin_response()
                session.begin_message()
                for frame in session.take_outgoing():
                    await caller.send(frame)
                session.text_delta(f"{got_ns} {boottime_ns()}")
                for _ in range(round(LIVELY_S * 1000 / PIECE_MS)):
                    session.audio_delta(tone)
                session.end_response()
        for frame in session.take_outgoing():
            await caller.send(frame)


async def main() -> None:
    """Serve until nobody holds the other end of standard input."""
    async with listening(serve) as server:
        print(server.address, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
