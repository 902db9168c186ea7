"""Carries requests to a gateway on a Unix socket, and what the gateway observes into the state."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from pathlib import Path

from device.clock import boottime_ns
from edge.vehicle.actuation import ActuationRequest
from edge.vehicle.gateway_wire import MAX_LINE, Hello, Reply, Request, Values, WireError, decode, encode
from edge.vehicle.tools import ToolHost

log = logging.getLogger(__name__)

TICK_S = 0.02
_BACK_OFF_S = (0.2, 5.0)
_HELLO_S = 5.0


class GatewayClient:
    """Connects, and connects again. Requests that expire while there is no gateway are never sent."""

    def __init__(self, socket: Path, tools: ToolHost, *, clock: Callable[[], int] = boottime_ns) -> None:
        self._socket, self._tools, self._clock = socket, tools, clock
        self.connected = False
        self.paths: frozenset[str] = frozenset()
        """What the gateway says it can move."""
        self.malformed = 0
        self._observed: set[str] = set()

    async def run(self) -> None:
        """Until cancelled."""
        pause = _BACK_OFF_S[0]
        while True:
            try:
                reader, writer = await asyncio.open_unix_connection(str(self._socket), limit=MAX_LINE)
            except OSError as error:
                log.warning("gateway %s: %s; next try in %.1f s", self._socket, error.strerror or error, pause)
                await asyncio.sleep(pause)
                pause = min(2 * pause, _BACK_OFF_S[1])
                continue
            try:
                await self._talk(reader, writer)
                pause = _BACK_OFF_S[0]
            except (OSError, WireError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError) as error:
                log.warning("gateway %s: %s", self._socket, error or type(error).__name__)
                await asyncio.sleep(pause)
            finally:
                self._gone()
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(encode(Hello(client="cabin-voice")))
        hello = decode(await asyncio.wait_for(reader.readuntil(b"\n"), _HELLO_S))
        if not isinstance(hello, Hello):
            raise WireError("did not begin with hello")
        self.paths = frozenset(hello.paths)
        self.connected = True
        log.info("gateway %s: can move %d signals", self._socket, len(self.paths))
        listening = asyncio.create_task(self._listen(reader))
        try:
            while not listening.done():
                for request in self._tools.take_requests(self._clock()):
                    self._send(writer, request)
                await writer.drain()
                await asyncio.wait({listening}, timeout=TICK_S)
            await listening
        finally:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError, WireError, asyncio.IncompleteReadError):
                await listening

    def _send(self, writer: asyncio.StreamWriter, request: ActuationRequest) -> None:
        if not self.paths.issuperset(request.wishes):
            self._tools.answered(request.key, "refused")
            return
        left_ms = max(1, (request.expires_ns - self._clock()) // 1_000_000)
        message = Request(key=request.key, tool=request.tool, wishes=request.wishes, expires_in_ms=left_ms)
        writer.write(encode(message))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            try:
                message = decode(line)
            except WireError as error:
                self.malformed += 1
                log.debug("gateway %s: %s", self._socket, error)
                continue
            if isinstance(message, Reply):
                self._tools.answered(message.key, message.status)
            elif isinstance(message, Values):
                now = self._clock()
                for path, value in message.values.items():
                    self._observed.add(path)
                    self._tools.state.set(path, value, now)

    def _gone(self) -> None:
        """What only the gateway observes is no longer known."""
        if self.connected:
            self._tools.state.invalidate(self._observed)
        self.connected = False
