"""The responder: from acts and tool results to one reply in the turn's language.

Everything it says about the car comes from a tool result; something is called done only where the result says "done";
and a number that is neither in the question nor in a result never leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from edge.events import Json
from edge.language import Language
from edge.model.responder import lines_en, lines_zh
from edge.model.responder.answers import answer
from edge.model.responder.bank import chat_replies
from edge.model.responder.choice import Chooser
from edge.model.responder.clock import Clock, say_clock
from edge.model.responder.deeds import deed
from edge.model.responder.free_talk import FreeTalk, presentable
from edge.model.responder.guard import invented, numbers_in
from edge.model.responder.persona import Speaker
from edge.model.responder.readings import Readings, speakable
from edge.model.understanding.kinds import GROUPS
from edge.model.understanding.types import Act, ToolRequest, Understanding

_LINES: dict[Language, ModuleType] = {"en": lines_en, "zh": lines_zh}
_MOST_SENTENCES_OF_DEEDS = 3
_MINDED_TURNS = 12
"""How many turns what the driver told of himself is kept in mind."""
_LOW_TOPICS = frozenset(
    {"tired", "sad", "angry", "stressed", "lonely", "heartbreak", "grief", "bad_day", "failed", "nervous", "headache", "sick"}
    | {f"talk_{kind}" for kind in GROUPS["low"]}
)
_ASKS_BACK = frozenset({"how_are_you", "greeting", "there", "talk_to_me", "nothing", "going"})
"""Talk in which the assistant comes back to what it was told."""
_CHEERS = frozenset({"joke", "riddle", "happy", "promotion", "good_day"})
"""Talk that is asked for in order to be cheered up."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A tool call and what came of it. result: None when the client declares no such tool."""

    request: ToolRequest
    result: Mapping[str, Json] | None


