"""Text to meaning: deterministic, by a small grammar over a lexicon.

An utterance is cleaned, covered by known phrases, cut into clauses, and each clause becomes one act. A clause that means
nothing by itself leans on the one before it, or on the last turn. What is left over is asked about once, or rejected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from edge.events import Json
from edge.language import Language
from edge.model.responder.bank import SAFETY
from edge.model.understanding.carry import carried, goes_on, leaning, levels_of
from edge.model.understanding.clause import Clause
from edge.model.understanding.clauses import clause_of, repaired, split, without_contrast
from edge.model.understanding.climate import ask, plain, tool
from edge.model.understanding.control import control
from edge.model.understanding.cutting import cut_before_slot, parts_of, paused
from edge.model.understanding.deferred import deferred
from edge.model.understanding.explaining import explained
from edge.model.understanding.foreign import is_foreign
from edge.model.understanding.forms import asks, confidence, unexplained
from edge.model.understanding.framing import quotes, supposed, told
from edge.model.understanding.free_slots import avoided, dialled, place
from edge.model.understanding.guess_labels import second_reading
from edge.model.understanding.interpret import interpret
from edge.model.understanding.slot_text import strip
from edge.model.understanding.spotter import spot
from edge.model.understanding.text import Token, clean, tokens
from edge.model.understanding.types import Act, DialogueContext, Mention, ToolRequest, Understanding
from edge.model.understanding.weeding import weeded

_OBJECTS = {
    "set_climate": "temperature", "set_fan": "fan", "set_volume": "volume", "set_window": "window", "set_light": "light",
    "set_defrost": "defrost",
    "set_wipers": "wipers", "media": "media",
}  # fmt: skip
_OUTDOORS = re.compile(r"\boutside\b|\bout there\b|外面|外边|室外|车外", re.I)
_INDOORS = re.compile(r"\binside\b|\bin here\b|\bin the car\b|车里|车内|里面|室内", re.I)


_NAMING = frozenset({"obj", "zone", "filler", "function"})
"""Kinds of a clause that only names a thing."""
_DONE_TO_SEVERAL = frozenset({"act:on", "act:off", "act:open", "act:close"})


@dataclass(slots=True)
class _Turn:
    """The work on one utterance: acts so far, with the clause each came from (None for what is no command)."""

    language: Language
    context: DialogueContext
    source: str = ""
    acts: list[tuple[Act, Clause | None]] = field(default_factory=list)
    base: tuple[Mention, ...] = ()
    waiting: Clause | None = None
    # Things only named, before the one that waits: "the reading light, the ambient light and the radio off".
    named: list[Clause] = field(default_factory=list)
    # Whether a clause was told, quoted or supposed, and whether what follows belongs to a quotation.
    told: bool = False
    quoting: bool = False


def understand(text: str, language: Language, context: DialogueContext | None = None) -> Understanding:
    """What an utterance means. text: as recognised or typed; language: what it is in. Never raises."""
    context = context or DialogueContext()
    source = clean(text[:600], language)
    if language == "zh" and " " in source:
        source = paused(source, context)
    words = tokens(source, language)
    if not any(not token.is_mark for token in words):
        return Understanding(text, language, (Act("reject", "silence"),), 0.0, context)
    if is_foreign(source):
        return Understanding(text, language, (Act("reject", "foreign"),), 0.0, context)
    mentions = spot(words, language, source)
    whole = clause_of(words, mentions, 0, len(words), source, language)
    settled = control(whole.words, language, context)
    if settled is not None:
        return _conclude(text, [(settled, None)], whole, context)
    if (head := without_contrast(source, language)) and any(a.kind == "tool" for a in understand(head, language, context).acts):
        return replace(understand(head, language, context), text=text)
    later = repaired(source, language)
    if later:
        again = understand(
            later, language, replace(context, mentions=_before_repair(mentions, later, source, words) or context.mentions)
        )
        if again.acts[0].kind in ("tool", "query", "refuse"):
            return replace(again, text=text)
    if deferred(source, language) and _wishes_change(words, mentions, source, language, context):
        return _conclude(text, [(Act("unavailable", "later"), None)], whole, context)
    if (about := explained(source, whole)) is not None:
        return _conclude(text, [(about, None)], whole, context)
    turn = _Turn(language, context, source, base=context.mentions)
    ranges = split(words, mentions, source, language)
    whole_act = interpret(whole, context) if len(ranges) > 1 and not told(whole.text, language) else None
    if whole_act is not None and (whole_act.kind == "refuse" or (whole_act.kind == "chat" and whole_act.topic in SAFETY)):
        return _conclude(text, [(whole_act, None)], whole, context)
    for number, (start, end) in enumerate(ranges):
        clause = clause_of(words, mentions, start, end, source, language)
        if clause.words and not _tells(turn, clause):
            _take(turn, clause, last=number == len(ranges) - 1)
    if turn.told and turn.waiting is not None and not turn.acts:
        turn.waiting = None
    if turn.told and not turn.acts:
        turn.acts.append((Act("reject", "told"), None))
    if turn.waiting is not None and turn.acts and all(act.kind == "chat" for act, _ in turn.acts):
        act = _fallback(turn.waiting, context)  # "turn it down, the baby is sleeping"
        if act.kind in ("tool", "ask"):
            turn.acts = [(act, turn.waiting)]
    if turn.waiting is not None and not turn.acts:
        act = _fallback(turn.waiting if len(ranges) == 1 else whole, context)
        turn.acts.append((act, turn.waiting if act.kind in ("ask", "tool") else None))
    acts = weeded(turn.acts)
    if not turn.told and (second := second_reading([act for act, _ in acts], whole, context)) is not None:
        acts = [(second, whole)]
    return _conclude(text, acts, whole, context)


def _wishes_change(
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


def _before_repair(mentions: Sequence[Mention], later: str, source: str, words: Sequence[object]) -> tuple[Mention, ...]:
    del words
    head = source[: len(source) - len(later)]
    return carried(m for m in mentions if m.text and m.text in head and m.kind != "number")


def _tells(turn: _Turn, clause: Clause) -> bool:
    """Whether a clause only tells something: then what it is about is kept for the next one, and nothing is done."""
    if turn.quoting or told(clause.text, turn.language):
        stopped = interpret(clause, turn.context)
        if stopped is not None and (stopped.topic == "override" or (stopped.kind == "chat" and not clause.kind("act"))):
            return False
        asked = stopped is not None and stopped.kind == "query" and asks(clause) and clause.question
        if asked and not turn.quoting and not supposed(clause.text, turn.language):
            return False
        turn.told = True
        turn.quoting = turn.quoting or quotes(clause.text, turn.language)
        turn.base = carried(m for m in clause.mentions if m.kind in ("obj", "zone")) or turn.base
        return True
    return False


def _take(turn: _Turn, clause: Clause, *, last: bool) -> None:
    """Add the acts of one clause, or keep it waiting for the next one."""
    if turn.acts and turn.acts[-1][0].topic == "navigate" and avoided(clause.text, turn.language) and _extends_slot(turn, clause):
        return
    clause = _warmed_thing(clause, turn)
    act = interpret(clause, turn.context)
    base = _for_degrees(clause, turn.base)
    if act is not None and goes_on(clause, turn.base):
        clause = clause.with_mentions(m for m in turn.base if m.kind == "zone")
        act = interpret(clause, turn.context)
    if turn.context.last_queried and not turn.acts:
        act = _swapped_place(clause, turn) or act
    if act is not None and turn.acts and (same := _same_done(clause, turn)) is not None:
        clause, act = same
    parts = parts_of(clause, turn.context) if act is None or act.kind == "tool" else []
    if not parts:
        parts = cut_before_slot(clause, turn.context)
    if parts:
        for part in parts:
            _resolve(turn, part, interpret(part, turn.context))
        return
    if act is None or (act.kind == "ask" and turn.base):
        leant = leaning(clause, base)
        leant_act = interpret(leant, turn.context) if leant is not None else None
        if leant is not None and leant_act is not None and _may_lean(leant_act, clause, turn):
            clause, act = leant, leant_act
    bare = act is not None and act.kind == "tool" and not turn.acts and not {m.kind for m in clause.mentions} - _NAMING
    if bare and not last and turn.waiting is not None:
        turn.named.append(turn.waiting)
        turn.waiting = None
    if act is not None and (act.kind == "ask" or bare) and not last and turn.waiting is None:
        turn.waiting = clause  # "turn the fan and the radio off"
        return
    if act is None and not base:
        act = _degrees(clause, turn.context)
    if act is None or act.topic == "leave":
        act = _other_way(clause, turn) or act
    if act is None:
        if _extends_slot(turn, clause):
            return
        turn.waiting = clause if turn.waiting is None else _joined(turn.waiting, clause)
        if last and not turn.acts:
            act = interpret(turn.waiting, turn.context)
            if act is not None:
                turn.acts.append((act, turn.waiting))
        return
    _resolve(turn, clause, act)


def _for_degrees(clause: Clause, base: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The base without what was just closed or turned off: "close the windows, then set it to 21" speaks of degrees."""
    number = clause.number
    bare = number is not None and number.unit in ("", "degree") and 15 < number.number < 31
    asked = not any(m.kind in ("obj", "qual", "state") for m in base)  # "any warnings?" is nothing that could be set to 22
    return () if bare and (asked or any(m.name in ("act:close", "act:off") for m in base)) else base


