"""A duplex over recordings: the microphone from a file, and what is played kept in another."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from device.audio.duplex import DuplexBlock, DuplexInfo, EndOfAudio, PlaybackSource
from device.audio.feed import PlaybackFeed
from device.audio.pace import BLOCK, Pace
from edge.audio.frame import ENGINE_RATE, Frame, Samples
from edge.audio.resample import Resampler, output_count
from edge.audio.wav import AudioFile, WavWriter, mono
from edge.errors import InputError


class FileStream:
    """A file of any rate and channel count as blocks of mono audio at ENGINE_RATE, time-aligned with the file."""

    def __init__(self, path: Path, channel: int | None = None) -> None:
        """channel: counted from 0; None is the mean of all. Raises InputError, naming the file, when it cannot be used."""
        self._file = AudioFile(path)
        if channel is not None and not 0 <= channel < self._file.channels:
            self._file.close()
            raise InputError(path, f"has no channel {channel}: it has {self._file.channels}, counted from 0")
        self._channel = channel
        self._resampler = Resampler(self._file.rate, ENGINE_RATE)
        self._ready: Samples = np.zeros(0, np.float32)
        self._step = max(1, self._file.rate // 10)
        self._drained = False
        self.rate = self._file.rate
        self.total = output_count(self._file.frames, self._file.rate, ENGINE_RATE)

    def read(self, count: int) -> Samples:
        """The next samples, shape (m,); m is less than `count` only at the end."""
        while self._ready.shape[0] < count and not self._drained:
            block = self._file.read(self._step)
            self._drained = block.shape[0] < self._step
            fresh = self._resampler.process(mono(block, self._channel), last=self._drained)
            self._ready = np.concatenate([self._ready, fresh])
        samples, self._ready = self._ready[:count], self._ready[count:]
        return samples

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class FileDuplex:
    """The microphone is a file. The far end is what is played, and a reference file where the recording has one.

    The last block is filled up with silence; `total_samples` tells how much of it is the recording. A reference that is
    shorter than the recording goes on as silence, a longer one is cut.
    """

    def __init__(
        self,
        mic: Path,
        source: PlaybackSource,
        reference: Path | None = None,
        played: Path | None = None,
        channel: int | None = None,
        reference_channel: int | None = None,
        paced: bool = False,
        tail_s: float = 0.0,
    ) -> None:
        """played: a 16 kHz WAV file to write what is played to. channel: of the microphone file, None for the mean of all.

        tail_s: silence after the recording, for what comes only when talk has ended.
        Raises InputError, naming the file, when one cannot be used.
        """
        self._mic = FileStream(mic, channel)
        self._reference = FileStream(reference, reference_channel) if reference is not None else None
        self._writer = WavWriter(played, ENGINE_RATE) if played is not None else None
        self._feed = PlaybackFeed(source, ENGINE_RATE)
        self._pace = Pace(paced)
        self._name = mic.name
        self._end = self._mic.total + round(tail_s * ENGINE_RATE)
        self._closed = False

    @property
    def info(self) -> DuplexInfo:
        """What it is; capture_rate is the file's."""
        return DuplexInfo(self._name, "file", self._mic.rate, ENGINE_RATE)

    @property
    def total_samples(self) -> int:
        """Length of the recording in samples at ENGINE_RATE."""
        return self._mic.total

    def start(self) -> None:
        """Begin."""
        self._pace.start()

    def read(self, timeout_s: float) -> DuplexBlock | None:
        """The next block; see `Duplex.read`. Raises InputError when a file turns out to be damaged."""
        if self._pace.stopped or self._pace.index >= self._end:
            raise EndOfAudio
        if not self._pace.wait(timeout_s):
            return None
        played = self._feed.read(BLOCK)
        if self._writer is not None:
            self._writer.write(played)
        far_end = played if self._reference is None else played + _filled(self._reference.read(BLOCK))
        index, time_ns = self._pace.index, self._pace.time_ns
        self._pace.advance()
        return DuplexBlock(
            mic=Frame(_filled(self._mic.read(BLOCK)), ENGINE_RATE, index, time_ns),
            far_end=Frame(far_end, ENGINE_RATE, index, time_ns),
            lost=0,
        )

    def flush(self) -> int:
        """Drop what was pulled and not played, in samples at VOICE_RATE."""
        return self._feed.flush()

    def hurry(self) -> None:
        """Nothing: what is played here is not ahead of what is heard."""

    def close(self) -> None:
        """Close the files."""
        self._pace.stop()
        self._mic.close()
        if self._reference is not None:
            self._reference.close()
        if self._writer is not None:
            self._writer.close()


def _filled(samples: Samples) -> Samples:
    """A whole block, silence added at its end."""
    missing = BLOCK - samples.shape[0]
    return samples if missing == 0 else np.concatenate([samples, np.zeros(missing, np.float32)])