class Responder:
    """Words for one conversation. The same seed and the same turns give the same words."""

    def __init__(self, seed: int = 0, speaker: Speaker | None = None, free_talk: FreeTalk | None = None) -> None:
        """free_talk: a language model for what nothing else answers; its text is filtered."""
        self.speaker = speaker or Speaker()
        self._free_talk = free_talk
        self._chooser = Chooser(seed)
        # The driver hurries or drags: nothing playful now.
        self.calm = False
        # What has been talked about, so that the only line there is does not come again as if it were new.
        self._talked: set[tuple[Language, str]] = set()
        # The last reply, for "say that again".
        self.last = ""
        # What the driver told of himself, with the turn in which it was: asked after later, and minded meanwhile.
        self._turn = 0
        # Whether this reply has had its "done": it is said once, however many deeds follow.
        self._opened = False
        self._told: tuple[str, int] | None = None

    def reply(self, understood: Understanding, outcomes: Sequence[Outcome] = (), clock: Clock | None = None) -> str:
        """The reply to a turn. outcomes: of all its tool calls, in their order."""
        language = understood.language
        self._turn += 1
        self._opened = False
        if understood.intent == "control.repeat" and self.last:
            return self.last
        if understood.intent == "chat.talk_meaning" and self.last:
            said = chat_replies("talk_meaning", language, serious=self.speaker.serious, low=self.calm or self.speaker.low_mood)
            return _run_together((self._line("chat.talk_meaning", said, language), self.last), language)
        waiting = list(outcomes)
        parts: list[str] = []
        for act in understood.acts:
            mine, waiting = waiting[: len(act.requests)], waiting[len(act.requests) :]
            parts.extend(self._act(act, mine if act.requests else [], language, clock, understood.text))
        text = _run_together(sorted(parts, key=_asks), language)
        if invented(text, self._allowed(understood, outcomes, clock)):
            text = self._line("unknown_value", _LINES[language].UNCLEAR, language)
        self.last = text
        return text

    def sorry(self, language: Language) -> str:
        """For silence, noise and speech that nobody could make out."""
        return self._line("sorry", _LINES[language].SORRY, language)

    def foreign(self, language: Language) -> str:
        """For speech in a third language."""
        return self._line("chat.other_languages", chat_replies("other_languages", language), language)

    def greeting(self, language: Language) -> str:
        """To open a conversation that nobody has begun."""
        return self._line("chat.greeting", chat_replies("greeting", language), language)

    def lead(self, language: Language) -> str:
        """A short sentence to say at once, while the answer to a question is being rendered."""
        return self._chooser.choose(f"{language}.lead", _LINES[language].LEADS)

    def _line(self, key: str, lines: Sequence[str], language: Language) -> str:
        return self.speaker.fill(self._chooser.choose(f"{language}.{key}", lines), language)

    def _act(self, act: Act, outcomes: list[Outcome], language: Language, clock: Clock | None, said: str) -> Iterator[str]:
        lines = _LINES[language]
        match act.kind:
            case "tool" | "offer" if act.kind == "tool":
                yield from self._deeds(outcomes, language)
            case "query":
                yield self._answer(act, outcomes, language, clock)
            case "refuse":
                yield self._line(f"refuse.{act.topic}", lines.REFUSED[act.topic], language)
            case "unavailable":
                yield self.speaker.fill(lines.UNAVAILABLE.get(act.topic, lines.UNAVAILABLE["tool"]), language)
            case "ask":
                yield self._line(f"ask.{act.topic}", lines.ASK.get(act.topic, lines.ASK["object"]), language)
            case "control":
                key = "nothing_to_repeat" if act.topic == "repeat" else act.topic
                yield self._line(f"control.{key}", lines.CONTROL[key], language)
            case "offer" if act.topic == "how_to":
                what = deed(act.requests[0].name, [r.arguments for r in act.requests], language)
                window = act.requests[0].name == "set_window"
                yield self._line("how_to", lines.JUST_SAY if window else lines.HOW_TO, language).replace("{deed}", what)
            case "chat" if act.topic == "talk_knowledge":
                yield self._freely(said, language) or self._talk(act.topic, language)
            case "chat" | "offer":
                yield self._talk(act.topic, language)
            case _:
                yield self._rejection(act.topic, language, said)

    def _talk(self, topic: str, language: Language) -> str:
        """Small talk in the persona's colour and the driver's mood; what was told earlier is asked after once."""
        called = self.speaker.address.get(language) or next(iter(self.speaker.address.values()), "")
        if topic == "my_name" and called:
            return self._line("my_name", _LINES[language].MY_NAME, language).replace("{called}", called)
        told, self._told = self._told, None
        recall = _LINES[language].RECALLED.get(told[0]) if told is not None and self._turn - told[1] >= 2 else None
        if recall is not None and topic in _ASKS_BACK:
            return self.speaker.fill(recall, language)
        if topic in _LINES[language].RECALLED:
            self._told = (topic, self._turn)
        elif told is not None and self._turn - told[1] <= _MINDED_TURNS:
            self._told = told
        low = (
            self.calm or self.speaker.low_mood or (self._told is not None and self._told[0] in _LOW_TOPICS and topic not in _CHEERS)
        )
        lines = chat_replies(topic, language, serious=self.speaker.serious, low=low)
        if len(lines) == 1 and (language, topic) in self._talked:  # never the same line twice running
            again = self._chooser.choose(f"{language}.again.{topic}", _LINES[language].AGAIN)
            return self.speaker.fill(again.replace("{line}", lines[0]), language)
        self._talked.add((language, topic))
        return self._line(f"chat.{topic}", lines, language)

    def _rejection(self, topic: str, language: Language, said: str) -> str:
        lines = _LINES[language]
        if topic == "silence":
            return self.sorry(language)
        if topic == "foreign":
            return self._line("foreign", lines.FOREIGN, language)
        if topic == "told":
            return self._line("told", lines.TOLD, language)
        if topic == "question":
            return self._line("question", lines.QUESTION, language)
        if topic == "out_of_domain":
            return self._freely(said, language) or self._line("domain", lines.OUT_OF_DOMAIN, language)
        return self._line("unclear", lines.UNCLEAR, language)

    def _freely(self, said: str, language: Language) -> str:
        """What the language model says to something, if there is one and it may be said; else empty."""
        if self._free_talk is None:
            return ""
        return presentable(self._free_talk.talk(said, language, self.speaker.names[language]), said, language)

    # Deeds

    def _deeds(self, outcomes: list[Outcome], language: Language) -> Iterator[str]:
        """One sentence for each tool and outcome; calls that differ only in place share one."""
        groups: dict[tuple[str, str, str], list[Outcome]] = {}
        for outcome in outcomes:
            status = _status(outcome)
            groups.setdefault((outcome.request.name, status, _reason(outcome)), []).append(outcome)
        for (name, status, reason), group in groups.items():
            yield self._deed(name, status, reason, group, language)

    def _deed(self, name: str, status: str, reason: str, group: list[Outcome], language: Language) -> str:
        lines = _LINES[language]
        what = deed(name, [o.request.arguments for o in group], language)
        if status == "done":
            return self._done(name, what, group, language)
        if status == "needs_confirmation":
            return self._line("confirm", lines.CONFIRM, language).replace("{deed}", what)
        first = group[0].request.arguments
        if status == "undeclared" and name == "remember_preference" and first.get("key") == "name":
            return self._line("called", lines.CALLED, language).replace("{called}", str(first.get("value", "")))
        if status == "undeclared":
            return self.speaker.fill(lines.UNAVAILABLE["tool"], language)
        if status == "invalid":
            return self._line("invalid", lines.INVALID, language)
        if reason not in lines.REASONS:
            return self._line("unheard", lines.UNHEARD, language)
        why = lines.REASONS[reason]
        limits = re.findall(r"\d+(?:\.\d+)?", str((group[0].result or {}).get("why") or ""))
        if reason in lines.LIMITS and len(limits) == lines.LIMITS[reason].count("{}"):
            why = lines.LIMITS[reason].format(*limits)
        return self._line("cannot", lines.CANNOT, language).replace("{why}", why)

    def _done(self, name: str, what: str, group: list[Outcome], language: Language) -> str:
        result = group[0].result or {}
        if name == "navigation" and group[0].request.arguments.get("action") == "eta":
            eta = result.get("eta")
            if isinstance(eta, str) and eta.strip():
                return f"{eta.strip()}." if language == "en" else f"{eta.strip()}。"
            return self._unknown("eta", language)
        running = name in _RUNNING
        lines = _LINES[language]
        opener = self._chooser.choose(f"{language}.done.{running}", lines.UNDER_WAY if running else lines.DONE)
        opener, self._opened = "" if self._opened else opener, True
        if language == "en":
            deed_done = f"{_doing(what)[0].upper()}{_doing(what)[1:]}." if running else f"I {_past(what)}."
            return f"{opener} {deed_done}".strip()
        return f"{opener}正在{what}。" if running else f"{opener}已{what}。"

    # Answers

    def _answer(self, act: Act, outcomes: list[Outcome], language: Language, clock: Clock | None) -> str:
        lines = _LINES[language]
        if act.topic in lines.NO_NETWORK:
            return self._line(f"net.{act.topic}", lines.NO_NETWORK[act.topic], language)
        if act.topic in ("time", "date"):
            told = say_clock(act.topic, clock, language)
            return told if told is not None else self._unknown(act.topic, language)
        if outcomes and outcomes[0].result is None:
            return self.speaker.fill(lines.UNAVAILABLE["tool"], language)
        result = outcomes[0].result if outcomes else None
        if act.topic == "warnings":
            return self._warnings(result, language)
        told = answer(act.topic, Readings.of(result), language) if result is not None else None
        return told if told is not None else self._unknown(act.topic, language)

    def _unknown(self, topic: str, language: Language) -> str:
        lines = _LINES[language]
        what = lines.NAMES.get(topic, "that" if language == "en" else "这个")
        return self._line("unknown", lines.UNKNOWN, language).replace("{what}", what)

    def _warnings(self, result: Mapping[str, Json] | None, language: Language) -> str:
        warnings = result.get("warnings") if isinstance(result, Mapping) else None
        if not isinstance(warnings, list) or (
            not warnings and isinstance(result, Mapping) and result.get("fault_codes_known") is False
        ):
            return self._unknown("warnings", language)
        if not warnings:
            return "The car reports no warnings." if language == "en" else "车辆没有报告故障。"
        told: list[str] = []
        for entry in warnings[:_MOST_SENTENCES_OF_DEEDS]:
            if not isinstance(entry, dict):
                continue
            code = str(entry.get("code", ""))[:20]
            words = entry.get(language)
            shown = code if any(c.isdigit() for c in code) else ""
            if entry.get("known") and isinstance(words, str):
                told.append(f"{shown}{': ' if language == 'en' else '，'}{words}" if shown else words)
            else:
                told.append(f"I have no text for {code}" if language == "en" else f"{code}没有说明")
        text = ("; " if language == "en" else "；").join(told)
        return (text[:1].upper() + text[1:] + ".") if language == "en" else text + "。"

    # The guard

    def _allowed(self, understood: Understanding, outcomes: Sequence[Outcome], clock: Clock | None) -> set[float]:
        allowed = numbers_in(understood.text)
        for request in (request for act in understood.acts if act.kind == "offer" for request in act.requests):
            allowed |= _numbers_said(request)
        for outcome in outcomes:
            allowed |= _numbers_said(outcome.request)
            allowed |= _numbers_of(outcome.result or {})
        return allowed | (clock.numbers() if clock is not None else set())


