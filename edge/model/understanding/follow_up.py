"""One clause in the light of those before it: what it goes on with, and what it may lean on."""

from __future__ import annotations

import re
from dataclasses import replace

from edge.events import Json
from edge.model.understanding.clause import Clause
from edge.model.understanding.climate import tool
from edge.model.understanding.forms import asks, unexplained
from edge.model.understanding.free_slots import avoided, dialled, place, without_time
from edge.model.understanding.interpret import interpret
from edge.model.understanding.slot_text import strip
from edge.model.understanding.turn import NAMING, Turn
from edge.model.understanding.types import Act, Mention, ToolRequest

_OF_MYSELF = re.compile(r"\b(?:i|i'm|me|we|in here|in the car|it's so)\b|我|车|里", re.I)
_OUTDOORS = re.compile(r"\boutside\b|\bout there\b|外面|外边|室外|车外", re.I)
_INDOORS = re.compile(r"\binside\b|\bin here\b|\bin the car\b|车里|车内|里面|室内", re.I)


_DONE_TO_SEVERAL = frozenset({"act:on", "act:off", "act:open", "act:close", "act:up", "act:down"})


_NEVER_DEGREES = frozenset(
    {"obj:wheel", "obj:wheel_heating", "obj:seat_heating", "obj:seat", "obj:seat_massage", "obj:wipers", "obj:media"}
)


