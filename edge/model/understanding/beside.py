"""What the clauses of an utterance are to each other: a wish, the reason beside it, a change asked for, a call for help."""

from __future__ import annotations

from collections.abc import Sequence

from edge.language import Language
from edge.model.responder.bank import SAFETY
from edge.model.understanding.clause import Clause
from edge.model.understanding.clauses import clause_of, split
from edge.model.understanding.forms import asks
from edge.model.understanding.free_slots import avoided
from edge.model.understanding.interpret import REFILLED, interpret
from edge.model.understanding.reasons import gives_reason
from edge.model.understanding.text import Token
from edge.model.understanding.types import Act, DialogueContext, Mention


def puts_a_wish(clause: Clause) -> bool:
    """Whether a clause names a thing or a quality, and what is to become of it."""
    act = interpret(clause, DialogueContext())
    if act is None or act.kind != "tool":
        return False
    return act.topic in ("navigate", "call") or any(m.kind in ("act", "qual", "amount", "dir", "number") for m in clause.mentions)


def reasons_among(clauses: Sequence[Clause], context: DialogueContext) -> set[int]:
    """Which clauses only state something that means no deed by itself, beside one that puts a wish in words."""
    stating = {
        number
        for number, clause in enumerate(clauses)
        if clause.language == "en" and gives_reason(clause.text) and not avoided(clause.text, "en")
    }
    if not stating or not any(puts_a_wish(clause) for number, clause in enumerate(clauses) if number not in stating):
        return set()
    heard = {number: interpret(clauses[number], context) for number in stating}
    return {number for number, act in heard.items() if act is None or _no_more_than_reason(act, clauses[number])}


def _no_more_than_reason(act: Act, clause: Clause) -> bool:
    """Whether what was heard in a statement is not asked for: "I need to read the map", "I want to hear the engine"."""
    if act.kind == "chat":
        return act.topic not in SAFETY
    if asks(clause) or clause.question or act.topic in REFILLED:
        return False
    if act.kind in ("query", "unavailable", "refuse") or act.topic == "navigation":
        return True
    return act.topic == "media" and "query" in act.requests[0].arguments and not clause.has("obj:media", "mark:please")


def is_for_help(act: Act | None) -> bool:
    """Whether an act drives to a hospital or dials a number: whoever names one in distress gets the way there, or the call."""
    return act is not None and any(r.arguments.get("poi") == "hospital" or "number" in r.arguments for r in act.requests)


def wishes_change(
    words: Sequence[Token], mentions: Sequence[Mention], source: str, language: Language, context: DialogueContext
) -> bool:
    """Whether any clause asks for something to be changed in the car."""
    clauses = [clause_of(words, mentions, start, end, source, language) for start, end in split(words, mentions, source, language)]
    whole = clause_of(words, mentions, 0, len(words), source, language)
    acts = [interpret(clause, context) for clause in (*clauses, whole)]
    return any(
        act is not None and act.kind == "tool" and act.topic not in ("navigate", "navigation", "remember_preference")
        for act in acts
    )
