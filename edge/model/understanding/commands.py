"""From the concepts of a clause to the one thing it is about, and from there to a tool call."""

from __future__ import annotations

import re
from collections.abc import Callable

from edge.model.understanding import cabin, climate, sound
from edge.model.understanding.clause import Clause
from edge.model.understanding.climate import liveable, tool
from edge.model.understanding.pairing import paired
from edge.model.understanding.types import Act, DialogueContext

_HEATING = ("obj:heating", "act:heat", "state:cold", "qual:warmer", "obj:heat_mode")
_COOLING = ("obj:cooling", "act:cool", "obj:fan", "state:hot", "qual:cooler", "state:fresh_air", "obj:cool_mode", "state:stuffy")
_FOG = ("state:fogged", "act:clear", "obj:defrost", "state:cant_see")
_WASH = ("act:wash", "state:dirty", "wmode:wash")

_COMPOSED: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (("obj:rear_glass",), _WASH, "rear_wiper"),
    (("obj:rear_glass",), ("act:wipe", "obj:wipers"), "rear_wiper"),
    (("obj:wipers",), ("zone:rear",), "rear_wiper"),
    (("obj:windscreen", "obj:window"), (*_WASH, "act:wipe"), "wipers"),
    (("obj:windscreen",), ("obj:air", "obj:fan"), "air"),
    (("obj:air", "obj:climate"), ("state:stuffy",), "fresh_mode"),
    (("dir:windscreen",), ("state:fogged",), "defrost"),
    (("obj:air",), ("state:windy", "state:weak_air"), "fan"),
    (("obj:window", "obj:windscreen", "obj:rear_glass"), _FOG, "defrost"),
    (("obj:rear_glass",), (), "defrost"),
    (("obj:windscreen",), _HEATING, "defrost"),
    (("obj:seat", "obj:seat_place"), ("obj:seat_massage",), "seat_massage"),
    (("obj:seat", "obj:seat_place"), ("obj:seat_heating",), "seat_heating"),
    (("obj:seat", "obj:seat_place"), ("obj:seat_ventilation",), "seat_ventilation"),
    (("obj:wheel",), (*_HEATING, "state:hot", "state:fogged", "mark:also"), "wheel_heating"),
    (("obj:seat",), _HEATING, "seat_heating"),
    (("obj:seat",), _COOLING, "seat_ventilation"),
    (("obj:seat_place",), ("obj:heating", "act:heat"), "seat_heating"),
    (("obj:seat_place",), ("act:cool", "obj:cooling", "state:fresh_air"), "seat_ventilation"),
    (("obj:media",), ("obj:volume", "qual:louder", "qual:quieter", "act:up", "act:down", "act:mute", "act:unmute"), "volume"),
    (("obj:light", "obj:light_ambient"), ("obj:light_ambient",), "light_ambient"),
    (("obj:climate", "obj:temperature", "obj:fan"), ("obj:auto_mode",), "auto_mode"),
    (("obj:climate", "obj:temperature"), ("obj:heat_mode",), "heat_mode"),
    (("obj:climate", "obj:temperature"), ("obj:cool_mode",), "cool_mode"),
    (("obj:climate", "obj:heating", "obj:cooling"), ("obj:fan",), "fan"),
    (
        ("obj:climate", "obj:heating", "obj:cooling", "obj:fan", "qual:warmer", "qual:cooler"),
        ("dir:face", "dir:feet", "dir:windscreen", "dir:mixed"),
        "air",
    ),
)
"""(any of these, and any of those, are about this); the first that fits counts."""

_PRIORITY = (
    "seat_massage", "seat_heating", "seat_ventilation", "wheel_heating", "rear_wiper", "wipers", "recirculation",
    "fresh_mode", "light_fog_rear", "light_low", "light_ambient", "light_cabin", "defrost", "sunroof", "window",
    "light", "fan", "heat_mode", "cool_mode", "auto_mode", "temperature", "heating", "cooling", "climate", "volume",
    "navigation", "media", "air",
)  # fmt: skip

