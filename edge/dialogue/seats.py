"""The endpoints that can answer, which of them does, and how long a session with one lasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from edge.realtime.arbiter import Slot
from edge.realtime.config import TurnDetection
from edge.realtime.events import ServerError
from edge.realtime.router import Router, RouterSettings
from edge.realtime.session_client import ClientSession

_S = 1_000_000_000


@dataclass(frozen=True, slots=True)
class SessionLife:
    """How long a session is used; in seconds."""

    renew_after: float = 22 * 60.0
    """Age at which a session is replaced between two turns. StepFun's limit is 30 minutes."""
    renew_at_last: float = 28 * 60.0
    """Age at which it is replaced whatever goes on."""
    cancel: float = 2.0
    """How long the end of a cancelled answer is waited for."""


@dataclass(slots=True)
class Seat:
    """One endpoint: its name and, while it is connected, the session with it."""

    name: str
    session: ClientSession | None = None
    opened_ns: int | None = None
    """When it was first looked after: a session may begin before the first frame tells the time."""
    poison: str = ""
    """Why the session must not be used for another turn, empty while nothing is wrong with it."""
    keeps_detecting: bool = False
    """The endpoint says that it ends turns by itself, although it was told not to."""
    refusal: ServerError | None = None
    """The endpoint's complaint that makes asking it on useless: a key, a balance, a model."""
    odd: int = 0
    """Answers in a row that were failed, empty or in writing."""
    cancelled_ns: int | None = field(default=None, repr=False)
    """Since when the end of a cancelled answer is waited for."""

    @property
    def server_turns(self) -> bool:
        """The endpoint ends turns and answers them by itself."""
        return self.turn_detection is not None

    @property
    def turn_detection(self) -> TurnDetection | None:
        """The detector that ends turns over there, None when we do."""
        if self.session is not None and self.session.config.turn_detection is not None:
            return self.session.config.turn_detection
        return TurnDetection() if self.keeps_detecting else None


class Seats:
    """Endpoints in order of preference."""

    def __init__(self, names: Sequence[str], routing: RouterSettings | None = None, life: SessionLife | None = None) -> None:
        """names: the preferred endpoint first, such as ("cloud", "local")."""
        self.router = Router(names, routing)
        self.life = life or SessionLife()
        self._seats = {name: Seat(name) for name in names}

    def __getitem__(self, name: str) -> Seat:
        return self._seats[name]

    def __contains__(self, name: object) -> bool:
        return name in self._seats

    def __iter__(self) -> Iterator[Seat]:
        return iter(self._seats.values())

    def session(self, name: str | None) -> ClientSession | None:
        """The session with an endpoint, None when it is not connected."""
        seat = self._seats.get(name) if name is not None else None
        return seat.session if seat is not None else None

    def open(self, name: str, session: ClientSession, now_ns: int, connect_s: float | None = None) -> None:
        """A session with an endpoint begins."""
        self._seats[name] = Seat(name, session)
        self.router.attached(name, now_ns, connect_s)

    def close(self, name: str, now_ns: int, *, planned: bool = False) -> None:
        """It has ended; planned: by our own wish."""
        self._seats[name].session = None
        self.router.detached(name, now_ns, planned=planned)

    @property
    def ready(self) -> list[str]:
        """Who is connected, in order of preference."""
        return [seat.name for seat in self._seats.values() if seat.session is not None]

    def choose(self, avoid: str | None = None, now_ns: int = 0) -> Seat | None:
        """The connected endpoint that gets the next turn; `avoid` is not asked again."""
        name = self.router.choose(self.ready, now_ns, avoid)
        return self._seats[name] if name is not None else None

    def others(self, name: str | None) -> bool:
        """Somebody else is connected."""
        return any(ready != name for ready in self.ready)

    def received(self, name: str, frames: Sequence[str | bytes]) -> None:
        """Frames have arrived: they count towards the budget."""
        self.router.carried(name, sum(len(frame) for frame in frames))

    def take_outgoing(self) -> list[tuple[str, list[str]]]:
        """(endpoint, wire frames) for every endpoint that has some."""
        found = []
        for seat in self._seats.values():
            if seat.session is not None and (frames := seat.session.take_outgoing()):
                self.router.carried(seat.name, sum(map(len, frames)))
                found.append((seat.name, frames))
        return found

    def settle_cancels(self, now_ns: int) -> None:
        """Stop waiting for the ends of cancelled answers; a session whose next answer may be a late one is poisoned."""
        for seat in self._seats.values():
            session = seat.session
            if session is None or session.arbiter.slot not in (Slot.DOOMED, Slot.CANCELLING):
                seat.cancelled_ns = None
                continue
            if seat.cancelled_ns is None:
                seat.cancelled_ns = now_ns
            elif now_ns - seat.cancelled_ns >= self.life.cancel * _S:
                seat.cancelled_ns = None
                # Before `abandon_response` sends a request that waits: into a session in doubt none may go.
                waits = session.arbiter.slot is Slot.DOOMED
                if waits:
                    seat.poison = "a cancelled answer never began nor ended"
                else:
                    session.abandon_response()

    def due(self, now_ns: int, *, resting: bool) -> list[tuple[str, str]]:
        """(endpoint, why) of sessions to be replaced now. resting: no turn is open and nothing plays."""
        found = []
        for seat in self._seats.values():
            if seat.session is None:
                continue
            if seat.opened_ns is None:
                seat.opened_ns = now_ns
            age = now_ns - seat.opened_ns
            if seat.poison or seat.session.doubtful:
                found.append((seat.name, seat.poison or "its next answer may be a late one"))
            elif age >= self.life.renew_at_last * _S or (resting and age >= self.life.renew_after * _S):
                found.append((seat.name, f"{age // (60 * _S)} minutes old"))
        return found
