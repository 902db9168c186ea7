"""Cutting a slot out of a clause and cleaning it."""

from __future__ import annotations

from collections.abc import Iterator

from edge.language import Language
from edge.model.understanding.patterns import STRIP, Patterns, compiled, searched


def slots(text: str, patterns: Patterns, language: Language) -> Iterator[str]:
    """The slot of every pattern that fits, as said; empty where a pattern fits without one."""
    for match in searched(text, patterns[language]):
        yield next((group for group in match.groups() if group), "")


def strip(text: str, language: Language) -> str:
    """A slot without articles before it and politeness behind it."""
    before = None
    text = text.strip(" ,.!?;\"'")
    while text != before:
        before = text
        for pattern in STRIP[language]:
            text = compiled(pattern).sub("", text).strip(" ,.!?;\"'")
    return text
