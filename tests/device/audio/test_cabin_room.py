"""Impulse responses of the room, and the convolution that applies them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.audio.virtual_cabin.convolve import PartitionedConvolver, convolve
from device.audio.virtual_cabin.loudspeaker import band_response
from device.audio.virtual_cabin.room import direct_delay, impulse_response
from edge.audio.frame import ENGINE_RATE

_SIZE = (2.4, 1.5, 1.2)
_MICROPHONE = (0.75, 0.75, 1.1)


@pytest.mark.parametrize("source", [(1.0, 0.4, 0.85), (0.4, 0.12, 0.4), (1.9, 1.1, 0.8)])
@pytest.mark.parametrize("t60", [0.06, 0.08, 0.1])
def test_reverberation_and_direct_sound(source: tuple[float, float, float], t60: float) -> None:
    response = impulse_response(_SIZE, t60, source, _MICROPHONE).astype(np.float64)
    decay = 10 * np.log10(np.cumsum(response[::-1] ** 2)[::-1] / np.sum(response**2))
    begin, end = int(np.argmax(decay < -5)), int(np.argmax(decay < -25))
    assert 3 * (end - begin) / ENGINE_RATE == pytest.approx(t60, rel=0.3)
    first = int(np.argmax(np.abs(response) > 0.3 * np.abs(response).max()))
    assert first == pytest.approx(direct_delay(source, _MICROPHONE), abs=2)


def test_a_source_twice_as_far_is_half_as_loud() -> None:
    """The direct sound alone, in a room so large that no wall answers in time."""
    near = impulse_response((50.0, 50.0, 50.0), 0.05, (20.0, 25.0, 25.0), (21.0, 25.0, 25.0))
    far = impulse_response((50.0, 50.0, 50.0), 0.05, (20.0, 25.0, 25.0), (22.0, 25.0, 25.0))
    assert np.linalg.norm(near) / np.linalg.norm(far) == pytest.approx(2.0, rel=0.02)


def test_the_band_falls_off_by_3_db_at_its_ends() -> None:
    response = np.fft.rfft(band_response(110.0, 7000.0), ENGINE_RATE)
    level = 20 * np.log10(np.abs(response))
    assert level[110] == pytest.approx(-3, abs=0.3)
    assert level[7000] == pytest.approx(-3, abs=0.3)
    assert level[1000] == pytest.approx(0, abs=0.1)
    assert level[20] < -25


@settings(max_examples=30, deadline=None)
@given(length=st.integers(1, 700), block=st.sampled_from([16, 160]), seed=st.integers(0, 99))
def test_block_by_block_is_the_same_as_at_once(length: int, block: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    response = random.standard_normal(length).astype(np.float32)
    signal = random.standard_normal(8 * block).astype(np.float32)
    convolver = PartitionedConvolver(response, block)
    blocks = [convolver.process(signal[start : start + block]) for start in range(0, signal.shape[0], block)]
    expected = np.convolve(signal, response)
    np.testing.assert_allclose(np.concatenate(blocks), expected[: signal.shape[0]], atol=2e-3)
    np.testing.assert_allclose(convolve(signal, response), expected, atol=2e-3)


def test_silence_ends_with_the_response_and_sound_begins_anew() -> None:
    random = np.random.default_rng(0)
    response = random.standard_normal(400).astype(np.float32)
    blocks = np.zeros((12, 160), np.float32)
    blocks[[1, 8]] = random.standard_normal((2, 160))
    convolver = PartitionedConvolver(response, 160)
    heard = np.array([convolver.process(block) for block in blocks])
    np.testing.assert_allclose(heard.reshape(-1), np.convolve(blocks.reshape(-1), response)[: blocks.size], atol=2e-3)
    assert heard[1:5].any(axis=1).all()
    assert not heard[6:8].any(), "exactly nothing"


def test_another_response_takes_over_the_past() -> None:
    random = np.random.default_rng(0)
    one, other = (random.standard_normal(500).astype(np.float32) for _ in range(2))
    signal = random.standard_normal(1600).astype(np.float32)
    convolver = PartitionedConvolver(one, 160)
    for start in range(0, 800, 160):
        convolver.process(signal[start : start + 160])
    switched = convolver.with_response(other)
    result = switched.process(signal[800:960])
    np.testing.assert_allclose(result, np.convolve(signal, other)[800:960], atol=2e-3)
