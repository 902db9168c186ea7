"""What sound device and front end are to the conversation: a thread that plays 10 ms at a time and hands over what was heard."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from device.audio.pace import Pace
from device.clock import boottime_ns
from device.dsp_thread import BUSY_BATCH, TURN_BATCH
from edge.audio.frame import FRAME_MS, VOICE_RATE
from edge.audio.playout import Playout

_BLOCK = VOICE_RATE * FRAME_MS // 1000
_WAIT_S = 1.0


class PacedCard:
    """Takes from a playout at the pace of a sound card and calls a batch's taker on the event loop, as the daemon's thread does."""

    def __init__(self, playout: Playout, on_batch: Callable[[int], None]) -> None:
        """on_batch: called on the running event loop with the number of frames in each batch."""
        self.turn_open = False
        """As the daemon's thread is told."""
        self.sounded_ns = 0
        """CLOCK_BOOTTIME of the first block with sound since this was last set to 0."""
        self._playout = playout
        self._on_batch = on_batch
        self._loop = asyncio.get_running_loop()
        self._pace = Pace(paced=True)
        self._thread = threading.Thread(target=self._run, name="card", daemon=True)

    def start(self) -> None:
        """Play and listen from now on."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._pace.stop()
        self._thread.join()

    def _run(self) -> None:
        self._pace.start()
        frames = 0
        while True:
            self._pace.wait(_WAIT_S)
            if self._pace.stopped:
                return
            self._pace.advance()
            if self._playout.pull(_BLOCK).any() and not self.sounded_ns:
                self.sounded_ns = boottime_ns()
            frames += 1
            if frames >= (TURN_BATCH if self.turn_open else BUSY_BATCH):
                self._loop.call_soon_threadsafe(self._on_batch, frames)
                frames = 0