_OF_STATE = {
    "cold": "temperature", "hot": "temperature", "stuffy": "fresh_mode", "fresh_air": "window", "smelly": "smell",
    "fogged": "defrost", "cant_see": "defrost", "raining": "wipers", "dark": "light_cabin", "dirty": "wipers",
    "windy": "fan", "weak_air": "fan", "sore": "seat_massage",
}  # fmt: skip
_OF_ACT = (
    ("qual:warmer", "temperature"), ("qual:cooler", "temperature"), ("qual:louder", "volume"), ("qual:quieter", "volume"),
    ("act:mute", "volume"), ("act:unmute", "volume"), ("qual:brighter", "light"), ("qual:dimmer", "light"), ("act:dim", "light"),
    ("act:brighten", "light"), ("act:clear", "defrost"), ("act:wash", "wipers"), ("wmode:wash", "wipers"), ("act:wipe", "wipers"),
    ("act:next", "media"), ("act:previous", "media"), ("act:pause", "media"), ("act:resume", "media"), ("act:play", "media"),
    ("act:heat", "heating"), ("act:cool", "cooling"), ("dir:face", "air"), ("dir:feet", "air"), ("dir:mixed", "air"),
    ("dir:windscreen", "air"),
)  # fmt: skip
_OUTDOORS = ("fume", "smoke", "dust", "pollut", "尾气", "雾霾", "霾", "扬尘", "沙尘", "灰尘", "油烟")


def composed(clause: Clause) -> bool:
    """Whether the clause is about one thing named in two words, such as "climate ... on auto"."""
    return bool(_climate_mode(clause)) or any(
        clause.has(*one) and bool(other) and clause.has(*other) for one, other, _ in _COMPOSED
    )


def _climate_mode(clause: Clause) -> str:
    """ "The climate to heating": the mode; empty for anything else."""
    if not clause.has("obj:climate") or not clause.has("mark:to") or clause.kind("number") or clause.direction:
        return ""
    meant = [m.value for m in clause.mentions if m.name in ("obj:heating", "obj:cooling")]
    return {"heating": "heat_mode", "cooling": "cool_mode"}[meant[-1]] if meant else ""


_INSIDE = re.compile(r"\b(?:inside|in here|in the (?:car|cabin|back))\b|车里|车内|里面|里边|舱内", re.I)
_OUTSIDE = re.compile(r"\b(?:outside|outdoors?|exterior)\b|车外|外面|外边", re.I)
_SOMEBODY_BEHIND = re.compile(
    r"\b(?:grandma|grandpa|granny|mum|mom|dad|kids?|child(?:ren)?|baby|son|daughter|boy|girl|friends?|people|guys|folks|everyone|"
    r"somebody|someone|he|she|they|passengers?|dog)\b.*\b(?:in|on) the (?:back|rear)",
    re.I,
)
""" "Grandma in the back seat is cold": she is, not the seat."""
_SOMEBODY_IS = re.compile(r"^(?:\W|and|but|so|oh)*(?:(?:he|she|they)(?:'s|'re| is| are)|(?:my|our|the) \w+(?:'s| is)) ", re.I)
_LIKED = re.compile(r"\b(?:would like|would love|would prefer|'d like|'d prefer|wants?|likes?)\b(?! to\b)", re.I)
_DEGREE_WORDS = re.compile(r"(?:cold|cool|hot|warm|heat)|冷|热|凉|暖|温", re.I)
_OF_THE_CABIN = re.compile(r"\b(?:cabin|car|in here|interior|inside)\b|车里|车内|里面", re.I)


