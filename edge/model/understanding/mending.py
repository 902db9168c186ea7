"""What is meant by one who corrects himself, and which of several wishes the correction is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from edge.language import Language
from edge.model.understanding.clause import Clause
from edge.model.understanding.clauses import split
from edge.model.understanding.cutting import clause_in
from edge.model.understanding.free_slots import corrected_slot, played_instead
from edge.model.understanding.interpret import interpret
from edge.model.understanding.reasons import states
from edge.model.understanding.repairing import before_repair, instead, other_number, other_particle, other_quality
from edge.model.understanding.spotter import spot
from edge.model.understanding.text import tokens
from edge.model.understanding.types import Act, DialogueContext, Understanding

Reader = Callable[[str, DialogueContext, bool], Understanding]
"""Reads a cleaned text in a context, trusting what sounds told or not."""
_DONE = frozenset({"tool", "query"})


def mended(
    source: str, later: str, whole: Clause, context: DialogueContext, read: Reader
) -> Understanding | tuple[Act, Clause] | None:
    """What is meant by one who corrects himself: all of it as read anew, or one act; None where what follows is no correction.

    later: what stands behind the repair.
    """
    head = source[: len(source) - len(later)]
    if (only := _only_one_of(head, later, context, read)) is not None:
        return only
    if (parted := _of_last_wish(head, source, whole, context, read)) is not None:
        return parted
    before, after = clause_in(_without_repair(head, whole.language), whole.language), clause_in(later, whole.language)
    if whole.language == "zh" and (several := _and_goes_on(before, later, context, read)) is not None:
        return several
    if (turned := other_particle(before.text, later)) and whole.language == "en":
        again = read(turned, context, False)
        return again if again.acts[0].kind == "tool" else None
    if (opposite := other_quality(before, after, context) or other_number(before, after, context)) is not None:
        return opposite
    if (replayed := played_instead(before.text, after)) is not None:
        return replayed, whole
    if (anew := instead(before, after, context)) is not None:
        return anew
    if (renamed := corrected_slot(before.text, after)) is not None:
        return renamed, whole
    kept_from = before_repair(whole.mentions, later, source) or context.mentions
    wished = whole.language == "zh" and (wish := interpret(before, context)) is not None and wish.kind == "tool"
    again = read(later, replace(context, mentions=kept_from), wished)
    return again if again.acts[0].kind in ("tool", "query", "refuse") else None


_ONLY = re.compile(r"^(?:just|only) (.+?)[\s,.!?]*$", re.I)


def _only_one_of(head: str, later: str, context: DialogueContext, read: Reader) -> Understanding | None:
    """ "Get me to the dump and call Ann, no, just the dump": of several wishes the one that is named again."""
    named = _ONLY.match(later)
    if named is None:
        return None
    words = tokens(head, "en")
    for start, end in split(words, spot(words, "en", head), head, "en"):
        wish = head[words[start].start : words[end - 1].end]
        if named[1].lower() in wish.lower():
            again = read(wish, context, False)
            return again if again.acts[0].kind == "tool" else None
    return None


def _of_last_wish(head: str, source: str, whole: Clause, context: DialogueContext, read: Reader) -> Understanding | None:
    """Several wishes of which the last one is corrected: "wipers off and the fan on two, sorry, on three".

    None where there is one wish only, or where either part means nothing by itself.
    """
    words = tokens(head, whole.language)
    mentions = spot(words, whole.language, head)
    ranges = split(words, mentions, head, whole.language)
    repairing = _REPAIR_WORDS if whole.language == "en" else _REPAIR_CHARACTERS
    wished = [r for r in ranges if not {t.word for t in words[r[0] : r[1]]} <= repairing]
    if len(wished) < 2 or wished != ranges[: len(wished)]:
        return None  # corrected before: "the window, no, the roof, no, both"
    start, end = words[wished[-1][0]].start, words[wished[-2][1] - 1].end
    if states(head[start:]):
        return None
    first = read(head[:end], context, False)
    if not first.acts or any(act.kind not in _DONE for act in first.acts):
        return None
    second = read(source[start:], first.context, False)
    if any(act.kind not in _DONE for act in second.acts) or not _last_makes_sense(head[start:], first.context, read):
        return None
    if any(_same_target(one, other) for one in first.acts for other in second.acts):
        return None
    return replace(second, acts=(*first.acts, *second.acts))


def _without_repair(head: str, language: Language) -> str:
    """What was said before a Chinese repair without the words of the repair, where a pause stands before them: 二十六度, 不对,"""
    pieces = head.rstrip(" ,.").split(",")
    if language != "zh" or len(pieces) < 2 or not set(pieces[-1]) <= _REPAIR_CHARACTERS:
        return head
    while len(pieces) > 1 and set(pieces[-1]) <= _REPAIR_CHARACTERS:
        pieces.pop()
    return ",".join(pieces)


def _and_goes_on(before: Clause, later: str, context: DialogueContext, read: Reader) -> Understanding | None:
    """A wish corrected in a few words, with another one behind it: 加热三档, 等等, 两档, 方向盘也热上."""
    piece, _, rest = later.partition(",")
    after = clause_in(piece, before.language)
    anew = other_number(before, after, context) or instead(before, after, context)
    if not rest or anew is None:
        return None
    behind = read(rest, context, False)
    if any(act.kind not in _DONE or _same_target(anew[0], act) for act in behind.acts):
        return None
    return replace(behind, acts=(anew[0], *behind.acts))


def _same_target(one: Act, other: Act) -> bool:
    """Whether two acts set the same thing at the same place, so that the later one is the correction."""
    keys = ("zone", "seat", "window", "where", "light")
    places = [{r.arguments.get(key) for r in act.requests for key in keys} for act in (one, other)]
    return one.topic == other.topic and places[0] == places[1]


def _last_makes_sense(text: str, context: DialogueContext, read: Reader) -> bool:
    """Whether the corrected wish was one before it was corrected."""
    return all(act.kind in _DONE for act in read(text.rstrip(" ,."), context, False).acts)


_REPAIR_WORDS = frozenset(
    {"no", "nope", "nah", "wait", "sorry", "i", "mean", "meant", "oops", "actually", "rather", "or"}
    | {"oh", "um", "uh", "er", "hang", "hold", "on", "make", "that", "it"}
)
_REPAIR_CHARACTERS = frozenset("不对是错了说我哦啊等一下会儿应该的意思好")
