"""Whether what was heard after a question is a yes. Told here and not by a model: the yes decides what moves."""

from __future__ import annotations

import re

_YES_EN = r"yes|yeah|yep|yup|sure|okay|ok|go ahead|do it|please do|of course|confirm(?:ed)?|right|correct|certainly|absolutely"
_NO_EN = r"no|nope|nah|don't|do not|stop|cancel|never mind|forget it|wait|not now|leave it"
_FILLER_EN = r"please|thanks|thank you|that's|that is|it|i|am|i'm|then|well|um|uh|oh|so|now|just|fine|good|alright|all right"
_YES_ZH = r"是的?|对的?|好的?|好吧|行|可以|确认|确定|没错|嗯+|要|打开吧|开吧|来吧|没问题|当然"
_NO_ZH = r"不+|别|不要|不用|不行|不是|取消|算了|等等|等一下|停|没有"
_FILLER_ZH = r"请|吧|啊|呀|啦|了|的|嘛|哦|谢谢|那|就|您|你|我"

_EN = re.compile(rf"(?:(?:{_YES_EN}|{_FILLER_EN})\b\s*)+")
_ZH = re.compile(rf"(?:{_YES_ZH}|{_FILLER_ZH})+")
_HAS_YES = re.compile(rf"\b(?:{_YES_EN}|fine|alright|all right)\b|{_YES_ZH}")
_HAS_NO = re.compile(rf"\b(?:{_NO_EN})\b|{_NO_ZH}")
_MARKS = re.compile(r"[\s,.!?;:，。！？；：、~]+")
_MAX_LETTERS = 40  # a yes is short; a longer sentence is another subject


def answer(text: str) -> bool | None:
    """True for a clear yes in English or Chinese, False for a no, None for anything else.

    Only an utterance made of nothing but a yes and small words is one: "yes, but only the front one" is not.
    """
    plain = _MARKS.sub(" ", text.lower().replace("’", "'")).strip()
    if not plain or len(plain) > _MAX_LETTERS:
        return False if _HAS_NO.match(plain) else None
    if _HAS_NO.search(plain):
        return False
    whole = _EN.fullmatch(plain + " ") or _EN.fullmatch(plain) or _ZH.fullmatch(plain.replace(" ", ""))
    return True if whole and _HAS_YES.search(plain) else None
