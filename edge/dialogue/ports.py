"""What the assistant needs of the world, as interfaces: the daemon, the demo and the tests each bring their own."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Protocol

from edge.audio.frame import Samples
from edge.events import Json
from edge.language import Language
from edge.realtime.config import SessionConfig


class Effect(Enum):
    """What the caller must do to a device: the assistant itself touches none."""

    FLUSH_OUTPUT = auto()
    """Throw away what the sound device holds of the answer and has not played."""


class Ears(Protocol):
    """The part of the front end that the dialogue steers."""

    def arm_turn(self) -> None:
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

    def new_turn(self) -> None:
        """The driver speaks again."""
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
