"""Levels of signals whose levels are known."""

from __future__ import annotations

import numpy as np
import pytest

from edge.audio.levels import SILENCE_DBFS, active_dbfs, amplitude, decibels, measure, peak_dbfs, rms_dbfs, rounded_peaks


def test_known_signals() -> None:
    sine = (0.5 * np.sin(2 * np.pi * 100 * np.arange(16000) / 16000)).astype(np.float32)
    assert rms_dbfs(sine) == pytest.approx(-9.03, abs=0.01)
    assert peak_dbfs(sine) == pytest.approx(-6.02, abs=0.01)
    assert measure(sine).problem is None
    assert decibels(amplitude(-12.5)) == pytest.approx(-12.5)


def test_silence_and_nothing() -> None:
    for samples in (np.zeros(0, np.float32), np.zeros(100, np.float32)):
        assert rms_dbfs(samples) == SILENCE_DBFS
        assert peak_dbfs(samples) == SILENCE_DBFS
        assert active_dbfs(samples, 16000) == SILENCE_DBFS
        assert measure(samples).dead


def test_pauses_do_not_count_as_speech() -> None:
    speech = np.random.default_rng(0).standard_normal(16000).astype(np.float32) * np.float32(0.1)
    with_pause = np.concatenate([speech, np.zeros(48000, np.float32)])
    assert active_dbfs(with_pause, 16000) == pytest.approx(rms_dbfs(speech), abs=0.1)


@pytest.mark.parametrize(
    ("samples", "word"),
    [
        (np.full(1000, 0.25, np.float32), "dead"),
        (np.clip(np.sin(np.arange(1000.0)) * 3, -1, 1).astype(np.float32), "clipping"),
        ((np.sin(np.arange(1000.0)) * 0.1 + 0.2).astype(np.float32), "offset"),
    ],
)
def test_what_is_wrong_is_said(samples: np.ndarray, word: str) -> None:
    problem = measure(samples).problem
    assert problem is not None
    assert word in problem


def test_peaks_beyond_the_scale_bend_and_the_rest_is_left_alone() -> None:
    samples = np.linspace(-1.1, 1.1, 2201, dtype=np.float32)
    bent = rounded_peaks(samples)
    quiet = np.abs(samples) < 0.95
    np.testing.assert_array_equal(bent[quiet], samples[quiet])
    assert np.abs(bent).max() < 1
    assert (np.diff(bent) > 0).all()
