"""Audio files in and out: every rate, channel count and format of libsndfile, and one clear line for anything else."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import soundfile
from numpy.typing import NDArray

from edge.audio.frame import Samples
from edge.errors import InputError

_SNIFFED = 4096
_STREAMED = (0, 0xFFFFFFFF, 0x7FFFFFFF)
"""Data sizes that writers which cannot seek leave in a WAV header."""


class AudioFile:
    """An audio file read piece by piece.

    rate: Hz. channels: how many. frames: samples per channel. All reads give float32, full scale ±1.
    """

    def __init__(self, path: Path) -> None:
        """Raises InputError, naming the file, when it is missing, empty, text, truncated, headerless or of an unknown format."""
        self.path = path
        _refuse_what_is_no_audio(path)
        try:
            self._file = soundfile.SoundFile(path)
        except (soundfile.LibsndfileError, OSError) as error:
            raise InputError(path, "not an audio file of a known format (WAV, FLAC, OGG, MP3, AIFF, ...)") from error
        self.rate = int(self._file.samplerate)
        self.channels = int(self._file.channels)
        self.frames = int(self._file.frames)
        self._done = 0
        if self.frames == 0:
            self._file.close()
            raise InputError(path, "holds no samples")

    def read(self, count: int) -> NDArray[np.float32]:
        """The next `count` samples of every channel, shape (m, channels); m is less than count only at the end, 0 after it.

        Raises InputError when the file turns out to be damaged or truncated.
        """
        wanted = min(count, self.frames - self._done)
        if wanted <= 0:
            return np.zeros((0, self.channels), np.float32)
        try:
            block = self._file.read(wanted, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError as error:
            raise InputError(self.path, f"damaged {self._done / self.rate:.2f} s into the audio") from error
        if block.shape[0] < wanted:
            have = (self._done + block.shape[0]) / self.rate
            raise InputError(
                self.path, f"truncated: {have:.2f} s of audio where its header promises {self.frames / self.rate:.2f} s"
            )
        if not np.isfinite(block).all():
            raise InputError(self.path, f"holds values that are not numbers, {self._done / self.rate:.2f} s into the audio")
        self._done += wanted
        return np.asarray(block, np.float32)

    def close(self) -> None:
        """Close the file; harmless when closed already."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def read_audio(path: Path, channel: int | None = None) -> tuple[NDArray[np.float32], int]:
    """A whole file: shape (n, channels), float32, full scale ±1, and its rate in Hz.

    channel: only this one, counted from 0; the shape is then (n, 1).
    Raises InputError, naming the file, when it cannot be used.
    """
    with AudioFile(path) as file:
        if channel is not None and not 0 <= channel < file.channels:
            raise InputError(path, f"has no channel {channel}: it has {file.channels}, counted from 0")
        block = file.read(file.frames)
        return (block if channel is None else block[:, channel : channel + 1]), file.rate


def mono(block: NDArray[np.float32], channel: int | None = None) -> Samples:
    """Shape (n, channels) to (n,): one channel, or the mean of all."""
    if channel is not None:
        return np.ascontiguousarray(block[:, channel])
    return block[:, 0].copy() if block.shape[1] == 1 else np.mean(block, axis=1, dtype=np.float32)


def write_wav(path: Path, samples: NDArray[np.float32], rate: int) -> None:
    """Write 16-bit PCM: shape (n,) or (n, channels), clipped at full scale. Raises InputError when it cannot be written."""
    with WavWriter(path, rate, 1 if samples.ndim == 1 else samples.shape[1]) as file:
        file.write(samples)


class WavWriter:
    """A 16-bit PCM WAV file written piece by piece."""

    def __init__(self, path: Path, rate: int, channels: int = 1) -> None:
        """Raises InputError, naming the file, when it cannot be opened for writing."""
        try:
            self._file = soundfile.SoundFile(path, "w", samplerate=rate, channels=channels, subtype="PCM_16", format="WAV")
        except (soundfile.LibsndfileError, OSError) as error:
            raise InputError(path, "cannot be written") from error

    def write(self, samples: NDArray[np.float32]) -> None:
        """Append shape (n,) or (n, channels), full scale ±1."""
        # libsndfile rounds to nearest with a scale of 32767; this way a 16-bit sample that was read comes back as it was.
        self._file.write(np.clip(np.rint(samples * 32768.0), -32768, 32767).astype(np.int16))

    def close(self) -> None:
        """Finish the header and close; harmless when closed already."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _refuse_what_is_no_audio(path: Path) -> None:
    """Say what libsndfile would not say clearly, or would let pass."""
    try:
        with path.open("rb") as file:
            head = file.read(_SNIFFED)
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise InputError(path, "no such file") from error
    except IsADirectoryError as error:
        raise InputError(path, "is a directory, not an audio file") from error
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error
    if size == 0:
        raise InputError(path, "is empty")
    if head[:4] in (b"RIFF", b"RIFX"):
        _refuse_truncated_wav(path, size)
    elif path.suffix.lower() in (".raw", ".pcm"):
        raise InputError(path, "headerless samples tell neither rate nor format: convert to WAV first")
    elif _is_text(head):
        raise InputError(path, "is a text file, not audio")
    elif size < 12:
        raise InputError(path, "truncated: too short for the header of any audio file")


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3 or len(head) < _SNIFFED:
            return False
        text = head[: error.start].decode("utf-8")
    return all(character.isprintable() or character in "\r\n\t\f\ufeff" for character in text)


def _refuse_truncated_wav(path: Path, size: int) -> None:
    """Walk the chunks up to the samples (Multimedia Programming Interface and Data Specifications 1.0, 1991)."""
    with path.open("rb") as file:
        order = "big" if file.read(4) == b"RIFX" else "little"
        position, described = 12, False
        while True:
            file.seek(position)
            header = file.read(8)
            if len(header) < 8:
                missing = "samples" if described else "format"
                raise InputError(path, f"truncated: a WAV file that ends before its {missing}")
            length = int.from_bytes(header[4:], "big" if order == "big" else "little")
            have = size - position - 8
            if header[:4] == b"data":
                if length > have and length not in _STREAMED:
                    raise InputError(path, f"truncated: its header promises {length} bytes of samples, it holds {have}")
                return
            if length > have:
                raise InputError(path, "truncated: a WAV file cut off inside its header")
            described = described or header[:4] == b"fmt "
            position += 8 + length + length % 2
