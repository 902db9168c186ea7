"""What the labels of the second reading stand for: concepts that the grammar could not find, put to the same builders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from edge.language import Language
from edge.model.understanding.clause import Clause
from edge.model.understanding.climate import liveable, tool
from edge.model.understanding.commands import command
from edge.model.understanding.forms import unexplained
from edge.model.understanding.free_slots import to_avoid
from edge.model.understanding.guess import LEAST, SURE, guess
from edge.model.understanding.queries import query
from edge.model.understanding.types import Act, DialogueContext, Mention

_KEPT = frozenset({"zone", "number", "colour", "amount", "filler", "function"})
"""Kinds of mentions that stay beside the concepts of a label."""

_UNPLACED = frozenset({"unclear", "out_of_domain", "object", "action"})
_SAYS_NOT_WHAT = frozenset({"amount", "mark", "filler", "function"})
""" "A bit more": how much, and of nothing."""
_TELLING: dict[Language, int] = {"en": 4, "zh": 5}
"""Words from which on an utterance that names no thing may still tell what is meant."""

WISHES: Mapping[str, tuple[str, ...]] = {
    "warmer": ("obj:temperature", "qual:warmer"), "cooler": ("obj:temperature", "qual:cooler"),
    "temperature": ("obj:temperature", "act:set"), "ac_on": ("obj:climate", "act:on"), "ac_off": ("obj:climate", "act:off"),
    "heat": ("obj:heat_mode",), "cool": ("obj:cool_mode",), "auto": ("obj:auto_mode",),
    "fan_up": ("obj:fan", "act:up"), "fan_down": ("obj:fan", "act:down"), "fan_set": ("obj:fan", "act:set"),
    "fan_off": ("obj:fan", "act:off"),
    "recirculation_on": ("obj:recirculation",), "recirculation_off": ("obj:fresh_mode",),
    "air_face": ("obj:air", "dir:face"), "air_feet": ("obj:air", "dir:feet"), "air_windscreen": ("obj:air", "dir:windscreen"),
    "air_mixed": ("obj:air", "dir:mixed"),
    "defrost_front": ("obj:defrost", "obj:windscreen", "act:on"), "defrost_rear": ("obj:rear_glass", "act:on"),
    "defrost_front_off": ("obj:defrost", "obj:windscreen", "act:off"), "defrost_rear_off": ("obj:rear_glass", "act:off"),
    "seat_heating": ("obj:seat_heating",), "seat_heating_off": ("obj:seat_heating", "act:off"),
    "seat_ventilation": ("obj:seat_ventilation",), "seat_ventilation_off": ("obj:seat_ventilation", "act:off"),
    "massage_on": ("obj:seat_massage", "act:on"), "massage_off": ("obj:seat_massage", "act:off"),
    "wheel_on": ("obj:wheel_heating", "act:on"), "wheel_off": ("obj:wheel_heating", "act:off"),
    "window_open": ("obj:window", "act:open"), "window_close": ("obj:window", "act:close"),
    "window_more": ("obj:window", "act:open", "amount:slight"), "window_less": ("obj:window", "act:close", "amount:slight"),
    "sunroof_open": ("obj:sunroof", "act:open"), "sunroof_close": ("obj:sunroof", "act:close"),
    "cabin_light_on": ("obj:light_cabin", "act:on"), "cabin_light_off": ("obj:light_cabin", "act:off"),
    "ambient_on": ("obj:light_ambient", "act:on"), "ambient_off": ("obj:light_ambient", "act:off"),
    "low_beam_on": ("obj:light_low", "act:on"), "low_beam_off": ("obj:light_low", "act:off"),
    "fog_light_on": ("obj:light_fog_rear", "act:on"), "fog_light_off": ("obj:light_fog_rear", "act:off"),
    "wipers_slow": ("obj:wipers", "act:on"), "wipers_fast": ("obj:wipers", "qual:faster"),
    "wipers_off": ("obj:wipers", "act:off"),
    "wipers_interval": ("obj:wipers", "wmode:interval"), "wash": ("obj:wipers", "act:wash"),
    **{a: ("obj:media", f"act:{a}") for a in ("play", "pause", "resume", "next", "previous", "stop", "mute", "unmute")},
    "louder": ("obj:volume", "act:up"), "quieter": ("obj:volume", "act:down"), "volume": ("obj:volume", "act:set"),
}  # fmt: skip
"""Label of a wish to the concepts it stands for."""


def second_reading(acts: Sequence[Act], whole: Clause, context: DialogueContext) -> Act | None:
    """What an utterance most likely wants where the grammar has found nothing; None where it has, or where nothing is likely.

    acts: of the grammar. whole: the utterance as one clause.
    """
    if context.asked or any(act.kind not in ("reject", "ask") or act.topic not in _UNPLACED for act in acts):
        return None
    if any(act.kind == "ask" for act in acts) and (whole.has("mark:it") or len(whole.words) < _TELLING[whole.language]):
        return None
    if sum(m.end - m.start for m in whole.kind("neutral")) > 0.6 * len(whole.words):
        return None  # a saying: 打开天窗说亮话
    unknown, known = unexplained(whole)
    if not unknown and {m.kind for m in whole.mentions} <= _SAYS_NOT_WHAT:
        return None
    label = guess(whole.words, whole.language, SURE if unknown > max(1, known) else LEAST)
    return act_of(label, whole, context) if label else None


def act_of(label: str, clause: Clause, context: DialogueContext) -> Act | None:
    """The act of a label, with the places and numbers of the clause; None where what was said does not suffice for it."""
    kind, _, value = label.partition(":")
    if kind == "go":
        avoid = to_avoid(clause.text, clause.language)
        return tool("navigate", {"poi": value, "avoid": avoid} if avoid else {"poi": value})
    if kind == "guidance":
        return tool("navigation", {"action": value})
    if kind == "ask":
        return query(value, clause)
    if kind == "refuse":
        return Act("refuse", value)
    if kind == "cannot":
        return Act("unavailable", value)
    if clause.negated or label not in WISHES:
        return None
    number = clause.number
    if label == "temperature" and number is not None and not (number.unit or liveable(number) or 59 < number.number < 91):
        return None  # "van to 3"; "make it 70" is Fahrenheit
    concepts = tuple(Mention(name.partition(":")[0], name.partition(":")[2], 0, 0) for name in WISHES[label])
    act = command(replace(clause, mentions=(*(m for m in clause.mentions if m.kind in _KEPT), *concepts), question=False), context)
    return act if act is not None and act.kind == "tool" else None
