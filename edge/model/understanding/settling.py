"""What several acts of one utterance come to together: the same thing twice, a value corrected, a remark beside a wish.

"Fan to forty, that's too much, twenty" is one wish, and so is "the cabin light right down, ten percent".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from edge.events import Json
from edge.language import Language
from edge.model.understanding.clause import Clause
from edge.model.understanding.forms import asks, unexplained
from edge.model.understanding.reasons import states
from edge.model.understanding.types import Act, ToolRequest
from edge.model.understanding.weeding import Wish

_PLACES = ("zone", "seat", "window", "where", "light")
_ONE_VALUE = frozenset({"set_fan", "set_volume", "set_wipers", "set_light"})
"""Tools of which one place has one value: the last one said."""
_PARTS = {"rear": ("rear_left", "rear_right")}
_SILENCED = frozenset({"stop", "pause", "mute"})
_BOTH: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\bboth\b|\bfront and (?:the )?(?:back|rear)\b|\b(?:back|rear) and (?:the )?front\b", re.I),
    "zh": re.compile(r"前后|前面?和后|两个(?:除|雨)|全部"),
}
"""Front and rear at once."""
_AT_BOTH = frozenset({"set_defrost", "set_wipers"})


_GLASS = (
    ("rear", re.compile(r"后(?:面|头|边|排)?的?车?(?:挡风玻璃|风挡|挡风|挡|玻璃|窗)|尾窗")),
    ("front", re.compile(r"前(?:面|头|边)?的?车?(?:挡风玻璃|风挡|挡风|挡|玻璃|窗)|(?<!后)挡风玻璃|(?<!后)风挡")),
)


_WASHED = re.compile(r"(?:后(?:面|头|边)?的?(?:挡风玻璃|风挡|挡风|挡|玻璃|窗)|尾窗)[^,]*(?:脏|泥|灰|虫|屎|花|埋汰)[^,]*,(?!.*前)")


def _of_the_glass(wish: Wish, text: str) -> Wish:
    """A wish against frost or fog at the one glass that is spoken of elsewhere: 前玻璃上全是雾, 快除雾."""
    act, clause = wish
    if act.topic == "set_wipers" and _WASHED.search(text) and len(act.requests) == 1 and "where" not in act.requests[0].arguments:
        return replace(act, requests=(ToolRequest(act.topic, {"where": "rear", **act.requests[0].arguments}),)), clause
    if act.topic != "set_defrost" or len(act.requests) != 1 or "where" in act.requests[0].arguments:
        return wish
    spoken = [where for where, glass in _GLASS if glass.search(text)]
    if len(spoken) != 1:
        return wish
    return replace(act, requests=(ToolRequest(act.topic, {"where": spoken[0], **act.requests[0].arguments}),)), clause


def settled(wishes: Sequence[Wish], text: str = "") -> list[Wish]:
    """The acts without what another one of them replaces, repeats or makes a mere remark. Order is kept.

    text: the whole utterance as cleaned.
    """
    kept: list[Wish] = []
    for act, clause in (_of_the_glass(_at_both(wish), text) for wish in wishes):
        known = [request for before, _ in kept if before.kind == "tool" for request in before.requests]
        if act.kind == "tool" and act.topic != "media" and any(r in known for r in act.requests):
            act = replace(act, requests=tuple(r for r in act.requests if r not in known))
            if not act.requests:
                continue  # "both demisters on, the front one and the rear one"
        if clause is not None and clause.language == "en" and kept and _names_again(act, clause, kept):
            continue  # "hers on three and mine on one, the seat heating"
        if act.kind == "query" and act.topic == "warnings" and any(before.topic == "warnings" for before, _ in kept):
            if not act.requests[0].arguments:
                continue  # "it shows U0100, explain what it means"
            kept = [wish for wish in kept if wish[0].topic != "warnings" or wish[0].requests[0].arguments]
        if act.kind == "query" and clause is not None and _said_beside(act, clause, kept):
            continue  # "any doors open? it's dinging at me"
        if any(act.kind == before.kind and act.requests and act.requests == before.requests for before, _ in kept):
            continue
        if clause is not None and clause.has("act:wipe") and not clause.kind("wmode") and _washed(kept):
            continue  # "spray the back window and wipe it"
        act = _at_the_same_place(act, [before for before, _ in kept])
        kept = [wish for wish in kept if not _replaced(wish[0], act)]
        if not any(_replaced(act, before, later=False) for before, _ in kept):
            kept.append((act, clause))
    kept = _last_word(kept)
    explicit = [clause for act, clause in kept if act.kind == "tool" and clause is not None and _says_what(clause)]
    return [wish for wish in kept if not explicit or not _remark(*wish)]


def _last_word(wishes: list[Wish]) -> list[Wish]:
    """Without the wish that something be left where another is made, and without a stop before what is played instead."""
    if len(wishes) < 2 or not any(act.kind == "tool" for act, _ in wishes):
        return wishes
    kept: list[Wish] = []
    for act, clause in wishes:
        if act == Act("control", "leave"):
            continue
        if kept and _played(act) and kept[-1][0].requests == _STOP:
            kept.pop()  # 听够了, 切下一首
        kept.append((act, clause))
    return kept


def _said_beside(act: Act, clause: Clause, kept: Sequence[Wish]) -> bool:
    """Whether a question was only read out of a statement beside another one."""
    if clause.language != "en" or asks(clause) or clause.question:
        return False
    asked = [before.topic for before, _ in kept if before.kind == "query"]
    return bool(asked) and (states(clause.text) or (act.topic in asked and not clause.kind("topic")))


def _washed(wishes: Sequence[Wish]) -> bool:
    return any(r.arguments.get("mode") == "wash" for act, _ in wishes if act.topic == "set_wipers" for r in act.requests)


_STOP = (ToolRequest("media", {"action": "stop"}),)


def _played(act: Act) -> bool:
    return act.topic == "media" and act.kind == "tool" and act.requests[0].arguments.get("action") in ("next", "previous", "play")


def _names_again(act: Act, clause: Clause, kept: Sequence[Wish]) -> bool:
    """Whether a clause only names what all wishes before it were about."""
    if act.topic not in ("set_seat", "set_fan", "set_window") or any(before.topic != act.topic for before, _ in kept):
        return False
    placed = all(_place(request.arguments) for before, _ in kept for request in before.requests)
    return placed and not any(m.kind in ("act", "zone", "number", "qual", "state", "amount") for m in clause.mentions)


def _at_the_same_place(act: Act, before: Sequence[Act]) -> Act:
    """前雨刮快速, 还是慢速吧: wipers that are set anew without a place are those that were set before."""
    place = next((_place(b.requests[0].arguments) for b in before if b.kind == "tool" and b.topic == "set_wipers"), "")
    if (
        _washed([(other, None) for other in before])
        or act.topic != "set_wipers"
        or act.kind != "tool"
        or not place
        or len(act.requests) != 1
        or _place(act.requests[0].arguments)
    ):
        return act
    return replace(act, requests=(ToolRequest("set_wipers", {"where": place, **act.requests[0].arguments}),))


def _says_what(clause: Clause) -> bool:
    return (bool(clause.kind("act")) and bool(clause.kind("obj"))) or clause.has("obj:recirculation")


def _remark(act: Act, clause: Clause | None) -> bool:
    """Whether an act beside an explicit wish was only read out of a colour, or out of a thing that is not asked about."""
    if clause is None:
        return False
    if act.kind == "query":
        return (
            not asks(clause) and not clause.question and bool(clause.kind("act") or clause.kind("amount") or unexplained(clause)[0])
        )
    said = {m.kind for m in clause.mentions} - {"filler", "function", "mark", "neutral"}
    return act.kind == "tool" and said <= {"colour", "zone"} and "colour" in said and len(clause.words) > 2


def _at_both(wish: Wish) -> Wish:
    act, clause = wish
    if clause is None or act.topic not in _AT_BOTH or len(act.requests) != 1 or not _BOTH[clause.language].search(clause.text):
        return wish
    arguments = {k: v for k, v in act.requests[0].arguments.items() if k != "where"}
    places: tuple[str, ...] = ("front", "rear")
    return replace(act, requests=tuple(ToolRequest(act.topic, {"where": place, **arguments}) for place in places)), clause


def _replaced(act: Act, by: Act, *, later: bool = True) -> bool:
    """Whether what an act does is replaced by another one, said later or before it."""
    if act.kind != "tool" or by.kind != "tool" or act.topic != by.topic or len(act.requests) != 1 or len(by.requests) != 1:
        return False
    one, other = act.requests[0].arguments, by.requests[0].arguments
    here, there = _place(one), _place(other)
    value, instead = _value(one), _value(other)
    if act.topic == "navigate":
        return one == {key: value for key, value in other.items() if key != "avoid"}
    if act.topic == "media":
        going_on = one == {"action": "resume"} and "query" in other
        return going_on or (one == {"action": "play"} and ("query" in other or other.get("action") in _SILENCED | {"resume"}))
    if act.topic == "set_window" and here != there and "sunroof" in (here, there):
        return False
    if value == instead:
        return here != there and (not here or there in _PARTS.get(here, ()))  # "on, the ambient ones"
    if act.topic == "set_light" and set(value) != set(instead):
        return value == {"on": True} and (here == there or not here)  # "the cabin light right down, ten percent"
    if {"mode": "wash"} in (value, instead):
        return False  # "wash the glass, then wipers on interval"
    if act.topic == "set_defrost" and later:
        return here == there  # 前除雾, 关掉吧
    if act.topic in _ONE_VALUE and later:
        return here == there or not here or (not there and act.topic == "set_wipers")
    if act.topic == "set_climate" and here == there:
        if set(value) == set(instead) == {"temperature"}:
            return later and value != instead
        return (set(value), set(instead)) in (({"delta"}, {"temperature"}), ({"delta"}, {"mode"}), ({"power"}, {"mode"}))
    return act.topic in ("set_seat", "set_window") and here == there and set(value) == set(instead) and later


def _place(arguments: Mapping[str, Json]) -> str:
    return next((str(arguments.get(key)) for key in _PLACES if arguments.get(key)), "")


def _value(arguments: Mapping[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in arguments.items() if key not in _PLACES}
