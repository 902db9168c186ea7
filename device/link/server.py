"""The WebSocket server: loopback or a Unix socket, one session at a time."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import os
import secrets
import socket
import stat
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve, unix_serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.typing import Subprotocol

from edge.errors import InputError
from edge.realtime.dialects import Dialect, dialect_of_request
from edge.realtime.wire import MAX_FRAME_BYTES
from edge.realtime.wire_tape import Tap

_log = logging.getLogger(__name__)
_wire_log = logging.getLogger("device.link.websockets")
_wire_log.setLevel(logging.INFO)

_BUSY = "another session is in progress; one at a time is answered here"


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """Sizes and time-outs of the server."""

    max_frame_bytes: int = MAX_FRAME_BYTES
    """Largest text frame accepted; a larger one closes the connection with code 1009."""

    ping_s: float = 20.0
    """Interval of keepalive pings, and how long their pong may take, in seconds."""

    close_s: float = 2.0
    """How long to wait for the client's goodbye, in seconds."""


class Caller:
    """One client that is being served."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection
        request = connection.request
        self.path: str = request.path if request is not None else "/"
        self.headers: Mapping[str, str] = dict(request.headers.raw_items()) if request is not None else {}
        # A fresh id for the session, to be part of every id it gives out.
        self.session_id: str = secrets.token_hex(6)
        self.tap: Tap | None = None
        """Sees every frame, for a recording."""

    @property
    def dialect(self) -> Dialect | None:
        """The dialect the request announces, None when its first settings must tell."""
        return dialect_of_request(self.path, self.headers)

    async def frames(self) -> AsyncIterator[str]:
        """Text frames from the client until it leaves."""
        with suppress(ConnectionClosed):
            while True:
                frame = await self._connection.recv()
                text = frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
                if self.tap is not None:
                    self.tap("client", text)
                yield text

    async def send(self, frame: str) -> bool:
        """Write one text frame, waiting while the client is slow; False when it has left."""
        if self.tap is not None:
            self.tap("server", frame)
        try:
            await self._connection.send(frame)
        except ConnectionClosed:
            return False
        return True

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """End the session."""
        await self._connection.close(code, reason)


_SUBPROTOCOL = Subprotocol("realtime")

Handler = Callable[[Caller], Awaitable[None]]
"""Serves one client; the session ends when it returns."""


class RealtimeServer:
    """A listening server. `address` is what a client connects to."""

    def __init__(self, server: Server, address: str, unix: Path | None) -> None:
        self.server = server
        self.address = address
        self._unix = unix

    async def close(self) -> None:
        """Stop listening, end the session, take the socket's file away."""
        self.server.close()
        await self.server.wait_closed()
        if self._unix is not None:
            self._unix.unlink(missing_ok=True)


class _Door:
    """Lets one client in at a time."""

    def __init__(self, handler: Handler, leave_s: float) -> None:
        self.handler = handler
        # How long a client may wait for one that has left but whose answer is still being given up.
        self.leave_s = leave_s
        self.inside: ServerConnection | None = None
        self.refused = 0
        self._free = asyncio.Event()

    async def knock(self, connection: ServerConnection, request: Request) -> Response | None:
        """Refuse a second client with HTTP 503 before it has a WebSocket."""
        if self.inside is not None and self.inside.state is not State.OPEN:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._free.wait(), self.leave_s)
        if self.inside is None:
            return None
        self.refused += 1
        _log.warning("a second client was refused: %s", _BUSY)
        response = connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, _BUSY + "\n")
        response.headers["Retry-After"] = "1"
        return response

    async def serve(self, connection: ServerConnection) -> None:
        """Run the handler; of two clients that knocked at once, the second gets an error event."""
        if self.inside is not None:
            self.refused += 1
            error = {"type": "server_error", "code": "session_limit_reached", "message": _BUSY}
            with suppress(ConnectionClosed):
                await connection.send(json.dumps({"type": "error", "event_id": "event_busy", "error": error}))
            await connection.close(1013, "busy")
            return
        self.inside = connection
        self._free.clear()
        try:
            await self.handler(Caller(connection))
        finally:
            self.inside = None
            self._free.set()


async def listen(
    handler: Handler,
    *,
    unix: Path | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    limits: ServerLimits | None = None,
) -> RealtimeServer:
    """Listen on a Unix socket, or else on a TCP port of this machine (0: any free one).

    Requests that a browser sends for a web page (they carry an Origin) are refused: a page must not reach the model.
    InputError: not a loopback address, port in use, socket path in use or too long.
    """
    limits = limits or ServerLimits()
    door = _Door(handler, limits.close_s)
    common: dict[str, Any] = {
        "process_request": door.knock,
        "origins": [None],
        "select_subprotocol": _select_subprotocol,
        "compression": None,
        "max_size": limits.max_frame_bytes,
        "max_queue": (256, 64),
        "ping_interval": limits.ping_s,
        "ping_timeout": limits.ping_s,
        "close_timeout": limits.close_s,
        "logger": _wire_log,
    }
    if unix is not None:
        _clear_stale(unix)
        try:
            server = await unix_serve(door.serve, str(unix), **common)
        except OSError as problem:
            raise InputError(unix, f"cannot listen there ({problem.strerror or problem})") from problem
        unix.chmod(0o660)
        return RealtimeServer(server, f"ws+unix:{unix}", unix)
    if not _loopback(host):
        raise InputError(host, "the model listens on this machine only; use 127.0.0.1, ::1 or a Unix socket")
    try:
        server = await serve(door.serve, host, port, **common)
    except (OSError, OverflowError) as problem:
        why = "in use" if isinstance(problem, OSError) and problem.errno == errno.EADDRINUSE else str(problem)
        raise InputError(f"port {port}", why) from problem
    bound = next(iter(server.sockets)).getsockname()
    shown = f"[{bound[0]}]" if ":" in bound[0] else bound[0]
    return RealtimeServer(server, f"ws://{shown}:{bound[1]}/v1/realtime", None)


@asynccontextmanager
async def listening(
    handler: Handler, *, unix: Path | None = None, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[RealtimeServer]:
    """`listen` for the length of a `with` block."""
    server = await listen(handler, unix=unix, host=host, port=port)
    try:
        yield server
    finally:
        await server.close()


def _select_subprotocol(connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """What OpenAI's servers take of the protocols that web clients offer, the key among them: those hang up when none is taken."""
    return _SUBPROTOCOL if _SUBPROTOCOL in offered else None


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _clear_stale(path: Path) -> None:
    """Remove a socket that a dead server left; refuse to touch anything else."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise InputError(path, "is there already and is no socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(os.fspath(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return
        except OSError as problem:
            raise InputError(path, f"cannot be used ({problem.strerror or problem})") from problem
    raise InputError(path, "another server listens there")
