"""The whole conversation over links that fail at random: every turn is answered once, in whichever way it is answered."""

from __future__ import annotations

import pytest

from device.bench.link.simulation import Simulation


@pytest.mark.parametrize("seed", [3, 4])
def test_no_turn_is_lost_or_answered_twice(seed: int) -> None:
    simulation = Simulation(seed)
    tally = simulation.run(80)
    assert tally.turns == 80
    assert tally.lost == tally.doubled == tally.deeds_doubled == tally.apologies == 0
    assert simulation.listener.stale_samples == 0
    assert tally.by["cloud"] > 0
    assert tally.by["local"] > 0
    assert tally.cuts.total() > 0


def test_the_same_seed_gives_the_same_turns() -> None:
    first, second = Simulation(5), Simulation(5)
    first.run(10)
    second.run(10)
    assert first.figures() == second.figures()
