"""The control socket: one JSON object a line, in and out, for this user alone.

Requests: {"do": "status"}, {"do": "view"} (status, transcript, signals and all else a display shows), {"do": "mute"},
{"do": "unmute"}, {"do": "wake"} (the button that stands for the wake phrase), {"do": "say", "text": ...}, {"do": "stop"},
{"do": "record"} (save what the flight recorder holds), {"do": "quit"}. Answers: {"ok": true, ...} or {"ok": false, "error": "..."}.
For as long as the connection stands, {"do": "events"} is answered with the timeline from now on, and {"do": "watch"} with the last
of the timeline, what follows, and ten lines of levels a second.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from edge.errors import CabinError

NAME = "control.sock"
RECENT = 200
"""Lines of the timeline that are told to a display that comes later."""
EVENTS_WAITING = 1000
"""Lines that wait for a slow reader of events; further ones are dropped and counted in its next line."""

Request = Mapping[str, Any]
Handler = Callable[[str, Request], dict[str, Any]]


class RequestError(CabinError):
    """A request that is understood and cannot be carried out, such as a sentence while nobody is there to say it."""


class ControlServer:
    """Answers requests and hands the timeline to whoever asks for it."""

    def __init__(self, path: Path, handler: Handler) -> None:
        """handler: takes the word after "do" and the whole request, returns the answer's keys.

        It raises KeyError for a word it does not know, RequestError for what it cannot do.
        """
        self._path = path
        self.handler = handler
        """May be replaced by another one at any time."""
        self._server: asyncio.Server | None = None
        self._readers: set[asyncio.Queue[str]] = set()
        self._recent: deque[str] = deque(maxlen=RECENT)
        self._watchers: set[asyncio.Queue[str]] = set()
        """Those readers that want the levels, too."""
        self._serving: set[asyncio.Task[None]] = set()
        """One for each connection."""
        self.events_dropped = 0

    @property
    def watched(self) -> bool:
        """Somebody wants the levels: only then they are worth measuring."""
        return bool(self._watchers)

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
        """Stop listening, remove the socket, and close what is open: a follower has to notice, to connect to the next daemon."""
        if self._server is not None:
            self._server.close()
            self._server = None
            self._path.unlink(missing_ok=True)
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def publish(self, line: str, *, live: bool = False) -> None:
        """Hand one line of the timeline to every reader; live: only to those who watch the levels."""
        if not live:
            self._recent.append(line)
        for queue in self._watchers if live else self._readers:
            if queue.full():
                queue.get_nowait()
                self.events_dropped += 1
            queue.put_nowait(line)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # it is one of the server's
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        try:
            while line := await reader.readline():
                word, body = _parse(line)
                if word in ("events", "watch"):
                    await self._follow(reader, writer, levels=word == "watch")
                    return
                writer.write(json.dumps(self._answer(word, body), ensure_ascii=False).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, ValueError):
            return  # the client went away, or its line was longer than the reader's limit
        except asyncio.CancelledError:
            return  # by `stop`; asyncio's streams would call a cancelled task an error
        finally:
            writer.close()

    def _answer(self, word: str, body: Request) -> dict[str, Any]:
        try:
            return {"ok": True, **self.handler(word, body)}
        except KeyError:
            return {"ok": False, "error": f"unknown request {word!r}"}
        except RequestError as error:
            return {"ok": False, "error": str(error)}

    async def _follow(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, levels: bool) -> None:
        queue: asyncio.Queue[str] = asyncio.Queue(EVENTS_WAITING)
        gone = asyncio.create_task(_end_of(reader))
        self._readers.add(queue)
        if levels:
            self._watchers.add(queue)
            for line in self._recent:
                queue.put_nowait(line)
        waiting: asyncio.Task[str] | None = None
        try:
            while True:
                waiting = asyncio.create_task(queue.get())
                await asyncio.wait((waiting, gone), return_when=asyncio.FIRST_COMPLETED)
                if not waiting.done():
                    return
                writer.write(waiting.result().encode() + b"\n")
                await writer.drain()
        finally:
            gone.cancel()
            if waiting is not None:
                waiting.cancel()
            self._readers.discard(queue)
            self._watchers.discard(queue)


def request(path: Path, word: str, **arguments: Any) -> dict[str, Any]:
    """Ask a running daemon. Raises CabinError when none answers or it refuses."""
    with _connected(path) as connection:
        connection.sendall(json.dumps({"do": word, **arguments}, ensure_ascii=False).encode() + b"\n")
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
        except ConnectionError:
            # It begins anew or ends, and has closed a connection that it had not come to yet.
            raise CabinError(f"{path}: the daemon has closed the connection; ask again") from None


async def _end_of(reader: asyncio.StreamReader) -> None:
    """Wait until the other side has gone; what it still says is dropped."""
    with contextlib.suppress(ConnectionError):
        while await reader.read(4096):
            pass


def _parse(line: bytes) -> tuple[str, Request]:
    """The word of a request and all of it; a word that nobody knows where the line is none."""
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        return "not JSON", {}
    return (str(body.get("do", "")), body) if isinstance(body, dict) else ("not an object", {})
