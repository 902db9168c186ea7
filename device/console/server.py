"""The console's web server: three files and one WebSocket on loopback, for browsers that know the token."""

from __future__ import annotations

import asyncio
import json
import logging
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from device.console.feed import Feed, Message
from device.console.guard import HEADERS, LOOPBACK, own_host, own_origin, same_token
from edge.errors import CabinError

LIVE: Final = "/live"
_PAGE: Final = Path(__file__).parent / "page"
_FILES: Final = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/console.css": ("console.css", "text/css; charset=utf-8"),
    "/console.js": ("console.js", "text/javascript; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
    "/words.js": ("words.js", "text/javascript; charset=utf-8"),
}
DEEDS: Final = ("mute", "unmute", "wake", "say", "stop", "record")
"""Requests that a browser may make; ending the daemon is not among them."""
_MOST_BROWSERS: Final = 8
_TOKEN_WITHIN_S: Final = 5.0
_AFTER_WRONG_TOKEN_S: Final = 1.0
_WAITING: Final = 500
"""Messages that wait for a slow browser; then the oldest go."""

# What a browser asks for is nobody's business, and headers of a request must not get into a log.
_quiet = logging.getLogger("device.console.websockets")
_quiet.setLevel(logging.CRITICAL)


class Console:
    """Serves the page and feeds browsers."""

    def __init__(self, control: Path, token: str) -> None:
        """control: the daemon's socket. token: what a browser must know."""
        self._token = token
        self._feed = Feed(control, self._hand_on)
        self._browsers: set[asyncio.Queue[str]] = set()
        self._open = 0
        self._server: Server | None = None
        self._following: asyncio.Task[None] | None = None
        self.port = 0
        """Where it listens, known after `start`."""

    async def start(self, port: int) -> None:
        """Listen on loopback; port 0: a free one. Raises CabinError when the port is taken."""
        try:
            self._server = await serve(
                self._talk,
                LOOPBACK,
                port,
                process_request=self._let_in,
                max_size=4096,
                max_queue=8,
                compression=None,
                open_timeout=5.0,
                server_header=None,
                logger=_quiet,
            )
        except OSError as error:
            raise CabinError(f"console: port {port} cannot be had ({error.strerror}); choose another one with --port") from None
        self.port = next(iter(self._server.sockets)).getsockname()[1]
        self._following = asyncio.create_task(self._feed.run())

    async def stop(self) -> None:
        """Close everything."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def _let_in(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer what is not the WebSocket; None lets the handshake go on."""
        hosts = request.headers.get_all("Host")
        if not own_host(hosts):
            return _reply(HTTPStatus.MISDIRECTED_REQUEST, b"not addressed to this machine\n")
        path = request.path.split("?", 1)[0]
        if path == LIVE:
            if not own_origin(request.headers.get_all("Origin"), hosts):
                return _reply(HTTPStatus.FORBIDDEN, b"not asked for by the console's own page\n")
            if self._open >= _MOST_BROWSERS:
                return _reply(HTTPStatus.SERVICE_UNAVAILABLE, b"too many displays are open\n")
            return None
        if path not in _FILES:
            return _reply(HTTPStatus.NOT_FOUND, b"there is no such page\n")
        name, kind = _FILES[path]
        return _reply(HTTPStatus.OK, (_PAGE / name).read_bytes(), kind)

    async def _talk(self, connection: ServerConnection) -> None:
        """One browser, from its token to its end."""
        self._open += 1
        try:
            if not await self._knows_token(connection):
                return
            await self._serve(connection)
        except ConnectionClosed:
            return
        finally:
            self._open -= 1

    async def _knows_token(self, connection: ServerConnection) -> bool:
        try:
            first = _message(await asyncio.wait_for(connection.recv(), _TOKEN_WITHIN_S))
        except TimeoutError:
            first = {}
        if same_token(first.get("token"), self._token):
            return True
        await asyncio.sleep(_AFTER_WRONG_TOKEN_S)  # guessing is slow, and a wrong guess looks like none
        await connection.close(4401, "the token is wrong")
        return False

    async def _serve(self, connection: ServerConnection) -> None:
        queue: asyncio.Queue[str] = asyncio.Queue(_WAITING)
        for message in (*self._feed.last.values(), *self._feed.events):
            queue.put_nowait(json.dumps(message, ensure_ascii=False))
        self._browsers.add(queue)
        sending = asyncio.create_task(_send(connection, queue))
        try:
            async for frame in connection:
                request = _message(frame)
                answer = await self._do(request)
                await connection.send(json.dumps({"kind": "answer", "to": request.get("do"), **answer}, ensure_ascii=False))
        finally:
            self._browsers.discard(queue)
            sending.cancel()

    async def _do(self, request: Message) -> Message:
        word = request.get("do")
        if word not in DEEDS:
            return {"ok": False, "error": "the console cannot do that"}
        return await self._feed.ask(word, **({"text": request.get("text")} if word == "say" else {}))

    def _hand_on(self, message: Message) -> None:
        if not self._browsers:
            return
        line = json.dumps(message, ensure_ascii=False)
        for queue in self._browsers:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(line)


async def _send(connection: ServerConnection, queue: asyncio.Queue[str]) -> None:
    try:
        while True:
            await connection.send(await queue.get())
    except ConnectionClosed:
        return


def _message(frame: str | bytes) -> Message:
    """A frame as an object; an empty one for anything else."""
    try:
        body: Any = json.loads(frame)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _reply(status: HTTPStatus, body: bytes, kind: str = "text/plain; charset=utf-8") -> Response:
    headers = Headers([*HEADERS, ("Content-Type", kind), ("Content-Length", str(len(body))), ("Connection", "close")])
    return Response(status.value, status.phrase, headers, body)
