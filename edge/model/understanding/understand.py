"""Text to meaning: deterministic, by a small grammar over a lexicon.

An utterance is cleaned, covered by known phrases, cut into clauses, and each clause becomes one act. A clause that means
nothing by itself leans on the one before it, or on the last turn. What is left over is asked about once, or rejected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from edge.language import Language
from edge.model.responder.bank import SAFETY
from edge.model.understanding.addressed import addressed_elsewhere
from edge.model.understanding.beside import is_for_help, puts_a_wish, reasons_among, wishes_change
from edge.model.understanding.carry import carried, goes_on, leaning, levels_of
from edge.model.understanding.clause import Clause
from edge.model.understanding.clauses import clause_of, repaired, split, without_contrast
from edge.model.understanding.climate import tool
from edge.model.understanding.control import control
from edge.model.understanding.courtesy import without_courtesy
from edge.model.understanding.cutting import OPEN_ENDED, clause_in, cut_before_slot, parts_of, paused
from edge.model.understanding.deferred import deferred, put_off
from edge.model.understanding.explaining import explained
from edge.model.understanding.fallback import degrees, fallback
from edge.model.understanding.follow_up import (
    dials_on,
    extends_slot,
    felt_of_heating,
    for_degrees,
    may_lean,
    of_thing_stated,
    only_seat,
    other_way,
    same_done,
    seat_function,
    swapped_place,
    warmed_thing,
)
from edge.model.understanding.foreign import is_foreign
from edge.model.understanding.forms import asks, confidence, unexplained
from edge.model.understanding.framing import as_question, behind_hindered, elsewhere, goes_on_telling, quotes, supposed, told
from edge.model.understanding.free_slots import avoided, to_avoid
from edge.model.understanding.guess_labels import second_reading
from edge.model.understanding.interpret import interpret
from edge.model.understanding.mending import mended
from edge.model.understanding.named_place import named_place
from edge.model.understanding.others import on_the_phone
from edge.model.understanding.persons import seated
from edge.model.understanding.queries import query
from edge.model.understanding.quotation import without_quotations
from edge.model.understanding.reasons import is_mishap, states, without_reasons
from edge.model.understanding.remembering import remembered
from edge.model.understanding.settling import settled
from edge.model.understanding.spotter import spot
from edge.model.understanding.taking_back import before_taken_back
from edge.model.understanding.telling import sounds_told
from edge.model.understanding.text import clean, tokens
from edge.model.understanding.turn import NAMING, OBJECTS, Turn, joined, kept
from edge.model.understanding.types import Act, DialogueContext, ToolRequest, Understanding
from edge.model.understanding.warning_lamps import lamp_and_question
from edge.model.understanding.weeding import weeded

_OF_THE_CAR = frozenset(OBJECTS) - {"media"} | {"set_seat", "set_steering_wheel_heating", "set_airflow"}
"""Tools that move or set something of this car."""

_JUDGED = _OF_THE_CAR | {"media", "call", "navigate"}
"""Tools whose wishes have a shape of their own; of a route that runs is spoken like of a tale."""

_REQUEST = re.compile(
    r"^(?:(?:so|and|hey|ok|okay|please|hi|hello)\W+)*(?:can|could|would|will|may|might|shall) (?:you|we|i)\b", re.I
)
_MAY_BE_PUT_OFF = _JUDGED | {"navigation"}
_MAY_WAIT = frozenset({"sick", "pain", "tired", "scared"})
"""Distress that a wish beside it may be meant to ease."""
_TOLD = Act("reject", "told")
_NAMES = frozenset({"query", "contact"})
"""Arguments in the driver's own words, which may have any shape."""


