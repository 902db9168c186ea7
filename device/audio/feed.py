"""From the playback source at VOICE_RATE to the device's rate, with a way back for what was not played."""

from __future__ import annotations

import numpy as np

from device.audio.duplex import PlaybackSource
from edge.audio.frame import FRAME_MS, VOICE_RATE, Samples
from edge.audio.resample import Resampler

_STEP = VOICE_RATE * FRAME_MS // 1000
_SPLICE_MS = 4


class PlaybackFeed:
    """Pulls 10 ms at a time from a source and gives any number of samples at the device's rate.

    Not thread-safe: it belongs to the DSP thread.
    """

    def __init__(self, source: PlaybackSource, rate: int) -> None:
        """rate: the device's, in Hz."""
        self._source = source
        self._rate = rate
        self._resampler = Resampler(VOICE_RATE, rate)
        self._ready: Samples = np.zeros(0, np.float32)
        self._splice: Samples = np.zeros(0, np.float32)
        self._pulled = 0
        self._given = 0

    def read(self, count: int) -> Samples:
        """Exactly `count` samples at the device's rate, shape (count,)."""
        while self._ready.shape[0] < count:
            fresh = self._resampler.process(self._source.pull(_STEP))
            self._pulled += _STEP
            self._ready = np.concatenate([self._ready, self._spliced(fresh)])
        samples, self._ready = self._ready[:count], self._ready[count:]
        self._given += count
        return samples

    def flush(self, returned: Samples | None = None) -> int:
        """Drop what was pulled and not played; returns how many samples at VOICE_RATE that was.

        returned: samples read from here that the device gives back unplayed, the latest ones, in order.
        What is read next is blended with what would have come, so that the cut does not click.
        """
        returned = np.zeros(0, np.float32) if returned is None else returned
        played = self._given - returned.shape[0]
        # Output k of the resampler is the input at k / rate, so the count of outputs tells the place in the input.
        unplayed = max(0, self._pulled - round(int(played) * VOICE_RATE / self._rate))
        would_come = np.concatenate([returned, self._ready])[: self._rate * _SPLICE_MS // 1000]
        fall = 0.5 + 0.5 * np.cos(np.pi * (np.arange(would_come.shape[0]) + 1) / (would_come.shape[0] + 1))
        self._splice = (would_come * fall).astype(np.float32)
        self._ready = np.zeros(0, np.float32)
        self._resampler.reset()
        self._pulled = self._given = 0
        return unplayed

    def _spliced(self, fresh: Samples) -> Samples:
        """Blend the beginning of a new stream with the end of the one that was cut."""
        whole = self._splice.shape[0]
        if whole == 0 or fresh.shape[0] == 0:
            return fresh
        count = min(whole, fresh.shape[0])
        rise = 0.5 - 0.5 * np.cos(np.pi * (np.arange(count) + 1) / (whole + 1))
        blended = fresh.copy()
        blended[:count] = fresh[:count] * rise + self._splice[:count]
        self._splice = np.zeros(0, np.float32)
        return blended
