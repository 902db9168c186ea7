"""What is around the driver: seats, steering wheel, windows, lights, wipers."""

from __future__ import annotations

import re

from edge.events import Json
from edge.model.understanding.clause import Clause
from edge.model.understanding.climate import ask, percent_step, plain, tool
from edge.model.understanding.types import Act, DialogueContext

_SEATS = {
    "rear": ("rear_left", "rear_right"),
    "all": ("driver", "passenger", "rear_left", "rear_right"),
}
_HIGH = frozenset({"high", "fast", "hot", "高", "高档", "强"})
_LOW = frozenset({"low", "slow", "lower", "低", "低档"})
_RELATIVE = re.compile(r"[高低加减]$|往[上下]|^[升降]$|[开关][大小]$")
_SHARE = re.compile(r"^(?:百分之|\d)")
_TOO_FAR = re.compile(r"\btoo (?:far|wide|much) open|\bopen too (?:far|wide|much)|开得?太大|开得?太开|开得?有点大", re.I)
_BURNS = re.compile(r"\b(?:burn|scald|scorch)|烫", re.I)
""" "The seat is burning me": of a seat that is too hot its heating is what can be turned off."""
_WHOLLY = frozenset({"全部打开", "全打开", "全开"})
"""What says of windows that all of them are meant."""
_SEVERAL = re.compile(r"windows$|\beverything\b")
"""So does a plural without a place: whoever says "the windows" has said which."""
_OF_LAMP = re.compile(r"\b(?:ambient|mood|accent|ambience) light (?!light\b)\w", re.I)
_SHADE_OF_LAMP = re.compile(r"^light ")
""" "The ambient light blue" is blue, not light blue."""
_STEPPED = frozenset({"raise", "lift", "lower"})
"""Verbs that say how far a window goes, not how far it is to be open."""
ON_LEVEL = 2
"""Level of a seat heating or ventilation that is only said to be turned on: the middle one."""


def burns(clause: Clause) -> bool:
    """Whether something is said to burn to the touch."""
    return _BURNS.search(clause.text) is not None


def seats_of(clause: Clause) -> list[str]:
    places: dict[str, None] = {}
    for zone in clause.expanded_zones():
        for seat in _SEATS.get(zone, (zone,)):
            places[seat] = None
    return list(places)


def seat(clause: Clause, function: str, context: DialogueContext) -> Act | None:
    """function: "heating", "ventilation" or "massage"."""
    if function == "massage":
        arguments: dict[str, Json] = {"massage": "off" if clause.turned_off or clause.negated else "on"}
    else:
        level = _seat_level(clause, function, context)
        if level is None:
            return None
        arguments = {function: level}
    seats = seats_of(clause)
    return tool("set_seat", *({"seat": place, **arguments} for place in seats)) if seats else tool("set_seat", arguments)


def _seat_level(clause: Clause, function: str, context: DialogueContext) -> int | None:
    number = clause.number
    if number is None and not clause.kind("act") and burns(clause):
        return 0
    sign = clause.direction or (clause.warmth if clause.has("qual:warmer", "qual:cooler") else 0)
    if clause.has("act:heat", "act:cool") and clause.said("act:up") + clause.said("act:down") in ("up", "down"):
        sign = 0  # "cool my seat down"
    if clause.said("qual:warmer") in ("some heat", "some warmth", "bit of heat"):
        sign = 0
    if function == "ventilation" and not clause.direction:
        sign = -sign
    before = context.levels.get(function)
    words = {clause.said(n) for n in ("qual:faster", "qual:slower", "act:up", "act:down", "state:hot")}
    if number is not None and number.unit != "degree":
        if number.unit == "percent":
            return _clamped(number.number * 3 / 100)
        if sign and not clause.absolute and number.unit == "level" and before is not None:
            return _clamped(before + sign * number.number)
        return _clamped(number.number)
    if clause.turned_off:
        return 0
    if clause.amount in ("max", "min", "mid"):
        return {"max": 3, "min": 1, "mid": 2}[clause.amount]
    if words & _HIGH:
        return 3
    if words & _LOW and not clause.has("act:down", "mark:more"):
        return 1
    slight = clause.amount == "slight"
    if sign:
        return _clamped(before + sign) if before is not None else ((2 if slight else 3) if sign > 0 else 1)
    if slight and clause.has("act:heat", "act:cool", "act:on") and before is None:
        return 1  # "warm my seat a bit"
    return (
        ON_LEVEL
        if clause.turned_on
        or clause.has("act:heat", "act:cool")
        or _bare(clause)
        or clause.kind("state")
        or clause.has("qual:warmer")
        else None
    )


def _clamped(level: float) -> int:
    return max(0, min(3, round(level)))


def _bare(clause: Clause) -> bool:
    """Whether nothing but an object, a place and politeness was said: "seat heating please"."""
    return not any(m.kind in ("act", "qual", "ask") for m in clause.mentions)


def wheel(clause: Clause) -> Act:
    too_hot = clause.has("state:hot") and not clause.turned_on
    return tool("set_steering_wheel_heating", {"on": not (clause.turned_off or too_hot)})


def window(clause: Clause, target: str) -> Act | None:
    """target: "window" or "sunroof"."""
    if target == "sunroof":
        windows: list[str] = ["sunroof"]
    else:
        windows = clause.expanded_zones()
        wholly = any(m.text in _WHOLLY for m in clause.kind("amount"))
        if not windows and (wholly or _SEVERAL.search(clause.said("obj:window"))):
            windows = ["all"]
    movement = _movement(clause)
    if movement is None:
        return ask("window") if clause.has("act:set") else None
    return tool("set_window", *({"window": w, **movement} for w in windows)) if windows else tool("set_window", movement)


