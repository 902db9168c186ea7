"""End of turn: the talker has fallen silent, and what he said sounds finished or the silence has lasted long enough.

A fixed hangover either cuts off people who think in mid-sentence or keeps everybody waiting. So a short while into the silence the
audio of the turn is handed out as a query; whoever runs the network answers it (edge/frontend/smart_turn.py), and the answer sets
how much more silence ends the turn. Without an answer the hangover decides alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from edge.audio.frame import ENGINE_RATE, Samples
from edge.language import Language

Reason = Literal["silence", "max_length"]

_LEAD: Final = ENGINE_RATE // 2
"""Audio before a turn was known to have begun that belongs to it: the onset, and a little of the quiet before."""


@dataclass(frozen=True, slots=True)
class TurnProfile:
    """How much silence ends a turn, in milliseconds, by what the network made of it.

    closed: probability from which a turn sounds finished. closed_ms: silence that then ends it.
    open: probability below which it sounds broken off. open_ms: silence that then ends it.
    unsure_ms: between the two.
    """

    closed: float = 0.95
    closed_ms: int = 310
    open: float = 0.8
    open_ms: int = 1500
    unsure_ms: int = 900

    def hangover_ms(self, probability: float) -> int:
        """Silence that ends a turn of this probability of being finished."""
        if probability >= self.closed:
            return self.closed_ms
        return self.open_ms if probability < self.open else self.unsure_ms


@dataclass(frozen=True, slots=True)
class EndpointConfig:
    """Times of the end-of-turn detector."""

    hangover_ms: int = 600
    """Silence after the last word that ends a turn when nobody answers the query, in milliseconds."""
    hangover_by_language_ms: Mapping[Language, int] = field(default_factory=dict)
    """The same for a language, where it differs."""
    query_ms: int = 120
    """Silence after which the query goes out: the network tells best while the last word is fresh, and an answer takes time."""
    profile: TurnProfile = field(default_factory=TurnProfile)
    """What an answer means."""
    profile_by_language: Mapping[Language, TurnProfile] = field(default_factory=dict)
    """The same for a language, where it differs."""
    max_turn_s: float = 30.0
    """Longest turn in seconds; it ends then even in the middle of a word."""


@dataclass(frozen=True, slots=True, eq=False)
class EndpointQuery:
    """Is this turn finished? at: sample index of the last voice, which names the query. audio: shape (n,), at most 8 s, 16 kHz."""

    at: int
    audio: Samples


class EndOfTurn:
    """Decides when a turn is over. It only looks while armed.

    Speech that goes on when it is armed belongs to the turn.
    """

    def __init__(self, config: EndpointConfig | None = None) -> None:
        self.config = config or EndpointConfig()
        self.language: Language | None = None
        """Language of the talk, when known: chooses hangover and profile."""
        self._armed = False
        self._begin: int | None = None
        self._asked: int | None = None
        self._answer: float | None = None

    @property
    def armed(self) -> bool:
        """Whether turns are being ended."""
        return self._armed

    @property
    def hangover(self) -> int:
        """Silence that ends the turn as things stand, in samples."""
        config = self.config
        if self._answer is not None:
            profile = config.profile
            if self.language is not None:
                profile = config.profile_by_language.get(self.language, profile)
            return profile.hangover_ms(self._answer) * ENGINE_RATE // 1000
        chosen = config.hangover_ms
        if self.language is not None:
            chosen = config.hangover_by_language_ms.get(self.language, chosen)
        return chosen * ENGINE_RATE // 1000

    def arm(self) -> None:
        """A turn may begin: nothing said so far counts, but for a word that is being said right now."""
        self._armed = True
        self.restart()

    def disarm(self) -> None:
        """No turn is being listened to."""
        self._armed = False
        self.restart()

    def restart(self) -> None:
        """The audio starts over: a turn that was on is forgotten, armed stays armed."""
        self._begin = None
        self._asked = None
        self._answer = None

    def asks(self, now: int, last_voice: int) -> int | None:
        """Whether to ask at sample `now` if the turn is finished, once for each silence of a turn.

        The name of the query is the sample of the last voice. Returns how many samples of audio belong to it.
        """
        if self._begin is None or self._asked == last_voice or last_voice <= self._begin - _LEAD:
            return None
        if now - last_voice < self.config.query_ms * ENGINE_RATE // 1000:
            return None
        self._asked = last_voice
        self._answer = None
        return now - self._begin + _LEAD

    def answer(self, at: int, probability: float) -> None:
        """The answer to the query of that name; one that comes after the voice has come back is not for this silence."""
        if self._asked == at:
            self._answer = probability

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
        if self._asked is not None and last_voice != self._asked:
            self._asked = None
            self._answer = None
        if now - self._begin >= self.config.max_turn_s * ENGINE_RATE:
            self.restart()
            return "max_length"
        if not speaking and now - last_voice >= self.hangover:
            self.restart()
            return "silence"
        return None
