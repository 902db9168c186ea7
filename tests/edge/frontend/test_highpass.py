"""The high-pass in blocks is the filter it claims to be."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cabin_sounds import frames

from edge.audio.frame import Samples
from edge.frontend.highpass import HighPass


def run(samples: Samples, highpass: HighPass) -> Samples:
    """All frames through the filter."""
    return np.concatenate([highpass.process(frame) for frame in frames(samples)])


def test_equals_the_difference_equation() -> None:
    samples = np.random.default_rng(0).standard_normal(4800).astype(np.float32)
    k = math.tan(math.pi * 100 / 16_000)
    norm = 1 / (1 + math.sqrt(2) * k + k * k)
    wanted = np.zeros(len(samples))
    for n in range(len(samples)):
        x = [float(samples[n - i]) if n >= i else 0.0 for i in range(3)]
        y = [wanted[n - i] if n >= i else 0.0 for i in range(3)]
        forward = norm * (x[0] - 2 * x[1] + x[2])
        wanted[n] = forward - 2 * (k * k - 1) * norm * y[1] - (1 - math.sqrt(2) * k + k * k) * norm * y[2]
    assert np.allclose(run(samples, HighPass()), wanted, atol=1e-4)


@pytest.mark.parametrize(("hertz", "low", "high"), [(10, -60, -38), (100, -3.2, -2.8), (1000, -0.1, 0.1), (6000, -0.1, 0.1)])
def test_gain(hertz: int, low: float, high: float) -> None:
    tone = np.sin(2 * np.pi * hertz / 16_000 * np.arange(64_000)).astype(np.float32)
    gain = 20 * math.log10(np.std(run(tone, HighPass())[32_000:]) / np.std(tone))
    assert low <= gain <= high


def test_dc_goes_and_reset_forgets() -> None:
    highpass = HighPass()
    first = run(np.full(16_000, 0.5, np.float32), highpass)
    assert abs(first[-160:]).max() < 1e-4
    highpass.reset()
    assert np.array_equal(run(np.full(16_000, 0.5, np.float32), highpass), first)
