"""Warmth and air: climate, fan, airflow, defrosters."""

from __future__ import annotations

from edge.events import Json
from edge.model.understanding.clause import Clause
from edge.model.understanding.types import Act, Mention, ToolRequest

STEP = {"slight": 1.0, "": 2.0, "large": 3.0}
"""Degrees meant by "a bit warmer", "warmer" and "much warmer". The car changes the temperature by 3 at most."""
PERCENT_STEP = {"slight": 10, "": 20, "large": 30}
"""Percent meant by "a bit more", "more" and "much more" of the fan, the volume or a window's opening."""
WARMEST, COLDEST = 28, 16
_MAX_TEXT = 200
_FAN_LEVELS = 5
"""Levels a driver thinks a fan has, when a level is named and not a percentage."""
_ZONES = {"rear_left": "rear", "rear_right": "rear"}


def plain(value: float) -> int | float:
    """22.0 as 22."""
    return int(value) if float(value).is_integer() else round(float(value), 2)


def tool(name: str, *requests: dict[str, Json]) -> Act:
    """An act of one tool, called once for each set of arguments, which are kept within the contract's limits."""
    return Act(
        "tool", name, tuple(ToolRequest(name, {k: _bounded(name, k, v) for k, v in request.items()}) for request in requests)
    )


def _bounded(name: str, key: str, value: Json) -> Json:
    """Percentages end at 100; texts at 200 characters. Temperatures are as said: the car knows its own limits."""
    if isinstance(value, str):
        return value[:_MAX_TEXT].strip()
    if isinstance(value, bool) or not isinstance(value, int | float) or name == "set_climate":
        return value
    if key in ("level", "position", "brightness"):
        return max(0, min(100, value))
    return max(-100, min(100, value)) if key == "delta" else value


def ask(topic: str) -> Act:
    return Act("ask", topic)


def per_zone(name: str, clause: Clause, arguments: dict[str, Json]) -> Act:
    """One call for each zone said; one call without a zone when none was."""
    zones = list(dict.fromkeys(_ZONES.get(zone, zone) for zone in clause.expanded_zones()))
    return tool(name, *({"zone": zone, **arguments} for zone in zones)) if zones else tool(name, arguments)


def liveable(number: Mention) -> bool:
    """Whether a number without a unit may be degrees of a cabin."""
    return not number.unit and 15 < number.number < 31


def percent_step(clause: Clause) -> int:
    return PERCENT_STEP.get(clause.amount, PERCENT_STEP[""])


def climate(clause: Clause, target: str) -> Act | None:
    """Temperature, power and mode; target: the object said, such as "heating" or "temperature"."""
    number = clause.number
    if number is not None and number.unit not in ("percent", "level"):
        return per_zone("set_climate", clause, _degrees(clause, target))
    if target in ("auto_mode", "heat_mode", "cool_mode"):
        if clause.turned_off:
            return per_zone("set_climate", clause, {"power": "off"})
        return per_zone("set_climate", clause, {"mode": target.removesuffix("_mode")})
    named = {(m.start, m.end) for m in clause.kind("obj")}
    if (
        target == "heating"
        and clause.kind("act")
        and all((m.start, m.end) in named for m in clause.kind("act"))
        and not (clause.amount or clause.kind("qual") or clause.kind("state"))
    ):
        return per_zone("set_climate", clause, {"mode": "heat"})  # "heat, please"
    sign = _warmth_sign(clause, target)
    if clause.amount in ("max", "min") and not clause.turned_off:
        if target == "climate" and not sign and clause.amount == "max":
            return per_zone("set_fan", clause, {"level": 100})
        cold = clause.amount == "min" or sign < 0 or clause.direction < 0 or target == "cooling"
        return per_zone("set_climate", clause, {"temperature": COLDEST if cold else WARMEST})
    if clause.turned_off and not (sign and clause.has("qual:warmer", "qual:cooler")):
        return per_zone("set_climate", clause, {"power": "off"})
    switched = clause.has("act:on") and clause.has("act:heat", "act:cool") and not clause.direction and not clause.amount
    if sign and not (switched and target in ("heating", "cooling")):
        return per_zone("set_climate", clause, {"delta": plain(sign * STEP.get(clause.amount, 2.0))})
    if clause.has("act:reset") and target == "temperature":
        return ask("temperature")
    if clause.turned_on or clause.has("act:heat", "act:cool"):
        if target == "temperature":
            return ask("temperature")
        if target in ("heating", "cooling"):
            return per_zone("set_climate", clause, {"mode": "heat" if target == "heating" else "cool"})
        if clause.language == "en" and not clause.has("act:on") and clause.has("act:set"):
            return ask("climate") if clause.said("act:set") in ("set", "adjust", "change") else _power_on(clause)
        return _power_on(clause)
    if target != "temperature" and not any(
        m.kind in ("act", "qual", "ask", "mark", "topic", "amount", "state") and m.text
        for m in clause.mentions
        if m.name != "mark:please"
    ):
        if target in ("heating", "cooling"):  # "heating for the rear, please"
            return per_zone("set_climate", clause, {"mode": "heat" if target == "heating" else "cool"})
        return _power_on(clause)
    return None


