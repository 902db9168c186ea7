"""Wordings written in rounds, each before its result was looked at; what a round taught is held here.

Notation as in wordings_en.tsv, and besides: `delta=+` and `delta=-` are any step up or down, `~*` is any small talk, `x *` anything
unavailable, `ask *` any question back, and `-` is met by whatever leaves the car alone: nothing understood, "leave it", "later",
"shall I do it for you?".
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from device.bench.wordings import meaning_of, normal
from edge.language import Language
from edge.model.understanding import DialogueContext, understand

_HERE = Path(__file__).parent
_NOTHING_DONE = re.compile(r"-|=leave|=help|~how_to|x later")


def _fits(meaning: str, expected: str) -> bool:
    if expected == "-":
        return _NOTHING_DONE.fullmatch(meaning) is not None
    pattern = re.escape(normal(expected))
    pattern = re.sub(r"=\\\+(?=[,)\\])", r"=\\d+(?:\\.\\d+)?", pattern)
    pattern = re.sub(r"=\\-(?=[,)\\])", r"=-\\d+(?:\\.\\d+)?", pattern)
    pattern = pattern.replace(re.escape("(*)"), r"\(.*\)").replace(re.escape("~*"), r"~\w+").replace(re.escape("x *"), r"x \w+")
    pattern = pattern.replace(re.escape("ask *"), r"ask \w+")
    return re.fullmatch(pattern, meaning, re.I) is not None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_the_rounds_taught_stays(language: Language) -> None:
    context = DialogueContext()
    misses: list[str] = []
    total = 0
    for line in (_HERE / f"rounds_{language}.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, _, expected = line.partition("\t")
        follows = text.startswith("> ")
        understood = understand(text.removeprefix("> "), language, context if follows else DialogueContext())
        context = understood.context
        total += 1
        meaning = meaning_of(understood)
        if not any(_fits(meaning, alternative.strip()) for alternative in expected.split("||")):
            misses.append(f"{text!r}: {meaning}, not {expected}")
    print(f"{language}: {total - len(misses)}/{total}")
    assert total >= 250
    assert len(misses) <= total * 0.02, "\n".join(misses)
