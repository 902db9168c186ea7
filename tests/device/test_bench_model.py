"""The truth of what is said over many generated dialogues, the wordings, and the measures of the benchmark."""

from __future__ import annotations

import pytest

from device.bench.dialogues import judge
from device.bench.framework import available
from device.bench.model.errors import distance
from device.bench.wordings import SETS, meaning_of, wordings
from edge.language import Language
from edge.model.understanding import understand


def test_no_number_is_invented_and_nothing_is_called_done_that_is_not() -> None:
    verdict = judge(200, seed=7)
    assert verdict.turns == 600
    assert verdict.invented == []
    assert verdict.false_done == []


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_wordings_of_drivers_are_understood(name: str, language: Language) -> None:
    cases = wordings(name, language)
    missed = [
        f"{case.text!r}: {meaning}" for case in cases if not case.fits(meaning := meaning_of(understand(case.text, language)))
    ]
    assert len(missed) <= 0.04 * len(cases), "\n".join(missed)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_tales_and_foreign_topics_move_nothing(language: Language) -> None:
    foreign = [case for name in SETS for case in wordings(name, language) if case.out_of_domain]
    assert len(foreign) >= 20
    moved = [case.text for case in foreign if "(" in meaning_of(understand(case.text, language))]
    assert moved == []


def test_the_distance_counts_insertions_deletions_and_replacements() -> None:
    assert distance(["a", "b", "c", "d"], ["a", "x", "c", "d", "e"]) == 2
    assert distance([], ["a"]) == 1
    assert distance(["a"], []) == 1


def test_the_benchmark_is_there() -> None:
    assert "model" in available()
