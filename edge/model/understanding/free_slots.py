"""Wishes with words of the driver's own in them: where to, whom to call, what to play, what to remember."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re
from functools import cache

from edge.events import Json
from edge.language import Language
from edge.model.understanding.avoiding_zh import split_avoid_zh
from edge.model.understanding.clause import Clause
from edge.model.understanding.climate import ask, tool
from edge.model.understanding.lexicon import Phrase, expand
from edge.model.understanding.music_slots import play_slot
from edge.model.understanding.numbers import quantity_at
from edge.model.understanding.patterns import CALL, NAVIGATE
from edge.model.understanding.places import AVOID, POIS
from edge.model.understanding.preferences import preference
from edge.model.understanding.slot_text import slots, strip
from edge.model.understanding.spotter import known_word
from edge.model.understanding.text import tokens
from edge.model.understanding.types import Act

_PRONOUNS = {
    "him", "her", "them", "someone", "somebody", "it", "that", "there", "this", "us", "me", "back", "他", "她", "它", "那里",
    "那儿", "那边", "这里",
    "someplace", "somewhere", "another number", "一个人", "某人", "他们", "一个地方", "别的地方", "这个地方", "那个地方",
    "这儿", "你", "您", "你们", "you", "you back", "you later", "you all", "电话", "a call", "a number",
    "the phone", "人", "a friend", "my friend", "now", "right now", "the last number",
}  # fmt: skip


def free_slot(text: str, language: Language) -> Act | None:
    """The act of a clause that begins with a wish for a place, a person or a piece of music; None if it does not."""
    return preference(text, language) or _call(text, language) or _navigate(text, language) or play_slot(text, language)


_LEADS_ON = re.compile(r"^(?:to|at|for|it's|it is|that's|去|到|打给|给|是)\s*", re.I)


def corrected_slot(before: str, after: Clause) -> Act | None:
    """The wish of a place or a person named anew: "ring Anna, no, Hannah". before: with the words of the repair."""
    wish = free_slot(before, after.language)
    if wish is None or wish.kind != "tool" or wish.topic not in _RENAMED or free_slot(after.text, after.language):
        return None
    if wish.topic == "remember_preference":
        return _remembered_instead(wish, after)
    rest = _split_avoid(after.text, after.language)[0]  # 是西站, 避开高速
    said = [
        m for m in after.mentions if m.text in rest and not (m.kind == "number" and not m.unit and after.language == "zh")
    ]  # 给李四
    if (
        any(m.kind in ("obj", "act", "qual", "number", "topic", "chat") for m in said)
        or len(rest) > (8 if after.language == "zh" else 60)
        or len(rest.split()) > 8
    ):
        return None
    name = strip(_LEADS_ON.sub("", after.text), after.language)
    if not name:
        return None
    return tool("navigate", place(name, after.language)) if wish.topic == "navigate" else tool("call", {"contact": name})


_RENAMED = frozenset({"navigate", "call", "remember_preference"})
_REPAIR = re.compile(r"(?:[\s,]+(?:no|sorry|wait|actually|rather|oops|i mean|i meant))+[\s,]*$", re.I)


def _remembered_instead(wish: Act, after: Clause) -> Act | None:
    """ "Remember that my provider is Ionity, no, Fastned": the last words of what is to be kept, said anew."""
    if after.language != "en" or len(after.words) > 3 or any(m.kind in ("act", "qual") and not m.guessed for m in after.mentions):
        return None
    arguments = wish.requests[0].arguments
    words = _REPAIR.sub("", str(arguments["value"])).split()
    value = " ".join((*words[: -len(after.words)], strip(after.text, "en")))
    return tool("remember_preference", {**arguments, "value": value})


def played_instead(before: str, after: Clause) -> Act | None:
    """The wish of music named anew: "play jazz, no, country music". before: with the words of the repair."""
    wish = play_slot(before, after.language) if after.language == "en" else None
    if wish is None or "query" not in wish.requests[0].arguments or free_slot(after.text, after.language):
        return None
    if len(after.words) > 6 or any(
        m.kind in ("act", "qual", "zone", "chat") or (m.kind == "obj" and m.value != "media") for m in after.mentions
    ):
        return None
    return play_slot(f"play {after.text}", after.language)


def _words(text: str, language: Language) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(text, language) if not token.is_mark)


# --- navigation ------------------------------------------------------------------------------------------------------

_NEAR: dict[Language, frozenset[str]] = {
    "en": frozenset(
        [
            "the",
            "a",
            "an",
            "nearest",
            "closest",
            "next",
            "nearby",
            "near",
            "me",
            "us",
            "here",
            "around",
            "round",
            "my",
            "by",
            "close",
            "some",
            "any",
            "good",
            "to",
            "is",
            "there",
            "one",
            "on",
            "our",
            "way",
            "route",
            "for",
            "of",
            "electric",
            "car",
            "best",
            "please",
            "now",
            "cheap",
            "quick",
            "fast",
            "free",
            "open",
            "place",
            "ev",
            "at",
            "in",
            "go",
            "drive",
            "get",
            "with",
            "where",
            "another",
            "somewhere",
            "vicinity",
            "area",
            "along",
            "which",
            "that",
            "i",
            "we",
            "can",
            "could",
            "available",
            "public",
            "want",
            "need",
            "find",
            "soon",
            "local",
            "s",
            "'s",
            "decent",
            "cheapest",
            "quickest",
            "nice",
        ]
    ),
    "zh": frozenset(
        "最近的附近一个找家个去到哪里有能可以下周边这边这里旁边近离我们路边沿途便宜好点吗呢在前面儿饭地方就来来看想要得帮给请导航往那块带还开车吃点点什么啥没",
    ).union({"顺路", "随便"}),
}
_QUALIFIED: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:near|by|at|in|close to|next to|around|of|opposite|behind)\s+(?!me\b|us\b|here\b|my\b|the (?:area|vicinity|"
        r"way)\b|town\b)",
        re.I,
    ),
    "zh": re.compile(r"(?!最近|附近|这|前面|周边|旁边)(.{2,})(?:附近|旁边|边上|周边)的?"),
}


_BY_ROAD = re.compile(
    r"[ ,]*\b(?:via|on|by|along|using|through) (?:the )?(?:back|small|country|side|scenic|minor) (?:roads?|lanes?|streets?)\b"
    r"|[ ,]*(?:走|沿着?)(?:国道|省道|县道|小路|地面|辅路)[ ,]*"
)


_BY_THEN = re.compile(
    r"[ ,]+(?:(?:by|before|for|at) (?:about |around |half (?:past )?|quarter (?:past|to) )?(?:\d{1,2}(?:[:.]\d\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midday|midnight)"
    r"(?: (?:thirty|fifteen|forty[- ]five|o'clock|am|pm|tonight|tomorrow))*|in time for .+|again|from (?:here|where (?:i|we) (?:am|are)))$",
    re.I,
)
""" "At 12 King Street by nine"."""


def without_time(place: str) -> str:
    """A place without when it is to be reached."""
    return _BY_THEN.sub("", place)


def place(text: str, language: Language) -> dict[str, Json]:
    """`poi` for a kind of place and nothing more, else `destination` in the driver's words; `avoid` where said."""
    arguments: dict[str, Json] = {}
    rest, avoid = _split_avoid(text, language)
    rest = strip(without_time(_BY_ROAD.sub("", rest)), language)
    poi = poi_of(rest, language)
    if poi:
        arguments["poi"] = poi
    elif rest:
        arguments["destination"] = rest
    if avoid and arguments:
        arguments["avoid"] = avoid
    return arguments


