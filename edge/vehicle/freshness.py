"""When the signals of a log grow stale: the time-outs that a bus without a state behind it is judged by."""

from __future__ import annotations

import heapq
import statistics
from collections.abc import Iterator

from edge.vehicle.state import Heartbeat

LEAST_NS, MOST_NS = 500_000_000, 10_000_000_000
_LEARNED_FROM = 9  # intervals between frames whose median is the period
_CYCLES, _LEARNED_CYCLES = 3, 10
_BACKWARDS_NS = 1_000_000_000  # buses of one log may be that much out of order; more is a clock that was set


class Period:
    """The time-out of one message: three cycles where the DBC names one, else ten of the period its first frames show.

    Never below 0.5 s and, where the period was learned, never above 10 s; 10 s until it is learned.
    """

    __slots__ = ("_intervals", "_last_ns", "limit_ns")

    @property
    def settled(self) -> bool:
        """The time-out will not change any more."""
        return self._intervals is None

    def __init__(self, cycle_ms: int | None) -> None:
        self.limit_ns = MOST_NS if not cycle_ms else max(LEAST_NS, _CYCLES * cycle_ms * 1_000_000)
        self._intervals: list[int] | None = None if cycle_ms else []
        self._last_ns: int | None = None

    def note(self, time_ns: int) -> None:
        """A frame of the message was received."""
        if self._intervals is None:
            return
        if self._last_ns is not None and time_ns > self._last_ns:
            self._intervals.append(time_ns - self._last_ns)
            if len(self._intervals) >= _LEARNED_FROM:
                period = round(statistics.median(self._intervals))
                self.limit_ns = min(max(LEAST_NS, _LEARNED_CYCLES * period), MOST_NS)
                self._intervals = None
        self._last_ns = time_ns


class Freshness:
    """Which names have fallen silent, in order of time. A name: whatever shares one heartbeat and one time-out."""

    def __init__(self) -> None:
        self._sources: dict[str, tuple[Heartbeat, Period | int]] = {}
        self._due: list[tuple[int, str]] = []
        self._waiting: set[str] = set()
        self._now_ns = 0

    def told(self, name: str, beat: Heartbeat, limit: Period | int) -> None:
        """A valid value was told: from now on its silence counts. limit: a time-out in nanoseconds, or what knows it."""
        self._sources[name] = beat, limit
        if name not in self._waiting:
            self._waiting.add(name)
            self._look_at(name, beat.time_ns + self._limit(name), beat.time_ns)

    def forget(self, name: str) -> None:
        """The last value told was not valid: there is nothing that could grow stale."""
        self._sources.pop(name, None)

    def advance(self, now_ns: int) -> Iterator[tuple[int, str]]:
        """(time of it, name) of everything that has grown stale by now; told once, until `told` is called again.

        A clock that jumps back by more than a second makes everything stale at once, since no age is known any more.
        """
        if now_ns < self._now_ns - _BACKWARDS_NS:
            names = sorted(self._sources)
            self._sources.clear()
            self._due.clear()
            self._waiting.clear()
            self._now_ns = now_ns
            yield from ((now_ns, name) for name in names)
            return
        before_ns, self._now_ns = self._now_ns, max(self._now_ns, now_ns)
        silent: list[tuple[int, str]] = []
        while self._due and self._due[0][0] < now_ns:
            _, name = heapq.heappop(self._due)
            if name not in self._sources:
                self._waiting.discard(name)
                continue
            due = self._sources[name][0].time_ns + self._limit(name)
            if due >= now_ns:
                self._look_at(name, due, now_ns)
                continue
            self._waiting.discard(name)
            del self._sources[name]
            silent.append((max(due, before_ns), name))
        yield from sorted(silent)

    def _look_at(self, name: str, due_ns: int, now_ns: int) -> None:
        limit = self._sources[name][1]
        if isinstance(limit, Period) and not limit.settled:
            due_ns = min(due_ns, now_ns + LEAST_NS)  # it may be due earlier than now known
        heapq.heappush(self._due, (due_ns, name))

    def _limit(self, name: str) -> int:
        limit = self._sources[name][1]
        return limit if isinstance(limit, int) else limit.limit_ns
