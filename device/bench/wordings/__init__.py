"""What drivers say, with what it means, written apart from the grammar: the sets by which the understanding is measured.

`drivers_*.tsv` was written before the grammar knew such wordings and its misses were then looked at; `unseen_*.tsv` after that.
A line is "wording<TAB>meaning"; the notation is explained at the head of `drivers_en.tsv` and in the tests of the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edge.events import Json
from edge.language import Language
from edge.model.understanding.types import Understanding

SETS = ("drivers", "unseen", "later")
_SIGNS = {"query": "?", "refuse": "!", "chat": "~", "offer": "~", "control": "=", "unavailable": "x ", "ask": "ask "}


@dataclass(frozen=True, slots=True)
class Wording:
    """text: what is said. expected: the meanings that count as right."""

    text: str
    expected: tuple[str, ...]

    @property
    def out_of_domain(self) -> bool:
        """Whether nothing at all is to be done: foreign topics, tales, suppositions."""
        return "-" in self.expected and not any("(" in meaning for meaning in self.expected)

    def fits(self, meaning: str) -> bool:
        """Whether a meaning is one of those expected."""
        return meaning in self.expected or ("~*" in self.expected and meaning.startswith("~"))


def wordings(name: str, language: Language) -> list[Wording]:
    """A set, in its order."""
    found: list[Wording] = []
    for line in (Path(__file__).parent / f"{name}_{language}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, meanings = line.partition("\t")
            found.append(Wording(text, tuple(normal(meaning) for meaning in meanings.split("||"))))
    return found


def meaning_of(understood: Understanding) -> str:
    """An understanding in the notation of the sets."""
    return "; ".join(_acts(understood))


def normal(expected: str) -> str:
    """A meaning with its arguments in alphabetical order."""
    parts = []
    for part in expected.split(";"):
        match = re.fullmatch(r"\s*(\w+)\((.*)\)\s*", part)
        arguments = sorted(a.strip() for a in re.split(r",\s*(?=\w+=)", match.group(2)) if a.strip()) if match else []
        parts.append(f"{match.group(1)}({', '.join(arguments)})" if match else part.strip())
    return "; ".join(parts)


def _acts(understood: Understanding) -> Iterator[str]:
    for act in understood.acts:
        if act.kind == "tool":
            for request in act.requests:
                arguments = sorted(f"{key}={_value(value)}" for key, value in request.arguments.items())
                yield f"{request.name}({', '.join(arguments)})"
        elif act.kind == "reject" or act.topic.startswith(("talk_", "advice_")):
            yield "-"  # nothing is done; as what it was heard is told by the tests of talk
        else:
            yield f"{_SIGNS[act.kind]}{act.topic}"


def _value(value: Json) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
