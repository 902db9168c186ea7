"""Sessions that have had their time: too old, in doubt, or refused by the endpoint."""

from __future__ import annotations

from collections.abc import Callable

from edge.dialogue.answering import Answering
from edge.dialogue.seats import Seats
from edge.realtime.events import ServerError


class SessionCare:
    """Looks after all sessions and takes the seats away from those that must not be used any more."""

    def __init__(self, seats: Seats, answering: Answering, emit: Callable[..., None]) -> None:
        """emit: takes the name and the fields of an event for the timeline."""
        self._seats = seats
        self._answering = answering
        self._emit = emit
        self._renewals: list[tuple[str, str]] = []
        self._refusals: list[tuple[str, ServerError]] = []
        self._outdated = ""

    def outdate(self, why: str) -> None:
        """What the sessions were told is not right any more: each is replaced as soon as nobody talks."""
        self._outdated = why

    def look(self, now_ns: int, *, resting: bool) -> None:
        """resting: no turn is open and nothing plays."""
        self._seats.settle_cancels(now_ns)
        for seat in self._seats:
            if seat.refusal is not None and seat.session is not None:
                self._refusals.append((seat.name, seat.refusal))
                self._seats.close(seat.name, now_ns)
                self._answering.detached(seat.name, seat.refusal.message)
        if resting and self._outdated:
            for seat in self._seats:
                if seat.session is not None:
                    seat.poison = seat.poison or self._outdated
            self._outdated = ""
        for name, why in self._seats.due(now_ns, resting=resting):
            self._seats.close(name, now_ns, planned=True)
            self._renewals.append((name, why))
            self._emit("session", endpoint=name, action="renew", why=why)
            self._answering.detached(name, why)

    def take_renewals(self) -> list[tuple[str, str]]:
        """(endpoint, why) whose connection is to be closed and opened anew."""
        renewals, self._renewals = self._renewals, []
        return renewals

    def take_refusals(self) -> list[tuple[str, ServerError]]:
        """(endpoint, complaint) that it is useless to ask again for now."""
        refusals, self._refusals = self._refusals, []
        return refusals
