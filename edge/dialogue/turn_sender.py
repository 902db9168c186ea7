"""A turn's way to an endpoint: streamed while it is spoken, committed at its end, sent again to another one when needed."""

from __future__ import annotations

from edge.audio.frame import Samples
from edge.dialogue.ports import Context
from edge.dialogue.seats import Seat, Seats
from edge.dialogue.turn_audio import TurnAudio
from edge.realtime.config import BYTES_PER_SECOND

_TRAILING_MS = 300
"""Silence sent beyond what a server's own detector asks for to end a turn."""
_SHORT_S = 0.2
"""So short a turn is sent to its last sample."""
_DEAF_NS = 1_500_000_000
"""A server's detector that has not ended the turn so long after that silence will not: it hears noise, or is off after all."""


class TurnSender:
    """Holds the audio of the open or committed turn and knows who has been sent how much of it."""

    def __init__(self, seats: Seats, context: Context) -> None:
        self._seats = seats
        self._context = context
        self._audio: TurnAudio | None = None
        self._endpoint: str | None = None
        self._committed = False
        self._asked: set[str] = set()
        self._undetected: dict[str, int] = {}
        """By endpoint, until when its own detector has to have ended the turn."""
        self.restate = False
        """What the state block tells has changed since the turn began: send it once more before the turn is committed."""
        self.silent = False
        """The turn ends with a silence: its last few milliseconds would only keep everybody waiting."""

    @property
    def endpoint(self) -> str | None:
        """Who has the turn; None while nobody is connected."""
        return self._endpoint

    @property
    def kept(self) -> bool:
        """The turn's audio is still here: somebody else can be given it."""
        return self._audio is not None and self._committed

    @property
    def tries(self) -> int:
        """Endpoints that were asked for an answer to this turn."""
        return len(self._asked)

    @property
    def seconds(self) -> float:
        """Length of the turn so far."""
        return self._audio.seconds if self._audio is not None else 0.0

    def open(self, preroll: Samples, now_ns: int) -> None:
        """Begin a turn with what was heard just before."""
        self._audio = TurnAudio()
        self._committed = self.silent = False
        self._endpoint = None
        self._asked.clear()
        self._undetected.clear()
        self._audio.add(preroll)
        self._give_to(self._seats.choose(now_ns=now_ns), now_ns)

    def add(self, samples: Samples) -> None:
        """Append cleaned audio at 16 kHz."""
        if self._audio is not None and not self._committed:
            self._audio.add(samples)

    def stream(self, now_ns: int) -> None:
        """Send what has become ready."""
        if self._audio is None or self._committed:
            return
        if self._endpoint is None:
            self._give_to(self._seats.choose(now_ns=now_ns), now_ns)
            return
        session = self._seats.session(self._endpoint)
        if session is not None and (data := self._audio.take()):
            session.append_audio(data)

    def commit(self, now_ns: int) -> str | None:
        """Close the turn and ask for an answer. Returns who was asked, None while nobody is connected."""
        if self._audio is None:
            return None
        session = self._seats.session(self._endpoint)
        if self.restate and session is not None:
            session.replace_state(self._context.state_block(now_ns))
        self.restate = False
        if not self.silent or self._audio.seconds < _SHORT_S:
            self._audio.close()
        self.stream(now_ns)
        self._committed = True
        return self._ask(self._endpoint, now_ns)

    def hand_over(self, now_ns: int) -> tuple[str | None, str | None]:
        """Send the committed turn to another endpoint. Returns (from, to); `to` is None when there is no other."""
        before = self._endpoint
        seat = self._seats.choose(avoid=before, now_ns=now_ns)
        if seat is None or self._audio is None:
            return before, None
        session = self._seats.session(before)
        if session is not None:
            session.cancel()
        self._give_to(seat, now_ns)
        return before, self._ask(self._endpoint, now_ns)

    def also(self, now_ns: int) -> str | None:
        """Ask another endpoint too, the first one stays asked. Returns who, None when there is no other."""
        seat = self._seats.choose(avoid=self._endpoint, now_ns=now_ns)
        if seat is None or not self.kept:
            return None
        self._fill(seat, now_ns)
        return self._ask(seat.name, now_ns)

    def won_by(self, name: str) -> None:
        """Of the endpoints that were asked this one answers."""
        self._endpoint = name
        self._seats.router.asked(name)

    def connected(self, now_ns: int) -> str | None:
        """An endpoint has come: it gets a committed turn that nobody has. Returns who was asked."""
        if not self.kept or self._endpoint is not None:
            return None
        self._give_to(self._seats.choose(now_ns=now_ns), now_ns)
        return self._ask(self._endpoint, now_ns)

    def lost(self, name: str) -> None:
        """An endpoint has gone: whoever comes next gets the whole turn."""
        if self._endpoint == name:
            self._endpoint = None

    def reacted(self, name: str) -> None:
        """An endpoint has taken the turn as ended."""
        self._undetected.pop(name, None)

    def tick(self, now_ns: int) -> None:
        """End the turn ourselves where an endpoint's own detector has not."""
        for name, until_ns in list(self._undetected.items()):
            session = self._seats.session(name)
            if session is None or not self.kept:
                del self._undetected[name]
            elif now_ns >= until_ns:
                del self._undetected[name]
                self._seats[name].keeps_detecting = False
                session.commit()
                session.request_response(once=True)

    def discard(self) -> None:
        """The turn is dropped before it was committed."""
        session = self._seats.session(self._endpoint)
        if session is not None and self._audio is not None and not self._committed:
            session.clear_audio()
        self.release()

    def release(self) -> None:
        """The answer is complete, or nobody waits for it: the audio is no longer needed."""
        self._audio = None

    def _give_to(self, seat: Seat | None, now_ns: int) -> None:
        self._endpoint = seat.name if seat is not None else None
        if seat is not None:
            self._seats.router.asked(seat.name)
            self._fill(seat, now_ns)

    def _fill(self, seat: Seat, now_ns: int) -> None:
        """All of the turn so far, behind the state of the car."""
        if seat.session is None or self._audio is None:
            return
        seat.session.clear_audio()  # what a turn left there that went elsewhere
        seat.session.replace_state(self._context.state_block(now_ns))
        seat.session.append_audio(self._audio.whole())

    def _ask(self, name: str | None, now_ns: int) -> str | None:
        session = self._seats.session(name)
        if session is None or name is None:
            return None
        self._asked.add(name)
        detection = self._seats[name].turn_detection
        if detection is not None:
            # The endpoint's own detector ends the turn, and it needs silence to do so.
            size = (detection.silence_ms + _TRAILING_MS) * BYTES_PER_SECOND // 1000
            session.append_audio(bytes(size - size % 2))
            self._undetected[name] = now_ns + _DEAF_NS
            return name
        session.commit(rest=not self.silent)
        session.request_response()
        return name