def for_degrees(clause: Clause, base: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The base without what was just closed or turned off: "close the windows, then set it to 21" speaks of degrees."""
    number = clause.number
    bare = number is not None and number.unit in ("", "degree") and 15 < number.number < 31
    if (
        bare
        and clause.kind("zone")
        and clause.has("act:set")
        and not clause.kind("obj")
        and not any(m.kind == "number" for m in base)
    ):
        return ()  # "open the sunroof and set the passenger side to 23"
    if bare and any(m.name in _NEVER_DEGREES for m in base) and not clause.kind("obj"):
        return ()  # "heat the wheel and set it to 22"
    asked = not any(m.kind in ("obj", "qual", "state") for m in base)  # "any warnings?" is nothing that could be set to 22
    return () if bare and (asked or any(m.name in ("act:close", "act:off") for m in base)) else base


_SOMEBODYS = frozenset({"her", "his", "him", "her side", "his side", "her seat", "his seat", "their"})
_ELSEWHERE = frozenset({"passenger", "rear", "rear_left", "rear_right", "left", "right"})
_GLASSES = ("obj:windscreen", "obj:rear_glass")
_ZONED = frozenset({"set_climate", "set_fan", "set_seat", "set_window"})
_THERE = re.compile(r"\b(?:over |back |down )?there\b(?!'s)|\b(?:on|at|to) that side\b", re.I)
_WANTS = re.compile(r"^(?:and |but |so )*(?:wants?|needs?|likes?|would like)\b", re.I)
_WITH_PLACES = frozenset({"obj:defrost", "act:clear"})


def of_thing_stated(clause: Clause, turn: Turn) -> Clause:
    """A wish with the thing or the place that a statement before it named: "my wheel's like ice, warm it up", "Gran sits
    rear left, heat her seat"."""
    if turn.language != "en":
        return clause
    if (
        turn.acts and _THERE.search(clause.text) and not clause.kind("zone") and turn.acts[-1][0].topic in _ZONED
    ):  # "the rear climate to cooling and the fan there at fifty"
        return clause.with_mentions(m for m in turn.base if m.kind == "zone" and m.value in _ELSEWHERE)
    if not turn.stated:
        return clause
    places = [m for m in turn.stated if m.kind == "zone" and m.text.lower() not in _SOMEBODYS and m.value in _ELSEWHERE]
    somebody = [m for m in clause.kind("zone") if m.text.lower() in _SOMEBODYS]
    if places and somebody:  # whose seat it is has been said
        kept = [replace(m, value=places[-1].value) if m in somebody else m for m in clause.mentions]
        sides = [m for m in places if m is not places[-1]]
        clause = replace(clause, mentions=(*kept, *(replace(m, start=0, end=0) for m in sides)))
    elif places and not clause.kind("zone") and _WANTS.search(clause.text):
        clause = clause.with_mentions(places)  # "Mum's in the passenger seat and wants 22"
    elif places and not clause.kind("zone") and _THERE.search(clause.text):
        clause = clause.with_mentions(places)
    elif not clause.kind("zone") and clause.has_any(_WITH_PLACES) and not clause.has_any(_GLASSES):
        clause = clause.with_mentions(m for m in turn.stated if m.name in ("zone:rear", "zone:front", *_GLASSES))
    things = {m.name for m in turn.stated if m.kind == "obj"}
    if _THERE.search(clause.text) and clause.has("obj:heating", "obj:air", "obj:cooling") and not clause.kind("dir"):
        clause = clause.with_mentions(m for m in turn.stated if m.kind == "dir")  # "my toes are numb, send the warm air there"
    bare = set(clause.values("obj")) <= {"seat_place", "heating"}
    if clause.has("mark:it") and clause.kind("act") and bare and len(things) == 1:
        leant = clause.with_mentions(m for m in turn.stated if m.kind == "obj" or (m.kind == "zone" and not clause.kind("zone")))
        act = interpret(leant, turn.context)
        if act is not None and act.kind == "tool":
            return leant
    return clause


def warmed_thing(clause: Clause, turn: Turn) -> Clause:
    """ "The steering wheel is too hot, switch the heating off": the heating is the one of the thing just named."""
    things = {"obj:wheel": "wheel_heating", "obj:seat": "seat_heating"}
    if turn.language == "zh":
        things["obj:rear_glass"] = "rear_glass"  # 后窗的霜还没化, 加热开一下
    thing = next((things[m.name] for m in turn.base if m.name in things), "") if turn.acts else ""
    aired = turn.language == "en" and set(clause.values("obj")) == {"fan"} and clause.said("obj:fan") == "ventilation"
    if aired and turn.acts and any("ventilation" in r.arguments for r in turn.acts[-1][0].requests):
        things = {"obj:fan": "seat_ventilation"}  # "no more cooling of my seat, turn the ventilation off"
        return replace(clause, mentions=tuple(replace(m, value=things.get(m.name, m.value)) for m in clause.mentions))
    felt = any(m.kind == "state" and m.value in ("hot", "cold") for m in turn.base)
    level = clause.number is not None and clause.number.unit == "level" and not clause.kind("obj")
    heated = bool(turn.acts) and any("heating" in r.arguments for r in turn.acts[-1][0].requests)
    heated = heated and set(clause.values("act")) <= {"on", "set"}  # 座椅热上, 开一档
    if thing == "seat_heating" and (felt or heated) and level and turn.language == "zh":
        places = () if clause.kind("zone") else tuple(m for m in turn.base if m.kind == "zone")
        return clause.with_mentions((Mention("obj", thing, 0, 0), *places))  # 坐垫太烫, 降到一档
    if thing and not clause.kind("obj") and clause.has("act:heat") and clause.language == "zh":
        return clause.with_mentions((Mention("obj", thing, 0, 0),))
    if not thing or set(clause.values("obj")) != {"heating"}:
        return clause
    return replace(clause, mentions=tuple(replace(m, value=thing) if m.name == "obj:heating" else m for m in clause.mentions))


def felt_of_heating(clause: Clause, turn: Turn) -> Clause:
    """ "That's too hot", said of the seat heating that was set last, speaks of the seat."""
    of_heating = [m for m in turn.context.mentions if m.name in ("obj:seat_heating", "obj:wheel_heating")]
    bare = {m.kind for m in clause.mentions} <= {"state", "qual", "mark", "amount", "ask", "filler", "function"}
    if turn.acts or not of_heating or not bare or not clause.has("state:hot", "state:cold") or _OF_MYSELF.search(clause.text):
        return clause
    step = Mention("act", "down" if clause.has("state:hot") else "up", 0, 0)
    places = [m for m in turn.context.mentions if m.kind == "zone"]
    return replace(clause, mentions=(*(m for m in clause.mentions if m.kind != "state"), *of_heating[:1], *places, step))


def only_seat(clause: Clause) -> bool:
    """Whether a clause names a seat, and nothing else."""
    things = {m.value for m in clause.kind("obj")}
    return bool(things) and things <= {"seat", "seat_place"} and not {m.kind for m in clause.mentions} - NAMING


def may_lean(act: Act, clause: Clause, turn: Turn) -> bool:
    """Whether what a clause means with the words of an earlier one is what it was said for."""
    if turn.acts and unexplained(clause)[0] and {m.kind for m in clause.mentions} <= {"zone", "filler", "function"}:
        return False  # "a bit warmer please, my old bones"
    if turn.acts and turn.language == "zh" and unexplained(clause)[0] and _only_all(clause):
        return False  # 后背都湿透了
    happened = turn.language == "zh" and clause.text.endswith(("了", "啦")) and unexplained(clause)[0]
    if turn.acts and happened and {m.kind for m in clause.mentions} <= {"obj", "mark", "filler", "function", "neutral"}:
        return False  # 风灌进来了
    if act.kind == "tool":
        return True
    asking = asks(clause) or turn.context.last_queried or clause.has("mark:about") or not clause.kind("act")
    return act.kind in ("query", "refuse", "unavailable") and asking


def _only_all(clause: Clause) -> bool:
    """Whether nothing but 都 or 全 of what was said could be carried on."""
    said = [m for m in clause.mentions if m.kind not in ("filler", "function", "mark")]
    return all(m.kind == "zone" and m.text in ("都", "全", "全都") for m in said)


def seat_function(clause: Clause, turn: Turn) -> Clause:
    """副驾按摩关掉, 通风开一档: a seat's function without a place is one of the seat before it."""
    if turn.language != "zh" or not turn.acts or clause.kind("zone") or turn.acts[-1][0].topic != "set_seat":
        return clause
    function = next((name for word, name in _FUNCTIONS.items() if word in clause.text), "")
    things = set(clause.values("obj"))
    if not function or not things <= {"seat", "fan", "heating", "cooling", function} or clause.has("obj:wheel"):
        return clause
    places = [m for m in turn.base if m.kind == "zone"]
    if function in things:
        return clause.with_mentions(places)
    named = tuple(replace(m, kind="obj", value=function) if m.kind in ("obj", "state") else m for m in clause.mentions)
    return replace(clause, mentions=(*named, Mention("obj", function, 0, 0), *places))


_FUNCTIONS = {"通风": "seat_ventilation", "按摩": "seat_massage", "加热": "seat_heating"}


def same_done(clause: Clause, turn: Turn) -> tuple[Clause, Act] | None:
    """ "Turn off the AC and the seat heating": a thing that is only named gets what was done to the one before it."""
    if {m.kind for m in clause.mentions} - NAMING or not clause.kind("obj") or turn.acts[-1][0].kind == "query":
        return None
    if turn.language == "zh" and unexplained(clause)[0]:
        return None  # 把窗合上, 风灌进来了
    doing = tuple(m for m in turn.base if m.name in _DONE_TO_SEVERAL and m.text)
    if not doing or any(m.kind in ("number", "qual", "amount") for m in turn.base):
        return None
    same = clause.with_mentions(doing)
    act = interpret(same, turn.context)
    return (same, act) if act is not None and act.kind == "tool" else None


def swapped_place(clause: Clause, turn: Turn) -> Act | None:
    """ "And outside?" after a question about the temperature inside, and the other way round."""
    if not any(m.name in ("topic:cabin_temperature", "topic:outside_temperature", "obj:temperature") for m in turn.base):
        return None
    if not turn.context.last_queried or len(clause.words) > 6:
        return None
    for pattern, topic in ((_OUTDOORS, "outside_temperature"), (_INDOORS, "cabin_temperature")):
        if pattern.search(clause.text):
            return interpret(replace(clause, mentions=(Mention("topic", topic, 0, 1, clause.text),)), turn.context)
    return None


def other_way(clause: Clause, turn: Turn) -> Act | None:
    """ "Avoid the motorway", after a destination was given: there again, on other roads."""
    avoid = avoided(clause.text, turn.language)
    if not avoid or not turn.context.route or turn.acts:
        return None
    return tool("navigate", {**turn.context.route, "avoid": avoid})


def dials_on(turn: Turn, clause: Clause) -> bool:
    """ "Zero one six three two, nine six zero": a clause of digits goes on with the number before it."""
    act, before = turn.acts[-1]
    digits = dialled(clause.text, turn.language)
    if act.topic != "call" or not digits or not act.requests or "number" not in act.requests[-1].arguments:
        return False
    number = f"{act.requests[-1].arguments['number']}{digits}"
    turn.acts[-1] = (replace(act, requests=(ToolRequest("call", {"number": number[:24]}),)), before)
    return True


_SENTENCE_ZH = re.compile(r"[我你您他她它咱们]|孩子|老人|[不没别有要怕晕说]|了$")
_GOES_ON_OTHERWISE = re.compile(
    r"^(?:because |since |as |so )?(?:i|we|he|she|they|it|there|(?:my|our|his|her|the|their) (?:\w+ )?\w+)"
    r"(?:'s|'re|'m|\s+(?:is|are|was|am|has|have|had|leaves?|needs?|wants?|starts?|will|must|got))\s|^(?:我们?|他们?|她们?|咱们?)(?:要|得|在|是|还|都|有)",
    re.I,
)
""" "Our flight is at nine": a sentence of its own is no part of a name."""


def extends_slot(turn: Turn, clause: Clause) -> bool:
    """ "Navigate to Marks and Spencer": a clause that means nothing goes on with the name before it."""
    if not turn.acts or not clause.words:
        return False
    act, before = turn.acts[-1]
    avoid = avoided(clause.text, turn.language)
    if avoid and act.topic == "navigate" and act.requests and before is not None:
        requests = (ToolRequest("navigate", {**act.requests[-1].arguments, "avoid": avoid}),)
        turn.acts[-1] = (replace(act, requests=requests), before)
        return True
    if unexplained(clause)[0] == 0 or _GOES_ON_OTHERWISE.search(clause.text):
        return False
    joint = " and " if turn.language == "en" else "和"
    mark = re.search(re.escape(before.text) + r"(\s*,\s*)" + re.escape(clause.text), turn.source) if before is not None else None
    joint = mark.group(1) if mark is not None else joint
    if turn.language == "zh" and act.topic == "media":
        joint = " "
    apart = turn.language == "zh" and mark is not None and "," in joint  # 给我老公打电话, 他又忘了
    sentence = turn.language == "zh" and (len(clause.words) > 5 or _SENTENCE_ZH.search(clause.text) is not None)
    for key in ("destination", "contact", "query"):
        if (apart and key == "contact") or (sentence and key == "destination"):
            continue
        if act.requests and key in act.requests[-1].arguments and before is not None:
            arguments: dict[str, Json] = dict(act.requests[-1].arguments)
            whole = f"{arguments[key]}{joint}{strip(clause.text, turn.language)}"
            arguments[key] = (without_time(whole) if key == "destination" else whole)[:200]
            if key == "destination" and turn.language == "en":  # "14 Elm Road, Didsbury without motorways"
                arguments |= place(whole[:200], turn.language)
            turn.acts[-1] = (replace(act, requests=(*act.requests[:-1], ToolRequest(act.requests[-1].name, arguments))), before)
            return True
    return False
