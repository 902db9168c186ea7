"""The small parts between the sound card and the DSP thread."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.audio.byte_ring import ByteRing
from device.audio.feed import PlaybackFeed
from device.audio.pa_callback import CallbackRings
from device.audio.pairing import Pairing
from device.audio.sample_clock import SampleClock
from edge.audio.frame import VOICE_RATE, Samples
from edge.audio.resample import resample


@given(
    capacity=st.integers(1, 40),
    steps=st.lists(st.tuples(st.sampled_from(["write", "read", "take_back"]), st.integers(0, 60)), max_size=40),
)
def test_bytes_come_out_in_order(capacity: int, steps: list[tuple[str, int]]) -> None:
    ring = ByteRing(capacity)
    model = bytearray()
    count = 0
    for step, size in steps:
        if step == "write":
            data = bytes((count + n) % 256 for n in range(size))
            fits = len(model) + size <= capacity
            assert ring.write(data) is fits
            if fits:
                model += data
                count += size
        elif step == "read":
            assert ring.read(size) == bytes(model[:size])
            del model[:size]
        else:
            assert ring.take_back(size) == bytes(model[size:])
            del model[size:]
        assert len(ring) == len(model)
        assert ring.room == capacity - len(model)


class Ramp:
    """Sample n is a slow sine at n; counts what was pulled."""

    def __init__(self) -> None:
        self.place = 0

    def pull(self, n: int) -> Samples:
        index = np.arange(self.place, self.place + n)
        self.place += n
        return np.sin(2 * np.pi * 150 * index / VOICE_RATE).astype(np.float32)


@pytest.mark.parametrize("rate", [16000, 24000, 44100, 48000])
@pytest.mark.parametrize("returned", [0, 50, 400])
def test_a_feed_that_is_flushed_goes_on_seamlessly(rate: int, returned: int) -> None:
    source = Ramp()
    feed = PlaybackFeed(source, rate)
    first = feed.read(rate // 4)
    given_back = first[first.shape[0] - returned :]
    kept = first[: first.shape[0] - returned]
    dropped = feed.flush(given_back)
    assert source.place - dropped == pytest.approx(kept.shape[0] * VOICE_RATE / rate, abs=1)
    source.place -= dropped
    whole = np.concatenate([kept, feed.read(rate // 4)])
    expected = resample(Ramp().pull(VOICE_RATE), VOICE_RATE, rate)[: whole.shape[0]]
    np.testing.assert_allclose(whole[100:], expected[100:], atol=0.05)
    assert np.abs(np.diff(whole)).max() < 1.6 * np.abs(np.diff(expected)).max()


def test_callbacks_keep_microphone_and_far_end_together() -> None:
    rings = CallbackRings(48000, 1, 48000, 2, seconds=0.1)
    info = {"current_time": 1.0, "input_buffer_adc_time": 0.98}
    rings.out.write(bytes(range(100)))
    out, _ = rings.both(b"m" * 1920, 480, info, 0)
    assert out is not None
    assert len(out) == 480 * 8
    assert out[:100] == bytes(range(100))
    assert rings.counters.underflows == 1
    assert len(rings.mic) == 1920
    assert rings.far.read(3840) == out
    for _ in range(20):
        rings.both(b"m" * 1920, 480, info, 0)
    assert rings.counters.lost == (21 - 10 - 0) * 480
    assert len(rings.mic) // 4 - 480 == len(rings.far) // 8
    before = rings.counters.lost
    rings.capture(b"", 480, info, 0x2)
    assert rings.counters.overflows == 1
    assert rings.counters.lost == before + 480


@pytest.mark.parametrize("ppm", [0.0, 80.0, -300.0])
def test_the_clock_smooths_what_jitters(ppm: float) -> None:
    random = np.random.default_rng(0)
    clock = SampleClock(48000)
    period = 1e9 / (48000 * (1 + ppm * 1e-6))
    errors = []
    for block in range(6000):
        index = block * 480
        clock.observe(index, round(5e9 + index * period + random.uniform(0, 4e6)))
        errors.append(clock.time_ns(index) - (5e9 + index * period) - 2e6)
    assert np.abs(errors[-3000:]).max() < 1e6
    assert clock.ppm == pytest.approx(ppm, abs=60)


def test_the_clock_follows_a_jump() -> None:
    clock = SampleClock(16000)
    assert clock.time_ns(0) == 0
    clock.observe(0, 1_000_000_000)
    clock.observe(160, 31_000_000_000)
    assert clock.time_ns(160) == 31_000_000_000


def test_one_clock_pairs_sample_by_sample() -> None:
    pairing = Pairing(one_clock=True)
    signal = np.arange(1000, dtype=np.float32)
    pairing.push(signal, -signal)
    for start in range(0, 960, 160):
        pair = pairing.take()
        assert pair is not None
        np.testing.assert_array_equal(pair[0], signal[start : start + 160])
        np.testing.assert_array_equal(pair[0], -pair[1])
    assert pairing.take() is None


@pytest.mark.parametrize("ppm", [-400, 0, 400])
def test_two_clocks_stay_together(ppm: int) -> None:
    """A minute at different speeds: the far end neither runs away nor runs dry."""
    pairing = Pairing(one_clock=False)
    random = np.random.default_rng(1)
    far_due = 400.0
    far_sent = blocks = 0
    for _ in range(6000):
        far_due += 160 * (1 + ppm * 1e-6)
        count = int(far_due + random.uniform(-80, 80)) - far_sent
        count = max(0, count)
        pairing.push(np.ones(160, np.float32), np.full(count, 0.5, np.float32))
        far_sent += count
        while (pair := pairing.take()) is not None:
            assert pair[0].shape == pair[1].shape == (160,)
            blocks += 1
    assert blocks >= 5990
    assert pairing.gaps == 0
    assert pairing.slips == pytest.approx(abs(60 * 16000 * ppm * 1e-6), abs=100)


def test_a_loudspeaker_that_stands_still_does_not_hold_up_the_microphone() -> None:
    pairing = Pairing(one_clock=False)
    taken = 0
    for block in range(300):
        pairing.push(np.ones(160, np.float32), np.ones(0 if 100 <= block < 200 else 160, np.float32))
        while pairing.take() is not None:
            taken += 1
    assert pairing.gaps > 80
    assert taken >= 298