def _warmed_thing(clause: Clause, turn: _Turn) -> Clause:
    """ "The steering wheel is too hot, switch the heating off": the heating is the one of the thing just named."""
    things = {"obj:wheel": "wheel_heating", "obj:seat": "seat_heating"}
    thing = next((things[m.name] for m in turn.base if m.name in things), "") if turn.acts else ""
    if thing and not clause.kind("obj") and clause.has("act:heat") and clause.language == "zh":
        return clause.with_mentions((Mention("obj", thing, 0, 0),))
    if not thing or set(clause.values("obj")) != {"heating"}:
        return clause
    return replace(clause, mentions=tuple(replace(m, value=thing) if m.name == "obj:heating" else m for m in clause.mentions))


def _may_lean(act: Act, clause: Clause, turn: _Turn) -> bool:
    """Whether what a clause means with the words of an earlier one is what it was said for."""
    if act.kind == "tool":
        return True
    asking = asks(clause) or turn.context.last_queried or clause.has("mark:about") or not clause.kind("act")
    return act.kind in ("query", "refuse", "unavailable") and asking


def _resolve(turn: _Turn, clause: Clause, act: Act | None) -> None:
    if act is None:
        return
    named, turn.named = turn.named, []
    for thing in (*named, turn.waiting) if turn.waiting is not None and act.kind != "chat" else ():
        assert thing is not None
        waiting, turn.waiting = thing, None
        if act.topic == "navigate" and (avoid := avoided(waiting.text, turn.language)):  # "avoid the ferry and take me to Calais"
            act = replace(act, requests=tuple(ToolRequest(r.name, {**r.arguments, "avoid": avoid}) for r in act.requests))
            continue
        backwards = leaning(waiting, carried(m for m in clause.mentions if m.kind != "zone" or not waiting.kind("zone")))
        earlier = interpret(backwards, turn.context) if backwards is not None and act.kind == "tool" else None
        if earlier is None and not {m.kind for m in waiting.mentions} - _NAMING:
            earlier, backwards = interpret(waiting, turn.context), waiting  # "the heating, and open the window"
        if earlier is not None and earlier.kind == "tool" and unexplained(waiting)[0] <= 1 and backwards is not None:
            turn.acts.append((earlier, backwards))
            if earlier.topic == act.topic and not any(m.kind in ("obj", "zone", "act") for m in clause.mentions if m.text):
                turn.base = _kept(earlier, backwards)  # "the same for everyone, twenty one" is one wish
                return
    turn.acts.append((act, clause if act.kind in ("tool", "query", "ask", "unavailable", "refuse") else None))
    if act.kind in ("tool", "query"):
        turn.base = _kept(act, clause)


