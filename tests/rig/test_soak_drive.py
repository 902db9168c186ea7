"""A few virtual minutes of the day's soak: everything it watches is watched, and nothing is missed."""

from __future__ import annotations

import numpy as np
import pytest
from soak_drive import slope, soak

from edge.weights.store import WeightStore


@pytest.mark.weights
@pytest.mark.slow
def test_two_minutes_of_drive(weights: WeightStore) -> None:
    seen = soak(weights, minutes=2.0, every_s=40.0)
    report = seen.report()
    assert report["asked"] == report["answered"] >= 2
    assert report["missed_deadlines"] == report["illegal_moves"] == 0
    assert len(seen.samples) == 2


def test_a_slope_is_told_from_noise() -> None:
    hours = np.linspace(0, 24, 1440)
    noise = np.random.default_rng(1).normal(0, 0.5, hours.size)
    flat, flat_error = slope(hours, 120 + noise)
    rising, rising_error = slope(hours, 120 + 0.1 * hours + noise)
    assert abs(flat) < 3 * flat_error
    assert rising - 0.1 == pytest.approx(0, abs=3 * rising_error)
    assert rising > 20 * rising_error
