"""Where one clause holds several wishes without a mark or a conjunction between them, and where a pause stands for a mark."""

from __future__ import annotations

import re

from edge.language import Language
from edge.model.understanding.clause import Clause
from edge.model.understanding.clauses import clause_of, implicit_cuts
from edge.model.understanding.commands import composed
from edge.model.understanding.free_slots import free_slot
from edge.model.understanding.interpret import interpret
from edge.model.understanding.patterns import AFTER_SLOT, SECOND_SLOT
from edge.model.understanding.spotter import spot
from edge.model.understanding.text import tokens
from edge.model.understanding.types import DialogueContext

_PAUSE = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_TOO = re.compile(r"(?:打开|开启|关闭|关掉|关上).{1,5}也.{2,}")
""" 前除雾打开座椅也加热: two wishes, whatever the things have in common."""
OPEN_ENDED = frozenset({"navigate", "call", "media", "remember_preference"})
"""Wishes that end in words of the driver's own, which may go on behind a pause."""
_OWN_WORDS = frozenset({"query", "destination", "poi", "contact", "number"})


def clause_in(text: str, language: Language) -> Clause:
    """The one clause of a piece of cleaned text."""
    words = tokens(text, language)
    return clause_of(words, spot(words, language, text), 0, len(words), text, language)


def paused(source: str, context: DialogueContext) -> str:
    """Chinese with commas for the spaces at which a wish is complete: recognisers write pauses so."""
    pieces = _PAUSE.split(source)
    joined = pieces[0]
    for piece in pieces[1:]:
        before = interpret(clause_in(joined.rpartition(",")[2], "zh"), context)
        following = clause_in(piece, "zh")
        complete = before is not None and before.kind in ("tool", "query")
        if complete and before is not None and before.topic in OPEN_ENDED:  # 放点爵士 声音小一点
            wish = interpret(following, context)
            complete = wish is not None and wish.kind == "tool" and bool(following.kind("obj") or following.kind("act"))
        if before is None or before.kind == "chat":  # a remark, and then a wish that is whole by itself
            wish = interpret(following, context)
            complete = wish is not None and wish.kind == "tool" and bool(following.kind("obj")) and bool(following.kind("act"))
        said = any(m.kind not in ("filler", "function", "mark") for m in following.mentions)
        joined += ("," if complete and (said or len(piece) > 3) else " ") + piece
    return joined


def cut_before_slot(clause: Clause, context: DialogueContext) -> list[Clause]:
    """A clause in pieces where a second wish begins without a conjunction, one of the two with words of the driver's own."""
    if clause.language == "zh" and (halves := _cut_after_slot(clause, context)):
        return halves
    whole = free_slot(clause.text, clause.language)
    if whole is not None and (clause.language == "en" or whole.topic == "media"):
        return []
    for match in SECOND_SLOT[clause.language].finditer(clause.text):
        halves = [clause_in(half, clause.language) for half in (clause.text[: match.start()], clause.text[match.start() :])]
        left = interpret(halves[0], context)
        right = free_slot(halves[1].text, clause.language)
        if left is not None and left.kind == "tool" and right is not None and right.kind == "tool":
            return halves
    return []


def _cut_after_slot(clause: Clause, context: DialogueContext) -> list[Clause]:
    for match in AFTER_SLOT.finditer(clause.text):
        halves = [clause_in(half, "zh") for half in (clause.text[: match.start()], clause.text[match.start() :])]
        left, right = free_slot(halves[0].text, "zh") or interpret(halves[0], context), interpret(halves[1], context)
        own_words = left is not None and left.kind == "tool" and not _OWN_WORDS.isdisjoint(left.requests[0].arguments)
        own_words = own_words or (left is not None and left.topic == "media" and halves[0].has("act:next", "act:previous"))
        if own_words and right is not None and right.kind == "tool" and right.topic not in OPEN_ENDED:
            return [*(cut_before_slot(halves[0], context) or halves[:1]), halves[1]]
    return []


def parts_of(clause: Clause, context: DialogueContext) -> list[Clause]:
    """A clause in pieces that are each a wish: "open the window turn off the radio"."""
    twice = len(clause.kind("act")) > 2 or _TOO.search(clause.text) is not None
    if free_slot(clause.text, clause.language) is not None or (composed(clause) and not twice):
        return []

    def complete(half: Clause) -> bool:
        act = interpret(half, context)
        return act is not None and act.kind == "tool"

    for left, right in implicit_cuts(clause, complete):
        if set(left.values("act")) == {"set"} and not right.kind("act") and not right.kind("qual") and clause.language == "en":
            continue  # "keep the AC temperature at 24"
        bare = [Clause(half.language, half.mentions, half.words, "", half.question) for half in (left, right)]
        return [bare[0], *(parts_of(bare[1], context) or [bare[1]])]
    return []