def _numbers_said(request: ToolRequest) -> set[float]:
    """The numbers of a request, which may be said of it."""
    found: set[float] = set()
    for value in request.arguments.values():
        found.update(speakable(value))
        if isinstance(value, str):
            found |= numbers_in(value)
    return found


def _numbers_of(result: Mapping[str, Json]) -> set[float]:
    """Every number that a tool result lets us say."""
    found: set[float] = set()
    values = result.get("values")
    for entry in values.values() if isinstance(values, dict) else ():
        if isinstance(entry, dict) and entry.get("quality") == "VALID":
            found.update(speakable(entry.get("value"), str(entry.get("unit") or "")))
            if isinstance(entry.get("untrusted_text"), str):
                found |= numbers_in(str(entry["untrusted_text"]))
    observed = result.get("observed")
    for value in observed.values() if isinstance(observed, dict) else ():
        found.update(speakable(value))
    for key in ("warnings", "eta", "why"):
        if key in result:
            found |= numbers_in(str(result[key]))
    return found


def _status(outcome: Outcome) -> str:
    if outcome.result is None:
        return "undeclared"
    status = outcome.result.get("status")
    return status if status in ("done", "refused", "needs_confirmation", "invalid") else "refused"


def _reason(outcome: Outcome) -> str:
    reason = outcome.result.get("reason") if outcome.result is not None else ""
    return reason if isinstance(reason, str) and _status(outcome) == "refused" else ""


