"""What the driver is told of a link that will not come up by itself, or has been down for long: one sentence, once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from edge.language import Language

_NEWS: Final[Mapping[str, Mapping[Language, str]]] = {
    "wrong_key": {
        "en": "The cloud does not accept its key. I'll answer from the car.",
        "zh": "云端不接受密钥，先由车上的我来回答。",
    },
    "no_balance": {
        "en": "The cloud account has no balance. I'll answer from the car.",
        "zh": "云端账户余额不足，先由车上的我来回答。",
    },
    "unknown_model": {
        "en": "The cloud does not know the chosen model. I'll answer from the car.",
        "zh": "云端没有所选的模型，先由车上的我来回答。",
    },
    "wrong_address": {
        "en": "The cloud's address is wrong. I'll answer from the car.",
        "zh": "云端地址不对，先由车上的我来回答。",
    },
    "moderated": {
        "en": "The cloud has refused the connection. I'll answer from the car.",
        "zh": "云端拒绝了连接，先由车上的我来回答。",
    },
    "insecure_key": {
        "en": "The cloud's address is not encrypted, so I don't use it. I'll answer from the car.",
        "zh": "云端地址没有加密，所以不使用，先由车上的我来回答。",
    },
    "captive_portal": {
        "en": "The network asks for a sign-in. Until then I'll answer from the car.",
        "zh": "网络需要登录，在此之前由车上的我来回答。",
    },
    "frame_too_large": {
        "en": "The cloud sends what I cannot read. I'll answer from the car.",
        "zh": "云端发来的内容无法读取，先由车上的我来回答。",
    },
    "bad_certificate": {
        "en": "The cloud cannot be verified. The clock or the network may be wrong. I'll answer from the car.",
        "zh": "无法验证云端，可能是时钟或网络有问题，先由车上的我来回答。",
    },
}

_LASTING: Final[Mapping[str, Mapping[Language, str]]] = {
    "name_not_found": {
        "en": "The network does not find the cloud. I'll answer from the car.",
        "zh": "网络找不到云端，先由车上的我来回答。",
    },
    "proxy_failed": {
        "en": "The network's proxy does not let me through to the cloud. I'll answer from the car.",
        "zh": "代理服务器不让我连接云端，先由车上的我来回答。",
    },
    "rate_limited": {
        "en": "The cloud is too busy for me at the moment. I'll answer from the car.",
        "zh": "云端现在太忙，先由车上的我来回答。",
    },
}
_NO_CONNECTION: Final[Mapping[Language, str]] = {
    "en": "I have no connection to the cloud at the moment. I'll answer from the car.",
    "zh": "现在连不上云端，先由车上的我来回答。",
}


def news(code: str, language: Language) -> str | None:
    """The sentence for the code of a LinkError; None for what passes by itself, such as a tunnel."""
    words = _NEWS.get(code)
    return words[language] if words is not None else None


def lasting_news(code: str, language: Language) -> str | None:
    """The sentence for a link that has been down for long; None for what `news` has told already."""
    if code in _NEWS:
        return None
    return _LASTING.get(code, _NO_CONNECTION)[language]
