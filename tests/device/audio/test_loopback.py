"""What the head unit plays, on channels of the capture device."""

from __future__ import annotations

import numpy as np
import pytest
from sound_server import SoundServer

from device.audio.loopback import Loopback
from device.audio.portaudio import PortAudioDuplex
from edge.audio.playout import Playout

RNG = np.random.default_rng(2)


def test_left_and_right_are_added_to_our_own_playback() -> None:
    captured = RNG.standard_normal((480, 4)).astype(np.float32)
    own = RNG.standard_normal(160).astype(np.float32)
    loopback = Loopback((2, 3), 16_000)
    loopback.push(captured[:300])
    loopback.push(captured[300:])
    for start in (0, 160, 320):
        far_end, side = loopback.join(own)
        left, right = captured[start : start + 160, 2:].T
        assert side is not None
        assert np.allclose(far_end - own + side, left, atol=1e-6)
        assert np.allclose(far_end - own - side, right, atol=1e-6)


def test_a_complete_loopback_of_one_channel_replaces_it() -> None:
    captured = RNG.standard_normal((160, 2)).astype(np.float32)
    loopback = Loopback((1,), 16_000, complete=True)
    loopback.push(captured)
    far_end, side = loopback.join(np.ones(160, np.float32))
    assert np.array_equal(far_end, captured[:, 1])
    assert side is None


def test_another_rate_keeps_step_with_the_microphone() -> None:
    t = np.arange(48_000) / 48_000
    captured = np.stack([np.zeros(48_000), np.sin(2 * np.pi * 440 * t)], 1).astype(np.float32)
    loopback = Loopback((1,), 48_000)
    for start in range(0, 48_000, 480):
        loopback.push(captured[start : start + 480])
    far_end, _ = loopback.join(np.zeros(8000, np.float32))
    assert np.allclose(far_end[1000:], captured[::3, 1][1000:8000], atol=0.01)


def test_three_channels_are_too_many() -> None:
    with pytest.raises(ValueError, match="one channel or two, not 3"):
        Loopback((0, 1, 2), 16_000)


@pytest.mark.sound
def test_the_sound_card_hands_it_over(sound: SoundServer) -> None:
    """Both channels are the cabin's air: what the microphone hears is then the far end, at the same time."""
    duplex = PortAudioDuplex(Playout(), "car_microphone", "car_speaker", loopback=(0, 1), stall_s=10.0)
    duplex.start()
    try:
        blocks = [block for block in (duplex.read(1.0) for _ in range(40)) if block is not None]
    finally:
        duplex.close()
    assert len(blocks) >= 20
    for block in blocks:
        assert block.side is not None
        assert block.side.index == block.mic.index
        assert np.allclose(block.far_end.samples + block.side.samples, block.mic.samples, atol=1e-5)
