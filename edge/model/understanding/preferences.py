"""What is to be remembered of the driver's likings, and under which key."""

from __future__ import annotations

import re

from edge.language import Language
from edge.model.understanding.climate import tool
from edge.model.understanding.patterns import PREFERENCE, compiled
from edge.model.understanding.slot_text import strip
from edge.model.understanding.types import Act

_KEYS: dict[str, re.Pattern[str]] = {
    "name": re.compile(r"\bname\b|call me|叫我|称呼|名字", re.I),
    "seat_heating": re.compile(r"heated seat|seat heat|seat warm|座椅加热", re.I),
    "temperature": re.compile(r"degree|temperature|°|\bwarm|\bcool|\bcold|\bhot\b|度|温|冷|热|凉", re.I),
    "seat": re.compile(r"\bseat|座椅|座位", re.I),
    "volume": re.compile(r"volume|\bloud|\bquiet(?! music)|音量|声音", re.I),
    "home": re.compile(r"\blive\b|home|我家|(?<!记)住", re.I),
    "work": re.compile(r"\bwork\b|office|公司|上班|单位", re.I),
    "route": re.compile(r"motorway|highway|toll|ferry|route|高速|收费|路线", re.I),
    "window": re.compile(r"window|车窗|窗", re.I),
    "music": re.compile(
        r"music|jazz|rock|pop|song|listen|radio|classical|hip hop|blues|band|playlist|听|歌|音乐|曲|摇滚|爵士|电台", re.I
    ),
    "food": re.compile(r"\bfood\b|\beat|restaurant|coffee|\btea\b|吃|喝|菜|餐|咖啡|茶", re.I),
}

_FAVOURITE = re.compile(r"^((?:\w+ ){0,2}\w+) (?:is|are) ((?:the |a )?\w.*)$", re.I)
_FAVOURITE_ZH = re.compile(r"^的?([^是]{1,6})是(.+)$")
""" "My favourite music is jazz": what of, and what."""

_ASKS_FOR_TASTE = re.compile(
    r"^(?:那)?你.*(?:喜欢|爱|偏好).*(?:吗|么|什么|啥|哪|谁|不)$|^你(?:最|比较|平时|一般|都|更)*(?:喜欢|爱|偏好)"
)

_ASKS_FOR_MEMORY = re.compile(
    r"还记得|记不记得|记得.*[吗么]$|\b(?:do|can|don't) you (?:still )?remember\b(?! (?:that )?(?:i|my|we|our) )"
    r"|^remember (?:when|how|that time|the (?:day|time))\b",
    re.I,
)


_TO_FETCH = re.compile(r"记得(?:要)?(?:替|给|帮)?(?:我|他|她|咱)?(?:带|拿|买|取|收)")
""" 记得替我带上病历本: said to somebody who has hands."""


def preference_key(value: str) -> str:
    """The key a liking is remembered under; "note" when it is of no known kind."""
    return next((key for key, pattern in _KEYS.items() if pattern.search(value)), "note")


def preference(text: str, language: Language) -> Act | None:
    """The wish to remember something; None for a text that wishes no such thing, or asks what is remembered."""
    if _ASKS_FOR_TASTE.search(text) or _ASKS_FOR_MEMORY.search(text) or _TO_FETCH.search(text):
        return None
    for name_only, pattern in PREFERENCE[language]:
        match = compiled(pattern).search(text)
        if match:
            value = strip(match.group(1), language)
            favourite = _FAVOURITE.match(value)
            if favourite is None:
                favourite = _FAVOURITE_ZH.match(value)
            if favourite:
                return tool("remember_preference", {"key": preference_key(favourite.group(1)), "value": favourite.group(2)})
            if not value:
                return None
            key = "name" if name_only else preference_key(match.group(0) if preference_key(value) == "note" else value)
            return tool("remember_preference", {"key": key, "value": value})
    return None
