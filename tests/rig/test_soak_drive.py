"""A few virtual minutes of the day's soak: everything it watches is watched, and nothing is missed."""

from __future__ import annotations

import numpy as np
import pytest
from soak_drive import Sample, Soak, slope, soak

from edge.weights.store import WeightStore


@pytest.mark.weights
@pytest.mark.slow
def test_two_minutes_of_drive(weights: WeightStore) -> None:
    seen = soak(weights, minutes=2.0, every_s=40.0)
    report = seen.report()
    assert report["asked"] == report["answered"] >= 2
    assert report["missed_deadlines"] == report["illegal_moves"] == 0
    assert len(seen.samples) == 2
    assert report["grew"] is None  # two minutes tell nothing
    assert report["passed"]


def test_a_slope_is_told_from_noise() -> None:
    hours = np.linspace(0, 24, 1440)
    noise = np.random.default_rng(1).normal(0, 0.5, hours.size)
    flat, flat_error = slope(hours, 120 + noise)
    rising, rising_error = slope(hours, 120 + 0.1 * hours + noise)
    assert abs(flat) < 3 * flat_error
    assert rising - 0.1 == pytest.approx(0, abs=3 * rising_error)
    assert rising > 20 * rising_error


def test_one_step_of_memory_is_no_slope_and_steps_that_go_on_are() -> None:
    hours = np.arange(1, 1441) / 60

    def grew(daemon: np.ndarray) -> bool:
        samples = [Sample(float(h), float(mb), 500.0, 30, 20 * int(h + 1)) for h, mb in zip(hours, daemon, strict=True)]
        return bool(Soak(samples, asked=480, answered=480).report()["grew"])

    assert not grew(120 + 1.0 * (hours > 12))
    assert grew(120 + np.floor(hours / 3))


@pytest.mark.parametrize(
    ("daemon", "model", "handles", "grew"), [(0, 0, 0, False), (0.5, 0, 0, True), (0, 2, 0, True), (0, 0, 0.2, True)]
)
def test_growth_of_either_process_fails_the_drive(daemon: float, model: float, handles: float, grew: bool) -> None:
    rng = np.random.default_rng(2)
    hours = np.arange(1, 1441) / 60
    noise = rng.normal(0, 0.3, (2, hours.size))
    samples = [
        Sample(float(h), 120 + daemon * h + n, 500 + model * h + m, 30 + int(handles * h), 20 * int(h + 1))
        for h, n, m in zip(hours, *noise, strict=True)
    ]
    report = Soak(samples, asked=480, answered=480).report()
    assert report["grew"] is grew
    assert report["passed"] is not grew
