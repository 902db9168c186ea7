"""What is talk: whether an utterance tells of danger or is of a kind of talk, and then nothing else is made of it.

A command that was understood is not taken back here unless danger is told with it, or the head of `talking.py` is quite sure.
A question about the car, a refusal, or what nothing was made of, gives way where something else was meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from edge.language import Language
from edge.model.responder.bank import IDENTITY
from edge.model.understanding.advice import matter
from edge.model.understanding.alarms import alarm, asks_generally, supposes
from edge.model.understanding.judging import moving
from edge.model.understanding.kinds import GROUP_OF, GROUPS
from edge.model.understanding.talking import OTHER, features, head
from edge.model.understanding.text import clean, tokens
from edge.model.understanding.types import Act, DialogueContext, ToolRequest, Understanding
from edge.model.understanding.warning_lamps import names_lamp

_OFFERED: Mapping[str, ToolRequest] = {
    "medical": ToolRequest("navigate", {"poi": "hospital"}),
    "drowsy": ToolRequest("navigate", {"poi": "parking"}),
}
"""Where a "yes" leads after the answer to a danger."""
_CAR = frozenset({"car_care", "symptom", "hazard"})
_STAYS = frozenset({"override"})
"""Refusals that nothing overrules."""
_FILLING = frozenset({"ok_talk", "agree", "nothing", "going", "really", "funny"})
"""Talk that says little, and gives way to any kind that is likely."""
_AGAIN: Mapping[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?!.*\b(?:directions?|turns?|instructions?|route|navigation|songs?|track)\b)"
        r".*(?:\b(?:say|repeat) (?:that|it)\b"
        r"|\b(?:didn't|did not|couldn't) (?:quite )?(?:catch|hear|get) (?:that|it|you|what you said)\b)",
        re.I,
    ),
    "zh": re.compile(
        r"^(?!.*(?:导航|指令|路|弯|歌|提示|拐|播报|往哪|下一步|怎么走))"
        r".*(?:再(?:说|讲)一?(?:遍|次|下)|没听(?:清|见|明白)|你(?:刚才|刚刚|刚)说(?:的)?(?:啥|什么))"
    ),
}
""" "Say that again", of our own words."""
_JOKE: Mapping[Language, re.Pattern[str]] = {
    "en": re.compile(r"^(?:please |hey |can you |could you |come on,? )*(?:tell|give) (?:me|us) (?:a|another|a good) joke\b", re.I),
    "zh": re.compile(r"^(?:再|给我|给我们|快|来|你|小舱|,)*(?:讲|说|来)个?(?:个)?(?:好笑的|冷)?笑话"),
}
""" "Tell me a joke, and not too cold a one": whatever else is in it."""
_FITS: Mapping[str, frozenset[str]] = {
    "crash": frozenset({"accident"}),
    "medical": frozenset({"pain"}),
    "threatened": frozenset({"scared"}),
    "despair": frozenset({"suicide"}),
    "drowsy": frozenset({"tired"}),
    "drunk": frozenset({"drunk"}),
    "unwell": frozenset({"sick", "headache"}),
    "annoyed": frozenset({"jam", "angry", "monday"}),
    "bored": frozenset({"bored"}),
    "identity": IDENTITY | {"name", "age"},
    "thanks": frozenset({"thanks"}),
    "drive_itself": frozenset({"motion", "steering"}),
}
LEAST_DANGER = 0.35
"""Probability of a danger from which it is believed rather than that of a wording."""
LEAST_DANGERS = 0.55
"""Probability of all dangers together from which the likeliest is believed without a wording."""
LEAST_SUPPOSED = 0.75
"""The same where it is only asked what would be."""
LEAST_AGREED = 0.1
"""Probability of all dangers together below which its wordings are not believed."""
LEAST: Mapping[str, float] = {
    "reject": 0.12, "told": 0.5, "chat": 0.4, "query": 0.4, "refuse": 0.45, "unavailable": 0.45, "ask": 0.3, "tool": 0.35,
    "control": 0.8,
}  # fmt: skip
"""Probability of a kind of talk from which it goes before an act of a kind."""
MOST_OTHER: Mapping[str, float] = {
    "reject": 0.97, "told": 0.4, "chat": 0.9, "query": 0.5, "refuse": 0.4, "unavailable": 0.4, "ask": 0.5, "tool": 0.1,
    "control": 0.6,
}  # fmt: skip
"""Probability of a command or question about the car up to which it may."""
LEAST_FELT = 0.5
"""Probability of a feeling from which it is answered as that feeling: condolences must not go to a proud grandchild."""
MOST_CONTRARY = 0.5
"""Probability of the feelings of the other side, as a share of its own side's, up to which it is. Beyond it is only listened to."""
_NEEDED: Mapping[str, float] = {"grief": 0.45, "again": 1.1, "meaning": 0.3, "privacy": 0.3}
"""Probability below which a kind of talk is not thought of."""
_ANSWERED = frozenset({"query", "refuse", "reject", "unavailable"})
_SURELY = 0.6
MOST_OTHER_SURELY: Mapping[str, float] = {"reject": 0.995, "told": 0.9}
"""The same where the kind of talk is sure among all kinds, of what would get a line without content."""
_ASKED_OF_THIS = frozenset({"service_due", "engine_light", "speed_limit", "parking_rules"})
_SYSTEMS = frozenset({"abs", "esp", "airbag", "start_stop", "adaptive_cruise", "regen", "fast_charging"})
_PURPOSE = re.compile(
    r"\bwhat (?:does|do|is|are)\b.*\b(?:do|for|mean)\b|\bhow (?:does|do)\b|difference"
    r"|干嘛|干什么|干啥|什么用|原理|区别|怎么(?:工作|知道)",
    re.I,
)
_WORLD: Mapping[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:so |and |hey |well )*(?:who|when|where|which|how (?:many|far|long|old|tall|big))\b"
        r"(?!.*\b(?:you|your|we|my|our|i|this car|the car)\b)",
        re.I,
    ),
    "zh": re.compile(r"^(?!.*[你您我咱车]).*(?:谁|哪(?:一?年|个|里|座|国)|多少|几)"),
}
"""A question about the world, by its first word and by nobody being in it."""
_MISHEARD = frozenset({"track", "date"})
"""Questions that a question about the world is easily taken for: "how many players are there on a rugby team"."""
_HALF_HEARD = 0.75
"""Share of the words accounted for up to which it may have been."""
LEAST_WORLDLY = 0.5
"""Probability of another kind from which such a question is of it all the same."""
LEAST_GENERAL = 0.15
"""Probability of a question about cars at large from which one in the form of such a question is believed."""
LEAST_GROUP = 0.1
"""Probability of a group from which its lines are said."""
_OF_GROUP: Mapping[str, str] = {"question": "knowledge", "car": "car_care", "reaction": ""}
"""Groups without lines of their own."""
_WHOLE = 0.8
"""Share of the words that a known talk accounts for from which its own lines are better."""
_MOODS = frozenset({"bored", "sad", "happy", "angry", "lonely", "tired", "love", "scared"})
"""Moods that may be the driver's or asked of the assistant: "do you ever get bored of me"."""
_SHAPED = frozenset({"told", "leave"})
"""What has the words of a wish and not its shape: only what is surely of another kind is talk."""
_SHORTEST: Mapping[Language, int] = {"en": 2, "zh": 2}


