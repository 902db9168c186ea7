"""Wordings of independent writers from whom nothing has learned, and nothing may: the figure to beat.

What is asserted is a floor under what was reached, so that a change which only suits the lines it was made for is seen.
"""

from __future__ import annotations

import pytest
from stranger_lines import agrees, is_trap, lines

from device.bench.wordings import meaning_of
from edge.language import Language
from edge.model.understanding import understand
from edge.model.understanding.judging import moving


@pytest.mark.parametrize(("language", "least"), [("en", 0.885), ("zh", 0.9)])
def test_commands_of_writers_nobody_has_read(language: Language, least: float) -> None:
    commands = [(text, expected) for text, expected in lines("held_out", language) if not is_trap(expected)]
    right = [text for text, expected in commands if agrees(meaning_of(understand(text, language)), expected)]
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
