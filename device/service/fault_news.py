"""What the driver is told of a standing fault: one sentence, once; the same words as the recordings in `deploy/notices`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from edge.language import Language

SENTENCES: Final[Mapping[str, Mapping[Language, str]]] = {
    "settings": {
        "en": "My settings have a mistake in them. I run without that part until it is mended.",
        "zh": "我的设置里有错误，修好之前那一部分先不用。",
    },
    "weights": {
        "en": "My speech files are not here yet. I can't listen until they have arrived.",
        "zh": "语音文件还没有到，到齐之前我听不到你说话。",
    },
    "can": {
        "en": "I get no data from the car. I can't tell you about it until that is mended.",
        "zh": "我收不到车辆数据，修好之前没法告诉你车的情况。",
    },
    "disk": {
        "en": "My storage is full. I go on, but I can't keep any records.",
        "zh": "我的存储满了，我会继续工作，但不能保存记录。",
    },
}


def sentence(key: str, language: Language) -> str | None:
    """The sentence for a fault's key; None for one that the driver hears of otherwise, or need not hear of."""
    words = SENTENCES.get(key)
    return words[language] if words is not None else None
