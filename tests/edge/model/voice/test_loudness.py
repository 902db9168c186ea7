"""Trimming, levelling and fading of clauses."""

import numpy as np
import pytest

from edge.audio.frame import VOICE_RATE
from edge.model.voice.loudness import PEAK, SPEECH_LEVEL_DBFS, finish_clause, silence, trim


def tone(seconds: float, amplitude: float) -> np.ndarray:
    time = np.arange(round(seconds * VOICE_RATE)) / VOICE_RATE
    return (amplitude * np.sin(2 * np.pi * 220 * time)).astype(np.float32)


def padded(amplitude: float) -> np.ndarray:
    return np.concatenate([silence(0.3), tone(1.0, amplitude), silence(0.4)])


def test_silence_around_speech_goes() -> None:
    assert trim(padded(0.3)).size / VOICE_RATE == pytest.approx(1.06, abs=0.02)


@pytest.mark.parametrize("amplitude", [0.01, 0.1, 0.9])
def test_every_clause_has_the_same_loudness(amplitude: float) -> None:
    spoken = finish_clause(padded(amplitude))
    middle = spoken[VOICE_RATE // 10 : -VOICE_RATE // 5]
    assert 10 * np.log10(np.square(middle).mean()) == pytest.approx(SPEECH_LEVEL_DBFS, abs=0.7)


def test_no_sample_is_clipped_and_both_ends_are_quiet() -> None:
    spoken = finish_clause(padded(0.5), gain_db=40)
    assert np.abs(spoken).max() <= PEAK + 1e-6
    assert abs(spoken[0]) < 1e-3
    assert abs(spoken[-1]) < 1e-3


@pytest.mark.parametrize("length", [0, 1, 50, 5000])
def test_nothing_is_not_speech(length: int) -> None:
    assert finish_clause(np.zeros(length, np.float32)).size == 0
