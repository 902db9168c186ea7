"""What a running daemon does when it is told to over the control socket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from device.assembly import Parts
from device.clock import boottime_ns
from device.control.socket import Request, RequestError
from device.control.view import overview
from device.dsp_thread import DspThread
from device.service.ledger import Ledger

if TYPE_CHECKING:
    from device.recorder.recorder import Recorder

LONGEST_SENTENCE: Final = 300
"""Characters of a sentence to be said."""


@dataclass
class Orders:
    """Carries out the words of the control socket."""

    parts: Parts
    dsp: DspThread
    status: Callable[[], dict[str, Any]]
    carry_out: Callable[[], None]
    """Does what the assistant wants done after it was told something."""
    quit: Callable[[], None]
    ledger: Ledger | None
    recorder: Recorder | None
    said: int = 0
    """Sentences that somebody wanted said."""

    def answer(self, word: str, request: Request) -> dict[str, Any]:
        """Do it, on the event loop. Raises RequestError for what cannot be done, KeyError for a word that means nothing."""
        assistant = self.parts.assistant
        match word:
            case "status":
                return self.status()
            case "view":
                return {"status": self.status(), **overview(self.parts, self.ledger, boottime_ns())}
            case "wake":
                opened = assistant.wake()
                self.carry_out()
                return {"opened": opened, "state": str(assistant.state)}
            case "say":
                return self._say(request)
            case "record":
                return self._record()
            case "mute" | "unmute":
                self.dsp.muted = word == "mute"
                assistant.mute() if self.dsp.muted else assistant.unmute()
                self.carry_out()
                return {"muted": self.dsp.muted}
            case "stop":
                self.end_turn()
                return {"state": str(assistant.state)}
            case "quit":
                self.quit()
                return {}
        raise KeyError(word)

    def end_turn(self) -> None:
        """Give the turn up, whatever it is at."""
        self.parts.assistant.stop()
        self.carry_out()

    def _record(self) -> dict[str, Any]:
        if self.recorder is None:
            raise RequestError("record: the recorder is off; recorder.enabled in the settings switches it on")
        if (missing := self.recorder.missing) is not None:
            raise RequestError(f"record: {missing}")
        file = self.recorder.save("asked for")
        if file is None:
            raise RequestError("record: nothing is recorded yet, or a recording is being written just now")
        return {"file": str(file)}

    def _say(self, request: Request) -> dict[str, Any]:
        text = request.get("text")
        if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_SENTENCE:
            raise RequestError(f"say: text must be 1 to {LONGEST_SENTENCE} characters")
        if self.parts.assistant.seats.session("local") is None:
            raise RequestError("say: the on-device model, which speaks it, is not connected")
        self.said += 1
        self.parts.assistant.announce(f"say:{self.said}", text.strip())
        self.carry_out()
        return {"queued": True}
