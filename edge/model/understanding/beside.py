"""Which clauses beside a wish are no more than its reason, whatever the grammar hears in them."""

from __future__ import annotations

from collections.abc import Sequence

from edge.model.responder.bank import SAFETY
from edge.model.understanding.clause import Clause
from edge.model.understanding.forms import asks
from edge.model.understanding.interpret import REFILLED, interpret
from edge.model.understanding.reasons import gives_reason
from edge.model.understanding.types import Act, DialogueContext


def puts_a_wish(clause: Clause) -> bool:
    """Whether a clause names a thing or a quality, and what is to become of it."""
    act = interpret(clause, DialogueContext())
    if act is None or act.kind != "tool":
        return False
    return act.topic in ("navigate", "call") or any(m.kind in ("act", "qual") for m in clause.mentions)


def reasons_among(clauses: Sequence[Clause], context: DialogueContext) -> set[int]:
    """Which clauses only state something that means no deed by itself, beside one that puts a wish in words."""
    stating = {number for number, clause in enumerate(clauses) if clause.language == "en" and gives_reason(clause.text)}
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
