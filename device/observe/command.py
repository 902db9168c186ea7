"""`cabin metrics`: a process beside the daemon that tells monitoring how it is doing."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from pathlib import Path
from typing import Any

from device.console.feed import Feed, Message
from device.control.socket import NAME
from device.observe.turns import TurnFollower
from edge.errors import CabinError

NEEDS = "metrics: needs the extra `observe` (pip install 'cabin-voice[observe]')"


class Exporter:
    """Follows the daemon and hands on what it learns. Turns that were over before it came are not told again."""

    def __init__(self, page: Any = None, collector: Any = None) -> None:
        """page: a `prometheus.Page` or None. collector: an `otlp.Collector` or None."""
        self._page, self._collector = page, collector
        self._turns = TurnFollower()
        self._epoch_ns: int | None = None
        """Unix time of audio time 0, from the newest line of levels: what came before is history."""

    def take(self, message: Message) -> None:
        """One message of the feed."""
        match message["kind"]:
            case "daemon" if not message["up"]:
                self._turns, self._epoch_ns = TurnFollower(), None
                self._show(None)
            case "view":
                self._show(message)
            case "level":
                self._epoch_ns = time.time_ns() - round(float(message["t"]) * 1e9)
            case "event":
                turn = self._turns.feed(message)
                if turn is None or self._epoch_ns is None:
                    return
                if self._page is not None:
                    self._page.turn(turn)
                if self._collector is not None:
                    self._collector.turn(turn, self._epoch_ns)

    def _show(self, view: Message | None) -> None:
        for out in (self._page, self._collector):
            if out is not None:
                out.view(view)


async def run_metrics(runtime: Path, port: int | None, unix: Path | None, otlp: str) -> None:
    """Run until SIGINT or SIGTERM. Raises CabinError for a port that is taken, a collector elsewhere, a missing extra."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    page = collector = None
    try:
        if otlp:
            from device.observe.otlp import Collector

            collector = Collector(otlp)
        if port is not None or unix is not None:
            from device.observe.prometheus import Page

            page = Page()
            await page.start(port, unix)
    except ImportError:
        raise CabinError(NEEDS) from None
    if page is not None:
        print(f"http://127.0.0.1:{page.port}/metrics" if unix is None else f"{unix}: GET /metrics", file=sys.stderr, flush=True)
    exporter = Exporter(page, collector)
    following = asyncio.create_task(Feed(runtime / NAME, exporter.take).run())
    try:
        await stop.wait()
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        if page is not None:
            await page.stop()
        if collector is not None:
            await asyncio.to_thread(collector.close)
