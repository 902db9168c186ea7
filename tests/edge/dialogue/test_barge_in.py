"""Suspicion is quick, decision is slow, and clicks are neither."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edge.dialogue.barge_in import BargeInDetector, Verdict


def test_speech_makes_a_candidate_then_a_barge_in() -> None:
    detector = BargeInDetector()
    verdicts = [detector.feed(0.9) for _ in range(24)]
    assert verdicts.index(Verdict.CANDIDATE) == 3
    assert verdicts.index(Verdict.CONFIRMED) == 23
    assert not detector.candidate


def test_a_cough_is_taken_back() -> None:
    detector = BargeInDetector()
    verdicts = [detector.feed(0.9) for _ in range(8)] + [detector.feed(0.1) for _ in range(40)]
    assert Verdict.CANDIDATE in verdicts
    assert Verdict.REJECTED in verdicts
    assert Verdict.CONFIRMED not in verdicts


def test_scattered_clicks_never_add_up() -> None:
    detector = BargeInDetector()
    assert {detector.feed(0.9 if i % 3 == 0 else 0.0) for i in range(600)} == {Verdict.NOTHING}


@given(st.lists(st.floats(0, 1), max_size=400))
def test_every_candidate_is_decided_once(probabilities: list[float]) -> None:
    detector = BargeInDetector()
    open_ = False
    for probability in probabilities:
        verdict = detector.feed(probability)
        if verdict is Verdict.CANDIDATE:
            assert not open_
            open_ = True
        elif verdict in (Verdict.CONFIRMED, Verdict.REJECTED):
            assert open_
            open_ = False