def _movement(clause: Clause) -> dict[str, Json] | None:
    number = clause.number
    opening = _opening_sign(clause)
    if number is not None and number.unit in ("percent", ""):
        value = number.number
        if number.unit == "" and value <= 10 and clause.language == "en" and value != 0:
            return None
        stepped = clause.has("mark:by", "mark:more") or "再" in clause.text
        stepped = stepped or bool(_STEPPED & {clause.said("act:up"), clause.said("act:down")} or " by " in clause.text)
        if not opening and clause.language == "en" and (clause.has("mark:more") or "another" in clause.text.lower()):
            opening = 1  # "the sunroof another ten percent"
        stepped = stepped and "half" not in number.text.lower()
        if opening and not clause.absolute and stepped:
            return {"delta": plain(opening * value)}
        if (
            opening
            and not clause.absolute
            and clause.language == "zh"
            and _RELATIVE.search(clause.said("act:up") + clause.said("act:down"))
            and _SHARE.search(number.text)
        ):
            return {"delta": plain(opening * value)}  # 升高百分之二十
        if opening < 0 and not clause.absolute:
            return {"position": plain(100 - value)}
        return {"position": plain(value)}
    if clause.has("act:crack"):
        return {"delta": 10} if clause.amount == "slight" else {"position": 10}
    if opening == 0:
        return None
    more = clause.has("mark:more", "mark:less") and clause.language == "en"  # 再 also says "again"
    relative = clause.amount in ("slight", "large") or more or _wider(clause)
    if clause.has("state:fresh_air") and not clause.has("act:open", "act:on", "act:close", "act:off", "act:down"):
        relative = True
    if relative and clause.amount not in ("max", "min"):
        return {"delta": opening * percent_step(clause)}
    return {"position": 100 if opening > 0 else 0}


def _wider(clause: Clause) -> bool:
    return any(m.name in ("act:up", "act:down") and ("大" in m.text or "小" in m.text) for m in clause.mentions)


def _opening_sign(clause: Clause) -> int:
    """1 opens, -1 closes. Down opens a window, up closes it; Chinese 开大 and 关小 speak of the gap."""
    if any(m.name == "act:down" and m.text == "less" for m in clause.mentions):
        return -1  # "a little less", said of a window that was opened
    if _TOO_FAR.search(clause.text):
        return -1
    for mention in clause.mentions:
        if mention.text.startswith(("太", "很", "好", "有点")):
            continue
        if mention.kind == "act" and clause.language == "zh" and "大" in mention.text:
            return 1
        if mention.kind == "act" and clause.language == "zh" and "小" in mention.text:
            return -1
    if clause.has("act:close", "act:off"):
        return -1
    if clause.has("act:open", "act:on", "act:crack", "state:fresh_air"):
        return 1
    if clause.has("act:down", "act:up"):
        return -clause.direction
    if clause.has("mark:less"):
        return -1
    return int(clause.amount == "max") - int(clause.amount == "min")


def light(clause: Clause, target: str, context: DialogueContext) -> Act | None:
    """target: "cabin", "ambient", "low", "fog_rear" or "" for any light."""
    name = {"low": "low_beam"}.get(target, target)
    colours = clause.values("colour")
    number = clause.number
    if colours:
        shade = _SHADE_OF_LAMP.sub("", colours[-1]) if _OF_LAMP.search(clause.text) else colours[-1]
        return tool("set_light", {"light": "ambient", "colour": shade})
    if number is not None and number.unit in ("percent", ""):
        value = number.number
        if clause.direction and not clause.absolute and clause.has("mark:by"):
            value = context.levels.get("brightness", 50.0) + clause.direction * value
        return _brightness(name, value)
    if clause.turned_off:
        return _lamp(name, False)
    if clause.amount in ("max", "min", "mid") and (
        clause.direction
        or clause.has("act:set", "act:brighten", "act:dim", "mark:to")
        or name == "ambient"
        or "bright" in clause.text.lower()
    ):
        return _brightness(name, {"max": 10 if clause.direction < 0 else 100, "min": 10, "mid": 50}[clause.amount])
    if clause.has("act:on", "act:open") and name in ("low_beam", "fog_rear"):
        return _lamp(name, True)  # "the fog is getting bigger, fog light on"
    if clause.direction:
        before = context.levels.get("brightness", 50.0)
        return _brightness(name, before + clause.direction * percent_step(clause))
    if clause.has("state:dark") or clause.has("act:on", "act:open", "act:show"):
        return _lamp(name or ("cabin" if clause.has("state:dark") else ""), True)
    if name == "ambient" and clause.has("act:set"):
        return ask("colour")
    return _lamp(name, True) if clause.turned_on or (_bare(clause) and name) else None


def _lamp(name: str, on: bool) -> Act:
    return tool("set_light", {"light": name, "on": on} if name else {"on": on})


def _brightness(name: str, value: float) -> Act:
    """Only the ambient light can be dimmed; a light that is not named is that one."""
    return tool("set_light", {"light": name or "ambient", "brightness": plain(max(0.0, min(100.0, value)))})


def wipers(clause: Clause, where: str) -> Act:
    """where: "front", "rear" or "" when not said."""
    mode = "slow"
    if clause.has("wmode:wash", "act:wash", "state:dirty"):
        mode = "wash"
    elif clause.turned_off:
        mode = "off"
    elif clause.has("wmode:interval"):
        mode = "interval"
    elif clause.direction > 0 or clause.amount == "max" or _heavy_rain(clause):
        mode = "fast"
    return tool("set_wipers", {"where": where, "mode": mode} if where else {"mode": mode})


def _heavy_rain(clause: Clause) -> bool:
    said = clause.said("state:raining")
    return any(word in said for word in ("pour", "hard", " down", "大", "暴"))