_POLITE = frozenset({"thanks", "okay"})
"""Talk that goes with a wish: "72 Fahrenheit, thank you very much"."""


def as_talk(understood: Understanding, context: DialogueContext) -> Understanding:
    """The understanding, or the talk that an utterance is instead of it. context: that in which it was said."""
    first, language = understood.acts[0], understood.language
    said = clean(understood.text[:600], language)
    if first.topic in ("silence", "foreign") or sum(not t.is_mark for t in tokens(said, language)) < _SHORTEST[language]:
        return understood
    if any(act.topic in _STAYS for act in understood.acts):
        return understood
    if not context.route and not _does(understood) and _AGAIN[language].search(said):
        return _said(understood, Act("control", "repeat"))
    if _JOKE[language].search(said):
        return _said(understood, Act("chat", "joke"))
    danger = alarm(said, language)
    moves = _does(understood)
    if first.kind == "control" and first.topic not in ("leave", "help") and not danger:
        return understood
    chances = head(language).chances(features(understood.text, understood.acts, language))
    kind = _kind(understood, chances, danger, moves=moves, asked=bool(context.asked))
    if not kind:
        return understood
    if kind in _CAR and (about := matter(said, language)):
        return _said(understood, Act("chat", f"advice_{about}"))
    offered = (_OFFERED[kind],) if kind in _OFFERED else ()
    return _said(understood, Act("chat", f"talk_{kind}"), offered)


def _does(understood: Understanding) -> bool:
    """Whether anything is done but the guidance asked."""
    return any(request.name != "navigation" for request in moving(understood.acts))


