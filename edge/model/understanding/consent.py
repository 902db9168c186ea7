"""Whether an utterance is a plain yes or no: for whoever holds a question that waits for an answer."""

from __future__ import annotations

from edge.language import Language
from edge.model.understanding.types import DialogueContext
from edge.model.understanding.utterance import understand


def says_yes(text: str, language: Language) -> bool:
    """Whether it is a yes and nothing else."""
    return understand(text, language, DialogueContext()).intent == "control.yes"


def says_no(text: str, language: Language) -> bool:
    """Whether it is a no, a cancel or a stop, and nothing else."""
    return understand(text, language, DialogueContext()).intent in ("control.no", "control.cancel", "control.stop")
