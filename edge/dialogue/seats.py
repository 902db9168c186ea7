"""The endpoints that can answer, and which of them does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edge.realtime.session_client import ClientSession


@dataclass(slots=True)
class Seat:
    """One endpoint: its name and, while it is connected, the session with it."""

    name: str
    session: ClientSession | None = None
    failures: int = 0
    """Turns in a row it has failed; a turn it answers sets this back."""


class Seats:
    """Endpoints in order of preference."""

    def __init__(self, names: Sequence[str]) -> None:
        """names: the preferred endpoint first, such as ("cloud", "local")."""
        self._seats = {name: Seat(name) for name in names}

    def __getitem__(self, name: str) -> Seat:
        return self._seats[name]

    def __iter__(self) -> Iterator[Seat]:
        return iter(self._seats.values())

    def session(self, name: str | None) -> ClientSession | None:
        """The session with an endpoint, None when it is not connected."""
        return self._seats[name].session if name is not None else None

    def choose(self, avoid: str | None = None) -> Seat | None:
        """The connected endpoint that failed least, the preferred one among equals; `avoid` is not asked again."""
        connected = [seat for seat in self._seats.values() if seat.session is not None and seat.name != avoid]
        return min(connected, key=lambda seat: min(seat.failures, 1), default=None)

    def take_outgoing(self) -> list[tuple[str, list[str]]]:
        """(endpoint, wire frames) for every endpoint that has some."""
        live = ((seat.name, seat.session) for seat in self._seats.values() if seat.session is not None)
        return [(name, frames) for name, session in live if (frames := session.take_outgoing())]
