"""What a clause takes over from the one before it: "and the passenger too", "a bit more", "close it again"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from edge.model.understanding.clause import Clause
from edge.model.understanding.types import Act, Mention

_DOING = frozenset({"act", "qual", "state", "number", "amount", "dir", "colour", "wmode"})
_CARRIED = frozenset(
    {"obj", "act", "qual", "state", "zone", "number", "amount", "topic", "dir", "colour", "wmode", "forbid", "unavail"}
)
_FOLLOWING = frozenset({"zone", "number", "amount", "act", "qual", "colour", "dir", "mark", "obj", "wmode", "topic"})
OPPOSITE = {
    "on": "off",
    "off": "on",
    "open": "close",
    "close": "open",
    "up": "down",
    "down": "up",
    "mute": "unmute",
    "unmute": "mute",
}
OPPOSITE_QUALITY = {
    "warmer": "cooler", "cooler": "warmer", "louder": "quieter", "quieter": "louder", "brighter": "dimmer", "dimmer": "brighter",
    "faster": "slower", "slower": "faster",
}  # fmt: skip
_OPPOSITE_STATE = {"hot": "warmer", "cold": "cooler"}
_TURNABLE = frozenset({*(f"act:{act}" for act in OPPOSITE), "act:heat", "act:cool"})
_HEATED = frozenset({"obj:seat_heating", "obj:wheel_heating"})
_SAYS_WHITHER = re.compile(r"[大小高低强弱]")
_ACROSS = {
    "driver": "passenger", "passenger": "driver", "rear_left": "rear_right", "rear_right": "rear_left",
    "rear": "front", "front": "rear", "left": "right", "right": "left",
}  # fmt: skip
_WARMTH = frozenset({"obj:temperature", "obj:climate", "obj:heating", "obj:cooling", "obj:fan", "qual:warmer", "qual:cooler"})
_EMPTY_ACTS = frozenset({"act:set"})


def carried(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions worth keeping for the next clause."""
    return tuple(m for m in mentions if m.kind in _CARRIED)


def follows(clause: Clause) -> bool:
    """Whether a clause could lean on what was said before."""
    return any(m.kind in _FOLLOWING for m in clause.mentions)


def goes_on(clause: Clause, base: tuple[Mention, ...]) -> bool:
    """Whether a step that names neither thing nor place goes on with warmth or air at the place of the base: "one degree more"."""
    if clause.kind("obj") or clause.kind("zone") or clause.kind("state") or not (clause.direction or clause.warmth):
        return False
    if not any(m.name in _WARMTH for m in base):
        return False
    return clause.number is None or not clause.absolute


def leaning(clause: Clause, base: tuple[Mention, ...]) -> Clause | None:
    """The clause with what it leaves out taken from the base; None where nothing fits."""
    if not base or not follows(clause):
        return None
    if clause.has("mark:undo"):
        if not any(m.kind in ("state", "qual") or m.name in _TURNABLE for m in base):
            return None  # what was set to a value has no way back that we know
        return replace(clause, mentions=tuple(_turned(m) for m in base))
    before = Clause(clause.language, base).zones()
    own = tuple(_opposite_side(m, before) if m.name == "zone:other" else m for m in clause.mentions)
    more = clause.has("mark:more") and not clause.kind("obj")
    if more:  # "a bit more" goes on in the direction of the base, whichever that was
        places = {m.start for m in own if m.name in ("mark:more", "amount:slight", "mark:again")}
        own = tuple(m for m in own if not (m.name == "act:up" and m.start in places and not _SAYS_WHITHER.search(m.text)))
    if clause.has("mark:less") and not clause.kind("obj") and not any(m.kind in ("act", "qual") for m in own):
        own = (*own, Mention("act", "down", 0, 0, "less"))
    does = any(m.kind in _DOING and m.name not in _EMPTY_ACTS for m in own if not (more and m.kind == "amount"))
    has_object = any(m.kind in ("obj", "topic") for m in own)
    taken: list[Mention] = []
    own_kinds = {m.kind for m in own}
    for mention in base:
        if mention.kind in ("obj", "topic", "forbid", "unavail"):
            keep = not has_object
        elif mention.kind == "zone":
            sides = {m.name for m in own if m.kind == "zone"}
            keep = not sides or (mention.value == "rear" and sides <= {"zone:left", "zone:right"})  # "just the left one"
        elif more:
            keep = mention.kind in ("act", "qual", "state", "dir") and mention.name not in _EMPTY_ACTS
        else:
            keep = not does or (mention.name == "act:heat" and own_kinds <= {"number", "zone", "filler", "function", "mark"})
        if keep:
            taken.append(mention)
    if has_object and clause.has("obj:wheel", "obj:seat") and any(m.name in _HEATED for m in base):
        taken.append(Mention("act", "heat", 0, 0))  # "seat heating on, the steering wheel too"
    if not taken:
        return None
    if more and not any(m.kind in ("act", "qual", "state") for m in taken):
        taken.append(Mention("act", "up", 0, 0, "more"))
    return replace(clause, mentions=(*taken, *own))


def _opposite_side(mention: Mention, places: list[str]) -> Mention:
    """ "The other one": the place across from the one before."""
    zone = _ACROSS.get(places[0], "") if len(places) == 1 else ""
    return replace(mention, value=zone) if zone else replace(mention, kind="filler")


def _turned(mention: Mention) -> Mention:
    if mention.kind == "act":
        return replace(mention, value=OPPOSITE.get(mention.value, mention.value), text="")
    if mention.kind == "state" and mention.value in _OPPOSITE_STATE:  # "too warm" made it cooler
        return replace(mention, kind="qual", value=_OPPOSITE_STATE[mention.value], text="")
    if mention.kind == "qual":
        return replace(mention, value=OPPOSITE_QUALITY.get(mention.value, mention.value), text="")
    return mention


def levels_of(acts: Sequence[Act]) -> dict[str, float]:
    """The levels that were set, by argument, so that "one more" has something to start from."""
    levels: dict[str, float] = {}
    for act in acts:
        for request in act.requests:
            for key in ("heating", "ventilation", "brightness"):
                value = request.arguments.get(key)
                if isinstance(value, int | float):
                    levels[key] = float(value)
    return levels
