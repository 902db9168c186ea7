"""What a turn means in which no clause meant anything: the answer to our question, a question back, or nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from edge.model.understanding.clause import Clause
from edge.model.understanding.climate import ask, plain, tool
from edge.model.understanding.forms import asks, unexplained
from edge.model.understanding.framing import elsewhere
from edge.model.understanding.free_slots import bare_goal, dialled, place
from edge.model.understanding.guess import surely_no_wish
from edge.model.understanding.interpret import interpret
from edge.model.understanding.slot_text import strip
from edge.model.understanding.types import Act, DialogueContext, Mention

_ANOTHER_GOAL = re.compile(
    r"^(?:(?:no|actually|rather|then|instead|well|or)\b|,|\s)*to (?!be\b|me\b|the (?:left|right)\b)(.+)$", re.I
)
""" "Actually, to Leipzig", after another place was gone to."""


def fallback(clause: Clause, context: DialogueContext) -> Act:
    """What a turn means in which no clause meant anything: the answer to our question, a question back, or nothing."""
    if context.asked in ("destination", "contact") and context.asked_times:
        answer = asked_for(clause, context)
        if answer is not None:
            return answer
    if context.route and (elsewhere_to := _ANOTHER_GOAL.search(clause.text)) and len(clause.words) < 12:
        goal = place(strip(elsewhere_to.group(1), clause.language), clause.language)
        if goal:
            return tool("navigate", goal)
    guess = degrees(clause, context)
    if guess is not None:
        return guess
    doing = any(m.kind == "act" and m.text.lower() != "on" for m in clause.mentions)  # "not on the motorway"
    if not clause.kind("obj") and not doing and (goal := bare_goal(clause.text, clause.language)):
        return tool("navigate", goal)
    if elsewhere(clause.text, clause.language):
        return Act("reject", "told")
    unknown, _ = unexplained(clause)
    acting = clause.kind("act") or clause.kind("qual")
    if acting and unknown <= 1 and not asks(clause) and not clause.kind("chat"):
        loud = clause.language == "en" and clause.direction and clause.has("mark:it")
        if loud:
            number = clause.number
            if number is not None and number.number % 1:  # "hike it up by one point five"
                return interpret(clause.with_mentions([Mention("obj", "temperature", 0, 0)]), context) or ask("object")
            steps = 2.0 - bool(clause.amount)
            if number is not None:
                steps = number.number if number.unit == "level" else number.number / 10
            return tool("set_volume", {"delta": plain(clause.direction * 10 * steps)})
        if clause.negated and (clause.kind("obj") or not clause.has("act:set")):
            return Act("control", "leave")
        if not clause.has("mark:it") and (clause.kind("zone") or unknown) and surely_no_wish(clause.words, clause.language):
            return Act("reject", "out_of_domain")
        return ask("object") if context.asked != "object" else Act("reject", "unclear")
    if clause.negated and clause.kind("obj") and unknown == 0 and not asks(clause):
        return Act("control", "leave")
    if clause.kind("obj") and unknown == 0 and not asks(clause) and context.asked != "action":
        return ask("action")
    return Act("reject", "out_of_domain" if unknown >= 2 or asks(clause) else "unclear")


def degrees(clause: Clause, context: DialogueContext) -> Act | None:
    """A bare number that can only be a temperature: "make it 22"."""
    number = clause.number
    if number is None or unexplained(clause)[0] or number.unit not in ("", "degree") or not 15 < number.number < 31:
        return None
    if clause.kind("obj") or clause.kind("topic"):
        return None
    return interpret(replace(clause, mentions=(*clause.mentions, Mention("obj", "temperature", 0, 0))), context)


def asked_for(clause: Clause, context: DialogueContext) -> Act | None:
    if asks(clause) and not clause.kind("poi"):
        return None
    said = re.sub(
        r"^(?:to|at|it's|it is|maybe|um|uh|i think|去|到|打给|给|是|呃|嗯)\s*", "", strip(clause.text, clause.language), flags=re.I
    )
    said = strip(said, clause.language)
    if not said:
        return None
    if context.asked == "destination":
        return tool("navigate", place(said, clause.language))
    number = dialled(said, clause.language)
    return tool("call", {"number": number} if number else {"contact": said})
