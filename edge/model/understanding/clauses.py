"""Cutting an utterance into clauses, at marks, at conjunctions, and where a second command begins without either."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from edge.language import Language
from edge.model.understanding.clause import Clause, particles
from edge.model.understanding.text import Token
from edge.model.understanding.types import Mention

_JOINTS: dict[Language, frozenset[str]] = {
    "en": frozenset({"and", "then", "also", "plus", "but", "or", "while"}),
    "zh": frozenset({"和", "并", "与", "及"}),
}
_JOINT_PHRASES: dict[Language, tuple[tuple[str, ...], ...]] = {
    "en": (("as", "well", "as"), ("after", "that"), ("along", "with"), ("together", "with")),
    "zh": tuple(
        tuple(w)
        for w in (
            "然后",
            "并且",
            "而且",
            "顺便",
            "同时",
            "另外",
            "还有",
            "以及",
            "接着",
            "之后再",
            "顺带",
            "再帮我",
            "再把",
            "还要",
            "也把",
            "再给我",
            "完了再",
            "最后",
            "以后再",
        )
    ),
}
_DOING = frozenset({"act", "qual", "state", "number"})
_COMPLETE_ACTS = frozenset({"act:next", "act:previous", "act:pause", "act:resume", "act:mute", "act:unmute", "act:wash"})
_BEGINS_ANEW = frozenset("给把打去导放播开关切换")
"""What stands behind 再 where it means "then" and not "more"."""
_STILL_MORE = frozenset("大小高低快慢多少点些一二三四五六七八九十两半百")
"""What stands behind 再开 and 再关 where the same thing is meant to go further."""
_REPAIR: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:.*[\s,.])?(?:no wait|wait no|oh wait|i mean|scratch that|no no|or rather|make that|correction|sorry i meant|"
        r"i meant|actually no|no actually|no sorry|"
        r"well no|oh no sorry|what am i saying|what am i on about|let me rephrase|start again|"
        r"sorry no|"
        r"(?:ah |er,? |uh,? )?(?:no|nah|nope),? (?:that's|that is|it's) (?:too \w+|mad|daft|wrong|not right)|(?<=[,.;] )er,? nope|"
        r"wait|hang on|hold on|oh no|rather|(?<=[,.;] )(?:no|nope|nah|sorry|oops|actually)(?=,))[\s,.]+(?=\S)",
        re.I,
    ),
    "zh": re.compile(
        r"^.*(?:^不是(?:关|开|打开|关掉|关上|调高|调低|加|减),(?=是)|(?<=,)不是(?:我|主驾|副驾|后排|这|那|前)[^,]{0,4}(?=,)|(?<=,)不好意思,(?:是)?|不对|不是不是|说错了|我说错了|应该是|我是说|哦不|啊不|等等|错了|不不不|不不|不是,|我的意思是|等一下,|等会儿,)[\s,.]*(?=\S)"
    ),
}


def clause_of(
    tokens: Sequence[Token], mentions: Sequence[Mention], start: int, end: int, source: str, language: Language
) -> Clause:
    """The clause of a range of tokens."""
    inside = tuple(m for m in mentions if start <= m.start and m.end <= end)
    held = [t for t in tokens[start:end] if not t.is_mark]
    text = source[held[0].start : held[-1].end] if held else ""
    mark = tokens[end].word if end < len(tokens) else ""
    return particles(Clause(language, inside, tuple(t.word for t in held), text, mark == "?"))


def split(tokens: Sequence[Token], mentions: Sequence[Mention], source: str, language: Language) -> list[tuple[int, int]]:
    """Ranges of tokens between marks and conjunctions that are not inside a known phrase."""
    inner = {place for m in mentions if m.kind != "filler" for place in range(m.start + 1, m.end)}
    covered = {place for m in mentions if m.kind != "neutral" for place in range(m.start, m.end)}
    heads = {m.start for m in mentions if m.end - m.start > 1 and m.kind not in ("filler", "mark", "neutral")}
    ranges: list[tuple[int, int]] = []
    start = index = 0
    while index < len(tokens):
        length = _joint(tokens, index, language) if index not in inner and index not in heads else 0
        if length == 1 and language == "zh" and not {index - 1, index + 1} <= covered:
            length = 0  # 颐和园
        length = 0 if length and _between_directions(mentions, index, index + length) else length
        if tokens[index].is_mark:
            length = 1
        if length:
            ranges.append((start, index))
            start = index + length
        index += max(length, 1)
    ranges.append((start, len(tokens)))
    return [r for r in ranges if r[0] < r[1]]


def _between_directions(mentions: Sequence[Mention], start: int, end: int) -> bool:
    """Whether a conjunction stands between two ways of the air: "the windscreen and my feet" are one wish."""
    said = [m for m in mentions if m.kind not in ("filler", "function", "mark") and m.name not in ("zone:driver", "zone:front")]
    before = max((m for m in said if m.end <= start), key=lambda m: m.end, default=None)
    behind = min((m for m in said if m.start >= end), key=lambda m: m.start, default=None)
    return before is not None and behind is not None and before.kind == behind.kind == "dir"


def _joint(tokens: Sequence[Token], index: int, language: Language) -> int:
    for phrase in _JOINT_PHRASES[language]:
        if tuple(t.word for t in tokens[index : index + len(phrase)]) == phrase:
            return len(phrase)
    if language == "zh" and index > 1 and tokens[index].word == "再" and tokens[index + 1 : index + 2]:
        after = tokens[index + 2].word if index + 2 < len(tokens) else ""
        again = tokens[index - 1].word in "别不没" or (tokens[index + 1].word in "开关" and after in _STILL_MORE)
        return int(tokens[index + 1].word in _BEGINS_ANEW and not again)
    if tokens[index].word == "plus" and index and tokens[index - 1].word in ("dial", "call", "phone", "ring", "number"):
        return 0  # "dial plus four nine"
    return int(tokens[index].word in _JOINTS[language])


def repaired(text: str, language: Language) -> str:
    """What stands behind the last repair ("no wait, ...", "不对，..."); empty when the speaker did not correct himself."""
    match = _REPAIR[language].match(text)
    return text[match.end() :] if match else ""


_CONTRAST: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"[\s,]+(?:and\s+|but\s+)?(?:not|instead of|rather than)\s+"
        r"(?!too\b|so\b|that\b|as\b|yet\b|now\b|via\b|on\b|by\b|over\b|it\b)"
        r"(?:[\w']+\s?){1,4}[.!?]*$",
        re.I,
    ),
    "zh": re.compile(r"[\s,]*(?:而)?(?:不要|别|不是)(?!了|走|上|开|关|停|太|那么|这么|再|忘|经过|坐|吵|说)[^,了]{1,5}[.!?]*$"),
}
""" "Cooling, not heating": what is wished for has been said by then."""


def without_contrast(text: str, language: Language) -> str:
    """The text without what it says is not meant; empty when it says nothing of the kind."""
    match = _CONTRAST[language].search(text)
    return text[: match.start()] if match and match.start() > 1 else ""


def _has_both(half: Clause) -> bool:
    """Whether it says both what is to be done and to what."""
    about = any(m.kind in ("obj", "state", "qual") or m.name in _COMPLETE_ACTS for m in half.mentions)
    about = about or (bool(half.kind("zone")) and half.number is not None)
    return about and any(m.kind in _DOING for m in half.mentions)


def implicit_cuts(clause: Clause, complete: Callable[[Clause], bool]) -> Iterator[tuple[Clause, Clause]]:
    """The ways to part a clause in two that are both complete: "open the window turn off the radio"."""
    doing = {m.start for m in clause.mentions if m.kind in _DOING}
    things = {m.name for m in clause.mentions if m.kind in ("obj", "state", "qual") or m.name in _COMPLETE_ACTS}
    several = len(clause.kind("zone")) > 1
    zoned = several and (len(clause.kind("number")) > 1 or (clause.language == "zh" and len(set(clause.values("act"))) > 1))
    if len(doing) < 2 or (len(things) < 2 and not zoned):
        return
    for place in sorted({m.start for m in clause.mentions})[1:]:
        left = tuple(m for m in clause.mentions if m.end <= place)
        right = tuple(m for m in clause.mentions if m.start >= place)
        halves = (
            Clause(clause.language, left, (), clause.text),
            Clause(clause.language, right, (), clause.text, clause.question),
        )
        if all(map(_has_both, halves)) and all(map(complete, halves)):
            yield halves
