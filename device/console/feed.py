"""What a display is fed with: the daemon's timeline and levels as they come, and the whole picture once a second."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from device.control.socket import RECENT
from device.observe.turns import TurnFollower

VIEW_EVERY_S: Final = 1.0
RETRY_S: Final = 1.0
_LINE_BYTES: Final = 1 << 20

Message = dict[str, Any]


class Feed:
    """Follows one daemon over its control socket, and goes on when the daemon is started again.

    Hands on messages with a "kind": "event" and "level" (the daemon's own lines), "view" (its answer to that request), "turns" (the
    last turns as waterfalls), and "daemon" (whether it is there, and why not).
    """

    def __init__(self, control: Path, hand_on: Callable[[Message], None]) -> None:
        self._control = control
        self._hand_on = hand_on
        self._turns = TurnFollower()
        self.events: deque[Message] = deque(maxlen=RECENT)
        """The newest events, oldest first."""
        self.last: dict[str, Message] = {"daemon": {"kind": "daemon", "up": False, "why": "connecting"}}
        """The newest message of each kind that a display needs to begin with."""

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            try:
                reader, writer = await asyncio.open_unix_connection(str(self._control), limit=_LINE_BYTES)
            except OSError as error:
                why = f"{self._control}: no daemon answers ({error.strerror or error}); `cabin run` starts one"
                self._keep({"kind": "daemon", "up": False, "why": why})
                await asyncio.sleep(RETRY_S)
                continue
            try:
                self._turns = TurnFollower()
                self.events.clear()
                self._keep({"kind": "daemon", "up": True, "why": ""})
                await self._follow(reader, writer)
            finally:
                writer.close()
            self._keep({"kind": "daemon", "up": False, "why": f"{self._control}: the daemon has ended"})
            await asyncio.sleep(RETRY_S)

    async def ask(self, word: str, **arguments: Any) -> Message:
        """One request of the control socket and its answer; {"ok": false, ...} when the daemon is not there."""
        try:
            reader, writer = await asyncio.open_unix_connection(str(self._control), limit=_LINE_BYTES)
        except OSError as error:
            return {"ok": False, "error": f"{self._control}: {error.strerror or error}"}
        try:
            writer.write(json.dumps({"do": word, **arguments}, ensure_ascii=False).encode() + b"\n")
            answer = json.loads(await asyncio.wait_for(reader.readline(), 5.0) or b"{}")
        except (OSError, ValueError, TimeoutError):
            answer = {}
        finally:
            writer.close()
        return dict(answer) if answer else {"ok": False, "error": f"{self._control}: no answer"}

    async def _follow(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        views = asyncio.create_task(self._look())
        try:
            writer.write(b'{"do": "watch"}\n')
            while line := await reader.readline():
                self._take(json.loads(line))
        except (OSError, ValueError):
            return  # the daemon has gone in the middle of a line
        finally:
            views.cancel()

    async def _look(self) -> None:
        while True:
            answer = await self.ask("view")
            if answer.pop("ok", False):
                self._keep({"kind": "view", **answer})
            else:
                await self._say_what_is_missing()
            await asyncio.sleep(VIEW_EVERY_S)

    async def _say_what_is_missing(self) -> None:
        """A daemon without weights or settings has no picture to give, and tells what it waits for."""
        status = await self.ask("status")
        standing = status.get("faults_standing") or []
        if standing:
            self._keep({"kind": "daemon", "up": False, "why": "; ".join(f"{fault['what']}: {fault['mend']}" for fault in standing)})

    def _take(self, line: Message) -> None:
        if line.get("event") == "level":
            self._hand_on({**line, "kind": "level"})
            return
        event = {**line, "kind": "event"}
        self.events.append(event)
        self._hand_on(event)
        self._turns.feed(line)
        if line.get("event") in ("state", "first_audio", "sent", "transcript"):
            self._keep({"kind": "turns", "turns": [turn.to_json() for turn in self._turns.turns]})

    def _keep(self, message: Message) -> None:
        self.last[message["kind"]] = message
        self._hand_on(message)
