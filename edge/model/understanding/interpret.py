"""One clause to one act, without looking at what was said before."""

from __future__ import annotations

import re
from dataclasses import replace

from edge.language import Language
from edge.model.responder.bank import SAFETY
from edge.model.understanding.clause import Clause
from edge.model.understanding.climate import ask, tool
from edge.model.understanding.commands import command, subject
from edge.model.understanding.forms import asks, complains, confidence, unexplained
from edge.model.understanding.framing import how_to
from edge.model.understanding.free_slots import free_slot, to_avoid
from edge.model.understanding.guess import surely_no_wish
from edge.model.understanding.music_slots import by_name
from edge.model.understanding.queries import NAVIGATION, UNKNOWABLE, query, topic_of
from edge.model.understanding.refusals import override, refusal
from edge.model.understanding.types import Act, DialogueContext, Mention, ToolRequest
from edge.model.understanding.warning_lamps import asks_of_lamp

_STRONG_SLOTS = frozenset({"remember_preference", "call"})
_SOUND = frozenset({"media", "volume", "navigation", ""})
_STATE_OF = {
    "heating": "climate", "cooling": "climate", "auto_mode": "climate", "heat_mode": "climate", "cool_mode": "climate",
    "fresh_mode": "recirculation", "smell": "", "navigation": "", "media": "track",
}  # fmt: skip
_NEED = re.compile(
    r"\b(?:need|needs|want|find|where|nearest|closest|nearby|near|any|looking|search|locate|anywhere|somewhere|"
    r"got to|have to|must|should|"
    r"wanna|gotta|running out|low on|almost out|is there|go for|grab|get|bursting|desperate|dying)\b"
    r"|(?:路上|沿路|沿途|顺路|这条路上?|路边|前面|前边|周围|周边|这边|这儿|这里)(?:有|哪儿?有|上有)|要|想|找|哪|附近|最近|得|去|搜|需要|憋|该|急|停下来|停一下",
    re.I,
)
_DONE_TO_THINGS = frozenset({"off", "open", "close", "up", "down", "stop", "cancel", "lock", "mute", "unmute", "pause"})
_FORBIDS_AN_END: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:don't|do not|never|dont)\s+(?:you\s+)?(?:dare\s+)?(?:turn\s.*\boff|switch\s.*\boff|turn off|"
        r"switch off|shut off|stop the|"
        r"close|mute|pause|cancel|end the)\b"
        r"|^(?:\W|and|but|please|just|so|then)*(?:keep|leave)\s(?:it|them|that|those)\s(?:all\s)?(?:closed|shut|up)$"
        r"|\bno more (?:\w+ ){0,2}(?:changes|adjustments|changing|adjusting|fiddling)\b"
        r"|^(?:\W|and|but|please|just|so|then)*(?:keep|leave)\s(?!.*\b(?:inch|gap|crack|bit|from)\b).*\b(?:windows?|(?:sun|moon)?roof)\s(?:all\s)?(?:closed|shut|up)\b",
        re.I,
    ),
    "zh": re.compile(
        r"^(?:请|先|你|千万|可|现在|暂时)*(?:别|不要|不用|不许|甭)(?:把.*)?(?:关|停|暂停|取消|静音)"
        r"(?!.*(?:了|啦|心|系)$)"
        r"|^(?:请|先|你|千万|可|现在|暂时)*(?:别|不要|不许|甭)(?:把|给|将).{1,8}?(?:关|停|暂停|静音|取消)(?:掉|上|了|啦)*$"
        r"|^.{2,6}?(?:先|千万|可|暂时)*(?:别|不要|不用|莫)(?:关(?:上|掉|闭)?|停|动)$|就(?:别|不要|不用|莫)动(?:了|啦)?$"
    ),
}
""" "Do not turn it off": a wish that things stay as they are."""
_NOT_TO_SEEK = re.compile(
    r"^(?:那|先|你|我|可|现在|暂时|请|千万|,)*(?:不用|不要|别|不需要|甭|莫|用不着|没必要)(?:再|急着|忙着|给|为)*(?:帮我|给我|替我|我)?"
    r"(?:找|搜|查|导航?(?:去|到|回)|带我去|规划|打电话|打给|联系|(?:放(?!大|小|低)|播)(?!.*(?:了|啦)$))(?!了)"
)
""" 不用帮我找停车场: no wish for a car park."""
_OF_SOMETHING_ELSE = re.compile(
    r"^(?:so |well |and |but |oh )*(?:the|that|this|his|her|our|your|their)\s+(?:\w+\s)?\w+\s+"
    r"(?:was|were|looks?|looked|sounds?|sounded)\b",
    re.I,
)
""" "The movie was so cool": a quality of a thing that is none of the car's."""
_STATES = re.compile(r"^(?:and |but |so |well )*the \w+(?: \w+)? (?:is|are) (?:on|off|open|closed)\b", re.I)
""" "The heat is on": how things are."""
_LEAST_CONFIDENCE = 0.6
REFILLED = {
    "fuel": ("fuel_station",), "battery": ("charging_station",), "charging": ("charging_station",),
    "range": ("fuel_station", "charging_station"),
}  # fmt: skip
"""What a remark on a topic may be the reason for."""
_FINDS = re.compile(
    r"\b(?:find|nearest|closest|nearby|around here|near here|get some|buy some|can i get|can we get|could i get)\b"
    r"|找|附近|最近|去加|去充|哪能|哪里能|哪儿能",
    re.I,
)
_REFILLS = {"charging_station": "battery", "fuel_station": "fuel"}
_MUST = re.compile(
    r"\b(?:do|should|must|will|shall) (?:i|we)\b.*\b(?:need|have|charge|refuel|fuel)"
    r"|(?:要不要|需不需要|用不用|该不该|需要|该).*(?:吗|了没|不)?$",
    re.I,
)
_WEAK_CHAT = frozenset({"ok_talk", "nothing", "there", "thanks", "greeting", "sorry", "compliment", "agree", "going"})
_ASKED_OF_FORBIDDEN = {"child_windows": "child_lock", "gear": "gear", "motion": "engine", "brakes": "handbrake"}
_TOLD_ON_WISH = frozenset({"story", "poem", "fact", "riddle", "joke", "sing"})
_OUTDOORS = re.compile(r"\bout(?:side|doors| there)?\b|外面|外边|室外|车外|外头", re.I)
_FELT = re.compile(r"\b(?:cold|cool|freezing|chilly|warm|hot|boiling)\b|冷|凉|热", re.I)
_INDOORS = re.compile(r"\b(?:in here|inside|in the (?:car|cabin))\b|车里|车内|里面|里边", re.I)
_WEATHER_STATES = frozenset({"raining", "windy", "fogged"})


