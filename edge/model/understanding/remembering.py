"""Something to be kept in mind, said behind a pause: 你记着啊，我喜欢座椅加热开二档. The whole of what follows is kept."""

from __future__ import annotations

import re

from edge.language import Language
from edge.model.understanding.climate import tool
from edge.model.understanding.preferences import preference_key
from edge.model.understanding.slot_text import strip
from edge.model.understanding.types import Act

_POLITE = r"(?:你|您|请|麻烦|劳驾|帮我|给我|替我|帮忙|千万|一定|要|可|那|嗯|哎|先|以后|把|,)*"
_PARTICLES = r"(?:了|点|哈|啊|哦|呀|喽|咯|噢|嘛|吧|一下|下|这个|这一点|这点|一条|一个)*"
_KEEP = re.compile(
    rf"^{_POLITE}(?:记(?:住|牢|好|着|下来?|一下|一记|到起?|起|清楚|得)?|存(?:一下|下来?|个档)|保存|备注|备忘)"
    rf"(?:我的?)?(?:偏好|习惯|喜好|爱好)?{_PARTICLES}[,:](.+)$"
)
_KEEP_LIKING = re.compile(
    rf"^{_POLITE}(?:我的?|这个|个|一个)?(?:偏好|喜好|习惯|爱好)(?:你|您|给我|帮我|要|先|都)*(?:存|记|保存|设置?)(?:一下|下来?|住|好|着|成|为|{_PARTICLES})*[,:]?(.+)$"
)
_OF_THE_SPEAKER = re.compile(r"我|咱|喜欢|爱|习惯|偏好|讨厌|最|平时|一般|常|总|怕|过敏|生日|家住")
_NAME = re.compile(
    r"(?:^|,)(?:我(?:就)?叫|(?:以后)?(?:就)?(?:叫|喊|称呼)我|我的?名字(?:是|叫)|我姓)([^,]{1,6}?)(?:就好|就行|吧|啊|哈|哦)?(?:,|$)"
)
_DONE_LATER = re.compile(r"(?:把|给我|帮我|提醒).*(?:关|开|打|调)|别忘")


def remembered(text: str, language: Language) -> Act | None:
    """The act of a Chinese utterance that asks for something to be remembered; None for any other. text: as cleaned."""
    if language != "zh":
        return None
    match = _KEEP.match(text) or _KEEP_LIKING.match(text)
    if match is None:
        return None
    value = strip(match[1], language)
    liking = match.re is _KEEP_LIKING
    if not value or (not liking and not _OF_THE_SPEAKER.search(match[1])) or (_DONE_LATER.search(value) and "喜欢" not in value):
        return None
    if (name := _NAME.search(value)) is not None:
        return tool("remember_preference", {"key": "name", "value": name[1]})
    return tool("remember_preference", {"key": preference_key(value), "value": value.replace(",", "，")})
