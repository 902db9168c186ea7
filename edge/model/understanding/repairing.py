"""A wish whose speaker corrects himself: the thing, the place or the name said anew, and all the rest of the wish."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from edge.model.understanding.carry import OPPOSITE, OPPOSITE_QUALITY, carried, leaning
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
    """What was said before a repair, to be gone on with; its number, its thing and its place only where none follows."""
    head = source[: len(source) - len(later)]
    anew = {m.kind for m in mentions if m.kind in ("number", "obj") and m.text and m.text in later}
    first = later.split(",")[0]
    if any(m.kind == "zone" and m.value not in ("left", "right", "all") and m.text and m.text in first for m in mentions):
        anew.add("zone")
    return carried(m for m in mentions if m.text and m.text in head and m.kind not in anew)


_TURNED = {"qual": OPPOSITE_QUALITY, "act": OPPOSITE}


def other_quality(before: Clause, after: Clause, context: DialogueContext) -> tuple[Act, Clause] | None:
    """ "One degree colder, no, warmer": the step as it was, in the other direction; None where more was said anew."""
    said = [m for m in after.mentions if m.kind not in ("filler", "function")]
    if len(said) != 1 or said[0].kind not in _TURNED or unexplained(after)[0] or before.language != "en":
        return None
    kind, value = said[0].kind, said[0].value
    opposed = [m for m in before.kind(kind) if m.value == _TURNED[kind].get(value)]
    if not opposed or not (before.kind("number") or before.kind("amount")):
        return None
    turned = replace(before, mentions=tuple(replace(m, value=value) if m in opposed else m for m in before.mentions))
    act = interpret(turned, context)
    return (act, turned) if act is not None and act.kind == "tool" else None


def other_number(before: Clause, after: Clause, context: DialogueContext) -> tuple[Act, Clause] | None:
    """副驾二十六度, 不对, 二十四度: the wish as it was, with the other number; None where more was said anew."""
    said = [m for m in after.mentions if m.kind not in ("filler", "function") and m.name not in ("act:set", "mark:to")]
    if before.language != "zh" or len(said) != 1 or said[0].kind != "number" or unexplained(after)[0]:
        return None
    number = before.number
    if number is None or said[0].unit not in ("", number.unit):
        return None
    anew = replace(number, number=said[0].number, text=said[0].text)
    corrected = replace(before, mentions=tuple(anew if m is number else m for m in before.mentions))
    act = interpret(corrected, context)
    return (act, corrected) if act is not None and act.kind == "tool" and act.topic not in ("navigate", "call", "media") else None


_PARTICLE = re.compile(r"\b(?:up|down|on|off)\b(?!.*\b(?:up|down|on|off)\b)", re.I)
_REPAIR_WORDS = re.compile(r"[\s,.]+(?:no|wait|sorry|i mean|i meant|oops|actually|rather)[\s,.]*$", re.I)


def other_particle(before: str, later: str) -> str:
    """ "Turn it down, no, up": the wish with the other particle; empty where the correction is more than that."""
    if not _PARTICLE.fullmatch(later.strip(" ,.!?")) or not _PARTICLE.search(before):
        return ""
    return _PARTICLE.sub(later.strip(" ,.!?"), _REPAIR_WORDS.sub("", before))
