"""The audio of one turn: streamed while it is spoken, kept until its answer plays (design rule 9)."""

from __future__ import annotations

import numpy as np

from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.resample import Resampler

CHUNK_MS = 40
"""How much audio goes into one message while the driver speaks."""


def pcm16(samples: Samples) -> bytes:
    """float32 ±1 to signed 16-bit little-endian."""
    return (np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2").tobytes()


def from_pcm16(data: bytes) -> Samples:
    """Signed 16-bit little-endian to float32 ±1; an odd last byte is dropped."""
    return np.frombuffer(data, dtype="<i2", count=len(data) // 2).astype(np.float32) / np.float32(32768.0)


class TurnAudio:
    """Cleaned audio of a turn at the wire's rate, in order, whole and by the piece."""

    def __init__(self) -> None:
        self._resampler = Resampler(ENGINE_RATE, VOICE_RATE)
        self._kept: list[bytes] = []
        self._waiting: list[Samples] = []
        self._waiting_samples = 0
        self._taken = 0
        self.samples = 0
        """Samples of the turn so far, at 16 kHz."""

    @property
    def seconds(self) -> float:
        """Length of the turn so far."""
        return self.samples / ENGINE_RATE

    def add(self, samples: Samples) -> None:
        """Append cleaned audio at 16 kHz."""
        self._waiting.append(samples)
        self._waiting_samples += len(samples)
        self.samples += len(samples)
        if self._waiting_samples * 1000 >= CHUNK_MS * ENGINE_RATE:
            self._convert(last=False)

    def close(self) -> None:
        """No more audio comes: convert what waits, at most 40 ms. Without this they are missing."""
        self._convert(last=True)

    def take(self) -> bytes:
        """What has become ready since the last call, as 24 kHz PCM."""
        pieces = self._kept[self._taken :]
        self._taken = len(self._kept)
        return b"".join(pieces)

    def whole(self) -> bytes:
        """All that is ready, for an endpoint that has none of it yet; `take` goes on behind it."""
        self._taken = len(self._kept)
        return b"".join(self._kept)

    def _convert(self, *, last: bool) -> None:
        block = np.concatenate(self._waiting) if self._waiting else np.zeros(0, np.float32)
        self._waiting.clear()
        self._waiting_samples = 0
        data = pcm16(self._resampler.process(block, last=last))
        if data:
            self._kept.append(data)
