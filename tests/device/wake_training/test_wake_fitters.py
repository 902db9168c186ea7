"""Networks trained side by side: the same heads as one after the other, and no process left when somebody has enough."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace

import numpy as np
import pytest

from device.wake_training.fitters import fit_all
from device.wake_training.fitting import Fitting, fit
from device.wake_training.material import Material, Windows

_SHORT = Fitting(rounds=2, steps=20, batch=32)


@pytest.fixture(scope="module")
def material() -> Material:
    rng = np.random.default_rng(4)
    said, other = (Windows.separate([rng.normal(middle, 1, (60, 16, 96)).astype(np.float16)]) for middle in (0.4, 0.0))
    return Material(said, ((other, 1.0),))


def test_heads_are_those_of_their_seeds_and_progress_is_told(material: Material) -> None:
    told: list[float] = []
    heads = fit_all(material, _SHORT, (7, 8), 2, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    windows = material.positives.take(np.arange(20)).astype(np.float32)
    for seed, head in zip((7, 8), heads, strict=True):
        np.testing.assert_allclose(head.logits(windows), fit(material, _SHORT, seed).logits(windows), atol=1e-3)


def test_an_interruption_ends_the_processes(material: Material) -> None:
    def enough(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit_all(material, replace(_SHORT, steps=1_000_000), (7, 8), 2, enough)
    assert multiprocessing.active_children() == []
