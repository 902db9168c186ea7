"""What the assistant needs of the world, as interfaces: the daemon, the demo and the tests each bring their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal, Protocol

from edge.audio.frame import Samples
from edge.events import Json
from edge.language import Language
from edge.realtime.config import SessionConfig

Drift = Literal["none", "anchor", "roll"]
"""What to do about a persona: nothing, remind the model of it, begin a new session."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something the car tells by itself. urgent: it does not wait for the end of the follow-up window."""

    key: str
    text: str
    urgent: bool = False


class Effect(Enum):
    """What the caller must do to a device: the assistant itself touches none."""

    FLUSH_OUTPUT = auto()
    """Throw away what the sound device holds of the answer and has not played."""


class Ears(Protocol):
    """The part of the front end that the dialogue steers."""

    def arm_turn(self, language: Language | None = None) -> None:
        """Begin to look for the end of a turn."""
        ...

    def disarm_turn(self) -> None:
        """Stop looking for it."""
        ...

    def preroll(self, seconds: float) -> Samples:
        """The last cleaned audio at 16 kHz, at most `seconds` of it."""
        ...


class Tools(Protocol):
    """What runs the tools the model calls."""

    def call(self, name: str, arguments: Mapping[str, Json], now_ns: int) -> dict[str, Json]:
        """Run one tool and return its result."""
        ...

    def finished(self, now_ns: int) -> list[tuple[str, dict[str, Json]]]:
        """(ticket, result) of calls whose `call` returned {"status": "requested", "ticket": …} and that came to an end."""
        ...

    def new_turn(self) -> None:
        """The driver speaks again."""
        ...

    def heard(self, text: str) -> bool | None:
        """What the driver said, as transcribed: a yes to a question that waits for one, or not."""
        ...

    def question_finished(self, now_ns: int) -> None:
        """What was to be said has been played to its end: from now on an answer to it counts."""
        ...


class Context(Protocol):
    """What the model is told of persona and car."""

    def session_config(self, endpoint: str) -> SessionConfig:
        """Instructions, voice and tools for a session with this endpoint."""
        ...

    def state_block(self, now_ns: int) -> str:
        """The rolling description of the car's state: fresh and valid values only."""
        ...

    def hear_manner(self, prosody: Mapping[str, Json]) -> bool:
        """The front end's event on how the turn was said that ends now. Returns whether it changes the state block."""
        ...

    def attention(self, now_ns: int) -> str | None:
        """Why the road needs the driver's whole attention and speech is held; None when it need not be."""
        ...

    def alerts(self, now_ns: int, language: Language) -> Sequence[Announcement]:
        """What the car has to tell now, each once, the gravest first; asked once a second."""
        ...

    def judge(self, reply: str, said: str, language: Language, *, supported: bool, now_ns: int) -> Drift:
        """Whether a reply was in character. said: what the driver had said. supported: a tool was called for it."""
        ...

    def anchor(self, language: Language) -> str:
        """A few words that bring the model back to its persona."""
        ...


class Notices(Protocol):
    """Sounds that need no endpoint."""

    def apology(self, language: Language) -> Samples:
        """At 24 kHz: that no answer could be had."""
        ...

    def listening(self) -> Samples:
        """At 24 kHz: a short tone that says the turn is open."""
        ...

    def sign_off(self) -> Samples:
        """At 24 kHz: a short tone that says listening has ended."""
        ...

    def change(self) -> Samples:
        """At 24 kHz: a short tone that says another endpoint answers from here on."""
        ...

    def fault(self, key: str, language: Language) -> Samples | None:
        """At 24 kHz: the recording for an announcement of that key, for when no endpoint can speak; None where there is none."""
        ...
