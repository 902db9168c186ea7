"""Features, loops, and the grammar of timestamps."""

import numpy as np
import pytest

from edge.audio.frame import ENGINE_RATE
from edge.model.recogniser.decoding import repetition
from edge.model.recogniser.features import MELS, log_mel


@pytest.mark.parametrize("seconds", [0.0, 0.1, 1.0, 3.0])
def test_features_have_the_shape_of_the_window(seconds: float) -> None:
    audio = np.zeros(round(seconds * ENGINE_RATE), np.float32)
    features = log_mel(audio, 2.0)
    assert features.shape == (1, MELS, 200)
    assert features.dtype == np.float32
    assert np.allclose(features, -1.5)


def test_a_tone_lands_in_its_band() -> None:
    audio = np.sin(2 * np.pi * 1000 * np.arange(ENGINE_RATE) / ENGINE_RATE).astype(np.float32)
    features = log_mel(audio, 1.0)[0]
    assert features.mean(axis=1).argmax() == pytest.approx(26, abs=2)  # 1 kHz is a third of the way up the mel scale
    assert features.max() - features.min() == pytest.approx(2.0, abs=1e-4)


@pytest.mark.parametrize(
    ("tokens", "dropped"),
    [
        ([], 0),
        ([1, 2, 3, 4], 0),
        ([7] * 5, 0),
        ([7] * 6, 5),
        ([9, 1, 2, 1, 2, 1, 2, 1, 2], 6),
        ([1, 2, 3] * 3, 6),
        ([1, 2, 3, 4, 5] * 2, 5),
        ([1, 2, 3, 4] * 2, 0),
    ],
)
def test_loops_are_found(tokens: list[int], dropped: int) -> None:
    assert repetition(tokens) == dropped