def interpret(clause: Clause, context: DialogueContext) -> Act | None:
    """The act of a clause; None when it means nothing by itself."""
    if context.own != "driver":
        clause = replace(clause, mentions=tuple(_at(context.own, m) for m in clause.mentions))
    if clause.language == "en" and asks_of_lamp(clause.text):
        return query("warnings", clause)
    asking = asks(clause)
    stopped = override(clause) or refusal(clause, asks=asking)
    if stopped is not None and not (stopped.kind == "unavailable" and _is_a_name(clause)):
        return stopped
    if clause.has("chat:sick") and clause.has("state:hot", "state:cold", "state:stuffy", "state:smelly"):
        clause = replace(clause, mentions=tuple(m for m in clause.mentions if m.name != "chat:sick"))  # 太热了我不舒服
    safety = next((key for key in clause.values("chat") if key in SAFETY), "")
    slot = free_slot(clause.text, clause.language)
    if slot is not None and slot.kind == "tool":  # what only sounds like a known word may be part of a name
        clause = replace(clause, mentions=tuple(m for m in clause.mentions if not m.guessed))
    if (
        how_to(clause.text, clause.language)
        and (slot is None or slot.topic == "navigate")
        and (subject(clause) or clause.kind("act"))
    ):
        return _shown_how(clause, context)
    if clause.language == "zh" and not asking and _NOT_TO_SEEK.search(clause.text):
        return Act("control", "leave")
    if slot is None and not asking and _FORBIDS_AN_END[clause.language].search(clause.text):
        return Act("control", "leave")
    about = subject(clause)
    if slot is not None and (slot.topic in _STRONG_SLOTS or (slot.kind == "ask" and slot.topic == "contact")):
        return slot
    if slot is not None and slot.kind == "tool" and _slot_wins(slot, clause, about):
        return slot
    if safety:
        return Act("chat", safety)
    topic = topic_of(clause)
    if (
        topic in ("set_temperature", "cabin_temperature")
        and not asking
        and ((clause.number is not None and not about) or (about in ("auto_mode", "heat_mode", "cool_mode", "climate")))
    ):
        meant = Mention("obj", about or "temperature", 0, 0)
        clause = replace(clause, mentions=(*(m for m in clause.mentions if m.kind != "topic"), meant))
        about, topic = subject(clause), ""
    felt = _FELT.search(clause.text) if topic == "cabin_temperature" and not asking and clause.number is None else None
    if felt and not clause.kind("act"):  # "it is warm in the car": said, not asked
        state = "cold" if felt.group().lower() in ("cold", "cool", "freezing", "chilly", "冷", "凉") else "hot"
        return command(replace(clause, mentions=(*clause.mentions, Mention("state", state, 0, 0, felt.group()))), context)
    if topic == "gear" and about:
        topic = ""  # 风速几档
    if asking and _TOLD_ON_WISH & set(clause.values("chat")) and not clause.kind("act"):
        return Act("chat", _best_chat(clause))  # "tell me a story about a window cleaner"
    if asking and not topic:
        topic = next((_ASKED_OF_FORBIDDEN[v] for v in clause.values("forbid") if v in _ASKED_OF_FORBIDDEN), "")
    if asking and not topic and clause.has("unavail:cruise"):
        topic = "cruise"
    if asking and not topic and clause.has("act:lock"):
        topic = "locks"
    if topic:
        answer = _topic(topic, clause, about, context, asking=asking)
        if answer is not None:
            return answer
    if asking and about and not complains(clause) and _accounted(clause):
        state = _STATE_OF.get(about, about)
        if state == "temperature" and (clause.has("act:set") or {"passenger", "rear"} & set(clause.zones())):
            state = "set_temperature"
        if state == "temperature" and (_OUTDOORS.search(clause.text) or _INDOORS.search(clause.text)):
            state = "outside_temperature" if _OUTDOORS.search(clause.text) else "cabin_temperature"
        if state == "climate" and clause.has("ask:what") and not clause.has("act:on", "act:off"):
            state = "set_temperature"
        if state:
            return query(state, clause)
    if slot is not None and (about in _SOUND or not clause.kind("obj")) and not (asking and slot.kind == "ask"):
        return slot
    if asking and clause.kind("state") and not complains(clause) and not clause.kind("act") and not unexplained(clause)[0]:
        weather = _WEATHER_STATES & set(clause.values("state"))
        outdoors = _OUTDOORS.search(clause.text) is not None
        return query("weather" if weather else "outside_temperature" if outdoors else "cabin_temperature", clause)
    return _plain(clause, context, about, asking=asking)