def _asks(part: str) -> bool:
    """Whether a part is a question: it comes last, for what follows is the answer."""
    return part.rstrip().endswith(("?", "？"))


def _run_together(parts: Sequence[str], language: Language) -> str:
    unique = list(dict.fromkeys(part for part in parts if part))
    return (" " if language == "en" else "").join(unique)


_PAST = {
    "set": "set", "make": "made", "turn": "turned", "switch": "switched", "direct": "directed", "recirculate": "recirculate",
    "let": "let", "open": "opened",
    "close": "closed", "play": "play", "pause": "paused", "go": "go", "stop": "stopped", "mute": "muted", "end": "ended",
    "show": "show", "repeat": "repeat",
    "remember": "will remember", "wash": "wash", "do": "did", "look": "looked",
}  # fmt: skip


_RUNNING = frozenset({"call", "navigate", "media", "navigation"})
_DOING = {
    "navigate": "navigating", "pause": "pausing", "mute": "muting", "stop": "stopping", "recirculate": "recirculating",
}  # fmt: skip


def _past(what: str) -> str:
    verb, _, rest = what.partition(" ")
    return f"{_PAST.get(verb, verb)} {rest}".strip()


def _doing(what: str) -> str:
    verb, _, rest = what.partition(" ")
    return f"{_DOING.get(verb, verb + 'ing')} {rest}".strip()
