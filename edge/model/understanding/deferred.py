"""Wishes for later or on a condition: the assistant does things now or not at all, and must not do these now."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

from edge.language import Language

_EN_COUNT = r"(?:\d+|an?|half an|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|fifty|sixty|a few|a couple of)"

_DEFERRED: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        rf"\b(?:in|after|within)\s+{_EN_COUNT}\s+(?:\w+\s+)?(?:seconds?|minutes?|hours?|mins?)\b"
        r"|\b(?:at|by)\s+(?:\d{1,2}|seven|eight|nine|ten|eleven|twelve|one|two|three|four|five|six)(?::\d\d)?\s*(?:oclock|o'clock|am|pm|a\.m|p\.m|in the (?:morning|evening|afternoon)|tonight|tomorrow)\b"
        r"|\b(?:tomorrow|next week)\b(?!.*\b(?:weather|rain|forecast|snow)\b)",
        re.I,
    ),
    "zh": re.compile(
        r"(?:[\d一二两三四五六七八九十半几]+(?:个)?(?:多)?(?:秒钟?|分钟|小时|钟头)(?:之后|以后|后|内))"
        r"|(?:如果|要是|万一|假如|等到?|一旦|一到|每次|每当)(?!你|会儿|一下|一会|可以|方便|行|能|不麻烦|不介意|没问题)(?:我们|我|车|到|外面|外边|天|待会儿?)?.*?(?:到|停|下雨|下雪|下起|开始|结束|完|回来|出发|上高速|变|黑了|亮了|热了|冷了|低于|高于|超过).*?(?:再|就|的时候|之后|以后|,)"
        r"|(?:下次|下回|下一次|往后每次|每次|每回)(?:我)?(?:上车|开车|下车|启动|出门)[^,]{0,4}?(?:的时候)?,?(?:你)?(?:自动|就|再|记得|提前|(?=把|给我|帮我|提醒))"
        r"|(?:到|回|进|出|下|上)[^,]{1,6}?(?:以前|之前|前)(?:[\d一二两三四五六七八九十半几]+(?:个)?(?:分钟|小时|公里))?(?:,|再|就|(?=把|给|帮|提醒|打开|关))"
        r"|^到了[^,了]{2,8}(?:把|就|再|给我|帮我)|到[^,]{2,8}(?:以后|之后),?(?:再|就|你)?(?:帮我|给我|把)"
        r"|(?:要是|如果)[^,]{1,10},[^,]{0,6}再(?=开|关|调|放|打|切|导|给|把)"
        r"|(?:等|等到)[^,]{2,12},(?:你)?再"
        r"|(?:下雨|下雪|天黑|堵车)了?(?:的话|的时候)?(?:就|再|记得)"
        r"|(?:到了|到家|到公司|停好车?|出发|上高速|下高速)(?:之后|以后|后|的时候|的话|再)"
        r"|(?:天(?:黑|亮|暗)(?:下来)?|太阳(?:下山|落山|出来)|(?:雨|雪|风)停)(?:了)?(?:以后|之后|后|的时候|的话|再)"
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


_EN_WHO = r"(?:we|i|he|she|it|they|there|somebody|someone|anyone|anybody|everyone|everybody|(?:the|my|our|his|her|this|any) (?:[\w'-]+ ){0,2}?[\w'-]+|that (?:song|track|lorry|truck|car|sign|light)|(?-i:[A-Z])\w+(?:'s)?)"
_EN_WHEN = r"(?:once|when(?:ever)?|as soon as|after|(?:the|just the) (?:moment|minute|second|instant)|(?:next|every|each|the next|the first) time|unless|in case)"
_HANGS_ON = re.compile(
    rf"(?<!\bthan )\b{_EN_WHEN}\s+(?:that\s+)?{_EN_WHO}(?:\s+\w|'(?:s|re|ve|ll|m|d) )"
    r"|\b(?:before|until|if)\s+(?:it\s+(?:starts?|stops?|begins?|rains?|snows?|gets?|goes|drops?|reaches|becomes?)|the\s+(?:rain|snow|temperature|sun|song|light|engine|car)\s+\w+s|"
    r"(?:we|i)\s+(?:arrive|get (?:there|home|to|back|off|out)|reach|park|stop|leave|drive|enter|exit|are (?:there|home|on|off|in|parked)|am (?:there|home|back)|have (?:arrived|parked|left)|start|pass|turn off))"
    r"|\b(?:once|after|when|as soon as|before|if|until|unless) (?:rain|snow)(?:ing)?\b"
    rf"|\b(?:after|following|at the end of) (?:this|the|that|the next) (?:next |current )?(?:song|track|tune|one|podcast|episode|album|chapter|news|call|junction|exit|tunnel|bridge|bend|roundabout|turn|programme|program|ad|adverts?|break)\b"
    rf"|\bif (?:the|my|our|any|traffic|somebody|someone|anyone|anybody|anything|{_EN_WHO}) ?(?:\w+ ){{0,2}}?(?:ever |suddenly |then |really )*"
    r"(?:gets?|falls?|drops?|rises?|goes|comes?|starts?|begins?|stops?|changes?|hits?|reach(?:es)?|runs?|turns?|becomes?|calls?|rings?|wakes?|fogs?|mists?|shows?|sets|clears?|pours?|rains?|snows?|freezes|dips?|climbs?|asks?|fails?|breaks?|crashes)\b",
    re.I,
)
""" "Once we're past the tunnel", "after this song", "if the sun ever comes out"."""
_SHOULD_IT = re.compile(r"^(?:\W|and|so|well|but|then)*should (?:it|we|i|he|she|they|the (?:\w+ ){0,2}\w+) (?!be\b)\w+\b.*,", re.I)
""" "Should it get foggy later, ..."."""
_AT_A_TIME = re.compile(
    r"\b(?:every|each) (?:morning|evening|night|day|afternoon|hour|weekday|weekend|\w+day|\d+ minutes|(?:\w+ )?minutes)\b"
    r"|\b(?:at|by) (?:about |around |exactly )?(?:half|(?:a )?quarter|five|ten|twenty|twenty[- ]five) (?:past |to )\w+\b|\bat half (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    rf"|^(?:\W|and|so|please)*(?:in|after) (?:about |another )?{_EN_COUNT}(?: hundred| thousand)?(?: or (?:so|two|three))? (?:more )?(?:seconds?|minutes?|hours?|mins?|miles?|kilomet\w+|yards?|met(?:re|er)s?)\b(?:' time)?"
    r"|\b(?:after|before) (?:lunch|dinner|breakfast|tea|supper|work|school|the (?:meeting|game|match|gym|show|break|weekend))\b"
    rf"|\b(?:give it|wait|hold off)(?: for)? (?:about |another )?{_EN_COUNT} (?:more )?(?:seconds?|minutes?|hours?|mins?|miles?)\b"
    r"|^(?:\W|and|so|please)*(?:tonight|later(?: on)?|this (?:evening|afternoon)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b,?\s",
    re.I,
)
_ASKS_WHEN = re.compile(
    r"\b(?:tell|let|show|ask|know|knows|see|say|says|wonder|remember|forget|sure|idea|guess|out|play|playing|hear|called|song|track|album|to|listen to|that|where|even|as|like)(?: (?:me|us|you|him|her|know))*\s*$",
    re.I,
)
"""What before "when we arrive" makes it a question, and before "When I Was Your Man" a title."""
_SAYS = re.compile(
    rf"^(?:\W|and|but|so|because|cause|since|well|oh|god)*(?:(?:i|we|you|he|she|it|they|that|this|there|the|my|our|his|her)\b(?! (?:want|need)\b(?! to (?:see|read|find|hear|look|check)\b)| would like\b|'d like\b)|{_EN_WHO}(?:'s|'re| is| are| has| was| gets?| looks?)\b)",
    re.I,
)
"""A statement, to which "when I brake" only belongs."""


_MAY_DO = re.compile(r"(?:我们?|咱们?)(?:可能|也许|说不定|没准儿?|兴许)")
"""What somebody may do himself: told, not wished for later."""


def deferred(text: str, language: Language) -> bool:
    """Whether a wish is for another time, or hangs on something that has not happened yet. text: as cleaned."""
    if language == "zh" and _MAY_DO.search(text):
        return False
    return bool(_DEFERRED[language].search(text)) or (language == "en" and hangs_on(text))


def hangs_on(text: str) -> bool:
    """Whether an English order has a time or a condition of its own, before it or behind it: "once we're out of town, ...".

    What belongs to a statement ("it whistles when I go fast"), to a question or to a title is none.
    """
    if text.lower().startswith("from now on"):
        return False
    if _SHOULD_IT.search(text) or _AT_A_TIME.search(text):
        return True
    for piece in re.split(r"[,.;!?]+\s*", text):
        match = _HANGS_ON.search(piece)
        if match and not _ASKS_WHEN.search(piece[: match.start()]) and not (match.start() and _SAYS.search(piece)):
            return True
    return False
