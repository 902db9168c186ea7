"""A reference gateway: the protocol's other side over a simulated car, for tests, demonstrations and as an example.

A car maker's own gateway is a separate, qualified component: it must not trust the assistant, which has no safety rating.
This one shows what it has to check: paths, types, expiry, keys seen before.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from device.clock import boottime_ns
from edge.vehicle.actions import ACTUATABLE
from edge.vehicle.gateway_wire import MAX_LINE, Hello, Reply, Request, Scalar, Values, WireError, decode, encode
from edge.vehicle.simulated_car import SimulatedCar

REPEAT_S = 1.0
"""Seconds between two reports of all values: what is not repeated grows stale at the other side."""
_KEYS = 500  # answers remembered; older keys have long expired


class GatewayServer:
    """Takes one request after the other and moves the car a moment later, as a real one would."""

    def __init__(
        self,
        car: SimulatedCar,
        *,
        delay_s: float = 0.1,
        refuses: Callable[[Request], str] = lambda _: "",
        clock: Callable[[], int] = boottime_ns,
    ) -> None:
        """delay_s: from a request to the movement, in seconds. refuses: gives the reason to refuse a request, or nothing."""
        self._car, self._delay_s, self._refuses, self._clock = car, delay_s, refuses, clock
        self._answers: OrderedDict[str, Reply] = OrderedDict()
        self._movements: set[asyncio.Task[None]] = set()
        self._clients: set[asyncio.StreamWriter] = set()
        self.executed: list[Request] = []

    @property
    def paths(self) -> tuple[str, ...]:
        """What this car can move."""
        return tuple(path for path in self._car.state.catalogue if ACTUATABLE.fullmatch(path))

    async def serve(self, socket: Path, ready: Callable[[], None] = lambda: None) -> None:
        """Until cancelled. The socket is this user's alone: who may open it may move the car."""
        socket.unlink(missing_ok=True)
        server = await asyncio.start_unix_server(self._client, str(socket), limit=MAX_LINE)
        socket.chmod(0o600)
        try:
            async with server:
                ready()
                await server.serve_forever()
        finally:
            for task in self._movements:
                task.cancel()
            socket.unlink(missing_ok=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(encode(Hello(paths=self.paths)))
        self._clients.add(writer)
        reporting = asyncio.create_task(self._report(writer))
        try:
            while line := await reader.readline():
                message = decode(line)
                if isinstance(message, Request):
                    writer.write(encode(self._take(message)))
        except (WireError, ConnectionError, ValueError):
            pass  # the connection is closed: a client that cannot speak the protocol must not move a car
        finally:
            reporting.cancel()
            self._clients.discard(writer)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def _take(self, request: Request) -> Reply:
        if (known := self._answers.get(request.key)) is not None:
            return known
        reply = self._judge(request)
        self._answers[request.key] = reply
        if len(self._answers) > _KEYS:
            self._answers.popitem(last=False)
        if reply.status == "accepted":
            task = asyncio.create_task(self._move(request, self._clock() + request.expires_in_ms * 1_000_000))
            self._movements.add(task)
            task.add_done_callback(self._movements.discard)
        return reply

    def _judge(self, request: Request) -> Reply:
        catalogue = self._car.state.catalogue
        for path, value in request.wishes.items():
            if path not in self.paths:
                return Reply(key=request.key, status="refused", reason=f"{path} cannot be moved")
            if catalogue[path].coerce(value) is None:
                return Reply(key=request.key, status="refused", reason=f"{path} has no such value")
        if reason := self._refuses(request):
            return Reply(key=request.key, status="refused", reason=reason)
        return Reply(key=request.key, status="accepted")

    async def _move(self, request: Request, expires_ns: int) -> None:
        await asyncio.sleep(self._delay_s)
        if self._clock() > expires_ns:
            return
        self.executed.append(request)
        self._car.wish(dict(request.wishes))
        for writer in list(self._clients):
            writer.write(encode(Values(values=self._values(request.wishes))))

    async def _report(self, writer: asyncio.StreamWriter) -> None:
        while not writer.is_closing():
            writer.write(encode(Values(values=self._values(self.paths))))
            await asyncio.sleep(REPEAT_S)

    def _values(self, paths: object) -> dict[str, Scalar]:
        now = self._clock()
        found: dict[str, Scalar] = {}
        for path in paths if isinstance(paths, tuple) else tuple(paths):  # type: ignore[arg-type]
            value = self._car.state.value(path, now)
            if value is not None:
                found[path] = value
        return found
