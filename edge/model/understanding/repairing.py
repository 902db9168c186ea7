"""A wish whose speaker corrects himself: the thing, the place or the name said anew, and all the rest of the wish."""

from __future__ import annotations

import re
from collections.abc import Sequence

from edge.model.understanding.carry import carried, leaning
from edge.model.understanding.clause import Clause
from edge.model.understanding.fallback import degrees
from edge.model.understanding.forms import unexplained
from edge.model.understanding.interpret import interpret
from edge.model.understanding.turn import NAMING, kept
from edge.model.understanding.types import Act, DialogueContext, Mention


def instead(before: Clause, after: Clause, context: DialogueContext) -> tuple[Act, Clause] | None:
    """A wish whose thing or place is named anew, with all the rest of it: "set the rear to 19, no wait, the passenger"."""
    wish = interpret(before, context) or degrees(before, context)
    if (
        wish is None
        or wish.kind != "tool"
        or not after.mentions
        or {m.kind for m in after.mentions} - NAMING
        or unexplained(after)[0]
    ):
        return None
    leant = leaning(after, kept(wish, before))
    act = interpret(leant, context) if leant is not None else None
    return (act, leant) if act is not None and leant is not None and act.kind == "tool" else None


def before_repair(mentions: Sequence[Mention], later: str, source: str) -> tuple[Mention, ...]:
    """What was said before a repair, to be gone on with; its number only where none follows."""
    head = source[: len(source) - len(later)]
    numbered = any(m.kind == "number" and m.text and m.text in later for m in mentions)
    return carried(m for m in mentions if m.text and m.text in head and not (numbered and m.kind == "number"))


_PARTICLE = re.compile(r"\b(?:up|down|on|off)\b(?!.*\b(?:up|down|on|off)\b)", re.I)
_REPAIR_WORDS = re.compile(r"[\s,.]+(?:no|wait|sorry|i mean|i meant|oops|actually|rather)[\s,.]*$", re.I)


def other_particle(before: str, later: str) -> str:
    """ "Turn it down, no, up": the wish with the other particle; empty where the correction is more than that."""
    if not _PARTICLE.fullmatch(later.strip(" ,.!?")) or not _PARTICLE.search(before):
        return ""
    return _PARTICLE.sub(later.strip(" ,.!?"), _REPAIR_WORDS.sub("", before))
