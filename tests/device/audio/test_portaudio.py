"""PortAudio for real, on a headless PulseAudio."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pyaudio
import pytest
from numpy.typing import NDArray
from sound_server import SoundServer

from device.audio.duplex import DeviceLost, DuplexBlock
from device.audio.pa_devices import choose, devices_of, list_devices, open_portaudio, widen_capture
from device.audio.portaudio import PortAudioDuplex
from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.playout import Playout

pytestmark = pytest.mark.sound


class Chirps:
    """A chirp of 100 ms at the beginning of every half second."""

    def __init__(self) -> None:
        t = np.arange(VOICE_RATE // 10) / VOICE_RATE
        chirp = 0.5 * np.hanning(t.shape[0]) * np.sin(2 * np.pi * (500 * t + 20000 * t * t))
        self._loop: Samples = np.concatenate([chirp, np.zeros(VOICE_RATE * 4 // 10)]).astype(np.float32)
        self._place = 0

    def pull(self, n: int) -> Samples:
        index = (self._place + np.arange(n)) % self._loop.shape[0]
        self._place += n
        return np.asarray(self._loop[index], np.float32)


def take(duplex: PortAudioDuplex, count: int) -> list[DuplexBlock]:
    blocks: list[DuplexBlock] = []
    for _ in range(count + 20):
        block = duplex.read(1.0)
        if block is not None:
            blocks.append(block)
        if len(blocks) == count:
            return blocks
    raise AssertionError(f"only {len(blocks)} of {count} blocks came")


def lags_ms(blocks: list[DuplexBlock]) -> NDArray[np.float64]:
    """By how much the microphone is behind the far end, for every second."""
    mic = np.concatenate([block.mic.samples for block in blocks])
    far = np.concatenate([block.far_end.samples for block in blocks])
    lags = []
    for start in range(0, mic.shape[0] - ENGINE_RATE + 1, ENGINE_RATE):
        piece = slice(start, start + ENGINE_RATE)
        spectrum = np.fft.rfft(mic[piece], 2 * ENGINE_RATE) * np.conj(np.fft.rfft(far[piece], 2 * ENGINE_RATE))
        likeness = np.fft.irfft(spectrum)[: ENGINE_RATE // 4]
        lags.append(float(np.argmax(likeness)) * 1000 / ENGINE_RATE)
    return np.array(lags)


def test_the_devices_are_listed(sound: SoundServer) -> None:
    devices = {one.name: one for one in list_devices()}
    assert devices["car_speaker"].outputs > 0
    assert devices["car_microphone"].inputs > 0
    assert devices["car_microphone"].rate >= 8000


@pytest.fixture
def plain_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A device of ALSA that takes any rate and buffer; its name."""
    (tmp_path / "asound.conf").write_text("</usr/share/alsa/alsa.conf>\npcm.plain { type null }\n")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asound.conf"))
    return "plain"


def test_48_khz_goes_before_the_44_that_portaudio_chooses(plain_card: str) -> None:
    (listed,) = [one for one in list_devices() if one.name == plain_card]
    assert listed.rate == 44_100
    duplex = PortAudioDuplex(Chirps(), plain_card, plain_card)
    duplex.close()
    assert (duplex.info.capture_rate, duplex.info.playback_rate) == (48_000, 48_000)


@pytest.mark.parametrize(("period_ms", "periods"), [(10, 16), (40, 4), (60, 4)])
def test_the_card_keeps_so_much_of_the_microphone(plain_card: str, period_ms: int, periods: int) -> None:
    portaudio = open_portaudio()
    try:
        card = choose(devices_of(portaudio), plain_card, capture=True)
        assert widen_capture(card.index, period_ms)
        frames = 48 * period_ms
        stream = portaudio.open(
            48_000, 1, pyaudio.paFloat32, input=True, input_device_index=card.index, frames_per_buffer=frames, start=False
        )
        # What PortAudio calls latency is the buffer without the period that is being filled.
        assert stream.get_input_latency() == pytest.approx((periods - 1) * period_ms / 1000)
    finally:
        portaudio.terminate()


@pytest.mark.parametrize(("names", "one_stream"), [(("car_microphone", "car_speaker"), False), (("car_cabin", "car_cabin"), True)])
def test_a_chirp_goes_round(
    sound: SoundServer, names: tuple[str, str], one_stream: bool, record_property: Callable[[str, object], None]
) -> None:
    """What is written comes back through the cabin's air, after a delay that is the same from second to second."""
    duplex = PortAudioDuplex(Chirps(), *names, ahead_ms=80, stall_s=10.0)
    assert duplex.one_stream is one_stream
    duplex.start()
    try:
        lags = lags_ms(take(duplex, 600)[100:])
    finally:
        duplex.close()
    record_property("round_trip_ms", lags.tolist())
    assert 0 < np.median(lags) < 250
    # A machine that is busy with something else may lose a second to an underrun, but not most of them.
    assert np.sum(np.abs(lags - np.median(lags)) < 10) >= 3, lags
    assert duplex.counters.lost == 0
    assert duplex.slips < 100


def test_a_channel_that_is_there_and_one_that_is_not(sound: SoundServer) -> None:
    with pytest.raises(DeviceLost, match="has no channel 99"):
        PortAudioDuplex(Playout(), "car_microphone", "car_speaker", channel=99)
    duplex = PortAudioDuplex(Playout(), "car_microphone", "car_speaker", channel=1, stall_s=10.0)
    duplex.start()
    try:
        assert len(take(duplex, 20)) == 20
    finally:
        duplex.close()


def test_an_unknown_device_is_named_with_what_there_is(sound: SoundServer) -> None:
    with pytest.raises(DeviceLost, match=r"no microphone 'moon': there is .*car_microphone"):
        PortAudioDuplex(Playout(), "moon")
    with pytest.raises(DeviceLost, match="no loudspeaker 4711"):
        PortAudioDuplex(Playout(), None, 4711)


def test_a_device_that_vanishes_is_lost_and_comes_back(sound: SoundServer) -> None:
    duplex = PortAudioDuplex(Playout(), "car_microphone", "car_speaker")
    duplex.start()
    try:
        take(duplex, 20)
        sound.unplug()
        with pytest.raises(DeviceLost, match="car_microphone"):
            take(duplex, 2000)
    finally:
        duplex.close()
        sound.plug()
    again = PortAudioDuplex(Playout(), "car_microphone", "car_speaker", stall_s=10.0)
    again.start()
    try:
        assert take(again, 20)[-1].mic.index == 19 * 160
    finally:
        again.close()


def test_nothing_grows(sound: SoundServer) -> None:
    """Opening, running and closing again and again leaves neither memory nor threads nor files behind."""
    process = psutil.Process()

    def run() -> tuple[int, int]:
        for _ in range(3):
            duplex = PortAudioDuplex(Playout(), "car_microphone", "car_speaker", stall_s=10.0)
            duplex.start()
            take(duplex, 10)
            duplex.close()
        gc.collect()
        return process.num_threads(), process.num_fds()

    run()
    before = run()
    memory = process.memory_info().rss
    assert run() == before
    run()
    assert process.memory_info().rss - memory < 8_000_000
