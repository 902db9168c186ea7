"""What every duplex promises, held against all four."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from device.audio.duplex import Duplex, DuplexBlock, EndOfAudio, PlaybackSource
from device.audio.files import FileDuplex
from device.audio.null import NullDuplex
from device.audio.portaudio import PortAudioDuplex
from device.audio.virtual_cabin import CabinScene, VirtualCabin
from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.resample import resample
from edge.audio.wav import write_wav

_SECONDS = 1.5

Maker = Callable[[PlaybackSource], Duplex]


class Melody:
    """Plays a known signal from its beginning; what was not played can be given back."""

    def __init__(self) -> None:
        noise = np.random.default_rng(7).standard_normal(VOICE_RATE * 10)
        spectrum = np.fft.rfft(noise)
        hertz = np.fft.rfftfreq(noise.shape[0], 1 / VOICE_RATE)
        spectrum[(hertz < 100) | (hertz > 4000)] = 0
        self.signal: Samples = (0.1 * np.fft.irfft(spectrum)).astype(np.float32)
        self.place = 0

    def pull(self, n: int) -> Samples:
        self.place += n
        return self.signal[self.place - n : self.place]


EXPECTED = resample(Melody().signal[: 2 * VOICE_RATE], VOICE_RATE, ENGINE_RATE)


@pytest.fixture(params=["null", "file", "virtual", pytest.param("portaudio", marks=pytest.mark.sound)])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Maker:
    """Makes a duplex of one kind that lasts _SECONDS, or for ever."""
    kind = str(request.param)
    if kind == "portaudio":
        request.getfixturevalue("sound")
        return lambda source: PortAudioDuplex(source, "car_microphone", "car_speaker", ahead_ms=80, stall_s=5.0)
    if kind == "virtual":
        return lambda source: VirtualCabin(CabinScene(seconds=_SECONDS), source)
    if kind == "null":
        return lambda source: NullDuplex(source, paced=False, seconds=_SECONDS)
    recording = tmp_path / "mic.wav"
    write_wav(recording, np.zeros((round(_SECONDS * 48000), 2), np.float32), 48000)
    return lambda source: FileDuplex(recording, source)


def take(duplex: Duplex, count: int) -> list[DuplexBlock]:
    """The next blocks; a sound card may need a while for its first."""
    blocks: list[DuplexBlock] = []
    for _ in range(count + 20 if count else 0):
        block = duplex.read(1.0)
        if block is not None:
            blocks.append(block)
        if len(blocks) == count:
            break
    if len(blocks) == count:
        return blocks
    raise AssertionError(f"only {len(blocks)} of {count} blocks came")


def share_alike(far_end: Samples, played: Samples) -> float:
    """How much of the far end, in pieces of 50 ms, is found in what was played within 100 ms of its place."""
    size, reach = ENGINE_RATE // 20, ENGINE_RATE // 10
    alike = []
    padded = np.pad(played, (reach, reach + far_end.shape[0]))
    for start in range(0, far_end.shape[0] - size + 1, size):
        piece = far_end[start : start + size]
        near = np.lib.stride_tricks.sliding_window_view(padded[start : start + size + 2 * reach], size)
        distance = np.sum((near - piece) ** 2, axis=1)
        alike.append(float(distance.min()) < 0.001 * float(np.sum(piece**2)) + 1e-6)
    return float(np.mean(alike))


def test_it_says_what_it_is(make: Maker) -> None:
    duplex = make(Melody())
    try:
        assert duplex.info.kind in ("null", "file", "virtual", "portaudio")
        assert duplex.info.name
        assert duplex.info.capture_rate >= 8000
        assert duplex.info.playback_rate >= 8000
    finally:
        duplex.close()


def test_blocks_follow_each_other_without_a_gap(make: Maker) -> None:
    duplex = make(Melody())
    duplex.start()
    try:
        blocks = take(duplex, 100)
    finally:
        duplex.close()
    for number, block in enumerate(blocks):
        for frame in (block.mic, block.far_end):
            assert frame.samples.shape == (160,)
            assert frame.samples.dtype == np.float32
            assert frame.rate == ENGINE_RATE
            assert frame.index == 160 * number
            assert frame.time_ns == block.mic.time_ns
        assert block.lost >= 0
    assert all(after.mic.time_ns > before.mic.time_ns for before, after in pairwise(blocks))


def best_far_end(make: Maker, flush_after: int | None) -> Samples:
    """A second of far end; of a sound card that of the best of three runs, since a busy machine makes it run dry."""
    best, best_share = np.zeros(0, np.float32), -1.0
    for _ in range(3):
        melody = Melody()
        duplex = make(melody)
        duplex.start()
        try:
            blocks = take(duplex, flush_after or 0)
            if flush_after is not None:
                before = melody.place
                dropped = duplex.flush()
                assert 0 <= dropped <= before == melody.place
                melody.place -= dropped
            blocks += take(duplex, 100 - len(blocks))
        finally:
            duplex.close()
        far_end = np.concatenate([block.far_end.samples for block in blocks])
        share = share_alike(far_end, EXPECTED)
        if share > best_share:
            best, best_share = far_end, share
        if best_share >= 0.9 or duplex.info.kind != "portaudio":
            break
    return best


def test_the_far_end_is_what_was_played(make: Maker) -> None:
    assert share_alike(best_far_end(make, flush_after=None), EXPECTED) >= 0.9


def test_flush_gives_back_what_was_not_played(make: Maker) -> None:
    """When the source takes back exactly what flush says, the listener hears one unbroken signal."""
    far_end = best_far_end(make, flush_after=40)
    assert share_alike(far_end, EXPECTED) >= 0.9
    steps = np.abs(np.diff(far_end[39 * 160 : 46 * 160]))
    assert steps.max() <= 1.5 * np.abs(np.diff(EXPECTED)).max()


def test_two_flushes_in_a_row_do_not_drop_twice(make: Maker) -> None:
    melody = Melody()
    duplex = make(melody)
    duplex.start()
    try:
        take(duplex, 10)
        duplex.flush()
        assert duplex.flush() <= VOICE_RATE // 10
        take(duplex, 10)
    finally:
        duplex.close()


def test_nothing_comes_after_close(make: Maker) -> None:
    duplex = make(Melody())
    duplex.start()
    take(duplex, 3)
    duplex.close()
    duplex.close()
    for _ in range(2):
        with pytest.raises(EndOfAudio):
            duplex.read(0.0)


def test_a_finite_one_ends_after_its_last_sample(make: Maker) -> None:
    duplex = make(Melody())
    if duplex.info.kind == "portaudio":
        duplex.close()
        pytest.skip("a sound card does not end")
    duplex.start()
    assert len(take(duplex, round(_SECONDS * 100))) == round(_SECONDS * 100)
    for _ in range(2):
        with pytest.raises(EndOfAudio):
            duplex.read(0.0)


def test_the_paced_ones_keep_the_time() -> None:
    """Paced, a block that is not due is not given; unpaced, the times begin at 0."""
    paced = NullDuplex(Melody(), paced=True)
    paced.start()
    first = paced.read(1.0)
    assert first is not None
    assert paced.read(0.0) is None
    second = paced.read(1.0)
    assert second is not None
    assert second.mic.time_ns - first.mic.time_ns == 10_000_000
    free = NullDuplex(Melody(), paced=False)
    free.start()
    block = free.read(0.0)
    assert block is not None
    assert block.mic.time_ns == 0
