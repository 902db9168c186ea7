"""The file duplex: any recording in, time-aligned blocks out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from device.audio.duplex import DuplexBlock, EndOfAudio
from device.audio.files import FileDuplex
from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.playout import Playout
from edge.audio.wav import read_audio
from edge.errors import InputError


def tone(rate: int, seconds: float, hertz: float = 500.0) -> Samples:
    return (0.4 * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)).astype(np.float32)


def read_all(duplex: FileDuplex) -> list[DuplexBlock]:
    blocks = []
    duplex.start()
    try:
        while (block := duplex.read(0.0)) is not None:
            blocks.append(block)
    except EndOfAudio:
        return blocks
    finally:
        duplex.close()
    raise AssertionError("a file has no time-outs")


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 44100, 48000, 96000])
@pytest.mark.parametrize("channels", [1, 2, 4])
@pytest.mark.parametrize("seconds", [0.001, 0.4973])
def test_any_recording_stays_where_it_was(tmp_path: Path, rate: int, channels: int, seconds: float) -> None:
    path = tmp_path / "mic.wav"
    soundfile.write(path, np.repeat(tone(rate, seconds)[:, None], channels, axis=1), rate, subtype="FLOAT")
    duplex = FileDuplex(path, Playout())
    blocks = read_all(duplex)
    mic = np.concatenate([block.mic.samples for block in blocks])
    assert duplex.info.capture_rate == rate
    assert duplex.total_samples == pytest.approx(seconds * ENGINE_RATE, abs=1.5)
    assert mic.shape[0] == -(-duplex.total_samples // 160) * 160
    assert not mic[duplex.total_samples :].any()
    if seconds > 0.1:
        expected = tone(ENGINE_RATE, seconds)
        np.testing.assert_allclose(mic[400:7000], expected[400:7000], atol=2e-3)


def test_a_reference_of_another_rate_and_length(tmp_path: Path) -> None:
    mic, reference = tmp_path / "mic.wav", tmp_path / "reference.flac"
    soundfile.write(mic, tone(44100, 1.0), 44100)
    soundfile.write(reference, tone(8000, 0.5, 300.0), 8000)
    blocks = read_all(FileDuplex(mic, Playout(), reference=reference))
    far = np.concatenate([block.far_end.samples for block in blocks])
    assert len(blocks) == 100
    np.testing.assert_allclose(far[400:7500], tone(ENGINE_RATE, 1.0, 300.0)[400:7500], atol=2e-3)
    assert not far[8100:].any()


def test_what_is_played_is_kept_and_is_the_far_end(tmp_path: Path) -> None:
    mic, played = tmp_path / "mic.wav", tmp_path / "played.wav"
    soundfile.write(mic, tone(16000, 1.0), 16000)
    playout = Playout()
    playout.push("r", "i", tone(VOICE_RATE, 0.5, 300.0))
    playout.finish("r")
    blocks = read_all(FileDuplex(mic, playout, played=played, tail_s=0.5))
    far = np.concatenate([block.far_end.samples for block in blocks])
    kept, rate = read_audio(played)
    assert rate == ENGINE_RATE
    assert len(blocks) == 150
    np.testing.assert_allclose(kept[:, 0], far, atol=1 / 30000)
    np.testing.assert_allclose(far[200:7800], tone(ENGINE_RATE, 0.5, 300.0)[200:7800], atol=2e-3)


def test_one_channel_may_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "mic.wav"
    soundfile.write(path, np.stack([tone(16000, 0.2), np.zeros(3200, np.float32)], axis=1), 16000)
    loud = read_all(FileDuplex(path, Playout(), channel=0))
    dead = read_all(FileDuplex(path, Playout(), channel=1))
    assert any(block.mic.samples.any() for block in loud)
    assert not any(block.mic.samples.any() for block in dead)
    with pytest.raises(InputError, match="has no channel 2"):
        FileDuplex(path, Playout(), channel=2)


def test_the_same_file_gives_the_same_blocks(tmp_path: Path) -> None:
    path = tmp_path / "mic.wav"
    soundfile.write(path, tone(44100, 0.5), 44100)
    one, other = read_all(FileDuplex(path, Playout())), read_all(FileDuplex(path, Playout()))
    for first, second in zip(one, other, strict=True):
        np.testing.assert_array_equal(first.mic.samples, second.mic.samples)
        assert first.mic.time_ns == second.mic.time_ns


def test_the_recordings_at_hand(data: Path) -> None:
    """Every kind of file in the collection begins to play."""
    seen: set[tuple[str, str]] = set()
    for path in sorted(data.rglob("*")):
        kind = (path.suffix.lower(), path.parent.name)
        if path.suffix.lower() not in (".wav", ".flac", ".ogg", ".mp3") or kind in seen:
            continue
        seen.add(kind)
        duplex = FileDuplex(path, Playout())
        block = duplex.read(0.0)
        assert block is not None
        assert np.isfinite(block.mic.samples).all()
        duplex.close()
    assert seen
