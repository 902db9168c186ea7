"""What a Chinese wish for a place wants avoided on the way: 不要过收费站, 高速就别走了."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re
from functools import cache

from edge.model.understanding.lexicon import expand
from edge.model.understanding.places import AVOID

_LEADS = r"(?:[,\s]*(?:走|挑|选|但是?|不过|可是|只是|就是|而且|并且|记得|只要|麻烦|请|你|您|给我|帮我|路上|中间|途中|全程|千万|尽量|最好|一定|可|能|我|我们|咱)*"
_NOT = (
    r"(?:避开|绕开|绕过|躲开|避免|(?:不|别|不要|莫|甭|不用|不想|不能|勿|少|没必要)(?:给我|让我|带我)?(?:去|走|过|上|经过|坐|乘|搭|要|进|碰|用|开|绕)*)"
    r"(?:走|上|过|坐)?(?:那个|那种|什么|任何|有|掉|带)*)"
)
_WAY = r"(?:的?(?:路段|路线|线路|路|道|站|口|那种|那条))*"
_NOT_BEHIND = r"(?:就|都|我|可|千万|贵|的那种|那种|那条|的|路|道|儿|路段|就算了)*(?:别|不要|不|莫|甭|不想|不用|不能|避开|绕开|躲开|算了|免了)(?:走|上|坐|过|经过|要)*(?:了|吧|掉|的|呗|哈|啊)*(?=$|[,.!])"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found: list[tuple[str, re.Pattern[str]]] = []
    for what, wordings in AVOID["zh"].items():
        named = "|".join(sorted(("".join(phrase) for phrase in expand(wordings, "zh")), key=len, reverse=True))
        found.append((what, re.compile(rf"{_LEADS}{_NOT}(?:{named}){_WAY}|[,\s]*(?:{named}){_NOT_BEHIND}")))
    return tuple(found)


def split_avoid_zh(text: str) -> tuple[str, str]:
    """The text without its wishes to avoid something, and the first thing to be avoided; empty when there is none."""
    avoid, first = "", len(text) + 1
    for what, pattern in _patterns():
        match = pattern.search(text)
        if match and match.start() < first:
            avoid, first = what, match.start()
    if avoid:
        for _, pattern in _patterns():
            text = pattern.sub("", text)
    return text.strip(" ,"), avoid