def subject(clause: Clause) -> str:
    """What the clause is about, in the words of the "obj" concepts; empty when it does not say."""
    if clause.kind("dir") and not clause.kind("obj") and clause.has("state:dirty", "act:wash", "act:wipe"):
        return "wipers"  # "there is a bug on the windscreen"
    felt = clause.has("state:cold", "state:hot") and not clause.kind("act")
    if clause.values("obj") == ["seat_place"] and felt and _SOMEBODY_IS.search(clause.text):
        return "temperature"  # "she's sweating in the passenger seat"
    if clause.values("obj") == ["seat"] and clause.has("state:cold", "state:hot") and _SOMEBODY_BEHIND.search(clause.text):
        return "temperature"
    if clause.has("obj:seat") and not clause.kind("act") and cabin.burns(clause):
        return "seat_heating"
    if mode := _climate_mode(clause):
        return mode
    if clause.has("obj:seat_place", "obj:seat") and "mode" in clause.said("obj:heat_mode"):
        return "heat_mode"  # "heat mode for the back seats"
    if clause.language == "en" and set(clause.values("obj")) <= {"seat", "seat_place"} and _on_a_level(clause):
        return "seat_heating"  # "passenger seat on two"
    for one_of, and_one_of, about in _COMPOSED:
        if clause.has(*one_of) and (not and_one_of or clause.has(*and_one_of)):
            return about
    if clause.has("obj:seat_place") and clause.said("obj:fan") in (
        "ventilation",
        "ventilator",
        "fan",
        "fans",
        "vent",
        "vents",
        "通风",
    ):
        return "seat_ventilation"
    if clause.language == "zh" and "通风" in clause.text and not clause.kind("obj") and _seat_level(clause):
        return "seat_ventilation"
    objects = set(clause.values("obj"))
    seated = clause.language == "zh" and objects <= {"heating"} and clause.kind("zone") and clause.has("act:heat")
    if seated and _seat_level(clause):
        return "seat_heating"  # 副驾加热二档
    shut = clause.has("act:open", "act:close")
    if objects <= {"heating", "window"} and "window" in objects and clause.has("act:heat") and not shut:
        return "defrost"  # "heat the rear window"
    if objects == {"windscreen"} and shut and clause.said("obj:windscreen").startswith("windows"):
        return "window"  # "whether the windows are closed"
    moved = clause.has("act:open", "act:close", "act:up", "act:down") or (clause.has("act:set") and clause.number is not None)
    if (
        objects == {"windscreen"}
        and clause.kind("zone")
        and moved
        and clause.said("obj:windscreen") in ("玻璃", "glass", "the glass")
    ):
        return "window"
    if objects == {"media"} and clause.language == "zh" and clause.has("act:set") and (clause.amount or clause.number is not None):
        return "volume"  # 音响开到最大
    if objects == {"fan"} and clause.language == "en" and clause.has("state:fresh_air"):
        return "fresh_mode"
    if objects == {"air"} and clause.turned_off and not clause.kind("dir") and clause.said("obj:air") in ("wind", "air", "blowing"):
        return "fan"  # "no more wind"
    if objects == {"light"} and _INSIDE.search(clause.text):
        return "light_cabin"
    if objects == {"light"} and _OUTSIDE.search(clause.text):
        return "light_low"
    if (
        objects == {"air"}
        and not clause.kind("dir")
        and (
            (clause.direction and not clause.has("qual:louder", "qual:quieter") and "down there" not in clause.text.lower())
            or clause.has("mark:more", "mark:less")
        )
    ):
        return "fan"
    return next((name for name in _PRIORITY if name in objects), "")


_ON_LEVEL = re.compile(r"\bon (?:level )?(?:zero|one|two|three|[0-3])\b")


def _on_a_level(clause: Clause) -> bool:
    """Whether a seat is put on a level and nothing else is said of it."""
    number = clause.number
    level = number is not None and number.unit in ("", "level") and number.number in (0, 1, 2, 3) and number.text.lower() != "one"
    doing = {m.name for m in clause.mentions if m.kind in ("act", "qual", "state", "amount", "dir")}
    said = clause.text.lower()
    named = any(m.name in ("obj:seat", "obj:seat_place") and m.text and m.text.lower() in said for m in clause.mentions)
    doing -= {"act:on"} if _ON_LEVEL.search(said) else set()
    return named and (level or (number is not None and " on one" in f" {said}")) and doing <= {"act:set"}


def _seat_level(clause: Clause) -> bool:
    number = clause.number
    return number is not None and number.unit == "level" and number.number <= 3