def _kind(understood: Understanding, chances: Mapping[str, float], danger: str, *, moves: bool, asked: bool) -> str:
    """The kind of talk, or of a group where it is not clear which; empty for none."""
    other = chances.get(OTHER, 0.0)
    kinds = {label: chance / max(1 - other, 1e-6) for label, chance in chances.items() if label != OTHER}
    groups: dict[str, float] = {}
    for label, chance in kinds.items():
        groups[GROUP_OF[label]] = groups.get(GROUP_OF[label], 0.0) + chance
    best = max(kinds, key=lambda label: kinds[label])
    worst = max(GROUPS["safety"], key=lambda label: kinds[label])
    act = understood.acts[0]
    general = supposes(understood.text, understood.language)
    least = LEAST_SUPPOSED if general else LEAST_DANGERS
    alarmed = groups["safety"] >= least and other < MOST_OTHER["query"] and not asked
    if moves and not (alarmed and not _for_help(understood)) and (best in _POLITE or not _sure(understood, other, kinds[best])):
        return ""
    named = bool(danger) and groups["safety"] >= LEAST_AGREED and other < MOST_OTHER["chat"]
    if worst == "despair" and worst != best and not named:
        alarmed = False  # who mourns may say much that sounds so
    if named and not (general and GROUP_OF[best] != "safety"):
        worst = worst if kinds[worst] >= LEAST_DANGER else danger
        alarmed = True
    if alarmed and not named and _of_cars(understood, surely=True):
        return "car_care"
    if alarmed and not named and act.topic == "meaning" and understood.confidence >= _WHOLE:
        return ""  # "what's the meaning of life"
    if alarmed:
        return "" if act.topic in _FITS.get(worst, ()) and understood.confidence >= _WHOLE else worst
    if asked or (act.topic == "warnings" and understood.language == "en" and names_lamp(understood.text)):
        return ""
    if act.kind == "query" and act.topic in _MISHEARD and understood.confidence <= _HALF_HEARD and _of_world(understood):
        return "knowledge"
    least = 0.2 * LEAST_GENERAL if act.kind == "reject" else LEAST_GENERAL
    if act.kind in _ANSWERED and _of_cars(understood, surely=groups["car"] >= least):
        return "car_care"
    likely = {label: chance for label, chance in kinds.items() if chance >= _NEEDED.get(label, 0.0) and GROUP_OF[label] != "safety"}
    best = max(likely, key=lambda label: likely[label])
    group = GROUP_OF[best]
    if not _gives_way(understood, best, other, kinds[best]):
        return ""
    if group in ("car", "me") and kinds[best] < LEAST_WORLDLY and _WORLD[understood.language].search(understood.text):
        return "knowledge" if group == "me" or not matter(understood.text, understood.language) else best
    if group in ("glad", "low"):
        contrary = groups["low" if group == "glad" else "glad"]
        felt = kinds[best] >= LEAST_FELT and contrary <= MOST_CONTRARY * groups[group]
        return best if felt else "reaction" if groups["glad"] + groups["low"] >= LEAST_GROUP else ""
    if kinds[best] >= LEAST["reject"]:
        return best
    return _OF_GROUP.get(group, group) if groups[group] >= LEAST_GROUP else ""


def _of_world(understood: Understanding) -> bool:
    """Whether an utterance asks about the world, and not for what is being played."""
    return _WORLD[understood.language].search(understood.text) is not None and "playing" not in understood.text


def _of_cars(understood: Understanding, *, surely: bool) -> bool:
    """Whether an utterance asks about cars at large: by its form, and of a matter that advice is known for.

    surely: the head thinks so too; what a system of the car is good for is asked of cars at large in any case.
    """
    about = matter(understood.text, understood.language)
    if not about or about in _ASKED_OF_THIS or not asks_generally(understood.text, understood.language):
        return False
    return surely or (about in _SYSTEMS and _PURPOSE.search(understood.text) is not None)


def _for_help(understood: Understanding) -> bool:
    """Whether the way to a hospital or a call was wished for: that is the help already."""
    requests = [request for act in understood.acts for request in act.requests]
    return any(r.name == "call" or r.arguments.get("poi") == "hospital" for r in requests)


def _sure(understood: Understanding, other: float, chance: float) -> bool:
    return other <= MOST_OTHER["tool"] and chance >= LEAST["tool"] and understood.acts[0].kind == "tool"


def _gives_way(understood: Understanding, best: str, other: float, chance: float) -> bool:
    """Whether what was understood is to be overruled by a kind of talk with some probability."""
    act = understood.acts[0]
    if act.topic.startswith("explain_") or (act.kind == "control" and act.topic not in ("help", "leave")):
        return False
    if act.kind in ("chat", "refuse") and act.topic in _FITS.get(best, ()):
        return False
    if act.kind == "chat" and understood.confidence >= _WHOLE and act.topic not in _FILLING:
        return act.topic in _MOODS and best == "feelings_of_it" and chance >= LEAST["chat"]
    what = "told" if act.topic in _SHAPED else act.kind
    least = 0.0 if what == "reject" else LEAST.get(what, 1.0)
    most = MOST_OTHER_SURELY if chance >= _SURELY and what in MOST_OTHER_SURELY else MOST_OTHER
    return chance >= least and other <= most.get(what, 0.0)


def _said(understood: Understanding, act: Act, offered: tuple[ToolRequest, ...] = ()) -> Understanding:
    left = replace(understood.context, asked="", asked_times=0, offered=offered, last_queried=False)
    return replace(understood, acts=(act,), context=left)
