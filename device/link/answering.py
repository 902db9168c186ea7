"""From a blocking answerer to a server's handler: frames in on the event loop, answers made on a thread of their own.

The loop goes on reading while an answer is being made, so that a cancel reaches it at once.
"""

from __future__ import annotations

import asyncio
import logging
import queue
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from device.clock import boottime_ns
from device.link.server import Caller, Handler
from edge.realtime.wire import is_cancel

_log = logging.getLogger(__name__)

MAX_WAITING = 4096
"""Frames that may wait for the answerer: at 40 ms each, more than two minutes of audio."""


class Answerer(Protocol):
    """One session's server side, blocking: `receive` may think and speak for seconds."""

    def open(self) -> Iterable[str]:
        """Frames to send before anything is received."""
        ...

    def receive(self, text: str, now_ns: int) -> Iterator[str]:
        """Frames that answer one frame, each as soon as it is ready. now_ns: CLOCK_BOOTTIME."""
        ...

    def interrupt(self) -> None:
        """Stop the answer being made, soon; called from another thread."""
        ...


AnswererFactory = Callable[[Caller], Answerer]


def answering(factory: AnswererFactory) -> Handler:
    """A handler for `listen` that gives each client an answerer of its own."""

    async def handle(caller: Caller) -> None:
        loop = asyncio.get_running_loop()
        answerer = factory(caller)
        # None: the client has left.
        inbox: queue.Queue[str | None] = queue.Queue(MAX_WAITING)

        def send(frame: str) -> bool:
            return asyncio.run_coroutine_threadsafe(caller.send(frame), loop).result()

        def work() -> None:
            if not all(send(frame) for frame in answerer.open()):
                return
            while (text := inbox.get()) is not None:
                for frame in answerer.receive(text, boottime_ns()):
                    if not send(frame):
                        return

        worker = asyncio.ensure_future(asyncio.to_thread(work))
        reader = asyncio.ensure_future(_read(caller, answerer, inbox))
        try:
            await asyncio.wait((worker, reader), return_when=asyncio.FIRST_COMPLETED)
        finally:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)
            answerer.interrupt()
            _leave(inbox)
        await worker

    return handle


async def _read(caller: Caller, answerer: Answerer, inbox: queue.Queue[str | None]) -> None:
    async for text in caller.frames():
        if is_cancel(text):
            answerer.interrupt()
        try:
            inbox.put_nowait(text)
        except queue.Full:
            _log.warning("%d frames wait for the answerer: the client is sent away", MAX_WAITING)
            await caller.close(1013, "too many frames wait")
            return


def _leave(inbox: queue.Queue[str | None]) -> None:
    """Throw away what waits and make the worker's next look into its inbox its last."""
    try:
        while True:
            inbox.get_nowait()
    except queue.Empty:
        inbox.put_nowait(None)  # only the reader fills the inbox, and it has stopped
