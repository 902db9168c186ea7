"""Audio files of every kind, and what is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge.audio.wav import AudioFile, WavWriter, mono, read_audio, write_wav
from edge.errors import InputError


def noise(count: int, channels: int = 1) -> np.ndarray:
    return (np.random.default_rng(0).standard_normal((count, channels)) * 0.1).astype(np.float32)


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 44100, 96000, 192000])
@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize(
    ("kind", "subtype"),
    [("WAV", "PCM_16"), ("WAV", "PCM_24"), ("WAV", "FLOAT"), ("WAV", "ULAW"), ("FLAC", "PCM_16"), ("AIFF", "PCM_16")],
)
def test_every_rate_channel_count_and_format(tmp_path: Path, rate: int, channels: int, kind: str, subtype: str) -> None:
    path = tmp_path / f"a.{kind.lower()}"
    signal = noise(777, channels)
    soundfile.write(path, signal, rate, subtype=subtype, format=kind)
    block, read_rate = read_audio(path)
    assert read_rate == rate
    assert block.shape == (777, channels)
    assert block.dtype == np.float32
    np.testing.assert_allclose(block, signal, atol=0.02)
    one, _ = read_audio(path, channel=channels - 1)
    np.testing.assert_array_equal(one[:, 0], block[:, -1])


@pytest.mark.parametrize("count", [1, 2, 159, 160])
def test_short_ones(tmp_path: Path, count: int) -> None:
    path = tmp_path / "short.wav"
    write_wav(path, noise(count), 16000)
    assert read_audio(path)[0].shape == (count, 1)


def test_samples_come_back_as_they_were(tmp_path: Path) -> None:
    first, second = tmp_path / "1.wav", tmp_path / "2.wav"
    signal = np.concatenate([noise(1000)[:, 0], np.array([1.0, -1.0, 2.0, -2.0], np.float32)])
    write_wav(first, signal, 16000)
    block, _ = read_audio(first)
    write_wav(second, block, 16000)
    assert first.read_bytes() == second.read_bytes()


def test_a_file_written_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "pieces.wav"
    signal = noise(500, 2)
    with WavWriter(path, 48000, 2) as file:
        file.write(signal[:123])
        file.write(signal[123:])
    with AudioFile(path) as back:
        parts = []
        while (part := back.read(77)).shape[0]:
            parts.append(part)
    np.testing.assert_allclose(np.concatenate(parts), signal, atol=1 / 30000)


def test_mono_is_one_channel_or_the_mean() -> None:
    block = np.array([[0.0, 1.0], [0.5, -0.5]], np.float32)
    assert mono(block).tolist() == [0.5, 0.0]
    assert mono(block, 1).tolist() == [1.0, -0.5]


def wav_bytes(tmp_path: Path) -> bytes:
    path = tmp_path / "whole.wav"
    write_wav(path, noise(1000), 16000)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.wav", None, "no such file"),
        ("empty.wav", b"", "is empty"),
        ("notes.wav", b"this is not audio\n" * 400, "is a text file"),
        ("chinese.txt", "你好小舱\n".encode() * 900, "is a text file"),
        ("tiny.wav", b"RIFF", "truncated"),
        ("samples.raw", bytes(range(256)) * 20, "headerless"),
        ("noise.wav", bytes(range(128, 256)) * 100, "not an audio file"),
        ("image.wav", b"\x89PNG\r\n\x1a\n" + bytes(500), "not an audio file"),
    ],
)
def test_one_clear_line_for_what_is_no_audio(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_audio(path)
    line = str(caught.value)
    assert name in line
    assert words in line
    assert "\n" not in line


def test_a_directory_and_a_channel_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a directory"):
        read_audio(tmp_path)
    wav_bytes(tmp_path)
    with pytest.raises(InputError, match="has no channel 3"):
        read_audio(tmp_path / "whole.wav", channel=3)


def test_a_wav_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = wav_bytes(tmp_path)
    path = tmp_path / "cut.wav"
    for size in [*range(4, 60), 500, len(whole) - 1]:
        path.write_bytes(whole[:size])
        with pytest.raises(InputError, match="truncated"):
            read_audio(path)


def test_a_cut_flac_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, noise(30000), 16000)
    path.write_bytes(path.read_bytes()[:20000])
    with pytest.raises(InputError, match=r"truncated|damaged"):
        read_audio(path)


def test_a_header_without_samples_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.wav"
    write_wav(path, np.zeros(0, np.float32), 16000)
    with pytest.raises(InputError, match="holds no samples"):
        read_audio(path)


def test_a_header_written_before_its_length_was_known(tmp_path: Path) -> None:
    """What a recorder leaves that writes to a pipe."""
    whole = bytearray(wav_bytes(tmp_path))
    place = whole.index(b"data") + 4
    whole[place : place + 4] = b"\xff\xff\xff\xff"
    path = tmp_path / "streamed.wav"
    path.write_bytes(whole)
    assert read_audio(path)[0].shape == (1000, 1)


def test_values_that_are_not_numbers(tmp_path: Path) -> None:
    path = tmp_path / "nan.wav"
    signal = noise(100)
    signal[50] = np.nan
    soundfile.write(path, signal, 16000, subtype="FLOAT")
    with pytest.raises(InputError, match="not numbers"):
        read_audio(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), head=st.sampled_from([b"", b"RIFF", b"RIFF\x24\0\0\0WAVEfmt ", b"fLaC", b"OggS", b"FORM"]))
def test_no_bytes_do_worse_than_an_input_error(tmp_path: Path, content: bytes, head: bytes) -> None:
    path = tmp_path / "any.wav"
    path.write_bytes(head + content)
    try:
        block, rate = read_audio(path)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert block.shape[0] > 0
        assert rate > 0


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_wav(tmp_path / "no" / "such" / "folder.wav", noise(10), 16000)