def _kept(act: Act, clause: Clause) -> tuple[Mention, ...]:
    """What the next clause may lean on, the object included where it was only implied."""
    kept = carried(clause.mentions)
    if act.kind == "tool" and not any(m.kind in ("obj", "topic") for m in kept) and act.topic in _OBJECTS:
        return (*kept, Mention("obj", _OBJECTS[act.topic], 0, 0))
    return kept


def _joined(first: Clause, second: Clause) -> Clause:
    return Clause(
        first.language, first.mentions + second.mentions, first.words + second.words, f"{first.text} {second.text}", second.question
    )


def _extends_slot(turn: _Turn, clause: Clause) -> bool:
    """ "Navigate to Marks and Spencer": a clause that means nothing goes on with the name before it."""
    if not turn.acts or not clause.words:
        return False
    act, before = turn.acts[-1]
    avoid = avoided(clause.text, turn.language)
    if avoid and act.topic == "navigate" and act.requests and before is not None:
        requests = (ToolRequest("navigate", {**act.requests[-1].arguments, "avoid": avoid}),)
        turn.acts[-1] = (replace(act, requests=requests), before)
        return True
    if unexplained(clause)[0] == 0:
        return False
    joint = " and " if turn.language == "en" else "和"
    mark = re.search(re.escape(before.text) + r"(\s*,\s*)" + re.escape(clause.text), turn.source) if before is not None else None
    joint = mark.group(1) if mark is not None else joint
    for key in ("destination", "contact", "query"):
        if act.requests and key in act.requests[-1].arguments and before is not None:
            arguments: dict[str, Json] = dict(act.requests[-1].arguments)
            arguments[key] = f"{arguments[key]}{joint}{strip(clause.text, turn.language)}"[:200]
            turn.acts[-1] = (replace(act, requests=(*act.requests[:-1], ToolRequest(act.requests[-1].name, arguments))), before)
            return True
    return False


