"""How the conversation behaves."""

from __future__ import annotations

from dataclasses import dataclass, field

from edge.dialogue.speech_follower import FollowerSettings
from edge.dialogue.turn import Deadlines
from edge.language import Language


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
