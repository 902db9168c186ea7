"""A background that goes on where echo was turned down to nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest

from edge.audio.levels import rms_dbfs
from edge.frontend.echo.comfort import ComfortNoise

SILENCE = np.zeros(160, np.float32)


@pytest.mark.parametrize(("background", "level"), [(0.1, -70.0), (1e-4, -80.0)])
def test_as_loud_as_the_cabin_and_never_loud(background: float, level: float) -> None:
    comfort = ComfortNoise()
    noise = np.concatenate([comfort.add(SILENCE, background) for _ in range(125)])
    assert rms_dbfs(noise) == pytest.approx(level, abs=0.5)
    assert np.array_equal(ComfortNoise().add(SILENCE, background), noise[:160])


def test_a_microphone_without_noise_stays_without() -> None:
    assert not ComfortNoise().add(SILENCE, 0.0).any()
    assert not ComfortNoise().add(SILENCE, math.inf).any()
