"""Exact meaning of what drivers say, on wordings written apart from the grammar; every third one is held out of tuning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from edge.events import Json
from edge.language import Language
from edge.model.understanding import DialogueContext, Understanding, understand

_HERE = Path(__file__).parent
_SIGNS = {"query": "?", "refuse": "!", "chat": "~", "offer": "~", "control": "=", "unavailable": "x ", "ask": "ask "}


@dataclass(frozen=True)
class Case:
    """number: place in the file, from 0. follows: in the context of the case before."""

    number: int
    text: str
    expected: tuple[str, ...]
    follows: bool

    @property
    def held_out(self) -> bool:
        return self.number % 3 == 2


def cases(language: Language) -> list[Case]:
    found: list[Case] = []
    for line in (_HERE / f"wordings_{language}.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, _, expected = line.partition("\t")
        follows = text.startswith("> ")
        alternatives = tuple(_normal(part) for part in expected.split("||"))
        found.append(Case(len(found), text.removeprefix("> "), alternatives, follows))
    return found


def _normal(expected: str) -> str:
    parts = []
    for part in expected.split(";"):
        match = re.fullmatch(r"\s*(\w+)\((.*)\)\s*", part)
        if match:
            arguments = sorted(a.strip() for a in match.group(2).split(",") if a.strip())
            parts.append(f"{match.group(1)}({', '.join(arguments)})")
        else:
            parts.append(part.strip())
    return "; ".join(parts)


def told(understood: Understanding) -> str:
    """An understanding in the notation of the files."""
    return "; ".join(_acts(understood))


def _acts(understood: Understanding) -> Iterator[str]:
    for act in understood.acts:
        if act.kind == "tool":
            for request in act.requests:
                arguments = sorted(f"{key}={_value(value)}" for key, value in request.arguments.items())
                yield f"{request.name}({', '.join(arguments)})"
        elif act.kind == "reject":
            yield "-"
        else:
            yield f"{_SIGNS[act.kind]}{act.topic}"


def _value(value: Json) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def score(language: Language, *, held_out: bool) -> tuple[int, int, list[str]]:
    """Right, all, and a line for each miss."""
    context = DialogueContext()
    right = total = 0
    misses = []
    for case in cases(language):
        understood = understand(case.text, language, context if case.follows else DialogueContext())
        context = understood.context
        if case.held_out != held_out:
            continue
        total += 1
        said = told(understood)
        if said in case.expected:
            right += 1
        else:
            misses.append(f"{case.text!r}: {said}, not {' or '.join(case.expected)}")
    return right, total, misses


@pytest.mark.parametrize("language", ["en", "zh"])
def test_there_are_enough_wordings(language: Language) -> None:
    assert len(cases(language)) >= 300


@pytest.mark.parametrize("language", ["en", "zh"])
def test_wordings(language: Language) -> None:
    right, total, misses = score(language, held_out=False)
    print(f"{language}: {right}/{total}")
    assert right / total >= 0.97, "\n".join(misses)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_held_out_wordings(language: Language) -> None:
    right, total, _ = score(language, held_out=True)
    print(f"{language}, held out: {right}/{total}")
    assert right / total >= 0.9