def read(text: str, language: Language, context: DialogueContext, *, trusting: bool = False) -> Understanding:
    """What the grammar makes of an utterance, before it is judged whether the whole of it is a wish.

    trusting: what sounds told is taken for a wish all the same; for the training of the head that judges.
    """
    source = clean(text[:600], language)
    if language == "zh" and " " in source:
        source = paused(source, context)
    if language == "en":
        source = without_courtesy(without_reasons(without_quotations(source)))
    words = tokens(source, language)
    if not any(not token.is_mark for token in words):
        return Understanding(text, language, (Act("reject", "silence"),), 0.0, context)
    if is_foreign(source):
        return Understanding(text, language, (Act("reject", "foreign"),), 0.0, context)
    mentions = spot(words, language, source)
    whole = clause_of(words, mentions, 0, len(words), source, language)
    steered = control(whole.words, language, context)
    if steered is not None:
        return _conclude(text, [(steered, None)], whole, context)
    if not context.asked and (goal := named_place(source, language)):
        return _conclude(text, [(tool("navigate", {"destination": goal}), whole)], whole, context)
    if not context.asked and (kept_in_mind := remembered(source, language)) is not None:
        return _conclude(text, [(kept_in_mind, whole)], whole, context)
    if language == "en" and not context.asked and (why := addressed_elsewhere(source)):
        return _aside(text, source, why, whole, context)
    if (rest := behind_hindered(source, language)) is not None:
        if rest:
            return replace(read(rest, language, context, trusting=trusting), text=text)
        return _conclude(text, [(Act("reject", "told"), None)], whole, context)
    before = before_taken_back(source, language)
    if before:
        acts = read(before, language, context, trusting=trusting).acts
        if any(act.kind in ("tool", "ask") for act in acts):
            return _conclude(text, [(Act("control", "leave"), None)], whole, context)
        if acts[0] == Act("reject", "told"):
            return _conclude(text, [(acts[0], None)], whole, context)
    head = without_contrast(source, language)
    if (
        head
        and not to_avoid(source[len(head) :], language)
        and any(a.kind == "tool" for a in read(head, language, context, trusting=trusting).acts)
    ):
        return replace(read(head, language, context, trusting=trusting), text=text)
    later = repaired(source, language)
    if later:
        meant = mended(source, later, whole, context, lambda said, left, trust: read(said, language, left, trusting=trust))
        if isinstance(meant, Understanding):
            return replace(meant, text=text)
        if meant is not None:
            return _conclude(text, [meant], whole, context)
    if deferred(source, language) and (
        wishes_change(words, mentions, source, language, context) or _wishes_behind(put_off(source, language), language, context)
    ):
        return _conclude(text, [(Act("unavailable", "later"), None)], whole, context)
    if (about := explained(source, whole)) is not None:
        return _conclude(text, [(about, None)], whole, context)
    if language == "en" and (question := as_question(source)):
        asked = read(question, language, context, trusting=trusting)
        if all(act.kind == "query" for act in asked.acts):
            return replace(asked, text=text)
    turn = Turn(language, context, source, base=context.mentions, trusting=trusting)
    turn.quoting = on_the_phone(source, language)
    ranges = split(words, mentions, source, language)
    clauses = [clause_of(words, mentions, start, end, source, language) for start, end in ranges]
    if language == "en" and len(clauses) > 1 and _REQUEST.search(clauses[0].text):  # "can we do 19 in front and 21 in the back?"
        clauses = [*clauses[:1], *(replace(clause, question=False) for clause in clauses[1:])]
    reasons = reasons_among(clauses, context)
    said = whole
    if reasons and language == "en":  # "close the back windows, the boys are throwing things out" refuses nothing
        unsaid = [ranges[number] for number in reasons]
        said = replace(whole, mentions=tuple(m for m in whole.mentions if not any(a <= m.start < b for a, b in unsaid)))
    whole_act = interpret(said, context) if len(ranges) > 1 and not told(whole.text, language) else None
    stopping = whole_act is not None and (whole_act.kind == "refuse" or (whole_act.kind == "chat" and whole_act.topic in SAFETY))
    if whole_act is not None and whole_act.topic in _MAY_WAIT and any(map(puts_a_wish, clauses)):
        stopping = False  # "my head aches, turn the sound down"
    if whole_act is not None and stopping and not any(is_for_help(interpret(clause, context)) for clause in clauses):
        return _conclude(text, [(whole_act, None)], whole, context)
    for number, clause in enumerate(clauses):
        if number in reasons:
            turn.note(clause)
        elif clause.words and not _tells(turn, clause):
            clause = of_thing_stated(clause, turn)
            known = len(turn.acts)
            _take(turn, seated(clause, clauses, number), last=number == len(ranges) - 1)
            if states(clause.text) and clause.language == "en":
                turn.note(clause)
            if len(turn.acts) > known and _sounds_told(turn, clause, turn.acts[known:]):
                del turn.acts[known:]
                turn.told = True
    if turn.told and turn.waiting is not None and not turn.acts:
        turn.waiting = None
    if turn.told and not turn.acts:
        turn.acts.append((Act("reject", "told"), None))
    if turn.waiting is not None and turn.acts and all(act.kind == "chat" for act, _ in turn.acts):
        act = fallback(turn.waiting, context)  # "turn it down, the baby is sleeping"
        if act.kind in ("tool", "ask"):
            turn.acts = [(act, turn.waiting)]
    if turn.waiting is not None and not turn.acts:
        act = fallback(turn.waiting if len(ranges) == 1 else whole, context)
        turn.acts.append((act, turn.waiting if act.kind in ("ask", "tool") else None))
    forbids = any(
        c.negated and (c.kind("act") or _NOT_OPENED.search(c.text)) and (c.kind("obj") or c.has("mark:it")) for c in clauses
    )
    beside = Act("reject", "told") if turn.told else Act("control", "leave") if forbids else None
    found = settled(weeded(turn.acts, beside), source)
    if not turn.told and (second := second_reading([act for act, _ in found], whole, context)) is not None:
        if _sounds_told(turn, whole, [(second, whole)]):
            second = Act("reject", "told")
        found = [(second, whole)]
    if language == "en" and lamp_and_question(source) and not any(act.kind == "tool" for act, _ in found):
        found = [(query("warnings", whole), whole)]
    put_off_acts = any(act.topic in _MAY_BE_PUT_OFF and not asks(whole) for act, _ in found)
    if language == "en" and put_off_acts and deferred(source, language):
        found = [(Act("unavailable", "later"), None)]  # "when the battery gets low, find a charger"
    return _conclude(text, found, whole, context)