_DONE_THERE = {"充电": "charging_station", "充车": "charging_station", "加油": "fuel_station", "吃": "restaurant"}
"""What is done at a kind of place, where nothing else is said of it: 哪里可以充电."""


_SOMEWHERE = re.compile(r"^(?:一?个)?(?:能|可以)?(?:地方|地儿)(?:能|可以|去|来)?|(?:一下)?的?(?:地方|地儿)$")


@cache
def _phrases(wordings: str, language: Language) -> list[Phrase]:
    """The phrases of a table cell, longest first."""
    return sorted(expand(wordings, language), key=len, reverse=True)


def poi_of(text: str, language: Language) -> str:
    """The kind of place that a text names, if it names nothing beyond it; else empty."""
    done = _SOMEWHERE.sub("", text)
    if done in _DONE_THERE:
        return _DONE_THERE[done]
    words = tuple(known_word(word, language) for word in _words(text, language))
    best: tuple[int, str, tuple[str, ...]] = (0, "", ())
    for poi, wordings in POIS[language].items():
        for phrase in _phrases(wordings, language):
            for start in range(len(words) - len(phrase) + 1):
                if words[start : start + len(phrase)] == phrase and len(phrase) > best[0]:
                    best = (len(phrase), poi, words[:start] + words[start + len(phrase) :])
    if not best[1]:
        return ""
    exact_only = best[1] in ("home", "work") and best[2]
    if exact_only and not set(best[2]) <= {"to", "the", "our", "my", "back", "回", "去", "到", "我", "的", "吧", "里", "我们"}:
        return ""
    return best[1] if all(word in _NEAR[language] for word in best[2]) else ""


def _split_avoid(text: str, language: Language) -> tuple[str, str]:
    """The text without its wish to avoid something, and what is to be avoided."""
    if language == "zh":
        return split_avoid_zh(text)
    text = _FREE_OF.sub(r" avoiding \1 ", text)
    marks = (
        r"(?:,?\s*(?:and|but|while)?\s*(?:please\s+)?(?:avoid(?:ing)?|without(?: using| taking)?|(?:with )?no|not (?:on|"
        r"via|using|over)|"
        r"(?:i |we )?(?:do not|don't) (?:want|like|fancy|wish)(?: to (?:use|take|go on|go via|drive on|be on|pay))?|i (?:hate|can't stand)|"
        r"do not (?:use|take)|don't (?:use|take)|stay(?:ing)? off|keep(?:ing)? off|skip(?:ping)?|"
        r"bypass(?:ing)?)\s+(?:any |the |all )?)"
    )
    for what, wordings in AVOID[language].items():
        for phrase in _phrases(wordings, language):
            match = re.search(marks + re.escape(" ".join(phrase)) + r"\b", text, re.I)
            if match:
                before, behind = text[: match.start()], text[match.end() :]
                return f"{before} {behind}".strip(), what
    return text, ""


