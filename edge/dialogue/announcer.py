"""What is said without being asked, and when nothing is said at all: alerts of the car, and the driver's attention."""

from __future__ import annotations

from collections import deque

from edge.dialogue.ports import Announcement, Context
from edge.language import Language

_S = 1_000_000_000
_LOOK_NS = 100_000_000
_CHECK_NS = _S
_MOST = 8
_TOO_LATE_NS = 120 * _S
"""An alert that could not be said for this long is no news any more."""


class Announcer:
    """Asks the context, in its own rhythm, and keeps what has to be said until there is room for it."""

    def __init__(self, context: Context, longest_hold_s: float) -> None:
        self._context = context
        self._longest_ns = round(longest_hold_s * _S)
        self._waiting: deque[tuple[int, Announcement]] = deque()
        """(since when, what); 0 before the first frame has told the time."""
        self._looked_ns = 0
        self._checked_ns = 0
        self._held_since_ns: int | None = None
        self._why: str | None = None
        self._told: set[str] = set()
        self.dropped = 0
        """Alerts that were too many or waited too long."""

    @property
    def waiting(self) -> bool:
        """Something is to be said."""
        return bool(self._waiting)

    def hold(self, now_ns: int) -> str | None:
        """Why speech is held now. A signal that never goes away holds it no longer than the limit."""
        if now_ns - self._looked_ns < _LOOK_NS:
            return self._why
        self._looked_ns = now_ns
        why = self._context.attention(now_ns)
        if why is None:
            self._held_since_ns = None
        elif self._held_since_ns is None:
            self._held_since_ns = now_ns
        elif now_ns - self._held_since_ns > self._longest_ns:
            why = None
        self._why = why
        return why

    def check(self, now_ns: int, language: Language) -> list[Announcement]:
        """Alerts that have come up; they wait in here too."""
        if now_ns - self._checked_ns < _CHECK_NS:
            return []
        self._checked_ns = now_ns
        news = list(self._context.alerts(now_ns, language))
        for alert in news:
            self._waiting.append((now_ns, alert))
        if self._waiting and self._waiting[0][0] == 0:
            self._waiting = deque((since_ns or now_ns, alert) for since_ns, alert in self._waiting)
        while self._waiting and (len(self._waiting) > _MOST or now_ns - self._waiting[0][0] > _TOO_LATE_NS):
            self._waiting.popleft()
            self.dropped += 1
        return news

    def add(self, alert: Announcement, now_ns: int) -> bool:
        """Something to be said once; False when it was said before."""
        if alert.key in self._told:
            return False
        self._told.add(alert.key)
        self._waiting.append((now_ns, alert))
        return True

    def next(self, *, urgent_only: bool) -> Announcement | None:
        """What to say now; it is taken out."""
        for place, (_, alert) in enumerate(self._waiting):
            if alert.urgent or not urgent_only:
                del self._waiting[place]
                return alert
        return None
