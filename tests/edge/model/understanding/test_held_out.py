"""Wordings of independent writers from whom nothing has learned, and nothing may: the figure to beat.

What is asserted is a floor under what was reached, so that a change which only suits the lines it was made for is seen.
"""

from __future__ import annotations

import re

import pytest
from stranger_lines import agrees, is_trap, lines

from device.bench.wordings import meaning_of
from edge.language import Language
from edge.model.understanding import understand
from edge.model.understanding.judging import moving


def _as_tools(meaning: str) -> str:
    """The meaning with the tools that its questions call, as the writers name them."""
    parts = (
        "explain_warning()" if part == "?warnings" else re.sub(r"^\?\w+$", "get_vehicle_state(names=x)", part)
        for part in meaning.split("; ")
    )
    return "; ".join(parts)


def _as_understood(expected: str) -> str:
    """The expectation without the code of a warning, which the meaning does not name."""
    return re.sub(r"\s*;\s*", "; ", re.sub(r"explain_warning\([^)]*\)", "explain_warning()", expected))


@pytest.mark.parametrize(("language", "least"), [("en", 0.87), ("zh", 0.9)])
def test_commands_of_writers_nobody_has_read(language: Language, least: float) -> None:
    commands = [(text, expected) for text, expected in lines("held_out", language) if not is_trap(expected)]
    right = [
        text for text, expected in commands if agrees(_as_tools(meaning_of(understand(text, language))), _as_understood(expected))
    ]
    print(f"{language}: {len(right)}/{len(commands)} commands")
    assert len(commands) >= 500
    assert len(right) >= least * len(commands)


@pytest.mark.parametrize(("language", "most"), [("en", 0.05), ("zh", 0.04)])
def test_traps_of_writers_nobody_has_read(language: Language, most: float) -> None:
    traps = [text for text, expected in lines("held_out", language) if is_trap(expected)]
    moved = [text for text in traps if moving(understand(text, language).acts)]
    print(f"{language}: {len(moved)}/{len(traps)} traps moved something")
    assert len(traps) >= 300
    assert len(moved) <= most * len(traps)