def _power_on(clause: Clause) -> Act:
    return per_zone("set_climate", clause, {"power": "on"})


def _warmth_sign(clause: Clause, target: str) -> int:
    if clause.has("act:cool") and not clause.kind("obj") and clause.direction <= 0:
        return -1  # "cool the car down"
    if clause.warmth and not (clause.has("act:heat", "act:cool") and clause.direction):
        return clause.warmth
    if target == "climate" and clause.language == "en" and clause.direction:
        return -clause.direction  # "crank up the AC" wants it colder
    return -clause.direction if target == "cooling" else clause.direction


def _degrees(clause: Clause, target: str) -> dict[str, Json]:
    number = clause.number
    assert number is not None
    value = number.number
    sign = _warmth_sign(clause, target) or int(clause.has("mark:more")) - int(clause.has("mark:less"))
    if sign and not clause.absolute and value <= 10:
        return {"delta": plain(sign * (value or STEP[""]))}
    if number.unit == "fahrenheit" or value > 45:
        value = round((value - 32) / 1.8 * 2) / 2
    return {"temperature": plain(value)}


def fan_level(clause: Clause) -> float | None:
    """Percent for a level or percentage said."""
    number = clause.number
    if number is None:
        return None
    if number.unit == "level" or (not number.unit and number.number <= _FAN_LEVELS):
        return min(100.0, number.number * (100 / _FAN_LEVELS if number.number <= _FAN_LEVELS else 10))
    return number.number


def fan(clause: Clause) -> Act | None:
    level = fan_level(clause)
    sign = clause.direction or int(clause.has("state:weak_air")) - int(clause.has("state:windy"))
    sign = sign or int(clause.has("mark:more")) - int(clause.has("mark:less"))
    named = {"high": 100, "fast": 100, "high speed": 100, "full speed": 100, "高速": 100, "高速档": 100, "快档": 100}
    named |= {"low": 20, "low speed": 20, "slow": 20, "低速": 20, "低速档": 20, "慢档": 20}
    words = {clause.said("qual:faster"), clause.said("qual:slower")} & named.keys()
    if level is not None:
        if sign and not clause.absolute and not words:
            return per_zone("set_fan", clause, {"delta": plain(sign * level)})
        return per_zone("set_fan", clause, {"level": plain(level)})
    if clause.turned_off and clause.amount == "max" and not sign:  # "turn it off completely"
        return per_zone("set_fan", clause, {"level": 0})
    if clause.amount in ("max", "min", "mid"):
        value = {"max": 100, "min": 20, "mid": 50}[clause.amount]
        return per_zone("set_fan", clause, {"level": 20 if clause.amount == "max" and sign < 0 else value})
    if words:
        return per_zone("set_fan", clause, {"level": named[words.pop()]})
    if clause.turned_off and not (sign and clause.has("act:stop")):  # "stop blowing so hard"
        return per_zone("set_fan", clause, {"level": 0})
    if sign:
        return per_zone("set_fan", clause, {"delta": sign * percent_step(clause)})
    if clause.has("act:on"):
        return per_zone("set_fan", clause, {"level": 50})
    return ask("fan") if clause.turned_on else None


def airflow(clause: Clause, target: str) -> Act | None:
    if target in ("recirculation", "fresh_mode"):
        on = (target == "recirculation") is not clause.turned_off
        return tool("set_airflow", {"recirculation": "on" if on else "off"})
    ways = list(dict.fromkeys(clause.values("dir")))
    if not ways and clause.has("obj:windscreen") and clause.turned_on:
        ways = ["windscreen"]
    if not ways:
        return ask("airflow") if clause.turned_on else None
    if clause.said("state:stuffy") == "no air":  # "no air on my face": where to instead was not said
        return ask("airflow")
    refused = [m.end for m in clause.kind("mark") if m.value == "not"]
    if refused and len(ways) > 1:  # "not at my face, at my feet"
        kept = [m.value for m in clause.kind("dir") if not any(0 <= m.start - end <= 2 for end in refused)]
        return tool("set_airflow", {"direction": kept[-1]}) if kept else None
    if clause.turned_off or clause.negated:
        return None
    mixed = len(ways) > 1 and not (len(ways) == 2 and "mixed" not in ways and "windscreen" in ways)
    return tool("set_airflow", {"direction": "mixed" if mixed or len(ways) > 1 else ways[0]})


def defrost(clause: Clause, where: str) -> Act:
    """where: "front", "rear" or "" when not said."""
    # "get the fog off the windscreen" turns nothing off
    rid = clause.has("state:fogged") and (not clause.has("obj:defrost") or clause.said("act:off") in ("get rid of", "lose the"))
    on = not clause.turned_off or rid
    return tool("set_defrost", {"where": where, "on": on} if where else {"on": on})
