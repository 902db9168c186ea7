"""A duplex without sound: silence in, and what is played goes nowhere."""

from __future__ import annotations

import numpy as np

from device.audio.duplex import DuplexBlock, DuplexInfo, EndOfAudio, PlaybackSource
from device.audio.feed import PlaybackFeed
from device.audio.pace import BLOCK, Pace
from edge.audio.frame import ENGINE_RATE, Frame


class NullDuplex:
    """Silence at the pace of a sound card, or as fast as it is read."""

    def __init__(self, source: PlaybackSource, paced: bool = True, seconds: float | None = None) -> None:
        """seconds: how long it lasts, None for ever."""
        self._feed = PlaybackFeed(source, ENGINE_RATE)
        self._pace = Pace(paced)
        self._end = None if seconds is None else round(seconds * ENGINE_RATE)

    @property
    def info(self) -> DuplexInfo:
        """What it is."""
        return DuplexInfo("silence", "null", ENGINE_RATE, ENGINE_RATE)

    def start(self) -> None:
        """Begin."""
        self._pace.start()

    def read(self, timeout_s: float) -> DuplexBlock | None:
        """The next block; see `Duplex.read`."""
        if self._pace.stopped or (self._end is not None and self._pace.index >= self._end):
            raise EndOfAudio
        if not self._pace.wait(timeout_s):
            return None
        index, time_ns = self._pace.index, self._pace.time_ns
        self._pace.advance()
        return DuplexBlock(
            mic=Frame(np.zeros(BLOCK, np.float32), ENGINE_RATE, index, time_ns),
            far_end=Frame(self._feed.read(BLOCK), ENGINE_RATE, index, time_ns),
            lost=0,
        )

    def flush(self) -> int:
        """Drop what was pulled and not played, in samples at VOICE_RATE."""
        return self._feed.flush()

    def hurry(self) -> None:
        """Nothing: what is played here is not ahead of what is heard."""

    def close(self) -> None:
        """End."""
        self._pace.stop()
