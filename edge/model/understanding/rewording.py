"""Rare ways to say a thing, in the words the grammar knows: two windows at once, a name before its verb, idioms of a region."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

from edge.language import Language

_NO_DEED = "[^,.打开关调放停取别不把听来换记]"

_ROWS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"^(?:would it be (?:possible|okay|ok|alright|all right)(?: for you)? to|(?:is there any (?:chance|way)|any chance) (?:you|we|i) (?:could|can)|see if you can)\s+", "please "),
        (r"\b(?:both|the two|two)(?: of the)? front windows\b", "the driver window and the passenger window"),
        (r"\b(shut|close|open|lower|raise|drop) the front two\b(?! \w+s\b)", r"\1 the driver window and the passenger window"),
        (r"\b(?:both|the two|two)(?: of the)? (?:rear|back) seats\b", "the rear left seat and the rear right seat"),
        (r"\btake (\w+) off the (fan|blower|volume)\b", r"lower the \2 by \1"),
        (r"\b(?:turn|push|bump|put|take|nudge) the (fan|blower|volume)(?: up)? (?:another|a further) (\w+)", r"raise the \1 by \2"),
        (r"\bgive (?:us|me) (?:a blast|a bit|a burst) of (?=\w)(?!air\b|heat\b|warm|cool|cold|fresh|light\b|quiet\b|peace\b|space\b|help\b)", "play "),
        (r"^(?:could|can|may|might) (?:i|we)(?: maybe)? have (?:a bit of |some )?(?=(?:jazz|blues|rock|pop|classical|reggae|soul|folk|techno|opera)\b)", "play "),
        (r"\b(?:bun|bum|backside|butt) warmers?\b", "seat heating"),
        (r"\bpetrol garage\b|\bservo\b|\bgas bar\b", "petrol station"),
        (r"\bparkade\b", "car park"),
        (r"\brecirculate the air\b", "recirculation on"),
        (r"\bgive (\w+) a shout on the (?:phone|blower)\b.*", r"call \1"),
        (r"\bbin the (satnav|sat nav|route|navigation)\b", r"cancel the \1"),
        (r"^(?:what time|when) (?:will|do|shall) (?:we|i) (?:get in|get there|be there|arrive)\b.*", "when do we arrive"),
        (r"^(?:would|could) you be (?:so |a )?(?:kind|good|dear|love|nice)(?: enough to| as to| and) ", "please "),
        (r"^(i|we)'ve to (?=be |go |get )", r"\1 have to "),
        (r"(?<=\w\w),? (?:so )?take (?:me|us) there[.!]*$", ""),
        (r"\b(take|bring|drive|get) (me|us) (?:over|down|up|round|along|across|out) to (?=\w)", r"\1 \2 to "),
        (r"\b(?:back|rear) (?:window|screen) heat(?:er|ing)\b|\bheated (?:back|rear) (?:window|screen|windscreen)\b", "rear defroster"),
        (r"^turn it (down|up),? (?=.*\b(?:hear|loud|song|tune|part|shout)\b)", r"turn the volume \1, "),
        (r"\bpump it up\b|\bcrank it right up\b", "turn the volume up"),
        (r"\bhold the (podcast|music|song|tune)\b", r"pause the \1"),
        (r"^(?:just )?phone to ", "phone "),
        (r"(?<=\w\w),? (?:na|yaar|lah|bru|bro|hey|innit|ya|boet)[.!]*$", ""),
        (r"^(\w+)[.,] (call|phone|ring) (?:him|her|them)[.!]*$", r"\2 \1"),
        (r"^(?:the )?number(?: is|'s) (.+?),? (?:dial|call|ring) it[.!]*$", r"dial \1"),
        (r"^(?:please )?(?:make a memory|save this|store this)(?:,| that)", "remember that"),
        (r"^(?:you should know )?(?!.*\b(?:call|play)\b)(.{6,}), (?:store|save|remember|note) (?:that|it)(?: down)?[.!]*$", r"remember that \1"),
        (r"^radio (one|two|three|four|five|\d)(?:,? please)?[.!]*$", r"play radio \1"),
        (r"\bblowing (?:in|on|at|into) my face\b", "air to the face"),
    ),
    "zh": (
        (r"([^一二三四五六七八九零幺\d,]{2,3})\1(?=$|[,.!])", r"\1"),
        (r"对着我面", "对着我脸"),
        (r"按摩(?:先)?停(?:一下|一停|了|掉)?(?=$|[,.!])", "按摩关掉"),
        (r"(雨刷|雨刮)(?:器)?开快(?:一点|点)", r"\1快一点"),
        (r"来几首", "来点"),
        (r"后背", "背上"),
        (r"停车[票卡费]", "票"),
        (r"把风[换给打吹]到(脚|玻璃|脸)(?:那边|上)?", r"风吹\1"),
        (r"风(?:都)?往下(?:走|吹)", "风吹脚"),
        (r"(雨刷|雨刮)(?:器)?(?:就)?(?:别|不用)刮了?", r"关掉\1"),
        (r"导航([^,去到]{2,10}),能省(?:过路费|收费)就省", r"导航到\1,不走收费的路"),
        (r"(?<![挡风泥前后])玻璃(?=再?(?:升|降|摇))", "车窗"),
        (r"天窗车窗", "天窗和车窗"),
        (r"回到?前一首", "上一首"),
        (r"附近随便(?:找)?(?:一家|一个|家)?", "附近的"),
        (r"(联系(?:一下)?[^,]{1,6}),(?:叫|让|告诉|问)[他她].*$", r"\1"),
        (r"打只电话", "打个电话"),
        (r"回屋头", "回家"),
        (r"ETA(?:是)?多少", "还有多久到"),
        (r"什么时候会?抵达", "什么时候到"),
        (r"(?<=[一二三四五六七八九十\d])度[五5](?![度个十百])", "点五度"),
        (r"前(?:面|头|排|边)?的?(?:俩|两个|两扇)(?:车窗|窗户|窗子|窗|玻璃)", "主驾车窗和副驾车窗"),
        (r"后(?:面|头|排|边)?的?(?:俩|两个)(?:座椅|座位|座儿?|位子)", "左后座椅和右后座椅"),
        (r"(主驾|副驾|后排)的?通风", r"\1座椅通风"),
        (r"给(?:孩子|宝宝|娃|我妈|我爸|大家|老婆|闺女|儿子)(?:们)?(?:放|播)(?=[^点些一首个段下大小])", "播放"),
        (r"(?:我妈|我爸|儿子|女儿|闺女|孩子们?|老婆|老公|宝宝)(?:想|要)听(?=..)", "我想听"),
        (r"莫(?=[走开关刮放])", "别"),
        (r"收费的?道儿", "收费的路"),
        (r"绕开收费站", "不走收费的路"),
        (rf"^(?:师傅)?(?:我要去|我想去|我约了人在|咱上|咱们?去|客人要?[去到]|接了个单,|拉个活儿?,(?:客人[去到])?)?({_NO_DEED}{{2,14}}?)(?:怎么走|咋走)?(?:啊|呀)?,(?:帮我|麻烦|快点|快|给我|请)*导(?:航)?(?:一下子?|过去|起|个航|去)?(?:呗|吧|啊|了)*$", r"导航到\1"),
        (r"^([^,打给]{1,6}?)的?电话,(?:打|拨)(?:一下|过去|一个)?[吧呗]?$", r"打电话给\1"),
        (r"^(?:[^,]{2,10},)?(\d{3,}),(?:打|拨)(?:过去|一下|一个)?[吧呗]?$", r"拨打\1"),
        (rf"^({_NO_DEED}{{2,8}}),(?:麻烦)?[您你]?(?:帮我)?(?:拨一个|打过去|打一个|拨过去)[吧呗]?$", r"打电话给\1"),
        (r"^([^?]{4,}?),(?:你|帮我|给我|请)?(?:记一下|记着|记住|记下来)[哈啊吧哦呀了]?$", r"记住\1"),
        (r"^你?(?:记好了?|记到起|给我存个偏好|存个偏好),", "记住"),
        (r"(?<=出事故了,打)(?=\d)|(?<=出事了,快打)(?=[\d幺])", "电话给"),
    ),
}  # fmt: skip
_PATTERNS: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    language: tuple((re.compile(pattern, re.I), plain) for pattern, plain in rows) for language, rows in _ROWS.items()
}


def reworded(text: str, language: Language) -> str:
    """A cleaned text with such wordings replaced."""
    for pattern, plain in _PATTERNS[language]:
        text = pattern.sub(plain, text)
    return text
