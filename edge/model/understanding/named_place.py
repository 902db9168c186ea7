"""A place that is only named: "Cork Airport", 北京南站. Whoever says nothing else wants to go there."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

from edge.language import Language
from edge.model.understanding.lexicon import lexicon

_NAMED: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:(?:(?:the )?next (?:drop|stop|fare|pick-?up)|(?:the )?drop-?off|(?:the )?pick-?up)(?:'s| is)\s+(?:at\s+)?)?"
        r"((?-i:(?:\d+[A-Za-z]? )?(?:[A-Z][\w'.]+ ){1,3}(?:Airport|Station|Hospital|Infirmary|University|Stadium|Museum|"
        r"School|Hotel|Street|Road|Avenue|Lane|Square|Harbour|Beach|Cathedral|Arena|Pier|Drive|Close|Crescent|Terrace|Way|Court|Place|Row|Gardens))(?: \d+)?"
        r"(?:,? (?-i:[A-Z][\w']+(?: [A-Z][\w']+){0,2}(?!\w)))?)"
        r"(?:[,.]? (?:please|now|thanks|mate|take us there|take me there|let's go|off we go|start the route|go))*[.!]*$",
        re.I,
    ),
    "zh": re.compile(
        r"^(?:师傅,?|我赶(?:高铁|飞机|火车),|接了个单,|拉个活儿?,|(?:客人|乘客)要?[去到]|去|到)*"
        r"([\u4e00-\u9fff]{2,8}(?:机场|火车站|高铁站|[东南西北]站|车站|医院|大学|广场|体育[馆场]|博物馆|大厦|软件园|大酒店|路\d+号|T\d)(?:T\d)?)"
        r"(?:,?(?:走起|谢谢|快点导?|导起|赶时间|出发|走吧|我?赶(?:高铁|飞机)))*[.!]*$"
    ),
}
_NO_NAME = re.compile(r"[导去到回找往带送查搜播放听打我你他她它们了过着吗呢啊的在是有]|附近|最近|去年|哪|什么|那个|这个")


def named_place(text: str, language: Language) -> str:
    """The place of an utterance that is nothing but its name; empty for any other. text: as cleaned."""
    match = _NAMED[language].match(text.strip())
    if match is None or (language == "zh" and _NO_NAME.search(match[1])):
        return ""
    if language == "en" and match[1].split()[0].lower() in lexicon("en").words:
        return ""  # "Play Union Station"
    return match[1].strip()