def implied(clause: Clause) -> str:
    """What a clause without an object is about: by its quality, act or state, or a number of degrees."""
    if any(m.value in ("min", "max") and _DEGREE_WORDS.search(m.text) for m in clause.kind("amount")):
        return "temperature"  # "as cold as it gets"
    if clause.has("act:navigate"):
        return "navigation"
    sides = [m for m in clause.kind("zone") if m.text.lower() not in ("my", "me", "for me")]
    sided = any(m.value not in ("rear", "front", "all", "other") for m in sides)
    pointed = clause.has("mark:it") or any(m.text.lower().endswith(" one") or m.text.lower() in ("mine", "hers") for m in sides)
    if clause.has("act:open", "act:close", "act:crack") and sided and pointed:
        return "window"  # "open the left one"
    ended = clause.said("act:off") if clause.language == "zh" and not clause.kind("dir") else ""
    for verb, about in (("刮", "wipers"), ("吹", "fan"), ("按", "seat_massage")):
        if verb in ended:
            return about
    degrees = clause.number is not None and clause.number.unit in ("degree", "fahrenheit")
    if clause.language == "zh" and clause.kind("colour") and clause.has("act:play"):
        return "light"  # 来个蓝色
    for concept, about in _OF_ACT:
        if clause.has(concept) and not (degrees and concept == "act:play"):  # 来个二十六度
            return about
    if not clause.negated:
        for state in clause.values("state"):
            if state in _OF_STATE:
                return _OF_STATE[state]
    if clause.has("colour:*") or clause.kind("colour"):
        return "light"
    number = clause.number
    if number is not None and number.unit in ("degree", "fahrenheit"):
        return "temperature"
    warm = number is not None and liveable(number)
    if warm and _OF_THE_CABIN.search(clause.text) and clause.has("act:set", "mark:to"):
        return "temperature"
    return "temperature" if warm and clause.language == "en" and _LIKED.search(clause.text) else ""


def command(clause: Clause, context: DialogueContext) -> Act | None:
    """The tool call a clause asks for, a question back, or None when it asks for nothing the tools do."""
    about = subject(clause) or implied(clause)
    if not about or (clause.negated and not _negation_is_wish(clause, about)):
        return None
    if about not in _BUILDERS:
        return None
    pairs = paired(clause)
    if not pairs:
        return _BUILDERS[about](clause, context)
    acts = [_BUILDERS[about](pair, context) for pair in pairs]
    if any(act is None or act.kind != "tool" for act in acts):
        return _BUILDERS[about](clause, context)
    requests = tuple(request for act in acts if act is not None for request in act.requests)
    return Act("tool", requests[0].name, requests)


def _negation_is_wish(clause: Clause, about: str) -> bool:
    """Whether "not" is part of the wish: "I can not see", "it is not warm", "why does it not heat"."""
    if about == "air" and len(set(clause.values("dir"))) > 1:
        return True  # "not at my face, at my feet"
    return clause.has("state:cant_see", "state:windy", "act:off", "act:stop", "act:play") or clause.question


def _smell(clause: Clause) -> Act:
    said = clause.said("state:smelly")
    outdoors = any(word in said for word in _OUTDOORS) or "outside" in clause.text.lower() or "外" in clause.text
    return tool("set_airflow", {"recirculation": "on" if outdoors else "off"})


def _front_or_rear(clause: Clause) -> str:
    if clause.has("obj:rear_glass", "obj:rear_wiper") or any(z.startswith("rear") for z in clause.values("zone")):
        return "rear"
    if clause.has("obj:windscreen") and not clause.said("obj:windscreen").startswith("windows"):
        return "front"
    if clause.said("zone:front").startswith("both") or clause.has("zone:all"):
        return ""
    front = clause.has("obj:windscreen", "zone:front", "dir:windscreen")
    front = (
        front
        or clause.said("obj:defrost").startswith(("前", "front", "windscreen", "windshield"))
        or (clause.language == "zh" and "前" in clause.text)
    )
    return "front" if front or (clause.kind("state") and not clause.kind("act")) else ""


