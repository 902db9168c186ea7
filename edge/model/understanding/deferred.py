"""Wishes for later or on a condition: the assistant does things now or not at all, and must not do these now."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

from edge.language import Language

_EN_COUNT = r"(?:\d+|an?|half an|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|fifty|sixty|a few|a couple of)"
_EN_AFTER = r"(?:once|after|when(?:ever)?|as soon as|before|if|until|unless|every time|the moment)"

_DEFERRED: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        rf"\b(?:in|after|within)\s+{_EN_COUNT}\s+(?:\w+\s+)?(?:seconds?|minutes?|hours?|mins?)\b"
        rf"|\b{_EN_AFTER}\s+(?:it\s+(?:starts?|stops?|begins?|rains?|snows?|gets?|goes|drops?|reaches|becomes?)|the\s+(?:rain|snow|temperature|sun|song|light|engine|car)\s+\w+s|"
        r"(?:we|i)\s+(?:arrive|get (?:there|home|to|back|off|out)|reach|park|stop|leave|drive|enter|exit|are (?:there|home|on|off|in|parked)|am (?:there|home|back)|have (?:arrived|parked|left)|start|pass|turn off)|"
        r"(?:rain|snow)(?:ing)?\b)"
        r"|\b(?:at|by)\s+(?:\d{1,2}|seven|eight|nine|ten|eleven|twelve|one|two|three|four|five|six)(?::\d\d)?\s*(?:oclock|o'clock|am|pm|a\.m|p\.m|in the (?:morning|evening|afternoon)|tonight|tomorrow)\b"
        r"|\b(?:tomorrow|next week)\b(?!.*\b(?:weather|rain|forecast|snow)\b)",
        re.I,
    ),
    "zh": re.compile(
        r"(?:[\d一二两三四五六七八九十半几]+(?:个)?(?:多)?(?:秒钟?|分钟|小时|钟头)(?:之后|以后|后|内))"
        r"|(?:如果|要是|万一|假如|等到?|一旦|一到|每次|每当)(?!你|会儿|一下|一会|可以|方便|行|能|不麻烦|不介意|没问题)(?:我们|我|车|到|外面|外边|天|待会儿?)?.*?(?:到|停|下雨|下雪|下起|开始|结束|完|回来|出发|上高速|变|黑了|亮了|热了|冷了|低于|高于|超过).*?(?:再|就|的时候|之后|以后|,)"
        r"|(?:下雨|下雪|天黑|堵车)了?(?:的话|的时候)?(?:就|再|记得)"
        r"|(?:到了|到家|到公司|停好车?|出发|上高速|下高速)(?:之后|以后|后|的时候|的话|再)"
        r"|(?:明天|今晚|明早|晚上|早上|下午|待会儿?|等会儿?|过会儿|一会儿)(?:[一二两三四五六七八九十\d]+点半?)?(?:的时候)?(?:再|帮我|给我|把|就|提前)"
        r"|(?:早上|晚上|上午|下午|凌晨|中午)?[一二两三四五六七八九十\d]{1,3}点(?:钟|半|整)?(?:的时候)?(?:帮我|给我|把|打开|关|开|叫)",
    ),
}


def deferred(text: str, language: Language) -> bool:
    """Whether a wish is for another time, or hangs on something that has not happened yet. text: as cleaned."""
    return bool(_DEFERRED[language].search(text))
