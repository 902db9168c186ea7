from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.vehicle.freshness import LEAST_NS, MOST_NS, Freshness, Period
from edge.vehicle.state import Heartbeat

MS = 1_000_000
S = 1_000 * MS


@pytest.mark.parametrize(("cycle_ms", "limit_ns"), [(10, LEAST_NS), (200, 600 * MS), (5000, 15 * S), (None, MOST_NS)])
def test_the_limit_of_a_known_cycle(cycle_ms: int | None, limit_ns: int) -> None:
    assert Period(cycle_ms).limit_ns == limit_ns


@pytest.mark.parametrize(("period_ms", "limit_ns"), [(10, LEAST_NS), (100, S), (500, 5 * S), (3000, MOST_NS)])
def test_an_unknown_cycle_is_learned_whatever_gap_is_in_it(period_ms: int, limit_ns: int) -> None:
    period, now = Period(None), 0
    for number in range(12):
        now += period_ms * MS + (40 * S if number == 4 else 0)
        period.note(now)
    assert period.settled
    assert period.limit_ns == limit_ns


def test_silence_is_told_once_at_its_time_and_again_after_new_values() -> None:
    fresh, beat = Freshness(), Heartbeat(S)
    fresh.told("a", beat, LEAST_NS)
    assert list(fresh.advance(S + LEAST_NS)) == []
    beat.time_ns = S + 100 * MS  # a frame with the same value keeps it fresh
    assert list(fresh.advance(S + 600 * MS)) == []
    assert list(fresh.advance(9 * S)) == [(S + 600 * MS, "a")]
    assert list(fresh.advance(10 * S)) == []
    beat.time_ns = 11 * S
    fresh.told("a", beat, LEAST_NS)
    assert list(fresh.advance(12 * S)) == [(11 * S + 500 * MS, "a")]


def test_what_is_no_longer_valid_does_not_grow_stale() -> None:
    fresh, beat = Freshness(), Heartbeat(0)
    fresh.told("a", beat, LEAST_NS)
    fresh.forget("a")
    assert list(fresh.advance(9 * S)) == []


def test_a_clock_that_is_set_back_leaves_nothing_fresh() -> None:
    fresh = Freshness()
    for name, at in (("a", 100 * S), ("b", 99 * S)):
        fresh.told(name, Heartbeat(at), 60 * S)
    assert list(fresh.advance(100 * S)) == []
    assert list(fresh.advance(99 * S + 1)) == []  # two buses of a log, a little out of order
    assert list(fresh.advance(3 * S)) == [(3 * S, "a"), (3 * S, "b")]
    fresh.told("a", Heartbeat(3 * S), LEAST_NS)
    assert list(fresh.advance(5 * S)) == [(3 * S + 500 * MS, "a")]


@given(st.lists(st.tuples(st.integers(1, 3_000), st.sampled_from("abc")), max_size=80), st.booleans())
def test_it_agrees_with_a_look_at_every_source(frames: list[tuple[int, str]], known: bool) -> None:
    fresh = Freshness()
    beats, limits = {name: Heartbeat() for name in "abc"}, {name: Period(20 if known else None) for name in "abc"}
    valid: set[str] = set()
    now = before = 0
    for gap_ms, name in frames:
        now += gap_ms * MS
        old = {n for n in valid if now - beats[n].time_ns > limits[n].limit_ns}
        told = list(fresh.advance(now))
        assert {n for _, n in told} == old
        assert told == sorted(told)
        assert all(before <= at <= now for at, _ in told)
        valid -= old
        before = now
        beats[name].time_ns = now
        limits[name].note(now)
        fresh.told(name, beats[name], limits[name])
        valid.add(name)