def _aside(text: str, source: str, why: str, whole: Clause, context: DialogueContext) -> Understanding:
    """What is made of an utterance that is none of the car's: nothing is moved, but small talk and refusals stand."""
    act = interpret(whole, context)
    if act is None or act.kind not in ("chat", "refuse", "unavailable", "query"):
        act = Act("reject", "question" if why == "question" or source.endswith("?") else "told")
    return _conclude(text, [(act, None)], whole, context)


def _sounds_told(turn: Turn, clause: Clause, acts: Sequence[tuple[Act, Clause | None]]) -> bool:
    """Whether a clause that holds the words of a wish does not sound like one. What somebody feels may be told in any form."""
    if turn.trusting:
        return False
    moves = [act for act, _ in acts if act.kind == "tool" and act.topic in _JUDGED]
    moves = [act for act in moves if act.topic != "navigate" or not asks(clause)]  # "any chargers on the way?"
    felt = bool(clause.kind("state") or clause.kind("topic")) and not clause.kind("act") and not clause.kind("qual")
    named = any(not _NAMES.isdisjoint(act.requests[0].arguments) for act in moves)
    return bool(moves) and not felt and not turn.context.asked and sounds_told(clause.text, turn.language, named=named)


_NOT_OPENED = re.compile(r"(?:别|不要|不用|莫)(?:开|关|动|放|调)(?:了|啊|呀|哈|吧)?$")


def _wishes_behind(text: str, language: Language, context: DialogueContext) -> bool:
    """Whether what stands behind the words that put it off is a wish: 下了高速以后再导航去加油站."""
    act = interpret(clause_in(text, language), context) if language == "zh" and len(text) > 2 else None
    return act is not None and act.kind == "tool"


def _goes_on(clause: Clause, turn: Turn) -> bool:
    """Whether a clause goes on with what the one before it told: "... and I ignored her", "... hot and cold"."""
    return goes_on_telling(clause.text, turn.language) or (len(clause.words) == 1 and not clause.kind("act"))


def _tells(turn: Turn, clause: Clause) -> bool:
    """Whether a clause only tells something: then what it is about is kept for the next one, and nothing is done."""
    if turn.trusting:
        return False
    if turn.language == "en" and is_mishap(clause.text):
        return False
    if turn.quoting or told(clause.text, turn.language) or (turn.told and _goes_on(clause, turn)):
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


def _take(turn: Turn, clause: Clause, *, last: bool) -> None:
    """Add the acts of one clause, or keep it waiting for the next one."""
    if (
        turn.acts
        and {m.name for m in clause.mentions if m.kind not in ("filler", "function")} == {"mark:please"}
        and not unexplained(clause)[0]
    ):
        return
    if turn.acts and dials_on(turn, clause):
        return
    if turn.acts and turn.acts[-1][0].topic == "navigate" and avoided(clause.text, turn.language) and extends_slot(turn, clause):
        return
    of_seat = set(clause.values("obj")) <= {"heating", "cooling", "fan", "seat_heating", "seat_ventilation", "seat_massage"}
    if turn.waiting is not None and of_seat and only_seat(turn.waiting):  # "rear right seat, heating level one"
        clause, turn.waiting = joined(turn.waiting, clause), None
    clause = felt_of_heating(warmed_thing(seat_function(clause, turn), turn), turn)
    act = interpret(clause, turn.context)
    base = for_degrees(clause, turn.base)
    if act is not None and goes_on(clause, turn.base):
        clause = clause.with_mentions(m for m in turn.base if m.kind == "zone")
        act = interpret(clause, turn.context)
    if act is not None and act.topic == "set_light" and not clause.kind("obj"):  # "brighter", of the light before
        lamps = [m for m in turn.base if m.kind == "obj" and m.value.startswith("light_")]
        clause = clause.with_mentions(lamps)
        act = interpret(clause, turn.context)
    if turn.context.last_queried and not turn.acts:
        act = swapped_place(clause, turn) or act
    if act is not None and turn.acts and (same := same_done(clause, turn)) is not None:
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
        if leant is not None and leant_act is not None and may_lean(leant_act, clause, turn):
            clause, act = leant, leant_act
    if act is not None and act.kind == "query" and not last and _one_of_several(clause, turn):
        turn.waiting = _only_named(clause)
        return
    bare = act is not None and act.kind == "tool" and not turn.acts and not {m.kind for m in clause.mentions} - NAMING
    bare = bare and act is not None and act.topic not in OPEN_ENDED  # 导航去机场 is more than the name of a thing
    if bare and not last and turn.waiting is not None:
        turn.named.append(turn.waiting)
        turn.waiting = None
    idle = turn.waiting is None or _says_nothing(turn.waiting, turn)
    if act is not None and (act.kind == "ask" or bare) and not last and idle:
        turn.waiting = clause  # "turn the fan and the radio off"
        return
    if act is None and turn.waiting is not None and clause.has("mark:it") and clause.kind("act") and turn.language == "en":
        both = joined(turn.waiting, clause)  # "the back windows, kindly close them, then ..."
        meant = interpret(both, turn.context)
        if meant is not None and meant.kind == "tool":
            clause, act, turn.waiting = both, meant, None
    if act is None and not base:
        act = degrees(clause, turn.context)
    if act is None or act.topic == "leave":
        act = other_way(clause, turn) or act
    if act is None:
        if extends_slot(turn, clause):
            return
        turn.waiting = clause if turn.waiting is None or _says_nothing(turn.waiting, turn) else joined(turn.waiting, clause)
        if last and not turn.acts:
            act = interpret(turn.waiting, turn.context)
            if act is not None:
                turn.acts.append((act, turn.waiting))
        return
    _resolve(turn, clause, act)