def _at(own: str, mention: Mention) -> Mention:
    """ "My seat", of one who does not sit at the wheel."""
    mine = mention.name == "zone:driver" and _MINE.search(mention.text) is not None
    return replace(mention, value=own) if mine else mention


_MINE = re.compile(r"^(?:for |on )?(?:my|me|mine)\b|我", re.I)


def _is_a_name(clause: Clause) -> bool:
    """Whether what cannot be worked is only somebody to call or somewhere to go: "phone the garage"."""
    slot = free_slot(clause.text, clause.language)
    if slot is None or slot.kind != "tool":
        return False
    played = slot.topic == "media" and "query" in slot.requests[0].arguments and by_name(clause.text, clause.language)
    return slot.topic in ("call", "navigate") or played


def _shown_how(clause: Clause, context: DialogueContext) -> Act | None:
    """What is said to "how do I open the sunroof": the offer to do it."""
    wish = command(clause, context)
    if wish is not None and wish.kind == "tool":
        return Act("offer", "how_to", wish.requests)
    return Act("control", "help") if subject(clause) else None


def _plain(clause: Clause, context: DialogueContext, about: str, *, asking: bool) -> Act | None:
    chat = clause.values("chat")
    if set(chat) <= _WEAK_CHAT and clause.kind("act") and clause.number is not None:
        chat = []  # "yo, drop it to sixty-eight"
    wish = command(clause, context) if about or not asking or complains(clause) else None
    if wish is not None and wish.topic == "media" and not about and unexplained(clause)[0] and clause.has("act:play"):
        wish = None  # "play fair"
    if (
        wish is not None
        and wish.kind == "tool"
        and not about
        and unexplained(clause)[0]
        and surely_no_wish(clause.words, clause.language)
    ):
        wish = None  # "that was a cool film"
    if wish is not None and (about or not set(chat) - _WEAK_CHAT or _outweighs(clause)) and _accounted(clause, implied=not about):
        return wish
    pois = clause.values("poi")
    if asking and pois and pois[0] in _REFILLS and _MUST.search(clause.text):
        return query(_REFILLS[pois[0]], clause)  # "do I need to charge soon"
    if pois and pois[0] not in ("home", "work") and _NEED.search(clause.text) and confidence(clause) >= 0.5:
        avoid = to_avoid(clause.text, clause.language)
        return tool("navigate", {"poi": pois[0], "avoid": avoid} if avoid else {"poi": pois[0]})
    if chat and (unexplained(clause)[0] <= 1 or confidence(clause) >= _LEAST_CONFIDENCE):
        if chat[0] in ("hungry", "thirsty"):
            return Act("offer", chat[0], (ToolRequest("navigate", {"poi": "restaurant"}),))
        return Act("chat", _best_chat(clause))
    return None


