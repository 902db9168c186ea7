"""How a turn was said, and what that asks of the answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.persona.manner import manner, manner_of, wants_calm


@pytest.mark.parametrize(
    ("relative", "sounds", "words"),
    [
        ({"pace": 2.4, "level": 0.3, "pitch": 1.0}, [], "faster than usual"),
        ({"pace": -1.8, "range": -1.2}, [], "more slowly and evenly"),
        ({"pace": -0.9}, ["sigh-like"], "a long breath"),
    ],
)
def test_hurried_and_dragging_turns(relative: dict[str, float], sounds: list[str], words: str) -> None:
    line = manner(relative, sounds)
    assert line is not None
    assert words in line
    assert "one short, calm sentence" in line
    assert wants_calm("[VEHICLE DATA]\n[/VEHICLE DATA]\n" + line)
    fields = {"relative": dict(relative), "sounds": [{"kind": kind, "at": 0.1, "seconds": 1.0} for kind in sounds]}
    assert manner_of(fields) == line


@pytest.mark.parametrize("relative", [{}, {"pace": 0.9}, {"pace": -3.0, "level": 0.5, "range": 1.0}, {"pitch": 4.0, "level": 3.0}])
def test_the_usual_and_the_merely_loud_ask_for_nothing(relative: dict[str, float]) -> None:
    assert manner(relative, ["laughter-like"]) is None


@given(st.dictionaries(st.sampled_from(["pace", "level", "pitch", "range", "pauses"]), st.floats(-9, 9)), st.booleans())
def test_no_feeling_is_ever_named(relative: dict[str, float], sighs: bool) -> None:
    line = manner(relative, ["sigh-like"] if sighs else []) or ""
    for feeling in ("tired", "angry", "sad", "stress", "upset", "nervous", "bored", "mood", "feel"):
        assert feeling not in line


def test_an_event_without_figures_asks_for_nothing() -> None:
    assert manner_of({}) is None
    assert manner_of({"relative": None, "sounds": "sigh-like"}) is None
    assert manner_of({"relative": {"pace": "fast"}, "sounds": [3]}) is None
