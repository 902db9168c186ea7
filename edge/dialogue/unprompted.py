"""Speech that nobody asked for, and speech that has to wait: alerts of the car, and the road that needs the driver."""

from __future__ import annotations

from collections.abc import Callable

from edge.audio.frame import FRAME_MS
from edge.dialogue.announcer import Announcer
from edge.dialogue.answering import Answering
from edge.dialogue.playback import CHIME, NOTICE, Playback
from edge.dialogue.ports import Announcement, Context, Notices
from edge.dialogue.turn import State, TurnMachine

_AT_REST = (State.IDLE, State.FOLLOW_UP)


class Unprompted:
    """Holds speech while the road needs the driver, and says what the car has to tell when there is room for it."""

    def __init__(
        self,
        context: Context,
        notices: Notices,
        playback: Playback,
        answering: Answering,
        machine: TurnMachine,
        longest_hold: float,
        emit: Callable[..., None],
    ) -> None:
        """longest_hold: seconds. emit: takes the name and the fields of an event for the timeline."""
        self._announcer = Announcer(context, longest_hold)
        self._notices = notices
        self._playback = playback
        self._answering = answering
        self._machine = machine
        self._emit = emit

    def announce(self, key: str, text: str, now_ns: int) -> None:
        """Tell the driver something when there is room for it; each key once."""
        if self._announcer.add(Announcement(key, text), now_ns):
            self._emit("alert", key=key, text=text)

    @property
    def _busy(self) -> bool:
        return self._playback.pending or self._playback.active or self._answering.progress.follow_up_due

    def look(self, frames: int, now_ns: int) -> None:
        """Once a batch of so many frames."""
        why = self._announcer.hold(now_ns)
        if (why is not None) is not self._playback.held:
            self._playback.hold(why is not None)
            self._emit("hold", why=why)
        if why is not None and self._playback.filled:
            self._machine.postpone(frames * FRAME_MS * 1_000_000)  # the answer is here and waits for the road
        language = self._answering.language
        for alert in self._announcer.check(now_ns, language):
            self._emit("alert", key=alert.key, text=alert.text)
        if why is None and self._announcer.waiting and self._machine.state in _AT_REST and not self._busy:
            due = self._announcer.next(urgent_only=self._machine.state is State.FOLLOW_UP)
            if due is not None and not self._answering.say(due.text):
                recorded = self._notices.fault(due.key, language)
                self._playback.play(CHIME if recorded is None else NOTICE, self._notices.change() if recorded is None else recorded)
