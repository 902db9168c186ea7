"""Exact meaning of what drivers say, on wordings written apart from the grammar; every third one is held out of tuning."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from device.bench.wordings import meaning_of, normal
from edge.language import Language
from edge.model.understanding import DialogueContext, understand

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
        alternatives = tuple(normal(part) for part in expected.split("||"))
        found.append(Case(len(found), text.removeprefix("> "), alternatives, follows))
    return found


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
        said = meaning_of(understood)
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