def _defrost(clause: Clause) -> Act | None:
    if clause.has("state:fogged", "state:cant_see", "act:clear") or clause.turned_on or clause.turned_off or clause.has(*_HEATING):
        return climate.defrost(clause, _front_or_rear(clause))
    bare = clause.has("obj:defrost", "obj:rear_glass") and not clause.kind("act")
    return climate.defrost(clause, _front_or_rear(clause)) if bare else None


def _wipers(clause: Clause, where: str) -> Act | None:
    plain_glass = clause.said("obj:windscreen") in ("玻璃", "glass", "the glass", "screen")
    if not where and (
        (clause.has("obj:windscreen") and not plain_glass)
        or clause.has("zone:front")
        or clause.said("obj:wipers").startswith("front")
        or (clause.language == "zh" and "前" in clause.text)
    ):
        where = "front"
    if clause.has("zone:rear") and (clause.has("obj:window", "obj:windscreen") or not clause.kind("obj")):
        where = "rear"
    if clause.kind("act") or clause.kind("wmode") or clause.kind("state") or clause.kind("qual") or clause.kind("amount"):
        return cabin.wipers(clause, where)
    return cabin.wipers(clause, where) if len(clause.words) <= 4 else None


def _wheel(clause: Clause) -> Act | None:
    wished = clause.turned_on or clause.turned_off or clause.has(*_HEATING) or not clause.kind("act")
    return cabin.wheel(clause) if wished else None


def _navigation(clause: Clause) -> Act | None:
    if clause.turned_off or clause.has("act:cancel", "act:pause"):
        return tool("navigation", {"action": "cancel"})
    if clause.has("act:repeat"):
        return tool("navigation", {"action": "repeat"})
    if clause.has("act:show"):
        return tool("navigation", {"action": "overview"})
    if clause.has("obj:volume", "act:mute", "qual:louder", "qual:quieter") or clause.direction:
        return sound.volume(clause)
    return climate.ask("destination") if clause.turned_on or clause.has("act:navigate") else None


Builder = Callable[[Clause, DialogueContext], Act | None]

_BUILDERS: dict[str, Builder] = {
    **{
        name: lambda clause, _context, name=name: climate.climate(clause, name)  # type: ignore[misc]
        for name in ("temperature", "heating", "cooling", "climate", "auto_mode", "heat_mode", "cool_mode")
    },
    "fan": lambda clause, _: climate.fan(clause),
    "air": lambda clause, _: climate.airflow(clause, "air"),
    "recirculation": lambda clause, _: climate.airflow(clause, "recirculation"),
    "fresh_mode": lambda clause, _: climate.airflow(clause, "fresh_mode"),
    "smell": lambda clause, _: _smell(clause),
    "defrost": lambda clause, _: _defrost(clause),
    "seat_heating": lambda clause, context: cabin.seat(clause, "heating", context),
    "seat_ventilation": lambda clause, context: cabin.seat(clause, "ventilation", context),
    "seat_massage": lambda clause, context: cabin.seat(clause, "massage", context),
    "wheel_heating": lambda clause, _: _wheel(clause),
    "window": lambda clause, _: cabin.window(clause, "window"),
    "sunroof": lambda clause, _: cabin.window(clause, "sunroof"),
    "light": lambda clause, context: cabin.light(clause, "", context),
    "light_cabin": lambda clause, context: cabin.light(clause, "cabin", context),
    "light_ambient": lambda clause, context: cabin.light(clause, "ambient", context),
    "light_low": lambda clause, context: cabin.light(clause, "low", context),
    "light_fog_rear": lambda clause, context: cabin.light(clause, "fog_rear", context),
    "wipers": lambda clause, _: _wipers(clause, ""),
    "rear_wiper": lambda clause, _: _wipers(clause, "rear"),
    "volume": lambda clause, _: sound.volume(clause),
    "media": lambda clause, _: sound.media(clause),
    "navigation": lambda clause, _: _navigation(clause),
}
