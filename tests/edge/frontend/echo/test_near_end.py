"""The near-end detector: quick to notice somebody over the echo, quiet without anybody, and silent while nothing plays."""

from __future__ import annotations

import numpy as np
import pytest

from device.resources import shipped
from edge.errors import WeightsError
from edge.frontend.echo.canceller import EchoCanceller
from edge.frontend.echo.near_end import FEATURES, NearEndDetector, NearEndFeatures
from edge.onnx import OnnxSession, open_session

FRAME = 160


@pytest.fixture(scope="module")
def network() -> OnnxSession:
    return open_session(shipped("echo", "near_end.onnx"))


@pytest.fixture
def canceller(network: OnnxSession) -> EchoCanceller:
    return EchoCanceller(open_session(shipped("echo", "suppressor.onnx")), near_end=network)


def _sounds(seconds: float, seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Noise with syllables: bursts of 150 ms and gaps of 60."""
    rng = np.random.default_rng(seed)
    n = round(seconds * 16_000)
    coloured = np.convolve(rng.standard_normal(n + 32), np.hanning(9) / 3, "same")[:n]
    gate = (np.arange(n) % 3360 < 2400).astype(np.float64)
    return (0.08 * coloured * np.convolve(gate, np.hanning(160) / 80, "same")[:n]).astype(np.float32)


def _run(canceller: EchoCanceller, talk_at_s: float | None, seconds: float = 8.0) -> list[float | None]:
    """Log-odds by frame: an echo of the far end 20 ms later, a little noise, and from some time on somebody."""
    far = _sounds(seconds, 1)
    rng = np.random.default_rng(3)
    microphone = np.concatenate([np.zeros(320, np.float32), far[:-320]]) * np.float32(0.6)
    microphone += (0.0005 * rng.standard_normal(len(far))).astype(np.float32)
    if talk_at_s is not None:
        start = round(talk_at_s * 16_000)
        microphone[start:] += _sounds(seconds, 2)[: len(microphone) - start]
    odds = []
    for at in range(0, len(far), FRAME):
        canceller.process(microphone[at : at + FRAME], far[at : at + FRAME])
        odds.append(canceller.near_end)
    return odds


def test_somebody_is_noticed_within_a_tenth_of_a_second(canceller: EchoCanceller) -> None:
    odds = _run(canceller, talk_at_s=6.0)
    soon = [value for value in odds[600:610] if value is not None]
    assert max(soon) > 0.7


def test_the_echo_alone_is_nobody(canceller: EchoCanceller) -> None:
    odds = [value for value in _run(canceller, talk_at_s=None)[400:] if value is not None]
    assert odds
    assert np.mean(np.array(odds) > 0.7) < 0.01


def test_nothing_is_told_while_nothing_plays_and_until_levels_are_known(canceller: EchoCanceller) -> None:
    silence = np.zeros(FRAME, np.float32)
    for _ in range(50):
        canceller.process(silence, silence)
        assert canceller.near_end is None
    assert _run(canceller, talk_at_s=None, seconds=0.3) == [None] * 30


def test_without_the_network_nobody_can_tell() -> None:
    canceller = EchoCanceller(open_session(shipped("echo", "suppressor.onnx")))
    assert _run(canceller, talk_at_s=0.2, seconds=1.0) == [None] * 100


def test_another_network_is_refused() -> None:
    with pytest.raises(WeightsError, match="not a near-end detector"):
        NearEndDetector(open_session(shipped("echo", "suppressor.onnx")))


def test_features_are_finite_whatever_the_spectra() -> None:
    features = NearEndFeatures()
    for power in (0.0, 1e-30, 1.0, 1e12):
        found = features.process(np.full((3, 161), power, np.float32), 0.0 if power else 1.0)
        assert found.shape == (1, FEATURES)
        assert np.isfinite(found).all()
