"""Which endpoint answers, and how long it is waited for. Pure: observations in, choices out, time passed in.

An endpoint's score is the wait a driver has to expect of it, in seconds: the 95th percentile of its recent answers, half of
the time a connection takes, what waits in its send queue, and a penalty for each recent failure that fades away. Those
further down the order of preference get a handicap. The lowest score wins; the one in use keeps its place unless another
is better by a margin, and one that was lost has to stay connected for a while before it is asked again.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

_S = 1_000_000_000
_WIRE_BYTES_PER_SECOND = 64_000
"""Speech on the wire: 24 kHz s16le in base64."""
_KEPT = 32


@dataclass(frozen=True, slots=True)
class RouterSettings:
    """Times in seconds."""

    patience: float = 3.0
    """Longest wait for the first answer sample while another endpoint is ready."""
    least_patience: float = 1.5
    """Shortest such wait, however quick the endpoint usually is."""
    alone: float = 6.0
    """The wait while nobody else is there."""
    margin: float = 0.5
    """How much better another endpoint has to be to be taken instead of the one in use."""
    handicap: float = 2.0
    """How much longer the preferred endpoint may take than the next one and still be preferred."""
    steady: float = 8.0
    """How long a connection that was lost has to be up again before it is trusted with a turn."""
    failure: float = 4.0
    """What one failure adds to the score, at first."""
    forget: float = 45.0
    """Half-life of a failure."""
    remember: float = 300.0
    """How long a wait counts: an endpoint that was slow once and is not asked since must not stay slow for ever."""
    unknown: float = 1.0
    """Expected wait of an endpoint that has not answered yet."""
    hedge_after: float | None = None
    """Ask a second endpoint too when the first has not begun to answer by then; None: only after the deadline."""
    budget_bytes: int | None = None
    """Bytes that one session with a metered endpoint may use up, both ways; None: no limit."""
    metered: tuple[str, ...] = ("cloud",)
    """Endpoints that the budget holds for."""


@dataclass(slots=True)
class _Record:
    """What is known of one endpoint."""

    rank: int
    waits: deque[tuple[int, float]] = field(default_factory=lambda: deque(maxlen=_KEPT))
    """(when, seconds)."""
    connect_s: float = 0.0
    failures: float = 0.0
    failed_ns: int = 0
    attached_ns: int | None = None
    """When it was last connected, None while it is not."""
    losses: int = 0
    waiting_bytes: int = 0
    bytes: int = 0
    """Sent and received since the session began."""


class Router:
    """Knows the endpoints and chooses among those that are connected."""

    def __init__(self, names: Sequence[str], settings: RouterSettings | None = None) -> None:
        """names: the preferred endpoint first."""
        self.settings = settings or RouterSettings()
        self.in_use: str | None = None
        """Who was asked last."""
        self._records = {name: _Record(rank) for rank, name in enumerate(names)}

    # Observations

    def attached(self, name: str, now_ns: int, connect_s: float | None = None) -> None:
        """A session began. connect_s: how long connecting took, None when it was not measured."""
        record = self._records[name]
        record.attached_ns, record.bytes, record.waiting_bytes = now_ns, 0, 0
        if connect_s is not None:
            record.connect_s = connect_s

    def detached(self, name: str, now_ns: int, *, planned: bool = False) -> None:
        """The connection has ended; planned: by our own wish."""
        record = self._records[name]
        record.attached_ns = None
        if not planned:
            record.losses += 1
            self._blame(record, now_ns, 0.5)

    def link_state(self, name: str, waiting_bytes: int) -> None:
        """What waits in the send queue of the link."""
        self._records[name].waiting_bytes = waiting_bytes

    def carried(self, name: str, count: int) -> None:
        """Bytes went over the link, either way."""
        self._records[name].bytes += count

    def asked(self, name: str) -> None:
        """A turn was given to an endpoint."""
        self.in_use = name

    def answered(self, name: str, wait_s: float, now_ns: int) -> None:
        """The first sample of an answer came, `wait_s` after the end of the turn."""
        record = self._records[name]
        record.waits.append((now_ns, max(0.0, wait_s)))
        record.failures = 0.0

    def failed(self, name: str, now_ns: int) -> None:
        """An endpoint let a turn down: too late, broken off, refused."""
        self._blame(self._records[name], now_ns, 1.0)

    # Choices

    def score(self, name: str, now_ns: int) -> float:
        """Seconds of waiting to be expected, preference included; lower is better."""
        record, settings = self._records[name], self.settings
        queue_s = record.waiting_bytes / _WIRE_BYTES_PER_SECOND
        trouble = settings.failure * self._failures(record, now_ns)
        return self._wait_p95(record, now_ns) + record.connect_s / 2 + queue_s + trouble + record.rank * settings.handicap

    def choose(self, ready: Collection[str], now_ns: int, avoid: str | None = None) -> str | None:
        """Who gets the next turn; None when nobody is ready. avoid: who has just failed with this one."""
        candidates = [name for name in self._records if name in ready and name != avoid]
        if not candidates:
            return None
        fit = [name for name in candidates if self._fit(name, now_ns)] or candidates
        best = min(fit, key=lambda name: self.score(name, now_ns))
        used = self.in_use
        if used in fit and self.score(used, now_ns) - self.score(best, now_ns) < self.settings.margin:
            return used
        return best

    def deadline_s(self, name: str, now_ns: int, *, others: bool) -> float:
        """How long to wait for the first answer sample. others: somebody else is ready to take over."""
        settings = self.settings
        if not others:
            return settings.alone
        record = self._records[name]
        if len(self._recent(record, now_ns)) < 4:
            return settings.patience
        return min(settings.patience, max(settings.least_patience, 1.5 * self._wait_p95(record, now_ns) + 0.3))

    def exhausted(self, name: str) -> bool:
        """Its session has used up the budget of a metered link."""
        budget = self.settings.budget_bytes
        return budget is not None and name in self.settings.metered and self._records[name].bytes >= budget

    def describe(self, name: str, now_ns: int) -> dict[str, float | int | bool]:
        """For people: score and what it is made of."""
        record = self._records[name]
        return {
            "score_s": round(self.score(name, now_ns), 2),
            "wait_p95_s": round(self._wait_p95(record, now_ns), 2),
            "connect_ms": round(record.connect_s * 1000),
            "failures": round(self._failures(record, now_ns), 2),
            "losses": record.losses,
            "bytes": record.bytes,
            "over_budget": self.exhausted(name),
        }

    def _fit(self, name: str, now_ns: int) -> bool:
        record = self._records[name]
        if self.exhausted(name):
            return False
        if record.losses == 0 or record.attached_ns is None or self.in_use in (None, name):
            return True
        return now_ns - record.attached_ns >= self.settings.steady * _S

    def _recent(self, record: _Record, now_ns: int) -> list[float]:
        since_ns = now_ns - round(self.settings.remember * _S)
        return [wait for at_ns, wait in record.waits if at_ns >= since_ns]

    def _wait_p95(self, record: _Record, now_ns: int) -> float:
        ordered = sorted(self._recent(record, now_ns))
        if not ordered:
            return self.settings.unknown
        return ordered[math.ceil(0.95 * len(ordered)) - 1]

    def _failures(self, record: _Record, now_ns: int) -> float:
        halves = max(0.0, (now_ns - record.failed_ns) / _S / self.settings.forget)
        return record.failures * math.exp2(-halves)

    def _blame(self, record: _Record, now_ns: int, weight: float) -> None:
        record.failures = min(self._failures(record, now_ns) + weight, 8.0)
        record.failed_ns = now_ns
