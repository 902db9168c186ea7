"""One clause of an utterance: its concepts, and the questions the grammar puts to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from edge.language import Language
from edge.model.understanding.types import Mention

Sign = int
"""-1, 0 or 1."""

_UP = frozenset({"act:up", "qual:louder", "qual:brighter", "qual:faster", "act:brighten"})
_DOWN = frozenset({"act:down", "qual:quieter", "qual:dimmer", "qual:slower", "act:dim"})
_WARMER = frozenset({"qual:warmer", "state:cold", "act:heat"})
_COOLER = frozenset({"qual:cooler", "state:hot", "act:cool"})
_COUNTED = frozenset(
    {"obj:window", "obj:seat", "obj:seat_heating", "obj:seat_ventilation", "obj:seat_massage", "topic:doors", "topic:belts"}
)
"""What there are several of, so that 都 means all of them."""
_WEAK_PLACES = frozenset({"my", "me", "for me", "mine", "我的", "全", "都", "全都"})
"""Words for a place that give way to any other."""
_FELT = re.compile(
    r"(?:\b(?:is|are|am|got|gets|getting|feels?|feeling|too|so|very|really|quite|pretty|bit|rather|little)|'s|'m|'re)\s+"
    r"(?:(?:a bit|a little|too|so|very|really|quite|pretty|rather|kind of)\s+)*(?:warm|cool)\b(?!\s+(?:it|me|us|up|down|the|my))",
    re.I,
)
_FELT_AS = {"act:heat": "hot", "act:cool": "cold"}
_MADE = {"state:cold": "cooler", "state:hot": "warmer"}
_MADE_SO = re.compile(
    r"\b(?:make|get|turn|blow|keep)\s+(?:it|this|things|everything|me|us|(?:the |this )?(?:car|cabin|air|ac|place))\s+"
    r"(?:really |very |super |nice and |all |extra |properly )*(?:cold|chilly|icy|freezing|hot|warm|toasty|boiling|ice cold)\b"
    r"|\bmake\s+(?:more\s+)?(?:cold|hot|warm|cool)\b"
    r"|(?:变成|变得|弄成|调成|搞成|整成).{0,6}(?:冷|凉|热|暖)",
    re.I,
)
_WARM_THING = re.compile(
    r"^(?!.*\b(?:too|is|are|feels?|gets?|so|way)\b).*\b(?:hot|toasty|toasty warm)\s+(?:steering )?(?:wheel|seats?)\b", re.I
)
_BY_DEGREES = {"凉": "cooler", "冷": "cooler", "热": "warmer"}
_BY_SHARE = re.compile(
    r"[多少大小高低](?=百分之|[\d一二两三四五六七八九十]+(?:%|成))|(?<=声音|音量)[大小高低](?=[\d一二两三四五六七八九十])"
    r"|(?<=风|量)[大小高低](?=[\d一二两三四五六七八九十]+[档挡格级])"
)
_BOTH = frozenset({"both", "both seats", "both sides", "两边", "两侧", "两个", "左右", "左右两边", "左右两侧", "双侧"})
_PARTICLES = {"on": "act:on", "up": "act:up", "down": "act:down"}


@dataclass(frozen=True)
class Clause:
    """mentions: in the order said. words: all tokens of the clause. inherited: mentions taken over from elsewhere."""

    language: Language
    mentions: tuple[Mention, ...]
    words: tuple[str, ...] = ()
    text: str = ""
    question: bool = False

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(m.name for m in self.mentions)

    def has(self, *names: str) -> bool:
        """Whether any of the concepts is there."""
        return any(name in self.names for name in names)

    def has_any(self, names: Iterable[str]) -> bool:
        return not self.names.isdisjoint(names)

    def kind(self, kind: str) -> list[Mention]:
        return [m for m in self.mentions if m.kind == kind]

    def values(self, kind: str) -> list[str]:
        return [m.value for m in self.mentions if m.kind == kind]

    def said(self, name: str) -> str:
        """The words of a concept, lower case; empty when it is not there."""
        return next((m.text.lower() for m in self.mentions if m.name == name), "")

    @cached_property
    def number(self) -> Mention | None:
        """The number meant: the last one, because a repair ("22, no, 23") comes last; one with a unit goes first."""
        numbers = self.kind("number")
        with_unit = [m for m in numbers if m.unit]
        chosen = with_unit or numbers
        return chosen[-1] if chosen else None

    @cached_property
    def amount(self) -> str:
        """ "slight", "large", "max", "min", "mid" or ""."""
        amounts = self.values("amount")
        for wanted in ("max", "min", "mid", "large", "slight"):
            if wanted in amounts:
                return wanted
        return ""

    @cached_property
    def negated(self) -> bool:
        return self.has("mark:not")

    @cached_property
    def absolute(self) -> bool:
        """Whether the number is a goal ("to 22") and not a step ("by 2")."""
        number = self.number
        if number is None:
            return False
        before = [m for m in self.mentions if m.end <= number.start]
        if self.has("mark:by") and any(m.name == "mark:by" and m.end == number.start for m in before):
            return False
        if any(m.name == "mark:to" and m.end == number.start for m in before):
            return True
        return any(m.name == "act:set" and m.text.endswith(("到", "成", "为", "至", "在")) for m in before)

    @cached_property
    def direction(self) -> Sign:
        """Up or down by act or quality, no matter of what."""
        up, down = self.has_any(_UP), self.has_any(_DOWN)
        if up and down:  # "too much, make it faster": the quality counts, then the act
            qualities = [m.name for m in self.mentions if m.kind == "qual" and m.name in _UP | _DOWN]
            up = any(q in _UP for q in qualities) if qualities else self.has("act:brighten")
            down = any(q in _DOWN for q in qualities) if qualities else self.has("act:dim")
        return int(up) - int(down)

    @cached_property
    def warmth(self) -> Sign:
        """Towards warm or towards cold."""
        return int(self.has_any(_WARMER)) - int(self.has_any(_COOLER))

    @property
    def turned_off(self) -> bool:
        return self.has("act:off", "act:stop", "act:cancel", "act:close") and not self.has("act:on", "act:open")

    @property
    def turned_on(self) -> bool:
        return self.has("act:on", "act:open", "act:set", "act:play", "act:show")

    def zones(self) -> list[str]:
        """driver, passenger, rear_left, rear_right, rear, front, all: merged where two words name one place."""
        said = dict.fromkeys(m.value for m in self.kind("zone") if m.text not in ("都", "全", "全都") or self.has_any(_COUNTED))
        said.pop("other", None)  # "the other one" of nothing that was said before
        strong = {m.value for m in self.kind("zone") if m.text.lower() not in _WEAK_PLACES}
        if strong and "driver" in said and "driver" not in strong:
            del said["driver"]
        merged: list[str] = []
        for side, rear, front in (("left", "rear_left", "driver"), ("right", "rear_right", "passenger")):
            if side in said:
                merged.append(rear if "rear" in said else front)
        rest = [z for z in said if z not in ("left", "right")]
        if merged:
            return merged + [z for z in rest if z not in ("rear", "front", "all", *merged)]
        if "rear_left" in rest or "rear_right" in rest:
            rest = [z for z in rest if z not in ("rear", "driver", "passenger", "front", "all")]
        if "all" in rest and len(rest) > 1:
            rest.remove("all")
        if "rear" in rest and "passenger" in rest and self.language == "en":
            rest.remove("passenger")
        if "front" in rest and ("driver" in rest or "passenger" in rest):
            rest.remove("front")
        if {"rear", "front"} <= set(rest):
            if self.said("zone:front") in _BOTH:  # "both rear seats"
                return [z for z in rest if z != "front"]
            return ["all"]
        return rest

    def expanded_zones(self) -> list[str]:
        """The zones with "front" as driver and passenger."""
        places: dict[str, None] = {}
        for zone in self.zones():
            for place in ("driver", "passenger") if zone == "front" else (zone,):
                places[place] = None
        return list(places)

    def with_mentions(self, extra: Iterable[Mention], text: str | None = None) -> Clause:
        """This clause with mentions taken over from another one."""
        return replace(self, mentions=(*self.mentions, *extra), text=self.text if text is None else text)


def particles(clause: Clause) -> Clause:
    """English "on", "up" and "down" as acts where they stand as particles of a verb ("turn the heating on")."""
    if clause.language != "en":
        return _chinese_particles(clause)
    if any(m.kind == "act" and m.value in _MOVES and m.text.lower() not in _COMPARED for m in clause.mentions):
        compared = {m.start for m in clause.mentions if m.name in ("act:up", "act:down") and m.text.lower() in _COMPARED}
        clause = replace(clause, mentions=tuple(m for m in clause.mentions if m.kind != "act" or m.start not in compared))
    if _COOLED_OFF.search(clause.text) and not clause.kind("obj"):
        clause = replace(clause, mentions=tuple(_cooler(m) for m in clause.mentions if m.name != "act:off"))
    if len(clause.kind("zone")) > 1 and any(m.name == "zone:rear_left" and m.text.lower() == "behind me" for m in clause.mentions):
        behind = tuple(replace(m, value="rear") if m.text.lower() == "behind me" else m for m in clause.mentions)
        clause = replace(clause, mentions=behind)  # "behind me on the right"
    if _SEATS_AS_PLACE.search(clause.text) and not _FOR_SEATS.search(clause.text):
        clause = replace(clause, mentions=tuple(m for m in clause.mentions if m.name not in ("obj:seat", "obj:seat_place")))
    found: list[Mention] = []
    felt = _FELT.search(clause.text)
    first = min((m.start for m in clause.mentions if m.kind != "filler"), default=-1)
    for mention in clause.mentions:
        if felt and mention.name in _FELT_AS and mention.text.lower() in ("warm", "cool"):  # "it is warm" warms nothing
            mention = replace(mention, kind="state", value=_FELT_AS[mention.name])
        if mention.name == "function:word" and mention.text.lower() in _PARTICLES:
            word = mention.text.lower()
            verb = any(m.name == "act:set" and m.end <= mention.start for m in clause.mentions)
            last = not any(m.kind in ("obj", "act", "number", "zone", "dir") for m in clause.mentions if m.start >= mention.end)
            if word == "on" and any(m.name in _ENDS and m.end <= mention.start and m.end for m in clause.mentions):
                found.append(mention)  # "turn it off on the passenger side"
                continue
            if word == "on" and _of_place(mention, clause):
                found.append(mention)  # "the AC on her side off"
                continue
            leads = mention.start == first and word == "on" and bool(clause.kind("obj"))  # "on the AC"
            if word != "on" or last or leads or (verb and not any(m.start == mention.end for m in clause.kind("amount"))):
                kind, _, value = _PARTICLES[word].partition(":")
                mention = replace(mention, kind=kind, value=value)
        if mention.name == "state:hot" and _WARM_THING.search(clause.text):  # "toasty steering wheel please"
            mention = replace(mention, kind="act", value="heat")
        if mention.name in _MADE and _MADE_SO.search(clause.text):  # "make it cold" complains of nothing
            mention = replace(mention, kind="qual", value=_MADE[mention.name])
        if mention.name == "act:cancel" and mention.text.lower() == "clear" and clause.has_any(_GLASS):
            mention = replace(mention, value="clear")
        found.append(mention)
    if _GOING.search(clause.text) or (_NONE_OF_IT.search(clause.text) and not clause.kind("act") and clause.kind("obj")):
        found.append(Mention("act", "on" if _GOING.search(clause.text) else "off", 0, 0))
    if _OUT.search(clause.text) and any(m.kind == "obj" and m.value.startswith("light") for m in clause.mentions):
        found.append(Mention("act", "off", 0, 0))  # "turn that lamp out"
    if _KEPT_GOING.search(clause.text):
        found.append(Mention("act", "resume", 0, 0))
    if _NO_MORE.search(clause.text) and not clause.has("act:open", "act:on", "act:close"):
        found = [m for m in found if m.name not in ("mark:not", "mark:more")]
        found.append(Mention("act", "off", 0, 0))
    return replace(clause, mentions=tuple(found))


def _of_place(on: Mention, clause: Clause) -> bool:
    """Whether "on" belongs to the place behind it, and the act comes last."""
    places = [m for m in clause.kind("zone") if on.end <= m.start <= on.end + 1 and "side" in m.text.lower()]
    return any(m.name in _ENDS and m.start >= places[0].end for m in clause.mentions) if places else False


_ENDS = frozenset({"act:off", "act:on", "act:stop", "act:up", "act:down"})
_COMPARED = frozenset({"more", "further", "less"})
_MOVES = frozenset({"up", "down", "open", "close"})
""" "Drop it ten percent more" drops it: "more" is no way up beside another verb."""


def _cooler(mention: Mention) -> Mention:
    return replace(mention, kind="qual", value="cooler") if mention.name == "act:cool" else mention


_COOLED_OFF = re.compile(r"\bcool (?:it |me |us |him |her |them |things |the \w+(?: \w+)? )?off\b", re.I)
""" "Cool them off" turns nothing off."""
_NO_MORE = re.compile(
    r"\b(?:no\b.{1,25}\b(?:needed|required|necessary|wanted)\b|(?:no longer|not) (?:needed|required|necessary|wanted)\b|"
    r"(?:don't|do not) (?:need|want)\b.*\b(?:any ?more|any longer|now)$|no longer (?:need|want)\b)",
    re.I,
)
_OUT = re.compile(r"\b(?:turn|put|switch|shut|get)\b.*\bout$", re.I)
_GOING = re.compile(r"\bget(?:ting)?\b.*\b(?:going|started)$", re.I)
_SEATS_AS_PLACE = re.compile(r"\b(?:for|in|at) the (?:rear|back) seats?\b", re.I)
_FOR_SEATS = re.compile(r"\bheat|\bwarm(?:th|ing)?\b|ventilat|massag|\bcool(?:ing|ed)?\b|\blevel\b|\bseat \w+ing\b", re.I)
""" "Two degrees warmer for the rear seats" speaks of who sits there; "heating for the rear seats" of the seats."""
_KEPT_GOING = re.compile(r"\b(?:keep|let)\b.*\b(?:going|playing)$", re.I)
_NONE_OF_IT = re.compile(
    r"^(?:please |i want |i need |just |that's |that is |that was |i've had |i have had )*"
    r"(?:enough|no) (?!more\b|less\b|one\b|i\b|it\b|the\b|wait\b)\w",
    re.I,
)
""" "No seat ventilation": a wish that it be off."""
_GLASS = frozenset({"obj:windscreen", "obj:rear_glass", "obj:window"})
_A_BIT = ("一点", "一些", "点儿", "点", "些", "一丢丢")
_AIR = ("state:windy", "state:weak_air")
_NO_LONGER = ("别", "不要", "不用", "不想")
_DONT = re.compile(r"^(?:先|请|你|千万|可|现在|暂时|我们|我|咱|真|还)*(?:别|不要|不用|不想)")
_NOT_YET = re.compile(r"(?:先|就|今天|暂时|可|也)*(?:别|不要|不用|不想|莫)开(?:啊|呀|哈|嘛|哦)?$")
_NOT_TO_BEGIN = frozenset({"别开", "不要开", "不用开", "不想开"})
"""What means "off" of something that runs ("别开了") and "do not" of anything else ("别开窗")."""
_RUNNING = frozenset({"act:on", "act:open", "act:play", "act:heat", "act:cool", "act:clear", "act:wipe"})
_BEGINNING = frozenset({"act:on", "act:open", "act:play"})


def _chinese_particles(clause: Clause) -> Clause:
    """ "一点" inside a word ("小一点") as an amount of its own; 别…了 ("no longer") as turning off."""
    mentions = list(clause.mentions)
    mentions.extend(
        replace(mention, kind="amount", value="slight")
        for mention in clause.mentions
        if (mention.kind in ("act", "qual") or mention.name in _AIR)
        and len(mention.text) > 1
        and mention.text.endswith(_A_BIT)
        and mention.name not in _BEGINNING
    )
    if _MADE_SO.search(clause.text):
        mentions = [replace(m, kind="qual", value=_MADE[m.name]) if m.name in _MADE else m for m in mentions]
    numbers = {m.start for m in mentions if m.kind == "number"}
    mentions = [  # 凉半度 wants it cooler, 凉 alone says that it is cold
        replace(m, kind="qual", value=_BY_DEGREES[m.text])
        if m.kind == "state" and m.text in _BY_DEGREES and m.end in numbers
        else m
        for m in mentions
    ]
    if (step := _BY_SHARE.search(clause.text)) and not any(m.kind == "act" for m in mentions):  # 风量少百分之五
        mentions.append(Mention("act", "up" if step.group() in "多大高" else "down", 0, 0))
    done = clause.text.endswith(("够了", "够了啊", "够啦")) and any(m.kind == "obj" for m in mentions)
    if done and not any(m.kind == "act" and m.value != "play" for m in mentions):
        mentions = [m for m in mentions if m.name != "act:play"]
        mentions.append(Mention("act", "off", 0, 0))  # 按摩够了
    if len(mentions) > 1 and mentions[-1].name == "mark:not" and mentions[-1].text == "不":  # 能开个空调不
        mentions[-1] = replace(mentions[-1], value="whether")
    if any(m.name == "act:off" and "热" in m.text for m in mentions):  # 方向盘别加热了
        mentions.append(Mention("act", "heat", 0, 0))
    if (
        (_DONT.search(clause.text) or _NOT_YET.search(clause.text))
        and not clause.text.endswith(("了", "啦"))
        and any(m.kind == "obj" for m in mentions)
    ):
        mentions = [
            replace(m, kind="mark", value="not") if m.name == "act:off" and m.text in _NOT_TO_BEGIN else m for m in mentions
        ]
    ended = any(m.name == "mark:not" and m.text in _NO_LONGER for m in mentions) and any(m.kind == "obj" for m in mentions)
    ended = ended and not any(m.kind in ("act", "qual", "amount", "state") and m.name not in _RUNNING for m in mentions)
    if (clause.text.startswith(_NO_LONGER) or ended) and clause.text.endswith(("了", "啦")) and not clause.kind("chat"):
        mentions = [m for m in mentions if m.name not in _BEGINNING and m.name != "mark:not"]
        mentions.append(Mention("act", "off", 0, 0))
    return replace(clause, mentions=tuple(mentions))
