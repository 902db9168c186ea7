"""Who has the turn, how long it is waited for, and who gets it when nothing comes of it.

One turn goes to one endpoint. When that one is late, breaks off or goes away, the same audio goes to another one; the first
one's answer is dead from then on, by its id. With hedging two are asked and the first to speak or act answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from edge.dialogue.answer import Answer
from edge.dialogue.conduct import Conduct
from edge.dialogue.playback import CHIME, Playback
from edge.dialogue.ports import Notices
from edge.dialogue.seats import Seats
from edge.dialogue.settings import DialogueSettings
from edge.dialogue.tool_calls import ToolCalls
from edge.dialogue.turn import Input, State, TurnMachine
from edge.dialogue.turn_record import TurnRecord
from edge.dialogue.turn_sender import TurnSender

_S = 1_000_000_000
_MOST_TRIES = 4
"""Times one turn is handed over: two endpoints that both fail at once must not pass it back and forth for ever."""


@dataclass(slots=True)
class Progress:
    """How far the answer to the present turn has come; shared by those who work on it."""

    now_ns: int = 0
    first_audio_due: bool = False
    """The turn was committed and nothing of its answer has been heard."""
    follow_up_due: bool = False
    """More was asked for and has not begun: the answer to tool results, or the same turn from another endpoint."""
    unfinished: bool = False
    """The turn has not been answered to its end."""
    spoken_for: bool = False
    """The turn was answered in writing, and the board lends its voice: whatever becomes of the endpoint, the turn is answered."""


class Assignment:
    """The endpoints' side of one turn after the other."""

    def __init__(
        self,
        seats: Seats,
        playback: Playback,
        sender: TurnSender,
        calls: ToolCalls,
        record: TurnRecord,
        conduct: Conduct,
        notices: Notices,
        machine: TurnMachine,
        settings: DialogueSettings,
        progress: Progress,
        feed: Callable[[Input], None],
        emit: Callable[..., None],
    ) -> None:
        """feed: gives the turn machine an input. emit: takes the name and the fields of an event for the timeline."""
        self.sender = sender
        self.hedge: str | None = None
        """The endpoint that was asked besides the first one."""
        self._seats = seats
        self._playback = playback
        self._calls = calls
        self._record = record
        self._conduct = conduct
        self._notices = notices
        self._machine = machine
        self._settings = settings
        self._progress = progress
        self._feed = feed
        self._emit = emit
        self._committed_ns = 0
        self._asked_ns: dict[str, int] = {}
        self._tries = 0
        self._dry_ns: int | None = None
        self._last_answering: str | None = None

    def begin(self) -> None:
        """A new turn: nobody has failed with it yet."""
        self.stop()
        self._tries = 0

    def stop(self) -> None:
        """Nothing more is waited for."""
        self.hedge = self._dry_ns = None

    @property
    def asked(self) -> set[str]:
        """Who has the turn: one, or two while it is hedged."""
        return {name for name in (self.sender.endpoint, self.hedge) if name is not None}

    def waited_s(self, endpoint: str) -> float:
        """Seconds since an endpoint was asked."""
        return (self._progress.now_ns - self._asked_ns.get(endpoint, self._committed_ns)) / _S

    # Out

    def commit(self) -> None:
        """The driver has finished speaking."""
        self._progress.first_audio_due = True
        self._committed_ns = self._progress.now_ns
        self._note_sent(self.sender.commit(self._progress.now_ns))

    def hand_over(self, why: str) -> None:
        """Somebody else gets the same audio, if there is anybody."""
        if not self._seats.others(self.sender.endpoint):
            return  # whoever has the turn gets the rest of the time
        self._blame(self.sender.endpoint)
        self._give_on(why)

    def connected(self, name: str) -> None:
        """An endpoint has come: a turn that nobody has may be its."""
        state = self._machine.state
        if state is State.THINKING or (self._progress.unfinished and state in (State.SPEAKING, State.CANDIDATE)):
            self._note_sent(self.sender.connected(self._progress.now_ns))

    def allow(self, endpoint: str) -> None:
        """Give an endpoint its time; once the turn was handed over, the machine's own limit for giving up holds."""
        if not self._machine.handed_over:
            now_ns = self._progress.now_ns
            deadline_s = self._seats.router.deadline_s(endpoint, now_ns, others=self._seats.others(endpoint))
            self._machine.allow(deadline_s, now_ns)

    def _give_on(self, why: str) -> None:
        """The answers that have not begun are dead; another endpoint is asked."""
        before = self.sender.endpoint
        if self.hedge is not None:
            self.wins(self.hedge, why)
            return
        if before is not None:
            self._playback.drop(before)
        session = self._seats.session(before)
        if session is not None:
            self._calls.forget(session)
        self._tries += 1
        _, after = self.sender.hand_over(self._progress.now_ns)
        self._emit("handover", **{"from": before, "to": after, "why": why})
        self._note_sent(after)

    def _note_sent(self, endpoint: str | None) -> None:
        if endpoint is None:
            return
        self._sent(endpoint)
        self.allow(endpoint)
        if self._last_answering not in (None, endpoint):
            self._playback.play(CHIME, self._notices.change())
        self._last_answering = endpoint

    def _sent(self, endpoint: str) -> None:
        self._emit("sent", endpoint=endpoint, seconds=round(self.sender.seconds, 3))
        self._asked_ns[endpoint] = self._progress.now_ns
        self._record.sent(endpoint)

    # Two at once

    def wins(self, name: str, why: str) -> None:
        """This one has begun to answer, or the other one has failed: if two were asked, the other one is out."""
        if self.hedge is None:
            return
        first, second = self.sender.endpoint, self.hedge
        self.hedge = None
        loser = second if name == first else first
        session = self._seats.session(loser)
        if session is not None and loser is not None:
            session.cancel()
            self._playback.drop(loser)
        if name == second:
            self._emit("handover", **{"from": first, "to": second, "why": why})
            self.sender.won_by(second)
            self._last_answering = second

    def _ask_another(self) -> None:
        """Hedging: the first one has not begun to answer soon."""
        self._tries += 1
        self.hedge = self.sender.also(self._progress.now_ns)
        if self.hedge is not None:
            self._sent(self.hedge)

    def _hedging_due(self) -> bool:
        after_s = self._seats.router.settings.hedge_after
        return (
            after_s is not None
            and self.hedge is None
            and self._tries == 0
            and self._machine.state is State.THINKING
            and self._progress.first_audio_due
            and self._progress.now_ns - self._committed_ns >= after_s * _S
            and not self._calls.called
            and not self._playback.filled
        )

    # Trouble

    def tick(self) -> None:
        """Look at what time has done: a late answer, and silence within one."""
        self.sender.tick(self._progress.now_ns)
        if self._hedging_due():
            self._ask_another()
        stalled = self._dry_ns is not None and self._progress.now_ns - self._dry_ns >= self._settings.stall * _S
        if stalled and self._seats.others(self.sender.endpoint):
            # With nobody else to ask, a slow answer is better than none: the turn machine's limit holds.
            self._dry_ns = None
            self._broken_off("the answer stalled")

    def flows(self) -> None:
        """An answer sounds."""
        self._dry_ns = None

    def ran_dry(self) -> None:
        """Playback ran out of audio within an answer."""
        if self._progress.unfinished and self._dry_ns is None:
            self._dry_ns = self._progress.now_ns

    def failed(self, name: str | None, why: str) -> None:
        """An endpoint that has the turn failed."""
        if name is None or not self.sender.kept or self._progress.spoken_for:
            return
        if self.hedge is not None and name in self.asked:
            survivor = self.hedge if name == self.sender.endpoint else self.sender.endpoint
            self._blame(name)
            if survivor is not None:
                self.wins(survivor, why)
            return
        if self._machine.state is State.THINKING:
            if not self._seats.others(name) or self._tries >= _MOST_TRIES:
                if self._seats.session(name) is not None or self._tries >= _MOST_TRIES:
                    self._feed(Input.LOST)
                return  # a lost connection comes back, or the deadline ends the wait
            self._emit("fault", what=why, action="handover")
            self._feed(Input.FAILED)
        elif self._machine.state in (State.SPEAKING, State.CANDIDATE):
            self._broken_off(why)

    def detached(self, name: str, why: str) -> None:
        """The connection to an endpoint has ended."""
        if name in self.asked:
            self.failed(name, why)
        for answer in self._playback:
            # What has arrived is played to its end; more will not come.
            if answer.endpoint == name:
                self._playback.complete(answer)
                if not answer.samples:
                    self._playback.forget(answer)
        self.sender.lost(name)

    def settle(self, answer: Answer) -> None:
        """The turn is answered to its end: its audio is not needed any more."""
        self._progress.unfinished = False
        self.sender.release()
        self._conduct.sound(answer.endpoint)

    def _broken_off(self, why: str) -> None:
        """An answer that plays will not be completed: another endpoint answers the whole turn behind what is left of it."""
        endpoint = self.sender.endpoint
        answers = [answer for answer in self._playback if answer.endpoint == endpoint]
        for answer in answers:
            complete = answer.whole or answer.ends_well
            self._playback.complete(answer)
            if complete:
                self.settle(answer)
        if not self._progress.unfinished or not self.sender.kept or self._tries >= _MOST_TRIES:
            return
        if not self._seats.others(endpoint):
            # Nobody is there: whoever comes first, before the silence becomes too long, gets the turn.
            self._progress.follow_up_due = self._progress.follow_up_due or self._seats.session(endpoint) is None
            return
        self._blame(endpoint)
        self._progress.follow_up_due = True
        self._give_on(why)

    def _blame(self, name: str | None) -> None:
        if name is not None:
            self._seats.router.failed(name, self._progress.now_ns)