def _says_nothing(clause: Clause, turn: Turn) -> bool:
    """Whether a clause that waits is a mere remark: 要洗车了."""
    return turn.language == "zh" and {m.kind for m in clause.mentions} <= {"filler", "function", "mark", "neutral", "ask"}


def _one_of_several(clause: Clause, turn: Turn) -> bool:
    """Whether a thing is only named because what is to be done to all of them comes last: 空调温度和音量都调低点."""
    only = bool(clause.kind("obj")) and not {m.kind for m in clause.mentions} - NAMING - {"topic"}
    return only and turn.language == "zh" and "都" in turn.source and not turn.acts and turn.waiting is None and not asks(clause)


def _only_named(clause: Clause) -> Clause:
    """The clause without the topics that its words also stand for."""
    return replace(clause, mentions=tuple(m for m in clause.mentions if m.kind != "topic"))


def _resolve(turn: Turn, clause: Clause, act: Act | None) -> None:
    if act is None:
        return
    if (act.kind == "query" or (act.kind == "tool" and act.topic in _OF_THE_CAR)) and elsewhere(clause.text, turn.language):
        turn.told = True
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
        if earlier is None and not {m.kind for m in waiting.mentions} - NAMING:
            earlier, backwards = interpret(waiting, turn.context), waiting  # "the heating, and open the window"
        if earlier is not None and earlier.kind == "tool" and unexplained(waiting)[0] <= 1 and backwards is not None:
            turn.acts.append((earlier, backwards))
            if earlier.topic == act.topic and not any(m.kind in ("obj", "zone", "act") for m in clause.mentions if m.text):
                turn.base = kept(earlier, backwards)  # "the same for everyone, twenty one" is one wish
                return
    turn.acts.append((act, clause if act.kind in ("tool", "query", "ask", "unavailable", "refuse") else None))
    if act.kind in ("tool", "query"):
        turn.base = kept(act, clause)


def _conclude(text: str, acts: list[tuple[Act, Clause | None]], whole: Clause, context: DialogueContext) -> Understanding:
    """The understanding with the context it leaves behind."""
    said = tuple(act for act, _ in acts) or (Act("reject", "unclear"),)
    asked = next((act.topic for act in said if act.kind == "ask"), "")
    offered = next((act.requests for act in said if act.kind == "offer" and act.requests[0].name != "set_window"), ())
    last = said[-1]
    doers = [(act, clause) for act, clause in acts if clause is not None and act.kind in ("tool", "query", "ask")]
    mentions = kept(*doers[-1]) if doers else (context.mentions if last.kind in ("chat", "control", "reject") else ())
    left = DialogueContext(
        mentions=mentions,
        levels={**context.levels, **levels_of(said)},
        asked=asked,
        asked_times=(context.asked_times if context.asked == asked else 0) + 1 if asked else 0,
        offered=offered,
        route=next((dict(r.arguments) for a in reversed(said) for r in a.requests if r.name == "navigate"), context.route),
        own=context.own,
        last_queried=last.kind == "query" or (context.last_queried and last.kind in ("chat", "control", "reject")),
    )
    if asked and left.asked_times > 1:
        said = (Act("reject", "unclear"),)
        left = replace(left, asked="", asked_times=0)
    return Understanding(text, whole.language, said, confidence(whole), left)
