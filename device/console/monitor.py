"""`cabin monitor`: the console on a terminal."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.live import Live

from device.console.feed import Feed
from device.console.picture import Picture
from device.control.socket import NAME
from edge.errors import CabinError
from edge.language import Language

REFRESH_S: Final = 0.2
FIRST_PICTURE_S: Final = 10.0
_KEYS: Final = {"w": "wake", "s": "stop", "r": "record"}


async def run_monitor(runtime: Path, *, once: bool = False, language: str = "") -> None:
    """Show until q, SIGINT or SIGTERM; once: one picture. Raises CabinError when no daemon gives one within ten seconds."""
    chosen: Language | None = "zh" if language == "zh" else "en" if language == "en" else None
    picture = Picture(chosen)
    feed = Feed(runtime / NAME, picture.take)
    following = asyncio.create_task(feed.run())
    console = Console(highlight=False)
    try:
        if once or not console.is_terminal:
            await _first(feed, picture)
            console.print(picture.draw())
            return
        await _show(console, feed, picture)
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def _first(feed: Feed, picture: Picture) -> None:
    try:
        async with asyncio.timeout(FIRST_PICTURE_S):
            while not picture.complete:
                if not feed.last["daemon"]["up"] and feed.last["daemon"]["why"] != "connecting":
                    raise CabinError(f"monitor: {feed.last['daemon']['why']}")
                await asyncio.sleep(REFRESH_S / 4)
    except TimeoutError:
        raise CabinError("monitor: the daemon gives no picture") from None


async def _show(console: Console, feed: Feed, picture: Picture) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    asked: set[asyncio.Task[None]] = set()

    async def ask(word: str) -> None:
        answer = await feed.ask(word)
        picture.note("" if answer.get("ok") else str(answer.get("error")))

    def pressed() -> None:
        key = sys.stdin.read(1)
        if key in ("q", "\x03", "\x04", ""):
            stop.set()
        elif word := _KEYS.get(key) or ({True: "unmute", False: "mute"}[picture.muted] if key == "m" else None):
            task = asyncio.create_task(ask(word))
            asked.add(task)
            task.add_done_callback(asked.discard)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with _keys_at_once(), Live(picture.draw(), console=console, screen=True, auto_refresh=False) as live:
        if sys.stdin.isatty():
            loop.add_reader(sys.stdin, pressed)
        while not stop.is_set():
            live.update(picture.draw(), refresh=True)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), REFRESH_S)
        loop.remove_reader(sys.stdin)


@contextlib.contextmanager
def _keys_at_once() -> Iterator[None]:
    """Keys come without Enter, and are not echoed; as it was before, afterwards."""
    if not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
