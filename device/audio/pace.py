"""When the next block of a duplex without a sound card is due."""

from __future__ import annotations

import threading

from device.clock import boottime_ns
from edge.audio.frame import ENGINE_RATE, FRAME_MS

BLOCK = ENGINE_RATE * FRAME_MS // 1000
"""Samples of a block at ENGINE_RATE."""


class Pace:
    """Gives blocks their index and time, and holds them back until they are due when it is paced.

    Unpaced, the time of the first sample is 0 and the same audio always has the same times.
    """

    def __init__(self, paced: bool) -> None:
        self._paced = paced
        self._start_ns = 0
        self._stop = threading.Event()
        self.index = 0

    @property
    def time_ns(self) -> int:
        """CLOCK_BOOTTIME of the next block's first sample."""
        return self._start_ns + self.index * 1_000_000_000 // ENGINE_RATE

    @property
    def stopped(self) -> bool:
        """`stop` was called."""
        return self._stop.is_set()

    def start(self) -> None:
        """The first block begins now."""
        if self._paced:
            self._start_ns = boottime_ns()

    def wait(self, timeout_s: float) -> bool:
        """Wait until the next block is complete, at most `timeout_s`; False when it is not."""
        if not self._paced:
            return True
        left = (self.time_ns + FRAME_MS * 1_000_000 - boottime_ns()) / 1e9
        if left > timeout_s:
            self._stop.wait(max(0.0, timeout_s))
            return False
        if left > 0:
            self._stop.wait(left)
        return True

    def advance(self) -> None:
        """A block was given."""
        self.index += BLOCK

    def stop(self) -> None:
        """End every wait, from any thread."""
        self._stop.set()
