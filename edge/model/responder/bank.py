"""The small-talk bank: what people say to a car besides commands, and what it answers. Bilingual, written here."""

from __future__ import annotations

from dataclasses import dataclass

from edge.language import Language
from edge.model.responder import bank_en, bank_en_more, bank_zh, bank_zh_more

SAFETY = frozenset({"tired", "drunk", "sick", "accident", "pain", "phone", "speeding", "suicide", "scared"})
"""Talk whose answer is a matter of safety: it wins over any other talk in the same sentence."""

IDENTITY = frozenset({"are_you_ai", "who_are_you", "maker"})


@dataclass(frozen=True, slots=True)
class Exchange:
    """patterns: wordings in the lexicon's notation. replies: lines to choose from."""

    patterns: str
    replies: tuple[str, ...]


def _bank(*tables: dict[str, tuple[str, str]]) -> dict[str, Exchange]:
    return {
        key: Exchange(patterns, tuple(line.strip() for line in replies.strip().split("\n")))
        for table in tables
        for key, (patterns, replies) in table.items()
    }


BANK: dict[Language, dict[str, Exchange]] = {
    "en": _bank(bank_en.EXCHANGES, bank_en_more.EXCHANGES),
    "zh": _bank(bank_zh.EXCHANGES, bank_zh_more.EXCHANGES),
}


def chat_patterns(language: Language) -> dict[str, str]:
    """The wordings of every exchange, for the lexicon."""
    return {key: exchange.patterns for key, exchange in BANK[language].items()}


def chat_replies(key: str, language: Language) -> tuple[str, ...]:
    """The lines of an exchange; KeyError for a key the bank does not hold."""
    return BANK[language][key].replies
