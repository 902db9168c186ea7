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
        r"|(?:等|等到|待)(?!一下|会儿|一会|等|我一下|不及|不了|级|候|于)[^,]{1,12}?(?:了|着|完|起来|以后|之后|的时候|再|就|后)[^,]{0,2}(?:,|再|就|(?=你|把|给|帮))"
        r"|(?:[下出进上过到][了个]?)(?:高速|隧道|收费站|服务区|城|桥|地库|停车场|小区|市区|国道|路口|加油站|山|匝道|目的地)[^,]{0,3}?(?:以后|之后|后|的时候|时|再|就)"
        r"|(?:如果|要是|万一|假如|若是|倘若|若)(?!可以|方便|行|能|不麻烦|不介意|没问题|你|有空|有时间|不忙)[^,]{1,14}(?:了|着|的话|时|,)?,?(?:你|您)?(?:就|再|那就|便|记得|(?=帮我|给我|把))"
        r"|(?:低于|高于|超过|低过|高过|达到|降到|升到|不足|少于)[^,]{1,12}?(?:的时候|时候|时|以后|之后|,?就|的话)"
        r"|(?<!什么)(?<!啥)(?<!有)(?<!这)(?<!刚才)(?<!那)时候?[,]?(?:再|就|你|帮我|给我|记得|自动)*(?=打开|关上|关掉|切|开(?!车)|关|调|导航|提醒|把)"
        r"|(?:明天|今晚|明早|晚上|早上|下午|待会儿?|等会儿?|过会儿|一会儿)(?:[一二两三四五六七八九十\d]+点半?)?(?:的时候)?(?:再|帮我|给我|把|就|提前)"
        r"|(?:早上|晚上|上午|下午|凌晨|中午)?[一二两三四五六七八九十\d]{1,3}点(?:钟|半|整)?(?:的时候)?(?:帮我|给我|把|打开|关|开|叫)",
    ),
}


def put_off(text: str, language: Language) -> str:
    """What stands behind the words that put a wish off; empty where nothing does."""
    match = _DEFERRED[language].search(text)
    return text[match.end() :].strip(" ,") if match else ""


def deferred(text: str, language: Language) -> bool:
    """Whether a wish is for another time, or hangs on something that has not happened yet. text: as cleaned."""
    return bool(_DEFERRED[language].search(text))
