"""What is to be played, in the driver's words."""

from __future__ import annotations

import re

from edge.language import Language
from edge.model.understanding.climate import tool
from edge.model.understanding.patterns import PLAY
from edge.model.understanding.slot_text import slots, strip
from edge.model.understanding.types import Act

_GENERIC: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:(?:some|any|a|the|my|your|me|us|something|anything|one|good|nice|more|of|with|on|in|again|back|it|that|this|"
        r"random|whatever|"
        r"music|song|songs|tune|tunes|track|tracks|audio|media|playback|stuff|else|favorite|favourite|please|now|to|from|"
        r"bit|little|for|car|here|"
        r"playing|you|like|i|a bit|go|ahead|playlist)\b\s*)*$",
        re.I,
    ),
    "zh": re.compile(
        r"^(?!儿歌)(?:音乐|歌曲|歌|首|一首|点|些|曲子|好听的|的|来|一个|个|给我|吧|听|听听|一下|支|段|随便|什么|儿|好听|曲|我|"
        r"继续|音频|一点|我的)*$"
    ),
}
_OTHER_ACTION: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:the |a |my )?(?:next|previous|last|another|different)\b|^(?:it |that |this )?(?:louder|quieter|again)\b|"
        r"^(?:fair|dumb|safe|nice|rough|house|hooky|hard to get|it cool|it safe|it by ear|by the rules|"
        r"catch|tag|tricks|games|hard)$|"
        r"^(?:a )?(?:game|joke|trick|role|chess|cards|hide|dead|along|with me)|"
        r"\b(?:window|windows|seat|heating|air|fan|lights?|temperature|heater|ac|a/c|defrost\w*|wipers?|sunroof|volume|"
        r"voice ?mail|brakes?|"
        r"recirculation|massage|handbrake|blower|fog|heat|demister|headlamps?|headlights?|climate|wheel|ambient|hazards)\b|^with\b|^on$|^back$",
        re.I,
    ),
    "zh": re.compile(
        r"^(?:一遍|一次|遍|次)(?:(?:上|前)一?[首曲个])?$|[\d一二两三四五六七八九十]度半?$|^的?(?:是)?(?:什么|啥|哪|谁)|^回?(?:下|上)(?:一)?(?:首|曲|个)|^(?:前|后)一首|窗|空调|温度|座椅|暖风|冷风|热风|冷气|暖气|音量|声音|灯|雨刮|刚才|"
        r"空气|循环|^[\u4e00-\u9fff]{1,3}色的?$|^(?:不|清|见|到$|懂|说|话|我说|倒|点击|松|心|慢|手|平|假|学|弃|过|开我)|风$|档|水$|玻璃水|笑话|(?<![的讲佩])故事|^(?:好听|有趣|好玩|动听|睡前|小|长|短)的?故事|新闻(?!广播|电台|频道|台)|天气|雾|霜"
    ),
}
_TRIM_QUERY: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:some |any |me |us |a |an |the |my |more |something by |something from |songs? by |songs? from |music by |"
        r"music from (?=[A-Z])|tracks? by |tunes by |a song by |"
        r"a track by |anything by |a bit of |a little |(?:the |that )?song (?=(?-i:[A-Z]))|"
        r"the song |the track |the artist |bit of |some of |one of |"
        r"songs? called |song called |track called |"
        r"something like |that |this |of |little )+|\s+(?:playing|on|again)$"
        r"|(?<=\w)\s+(?:on the way(?: home| there| back)?|in the background|in the meantime|"
        r"for the (?:drive|journey|trip|rest of the way)|"
        r"while (?:i|we) [\w' ]+)$",
        re.I,
    ),
    "zh": re.compile(
        r"^(?:一首|首|点|些|一些|一点|个|一个|段|一段|支|一支|曲|一曲|儿(?![歌童])|来|听|一下|的|给我|我|我的|那首|这首|下|几首|"
        r"歌曲(?=.)|歌手)+|(?:的(?:歌曲|歌|音乐|曲子|作品|歌儿))$|(?:吧|好吗|可以吗|行吗|听听|来听|听|呗|啊|呀|给我|"
        r"好不好|行不行)$"
    ),
}


_ASKED_BY_NAME: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\bplay (?!(?:the |my |a )?(?:next|previous|last|another|different)\b|with\b|along\b)", re.I),
    "zh": re.compile(r"播放(?!器)|[放来点听播]一?首|想听|《"),
}
""" "Play Blinding Lights", 播放水手: what stands behind is a name, whatever things of the car are in it."""
_NO_NAME: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:fair|dumb|safe|nice|rough|house|hooky|hard to get|it|that(?! (?:song|track|album|one) \w)|"
        r"catch|tag|tricks|games|hard|dead|chess|cards|hide)\b|"
        r"^(?:a )?(?:game|joke|trick|role)\b|^(?:on|back|again|louder|quieter)$",
        re.I,
    ),
    "zh": re.compile(
        r"^(?:一遍|一次|遍|次)(?:(?:上|前)一?[首曲个])?$|[\d一二两三四五六七八九十]度半?$|^的?(?:是)?(?:什么|啥|哪|谁)|^回?(?:下|上)(?:一)?(?:首|曲|个)|"
        r"^(?:前|后)一首|刚才|笑话|(?<![的》讲])故事|^(?:好听|有趣|好玩|动听|睡前|小|长|短)的?故事|新闻(?!广播|电台|频道|台|$)|天气预报|^(?:音量|声音)"
    ),
}


_ONLY_A_LEVEL = re.compile(
    r"(?:\d{1,2}|100|half|a (?:third|quarter|hundred)|"
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]\w+)?|five|ten|fifteen)(?: percent)?",
    re.I,
)


def by_name(text: str, language: Language) -> bool:
    """Whether a text asks for music by its name."""
    return _ASKED_BY_NAME[language].search(text) is not None


def play_slot(text: str, language: Language) -> Act | None:
    """The act of a wish for music; None for any other clause."""
    for slot in slots(text, PLAY, language):
        what = strip(slot, language)
        if (_NO_NAME if by_name(text, language) else _OTHER_ACTION)[language].search(what):
            return None
        if language == "en" and _ONLY_A_LEVEL.fullmatch(what) and not by_name(text, language):
            return None  # "set the radio to thirty"
        if _GENERIC[language].match(what):
            going_on = language == "zh" and text.startswith(("接着", "继续"))
            return tool("media", {"action": "resume" if going_on else "play"})
        before = None
        while what != before:
            before = what
            what = _TRIM_QUERY[language].sub("", what).strip(" ,.!?\"'《》「」")
        return tool("media", {"action": "play", "query": what} if what else {"action": "play"})
    return None
