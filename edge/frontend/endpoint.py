"""End of turn: the talker has been silent for long enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from edge.audio.frame import ENGINE_RATE
from edge.language import Language

Reason = Literal["silence", "max_length"]


@dataclass(frozen=True, slots=True)
class EndpointConfig:
    """Times of the end-of-turn detector."""

    hangover_ms: int = 600
    """Silence after the last word that ends a turn, in milliseconds."""
    hangover_by_language_ms: Mapping[Language, int] = field(default_factory=dict)
    """The same for a language, where it differs."""
    max_turn_s: float = 30.0
    """Longest turn in seconds; it ends then even in the middle of a word."""


class EndOfTurn:
    """Decides when a turn is over. It only looks while armed.

    Speech that goes on when it is armed belongs to the turn.
    """

    def __init__(self, config: EndpointConfig | None = None) -> None:
        self.config = config or EndpointConfig()
        self.language: Language | None = None
        """Language of the talk, when known: chooses the hangover."""
        self._armed = False
        self._begin: int | None = None

    @property
    def armed(self) -> bool:
        """Whether turns are being ended."""
        return self._armed

    @property
    def hangover(self) -> int:
        """Silence that ends a turn, in samples."""
        config = self.config
        chosen = config.hangover_ms
        if self.language is not None:
            chosen = config.hangover_by_language_ms.get(self.language, chosen)
        return chosen * ENGINE_RATE // 1000

    def arm(self) -> None:
        """A turn may begin: nothing said so far counts, but for a word that is being said right now."""
        self._armed = True
        self._begin = None

    def disarm(self) -> None:
        """No turn is being listened to."""
        self._armed = False
        self._begin = None

    def restart(self) -> None:
        """The audio starts over: a turn that was on is forgotten, armed stays armed."""
        self._begin = None

    def process(self, now: int, speaking: bool, last_voice: int) -> Reason | None:
        """What is known at sample `now`.

        speaking: whether somebody talks. last_voice: sample at which the last voice ended.
        Returns why the turn has ended, or None. Stays armed for the next turn.
        """
        if not self._armed:
            return None
        if self._begin is None:
            if speaking:
                self._begin = now
            return None
        if now - self._begin >= self.config.max_turn_s * ENGINE_RATE:
            self._begin = None
            return "max_length"
        if not speaking and now - last_voice >= self.hangover:
            self._begin = None
            return "silence"
        return None