def _other_way(clause: Clause, turn: _Turn) -> Act | None:
    """ "Avoid the motorway", after a destination was given: there again, on other roads."""
    avoid = avoided(clause.text, turn.language)
    if not avoid or not turn.context.route or turn.acts:
        return None
    return tool("navigate", {**turn.context.route, "avoid": avoid})


def _same_done(clause: Clause, turn: _Turn) -> tuple[Clause, Act] | None:
    """ "Turn off the AC and the seat heating": a thing that is only named gets what was done to the one before it."""
    if {m.kind for m in clause.mentions} - _NAMING or not clause.kind("obj"):
        return None
    doing = tuple(m for m in turn.base if m.name in _DONE_TO_SEVERAL)
    if not doing or any(m.kind in ("number", "qual", "amount") for m in turn.base):
        return None
    same = clause.with_mentions(doing)
    act = interpret(same, turn.context)
    return (same, act) if act is not None and act.kind == "tool" else None


def _swapped_place(clause: Clause, turn: _Turn) -> Act | None:
    """ "And outside?" after a question about the temperature inside, and the other way round."""
    if not any(m.name in ("topic:cabin_temperature", "topic:outside_temperature", "obj:temperature") for m in turn.base):
        return None
    if not turn.context.last_queried or len(clause.words) > 6:
        return None
    for pattern, topic in ((_OUTDOORS, "outside_temperature"), (_INDOORS, "cabin_temperature")):
        if pattern.search(clause.text):
            return interpret(replace(clause, mentions=(Mention("topic", topic, 0, 1, clause.text),)), turn.context)
    return None


def _fallback(clause: Clause, context: DialogueContext) -> Act:
    """What a turn means in which no clause meant anything: the answer to our question, a question back, or nothing."""
    if context.asked in ("destination", "contact") and context.asked_times:
        answer = _asked_for(clause, context)
        if answer is not None:
            return answer
    guess = _degrees(clause, context)
    if guess is not None:
        return guess
    unknown, _ = unexplained(clause)
    acting = clause.kind("act") or clause.kind("qual")
    if acting and unknown <= 1 and not asks(clause) and not clause.kind("chat"):
        loud = clause.language == "en" and clause.direction and clause.has("mark:it")
        if loud:
            steps = clause.number.number if clause.number is not None and clause.number.unit == "level" else 2 - bool(clause.amount)
            return tool("set_volume", {"delta": plain(clause.direction * 10 * steps)})
        if clause.negated and (clause.kind("obj") or not clause.has("act:set")):
            return Act("control", "leave")
        return ask("object") if context.asked != "object" else Act("reject", "unclear")
    if clause.negated and clause.kind("obj") and unknown == 0 and not asks(clause):
        return Act("control", "leave")
    if clause.kind("obj") and unknown == 0 and not asks(clause) and context.asked != "action":
        return ask("action")
    return Act("reject", "out_of_domain" if unknown >= 2 or asks(clause) else "unclear")


def _degrees(clause: Clause, context: DialogueContext) -> Act | None:
    """A bare number that can only be a temperature: "make it 22"."""
    number = clause.number
    if number is None or unexplained(clause)[0] or number.unit not in ("", "degree") or not 15 < number.number < 31:
        return None
    if clause.kind("obj") or clause.kind("topic"):
        return None
    return interpret(replace(clause, mentions=(*clause.mentions, Mention("obj", "temperature", 0, 0))), context)


def _asked_for(clause: Clause, context: DialogueContext) -> Act | None:
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


def _conclude(text: str, acts: list[tuple[Act, Clause | None]], whole: Clause, context: DialogueContext) -> Understanding:
    """The understanding with the context it leaves behind."""
    kept = tuple(act for act, _ in acts) or (Act("reject", "unclear"),)
    asked = next((act.topic for act in kept if act.kind == "ask"), "")
    offered = next((act.requests for act in kept if act.kind == "offer" and act.requests[0].name != "set_window"), ())
    last = kept[-1]
    doers = [(act, clause) for act, clause in acts if clause is not None and act.kind in ("tool", "query", "ask")]
    mentions = _kept(*doers[-1]) if doers else (context.mentions if last.kind in ("chat", "control", "reject") else ())
    left = DialogueContext(
        mentions=mentions,
        levels={**context.levels, **levels_of(kept)},
        asked=asked,
        asked_times=(context.asked_times if context.asked == asked else 0) + 1 if asked else 0,
        offered=offered,
        route=next((dict(r.arguments) for a in reversed(kept) for r in a.requests if r.name == "navigate"), context.route),
        last_queried=last.kind == "query" or (context.last_queried and last.kind in ("chat", "control", "reject")),
    )
    if asked and left.asked_times > 1:
        kept = (Act("reject", "unclear"),)
        left = replace(left, asked="", asked_times=0)
    return Understanding(text, whole.language, kept, confidence(whole), left)
