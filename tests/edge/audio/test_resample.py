"""Counts, alignment and quality of the resamplers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.audio.frame import Samples
from edge.audio.resample import Resampler, output_count, resample

_RATES = st.sampled_from([8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 96000])


def tone(hertz: float, rate: int, seconds: float) -> Samples:
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate).astype(np.float32)


def decibels(signal: Samples, error: Samples) -> float:
    return float(20 * np.log10(np.std(error) / np.std(signal) + 1e-12))


@settings(max_examples=60, deadline=None)
@given(source=_RATES, target=_RATES, cuts=st.lists(st.integers(0, 900), min_size=1, max_size=12), data=st.data())
def test_all_outputs_together_are_as_long_as_all_inputs(source: int, target: int, cuts: list[int], data: st.DataObject) -> None:
    signal = np.random.default_rng(data.draw(st.integers(0, 99))).standard_normal(sum(cuts)).astype(np.float32)
    cut = Resampler(source, target)
    parts, place = [], 0
    for number, count in enumerate(cuts):
        parts.append(cut.process(signal[place : place + count], last=number == len(cuts) - 1))
        place += count
    together = np.concatenate(parts)
    assert together.shape[0] == output_count(sum(cuts), source, target)
    np.testing.assert_allclose(together, Resampler(source, target).process(signal, last=True), atol=1e-5)


@pytest.mark.parametrize("source", [16000, 24000, 44100, 48000])
@pytest.mark.parametrize("target", [16000, 24000, 44100, 48000])
def test_the_running_stream_holds_back_its_delay_and_no_more(source: int, target: int) -> None:
    resampler = Resampler(source, target)
    given_out = 0
    for block in range(1, 40):
        given_out += resampler.process(np.zeros(source // 100, np.float32)).shape[0]
        missing = block / 100 - given_out / target
        assert missing == pytest.approx(resampler.delay, abs=1.5 / min(source, target))
    assert resampler.delay < 0.004
    for _ in range(5):
        assert abs(resampler.process(np.zeros(source // 100, np.float32)).shape[0] - target // 100) <= 1


@pytest.mark.parametrize(
    ("source", "target"), [(48000, 16000), (44100, 16000), (24000, 16000), (24000, 48000), (8000, 16000), (24000, 44100)]
)
def test_a_tone_stays_where_it_was(source: int, target: int) -> None:
    for hertz in (200.0, 1000.0, 0.85 * min(source, target) / 2):
        result = Resampler(source, target).process(tone(hertz, source, 0.3), last=True)
        expected = tone(hertz, target, 0.3)[: result.shape[0]]
        inner = slice(target // 50, -target // 50)
        assert decibels(expected[inner], result[inner] - expected[inner]) < -55


@pytest.mark.parametrize("source", [8000, 16000, 24000, 32000, 48000])
@pytest.mark.parametrize("target", [8000, 16000, 24000, 32000, 48000])
def test_many_outputs_at_once_are_what_they_are_one_by_one(source: int, target: int) -> None:
    signal = np.random.default_rng(5).standard_normal(1003).astype(np.float32)
    one = Resampler(source, target)
    single = np.concatenate([one.process(signal[place : place + 1]) for place in range(signal.shape[0])])
    many = Resampler(source, target)
    parts = [many.process(signal[:7]), many.process(signal[7:410]), many.process(signal[410:])]
    np.testing.assert_allclose(np.concatenate(parts), single, atol=1e-5)


def test_what_the_target_cannot_hold_is_gone() -> None:
    for hertz in (8100.0, 9000.0, 12000.0, 20000.0):
        assert np.abs(Resampler(48000, 16000).process(tone(hertz, 48000, 0.2), last=True)[200:-200]).max() < 1e-3


def test_equal_rates_change_nothing() -> None:
    signal = tone(440, 16000, 0.1)
    resampler = Resampler(16000, 16000)
    assert resampler.delay == 0
    np.testing.assert_array_equal(resampler.process(signal), signal)


def test_a_stream_begins_anew_after_its_last() -> None:
    resampler = Resampler(48000, 16000)
    signal = tone(500, 48000, 0.1)
    first = resampler.process(signal, last=True)
    np.testing.assert_array_equal(resampler.process(signal, last=True), first)
    resampler.process(signal)
    resampler.reset()
    np.testing.assert_array_equal(resampler.process(signal, last=True), first)


def test_two_that_are_fed_alike_stay_aligned() -> None:
    one, other = Resampler(44100, 16000), Resampler(44100, 16000)
    random = np.random.default_rng(0)
    for count in random.integers(0, 1000, 50):
        block = random.standard_normal(count).astype(np.float32)
        np.testing.assert_allclose(one.process(block), -other.process(-block))


def test_whole_signals_keep_length_and_place() -> None:
    signal = tone(1000, 44100, 0.25)
    result = resample(signal, 44100, 16000)
    assert result.shape == (4000,)
    assert decibels(result, (result - tone(1000, 16000, 0.25))[200:-200]) < -60
    assert resample(np.zeros(0, np.float32), 8000, 16000).shape == (0,)
    assert resample(np.zeros((441, 2), np.float32), 44100, 16000).shape == (160, 2)


def test_impossible_rates_are_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Resampler(0, 16000)
