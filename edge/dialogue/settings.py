"""How the conversation behaves."""

from __future__ import annotations

from dataclasses import dataclass, field

from edge.dialogue.seats import SessionLife
from edge.dialogue.speech_follower import FollowerSettings
from edge.dialogue.turn import Deadlines
from edge.language import Language
from edge.realtime.router import RouterSettings


@dataclass(frozen=True, slots=True)
class DialogueSettings:
    """How the conversation behaves."""

    deadlines: Deadlines = field(default_factory=Deadlines)
    speech: FollowerSettings = field(default_factory=FollowerSettings)
    wake_preroll: float = 1.5
    """Seconds before a wake event that belong to the turn: about the wake phrase itself, and nothing said before it."""
    onset_preroll: float = 0.3
    """Seconds before an onset of speech that belong to the turn."""
    language: Language = "en"
    """Language of notices before anybody has spoken."""
    routing: RouterSettings = field(default_factory=RouterSettings)
    life: SessionLife = field(default_factory=SessionLife)
    stall: float = 1.5
    """Seconds of silence within an answer after which another endpoint is asked for all of it."""
    longest_hold: float = 15.0
    """Seconds that speech is held at most while the road needs the driver."""
