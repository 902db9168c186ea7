"""The scene tone of an answer: which manner goes with what it is about."""

from __future__ import annotations

from typing import Final

from edge.model.understanding import Understanding
from edge.model.understanding.kinds import GROUPS

_CALM: Final = frozenset(
    {"tired", "drunk", "sick", "pain", "scared", "suicide", "accident", "angry", "stressed", "jam"}
    | {f"talk_{kind}" for kind in (*GROUPS["safety"], "safety", "annoyed", "nervous", "quarrel", "unwell", "hazard")}
)
_GENTLE: Final = frozenset(
    {"sad", "bored", "good_night", "sorry", "insult", "long_drive"}
    | {f"talk_{kind}" for kind in ("grief", "bad_news", "lonely", "weary", "bored", "low", "insult")}
)
_CHEERFUL: Final = frozenset(
    {"joke", "birthday", "happy", "compliment", "sing", "love", "kids"}
    | {f"talk_{kind}" for kind in ("good_news", "relief", "love", "family", "glad", "laugh", "compliment", "sing")}
)


def tone_of(understood: Understanding) -> str:
    """The name of a tone (`edge.model.voice.marks.TONES`), or nothing for the persona's own.

    A driver who is unwell, frightened or angry is spoken to calmly. Commands and questions keep the persona's own
    tone: their answers are short, often the same, and kept ready in it.
    """
    if not understood.acts or understood.acts[0].kind != "chat":
        return ""
    topic = understood.acts[0].topic
    if topic in _CALM:
        return "calm"
    return "gentle" if topic in _GENTLE else "cheerful" if topic in _CHEERFUL else ""
