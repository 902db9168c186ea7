"""Events, false accepts and thresholds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from device.wake_training.scoring import (
    HIGHEST,
    LOWEST,
    REFRACTORY_S,
    Negatives,
    choose_threshold,
    judge_streams,
    peaks,
    smoothed,
    tail_threshold,
)


def test_scores_are_smoothed_as_the_detector_does() -> None:
    one = np.array([0, 0, 0.8, 0, 0, 0.6, 0.6, 0], np.float32)
    np.testing.assert_allclose(smoothed(one), [0, 0, 0.2, 0.2, 0.2, 0.35, 0.3, 0.3], atol=1e-6)
    # A window every 80 ms: the same time is half as many windows.
    np.testing.assert_allclose(smoothed(one, 1), [0, 0, 0.4, 0.4, 0, 0.3, 0.6, 0.3], atol=1e-6)
    assert smoothed(np.zeros(0, np.float32)).size == 0


def test_one_event_in_a_refractory_time() -> None:
    scores = np.zeros(100, np.float32)
    scores[[10, 20, 60]] = 0.7, 0.9, 0.5
    assert peaks(scores) == pytest.approx([0.9, 0.5])


@given(arrays(np.float32, st.integers(0, 200), elements=st.floats(0, 1, width=32)))
def test_peaks_are_apart_and_hold_the_maximum(scores: np.ndarray) -> None:
    found = peaks(scores)
    assert found == sorted(found, reverse=True)
    assert len(found) <= len(scores) * 0.04 / REFRACTORY_S + 1
    if len(scores) and scores.max() > 0.02:
        assert found[0] == pytest.approx(float(scores.max()))


def test_false_accepts_are_counted_by_the_hour() -> None:
    stream = np.zeros(25_000, np.float32)  # 1000 s
    stream[1000:1008] = 0.9
    judged = judge_streams("talk", [stream, stream])
    assert judged.hours == pytest.approx(2000 / 3600)
    assert judged.accepts(0.5) == 2
    assert judged.accepts(0.95) == 0


def test_the_tail_gives_rates_below_one_event() -> None:
    rng = np.random.default_rng(2)
    logits = -6 + rng.exponential(1.0, 2000)  # 2000 events in 2 h, an exponential tail of scale 1
    events = tuple(float(x) for x in 1 / (1 + np.exp(-logits)))
    threshold = tail_threshold([Negatives("talk", 2.0, events)], 0.2)
    expected = -6 + np.log(2000 / 2.0 / 0.2)  # where the rate has fallen to 0.2 an hour
    assert np.log(threshold / (1 - threshold)) == pytest.approx(expected, abs=0.8)


@given(st.lists(st.floats(0, 1), max_size=40), st.lists(st.floats(0, 1), max_size=40))
def test_thresholds_are_usable(events: list[float], scores: list[float]) -> None:
    threshold = choose_threshold([Negatives("talk", 0.5, tuple(sorted(events, reverse=True)))], scores, 0.2)
    assert LOWEST <= threshold <= HIGHEST