_FREE_OF = re.compile(
    r"\s(?:by |on |via |using |with )?(?:a )?(ferry|toll|motorway|highway)[- ]free(?: roads?| routes?)?(?=[\s,.]|$)", re.I
)
""" "By ferry-free roads"."""
_MERE_POLITENESS = re.compile(
    r"\b(?:please|thanks|thank you|if possible|if you can|but|only)\b|请|谢谢|麻烦|但是?|不过|可是|只是", re.I
)


def to_avoid(text: str, language: Language) -> str:
    """What a text wants avoided on the way, whatever else it says; empty when nothing."""
    return _split_avoid(text, language)[1]


def avoided(text: str, language: Language) -> str:
    """What a clause wants avoided on the way, if it says nothing else; else empty."""
    rest, what = _split_avoid(text if language == "zh" else " " + text, language)
    return what if not strip(_MERE_POLITENESS.sub("", rest), language) else ""


_OTHER_WORDS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:i|you|he|she|they|we|it|is|are|was|were|do|does|did|if|that|why|what|how|please (?!avoid))\b|\d", re.I),
    "zh": re.compile(r"[我你您他她它们是吗呢了过]|怎么|什么|为什么"),
}


def bare_goal(text: str, language: Language) -> dict[str, Json]:
    """The arguments of "Leeds, but not on the motorway": a name, and what is to be avoided on the way there; else empty."""
    rest, avoid = _split_avoid(" " + text, language)
    goal = re.sub(r"[\s,]+(?:but|and|only|just|但是?|不过|可是?|就是|要)$", "", rest.strip(" ,.!?"))
    if not avoid or not goal or len(goal) > 40 or _OTHER_WORDS[language].search(goal) or len(goal.split()) > 4:
        return {}
    return {**place(goal, language), "avoid": avoid}


_NAVIGATE_HEARD = re.compile(r"(?:导行|倒航|岛航|到航|捣航)(?=到|去|回|至)")
""" "Navigate" as a recogniser may write it."""


_NO_PLACE = re.compile(
    r"^[\d一二两三四五六七八九十百]+(?:[, ]|码|迈|公里|$)|^过|^玩(?!具)|(?:年代|过去|从前|未来|小时候|原点|正题)$"
)
""" 去过: has been there; 回到八十年代."""


def _navigate(text: str, language: Language) -> Act | None:
    for slot in slots(_NAVIGATE_HEARD.sub("导航", text), NAVIGATE, language):
        arguments = place(slot, language)
        if arguments and "avoid" not in arguments and (avoid := _split_avoid(text, language)[1]):
            arguments["avoid"] = avoid
        goal = str(arguments.get("destination", ""))
        if language == "zh" and _NO_PLACE.search(slot):
            return None
        if not arguments or goal.lower() in _PRONOUNS:
            return ask("destination")
        return tool("navigate", arguments)
    return None


# --- calls -----------------------------------------------------------------------------------------------------------


_CALL_HEARD = re.compile(r"打(?:点话|店话|电化|殿话)")


def _call(text: str, language: Language) -> Act | None:
    for slot in slots(_CALL_HEARD.sub("打电话", text), CALL, language):
        whom = strip(slot, language)
        if not whom or whom.lower() in _PRONOUNS:
            return ask("contact")
        number = dialled(whom, language)
        return tool("call", {"number": number} if number else {"contact": whom})
    return None


def dialled(text: str, language: Language) -> str:
    """A telephone number in digits or words; empty when the text is no number."""
    text = re.sub(r"^(?:the\s+)?number\s+", "", text, flags=re.I)
    compact = re.sub(r"[\s().-]", "", text)
    if re.fullmatch(r"\+?\d{2,20}", compact):
        return compact
    digits = ""
    repeat = 1
    for word in _words(text, language):
        if word == "hundred" and digits:
            digits += "00"
        elif word in ("plus", "加") and not digits:
            digits = "+"
        elif word in ("double", "triple"):
            repeat = 2 if word == "double" else 3
        elif word in ("oh", "o", "幺"):
            digits += ("1" if word == "幺" else "0") * repeat
            repeat = 1
        elif word.isdigit():
            digits += word * repeat
            repeat = 1
        else:
            found = quantity_at((word,) if language == "en" else (word, "度"), 0, language) if word != "one" else None
            value = 1.0 if word == "one" else found.value if found else -1.0
            if value < 0 or value != int(value):
                return "" if word not in ("number", "the", "号", "码") else digits
            digits += str(int(value)) * repeat
            repeat = 1
    return digits if len(digits.lstrip("+")) >= 2 else ""