def _best_chat(clause: Clause) -> str:
    """The talk with the most words; of equals, not mere politeness."""
    polite = ("greeting", "thanks", "ok_talk", "sorry", "there")
    return max(clause.kind("chat"), key=lambda m: (m.value not in polite, m.end - m.start)).value


def _outweighs(clause: Clause) -> bool:
    """Whether the command's words are more than the small talk's."""
    talk = sum(m.end - m.start for m in clause.kind("chat"))
    doing = sum(m.end - m.start for m in clause.mentions if m.kind in ("act", "qual", "state", "obj", "dir", "number"))
    return doing > talk


def _slot_wins(slot: Act, clause: Clause, about: str) -> bool:
    """Whether words of the driver's own go before what the lexicon found in them."""
    if slot.topic == "navigate":
        settable = about not in _SOUND
        topics = {m.value for m in clause.kind("topic") if len(m.text) > 1} - {"next_turn", "overview"}
        junction = re.search(r"路口|出口|next (?:turn|junction|exit)", clause.text) is not None
        timed = (bool(topics) or junction) and asks(clause) and set(clause.values("poi")) <= {"home", "work"}
        return not settable and not timed and not (clause.number is not None and clause.number.unit)
    if slot.topic == "media":
        guidance = any(topic in NAVIGATION for topic in clause.values("topic"))
        doing = {m.value for m in clause.kind("act")} & _DONE_TO_THINGS
        named = "query" in slot.requests[0].arguments and not doing and by_name(clause.text, clause.language)
        return (
            (about in _SOUND or named)
            and not guidance
            and not clause.has("act:next", "act:previous", "act:pause", "act:mute", "act:unmute", "qual:louder", "qual:quieter")
        )
    return True


