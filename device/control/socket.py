"""The control socket: one JSON object a line, in and out, for this user alone.

Requests: {"do": "status"}, {"do": "mute"}, {"do": "unmute"}, {"do": "stop"}, {"do": "events"} (the timeline from now on),
{"do": "quit"}. Answers: {"ok": true, ...} or {"ok": false, "error": "..."}.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from edge.errors import CabinError

NAME = "control.sock"
EVENTS_WAITING = 1000
"""Lines that wait for a slow reader of events; further ones are dropped and counted in its next line."""

Handler = Callable[[str], dict[str, Any]]


class ControlServer:
    """Answers requests and hands the timeline to whoever asks for it."""

    def __init__(self, path: Path, handler: Handler) -> None:
        """handler: takes the word after "do", returns the answer's keys; raises KeyError for a word it does not know."""
        self._path = path
        self._handler = handler
        self._server: asyncio.Server | None = None
        self._readers: set[asyncio.Queue[str]] = set()
        self.events_dropped = 0

    async def start(self) -> None:
        """Listen. A socket left by a daemon that died is replaced; one that answers is another daemon's.

        Raises CabinError when another daemon listens.
        """
        if self._path.exists():
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(self._path))
                raise CabinError(f"{self._path}: another daemon listens there; `cabin status` shows it")
            self._path.unlink()
        self._server = await asyncio.start_unix_server(self._serve, str(self._path))
        self._path.chmod(0o600)

    async def stop(self) -> None:
        """Stop listening and remove the socket."""
        if self._server is not None:
            self._server.close()
            self._server = None
            self._path.unlink(missing_ok=True)

    def publish(self, line: str) -> None:
        """Hand one line of the timeline to every reader."""
        for queue in self._readers:
            if queue.full():
                queue.get_nowait()
                self.events_dropped += 1
            queue.put_nowait(line)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                word = _word(line)
                if word == "events":
                    await self._follow(writer)
                    return
                writer.write(json.dumps(self._answer(word), ensure_ascii=False).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, ValueError):
            return  # the client went away, or its line was longer than the reader's limit
        finally:
            writer.close()

    def _answer(self, word: str) -> dict[str, Any]:
        try:
            return {"ok": True, **self._handler(word)}
        except KeyError:
            return {"ok": False, "error": f"unknown request {word!r}"}

    async def _follow(self, writer: asyncio.StreamWriter) -> None:
        queue: asyncio.Queue[str] = asyncio.Queue(EVENTS_WAITING)
        self._readers.add(queue)
        try:
            while True:
                writer.write((await queue.get()).encode() + b"\n")
                await writer.drain()
        finally:
            self._readers.discard(queue)


def request(path: Path, word: str) -> dict[str, Any]:
    """Ask a running daemon. Raises CabinError when none answers or it refuses."""
    with _connected(path) as connection:
        connection.sendall(json.dumps({"do": word}).encode() + b"\n")
        with connection.makefile() as lines:
            answer = json.loads(lines.readline() or '{"ok": false, "error": "no answer"}')
    if not answer.pop("ok"):
        raise CabinError(f"{path}: {answer['error']}")
    return dict(answer)


@contextlib.contextmanager
def _connected(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5.0)
        try:
            connection.connect(str(path))
        except OSError as error:
            raise CabinError(f"{path}: no daemon answers ({error.strerror}); `cabin run` starts one") from None
        try:
            yield connection
        except TimeoutError:
            raise CabinError(f"{path}: the daemon does not answer within 5 s") from None


def _word(line: bytes) -> str:
    try:
        body = json.loads(line)
    except ValueError:
        return "not JSON"
    return str(body.get("do", "")) if isinstance(body, dict) else "not an object"
