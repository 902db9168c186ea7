"""The small-talk bank: what people say to a car besides commands, and what it answers. Bilingual, written here."""

from __future__ import annotations

from dataclasses import dataclass

from edge.language import Language
from edge.model.responder import (
    bank_en,
    bank_en_advice,
    bank_en_explain,
    bank_en_kinds,
    bank_en_life,
    bank_en_more,
    bank_en_talk,
    bank_zh,
    bank_zh_advice,
    bank_zh_explain,
    bank_zh_kinds,
    bank_zh_life,
    bank_zh_more,
    bank_zh_talk,
)

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


def _rows(table: str) -> dict[str, tuple[str, str]]:
    """The exchanges of a table of rows "key | patterns | reply / reply"."""
    rows = (tuple(cell.strip() for cell in row.split("|", 2)) for row in table.split("\n"))
    return {key: (patterns, replies.replace(" / ", "\n")) for key, patterns, replies in rows}


BANK: dict[Language, dict[str, Exchange]] = {
    "en": _bank(
        *map(_rows, (bank_en_life.TABLE, bank_en_talk.TABLE, bank_en_kinds.TABLE, bank_en_advice.TABLE)),
        bank_en.EXCHANGES,
        bank_en_more.EXCHANGES,
        bank_en_explain.EXCHANGES,
    ),
    "zh": _bank(
        *map(_rows, (bank_zh_life.TABLE, bank_zh_talk.TABLE, bank_zh_kinds.TABLE, bank_zh_advice.TABLE)),
        bank_zh.EXCHANGES,
        bank_zh_more.EXCHANGES,
        bank_zh_explain.EXCHANGES,
    ),
}


def chat_patterns(language: Language) -> dict[str, str]:
    """The wordings of every exchange, for the lexicon."""
    return {key: exchange.patterns for key, exchange in BANK[language].items()}


PLAYFUL, GENTLE = "*", "~"
"""How a line begins that a serious persona or a low mood leaves out, and one that a low mood prefers."""


def chat_replies(key: str, language: Language, *, serious: bool = False, low: bool = False) -> tuple[str, ...]:
    """The lines of an exchange that fit the persona and the driver's mood; KeyError for a key the bank does not hold."""
    lines = BANK[language][key].replies
    if low and (gentle := [line for line in lines if line.startswith(GENTLE)]):
        lines = tuple(gentle)
    elif serious or low:
        lines = tuple(line for line in lines if not line.startswith(PLAYFUL)) or lines
    return tuple(line.removeprefix(PLAYFUL).removeprefix(GENTLE) for line in lines)
