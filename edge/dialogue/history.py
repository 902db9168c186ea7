"""What a new session is told of the talk so far: the newest turns word for word, the older ones in a few words each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from edge.language import Language
from edge.persona.tokens import estimate_tokens

Role = Literal["user", "assistant"]
HistoryRole = Literal["user", "assistant", "system"]

_SENTENCE = re.compile(r"[^.!?。！？]+[.!?。！？]?")
_MOST_WORDS = 14
_MOST_CHARACTERS = 28
"""Of a sentence in the summary: words where there are spaces, characters in Chinese."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said. For the assistant: only what was heard of it."""

    role: Role
    text: str
    language: Language
    complete: bool = True
    """False when playback was cut: the text ends where the driver stopped listening."""


def told(entries: Sequence[Entry], tokens: int, summary_tokens: int) -> list[tuple[HistoryRole, str]]:
    """The newest entries within `tokens`, oldest first, behind one system item that sums up those before.

    The bound is on the estimate of `estimate_tokens`; a single entry longer than the bound is left to the summary.
    """
    kept: list[tuple[HistoryRole, str]] = []
    left = tokens
    place = len(entries)
    while place > 0:
        entry = entries[place - 1]
        words = entry.text if entry.complete else entry.text + " …"
        left -= estimate_tokens(words)
        if left < 0:
            break
        kept.append((entry.role, words))
        place -= 1
    kept.reverse()
    summary = summarise(entries[:place], summary_tokens)
    return [("system", summary), *kept] if summary else kept


def summarise(entries: Sequence[Entry], tokens: int) -> str:
    """The first sentence of each entry, shortened, the newest that fit; empty when there is nothing to tell.

    Extractive on purpose: it invents nothing, and the same talk gives the same words.
    """
    lines: list[str] = []
    left = tokens - 12
    for entry in reversed(entries):
        line = f"{'Driver' if entry.role == 'user' else 'You'}: {_gist(entry)}"
        left -= estimate_tokens(line)
        if left < 0:
            break
        lines.append(line)
    if not lines:
        return ""
    lines.reverse()
    return "\n".join(["[EARLIER IN THIS DRIVE, SHORTENED]", *lines])


def _gist(entry: Entry) -> str:
    found = _SENTENCE.search(entry.text)
    sentence = (found.group() if found else entry.text).strip()
    if entry.language == "zh":
        return sentence if len(sentence) <= _MOST_CHARACTERS else sentence[:_MOST_CHARACTERS] + "…"
    words = sentence.split()
    return sentence if len(words) <= _MOST_WORDS else " ".join(words[:_MOST_WORDS]) + " …"
