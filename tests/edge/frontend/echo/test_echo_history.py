"""The far end's past at any delay."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.frontend.echo.history import HALF_TAPS, FarEndHistory


@given(st.floats(HALF_TAPS, 7000), st.floats(50, 3000))
def test_reads_a_tone_at_any_delay(delay: float, hertz: float) -> None:
    history = FarEndHistory()
    t = np.arange(24_000)
    for at in range(0, len(t), 160):
        history.push(np.sin(2 * np.pi * hertz / 16_000 * t[at : at + 160]).astype(np.float32))
    moments = t[-1] - delay - np.arange(159, -1, -1)
    wanted = np.sin(2 * np.pi * hertz / 16_000 * moments)
    assert np.abs(history.read(delay, 160) - wanted).max() < 0.004


def test_whole_delays_are_exact() -> None:
    history = FarEndHistory()
    samples = np.random.default_rng(0).standard_normal(48_000).astype(np.float32)
    for at in range(0, 48_000, 160):
        history.push(samples[at : at + 160])
    assert np.array_equal(history.read(0, 160), samples[-160:])
    assert np.array_equal(history.read(5000, 160), samples[-5160:-5000])
    assert np.array_equal(history.latest(1000), samples[-1000:])


@pytest.mark.parametrize("delay", [0.25, 15.9])
def test_a_fraction_without_a_future_is_dropped(delay: float) -> None:
    history = FarEndHistory()
    samples = np.random.default_rng(0).standard_normal(1600).astype(np.float32)
    history.push(samples)
    whole = int(delay)
    assert np.array_equal(history.read(delay, 160), samples[len(samples) - whole - 160 : len(samples) - whole])
