"""The time of a sample, from the uneven times at which a sound card hands over its buffers."""

from __future__ import annotations

import math

_BANDWIDTH_HZ = 0.1
_JUMP_NS = 100_000_000


class SampleClock:
    """A delay-locked loop: second order, as F. Adriaensen, Using a DLL to filter time (Linux Audio Conference 2005)."""

    def __init__(self, rate: int) -> None:
        """rate: nominal, in Hz."""
        self._nominal = 1e9 / rate
        self._period = self._nominal
        self._index = 0
        self._time: float | None = None

    def observe(self, index: int, time_ns: int) -> None:
        """Sample `index` was captured at about `time_ns`. Indices do not go down."""
        count = index - self._index
        predicted = None if self._time is None else self._time + count * self._period
        self._index = index
        if predicted is None or abs(time_ns - predicted) > _JUMP_NS:
            # The first observation, or the stream stood still: there is nothing to smooth.
            self._time, self._period = float(time_ns), self._nominal
            return
        if count == 0:
            return
        error = time_ns - predicted
        step = 2 * math.pi * _BANDWIDTH_HZ * count * self._nominal / 1e9
        self._time = predicted + min(1.0, math.sqrt(2) * step) * error
        self._period += min(1.0, step * step) * error / count

    def time_ns(self, index: int) -> int:
        """When a sample was captured, CLOCK_BOOTTIME; 0 before the first observation."""
        if self._time is None:
            return 0
        return round(self._time + (index - self._index) * self._period)

    @property
    def ppm(self) -> float:
        """How much faster than nominal the card's clock runs, as far as it is known."""
        return (self._nominal / self._period - 1) * 1e6
