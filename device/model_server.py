"""The on-device model as a service: one session at a time, on a Unix socket or on loopback."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from device.clock import boottime_ns
from device.espeak import EspeakPronouncer
from device.link.answering import answering
from device.link.server import Caller, listening
from edge.model.engine import Engine, load_engine
from edge.model.responder.clock import Clock
from edge.model.session import ModelSession
from edge.weights.store import WeightStore

log = logging.getLogger(__name__)


def start_engine(store: WeightStore) -> Engine:
    """Load the model and run it once, with a log line for each step. Raises WeightsError."""
    begun_ns = boottime_ns()

    def note(what: str) -> Callable[[str], None]:
        def say(part: str) -> None:
            log.info("%s: %s (%.1f s)", what, part, (boottime_ns() - begun_ns) / 1e9)

        return say

    engine = load_engine(store, pronounce=EspeakPronouncer(), note=note("loading"))
    engine.warm_up(note("warming up"))
    log.info("the model is warm after %.1f s", (boottime_ns() - begun_ns) / 1e9)
    return engine


async def serve(engine: Engine, *, unix: Path | None = None, port: int = 0, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve until SIGTERM or SIGINT. ready: called with the address once clients can connect."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with listening(answering(session_factory(engine)), unix=unix, port=port) as server:
        ready(server.address)
        # Rendered after the service is ready, so that it is ready soon.
        preparing = asyncio.create_task(asyncio.to_thread(engine.prepare, lambda: not stop.is_set()))
        await stop.wait()
        await preparing
    log.info("the model service has ended")


def session_factory(engine: Engine) -> Callable[[Caller], ModelSession]:
    """A session for each caller, over one engine."""

    def make(caller: Caller) -> ModelSession:
        log.info("a client has connected")
        return ModelSession(
            engine, caller.dialect, session_id=caller.session_id, seed=hash(caller.session_id), clock=lambda: Clock(datetime.now())
        )

    return make