def _topic(topic: str, clause: Clause, about: str, context: DialogueContext, *, asking: bool) -> Act | None:
    """The answer to a topic, unless a command to something that can be set outweighs it."""
    pois = [poi for poi in clause.values("poi") if poi in REFILLED.get(topic, ())]
    if pois and not asking and _NEED.search(clause.text):  # "nearly out of fuel, find a station"
        return tool("navigate", {"poi": pois[0]})
    if topic in REFILLED and topic != "range" and not asking and _FINDS.search(clause.text):
        return tool("navigate", {"poi": REFILLED[topic][0]})  # "find petrol nearby"
    if topic in NAVIGATION:
        if about not in _SOUND:
            return None
        if clause.turned_off or clause.has("act:stop", "act:cancel"):
            return tool("navigation", {"action": "cancel"})
        return query(topic, clause)
    if topic == "warnings" and about and not asking and clause.kind("act"):
        return None
    wish = command(clause, context) if about and not asking else None
    if wish is not None and wish.kind == "tool" and (clause.kind("act") or clause.kind("qual") or clause.number is not None):
        return None
    if topic in ("charge_time", "brakes", "adas", "traffic", "news", "location") and topic in UNKNOWABLE:
        return Act("query", topic)
    if not asking and not _short(clause) and confidence(clause) < 0.5:
        return None
    return query(topic, clause)


def _short(clause: Clause) -> bool:
    return len(clause.words) <= (6 if clause.language == "en" else 10)


_MEANT = frozenset({"act", "qual", "state", "obj", "dir", "number", "amount", "mark"})
_OF_WISHES = frozenset({"act", "state", "dir", "amount", "colour", "wmode"})


def _names_another_thing(clause: Clause) -> bool:
    """Whether an English word for a thing only goes before the word for another one: "my fan mail is piling up"."""
    if clause.language != "en":
        return False
    covered = {place for m in clause.mentions if m.kind != "neutral" for place in range(m.start, m.end)}
    acting = min((m.start for m in clause.mentions if m.kind in ("act", "forbid", "mark") and m.text), default=1000)
    last = max((m.end for m in clause.mentions), default=0)
    return any(m.end not in covered and m.end < last and m.start < acting for m in clause.kind("obj"))


def _accounted(clause: Clause, *, implied: bool = False) -> bool:
    """Whether the grammar accounts for enough of the clause to act on it; of one that names no object, more is asked."""
    unknown, known = unexplained(clause)
    if unknown and _STATES.search(clause.text):
        return False  # "the heat is on in the playoffs"
    if implied and unknown and clause.kind("dir") and not clause.kind("act") and clause.language == "en":
        return False  # "he's got his head in the clouds"
    if (
        implied
        and unknown
        and clause.language == "en"
        and {m.name for m in clause.mentions if m.kind in _MEANT} <= {"act:heat", "act:cool"}
    ):
        return False  # "warm regards"
    if implied:  # "it", "this" and "more" say nothing of what is meant
        known -= sum(m.end - m.start for m in clause.mentions if m.kind in ("mark", "zone"))
        if _OF_SOMETHING_ELSE.search(clause.text) and unknown:
            return False
        if unknown > 1:
            return known / max(1, known + unknown) >= 0.6
    if unknown and _names_another_thing(clause):
        return False
    named = {(m.start, m.end) for m in clause.kind("obj")}  # "heat" is both
    doing = any(m.kind in _OF_WISHES and (m.start, m.end) not in named for m in clause.mentions)
    if not implied and not doing and not (clause.number is not None and clause.number.unit):
        return unknown <= int(clause.language == "zh")  # a thing that is only named, in words beyond the grammar, is not wished for
    limit = 1 + (not implied) * (1 if clause.language == "en" else 2)
    limit += clause.has("state:smelly")  # of what it smells is said in any words
    return unknown <= limit or confidence(clause) >= 0.6


__all__ = ["ask", "interpret"]
