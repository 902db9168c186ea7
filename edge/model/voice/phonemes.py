"""Text of either language, or of both in one sentence, to phonemes of the voice."""

from __future__ import annotations

import re

from edge.model.voice.g2p_en import PUNCTUATION, Pronounce, phonemes_en
from edge.model.voice.g2p_zh import phonemes_zh
from edge.model.voice.style import Accent

_SPAN = re.compile(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+")
_MARKS = str.maketrans(
    {
        "，": ", ",
        "、": ", ",
        "。": ". ",
        "．": ". ",
        "！": "! ",
        "？": "? ",
        "：": ": ",
        "；": "; ",
        "（": " (",
        "）": ") ",
        "《": " “",
        "》": "” ",
        "「": " “",
        "」": "” ",
        "『": " “",
        "』": "” ",
        "【": " “",
        "】": "” ",
        "～": ", ",
        "~": ", ",
        "·": " ",
    }
)


def phonemes(text: str, accent: Accent = "us", pronounce: Pronounce | None = None) -> str:
    """Phonemes of text whose numbers are already words (spoken_form); Han runs are Mandarin, the rest is English."""
    parts = [
        phonemes_zh(span) if "\u4e00" <= span[0] <= "\u9fff" else phonemes_en(span, accent, pronounce)
        for span in _SPAN.findall(text.translate(_MARKS))
    ]
    joined = " ".join(part for part in parts if part)
    marks = "".join(re.escape(mark) for mark in PUNCTUATION if mark not in "(“—")
    return re.sub(rf"\s+([{marks}])", r"\1", joined).strip()
