"""The ears of a session: audio of a turn in, hypotheses in its pauses, and the transcript at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.audio.resample import resample
from edge.language import Language
from edge.model.engine import Engine
from edge.realtime.config import BYTES_PER_SECOND

if TYPE_CHECKING:  # a session in writing needs no ears
    from edge.model.ahead import AheadOfTurn
    from edge.model.recogniser.recogniser import Transcript

_MOST_AHEAD_BYTES = 20 * BYTES_PER_SECOND
"""Longer turns are not recognised ahead, so no more of them is kept."""


class Hearing:
    """Recognises turns. language: what the client says is spoken. previous: the language of the turn before."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pcm = bytearray()
        self._ahead: AheadOfTurn | None = None
        self.language: Language | None = None
        self.previous: Language | None = None

    def append(self, pcm: bytes, now_ns: int) -> Transcript | None:
        """Take audio of the turn, s16le at VOICE_RATE; a new hypothesis where it pauses. Opens the ears when they are closed."""
        self._engine.ensure()
        if self._engine.recogniser is None:
            return None
        if self._ahead is None:
            from edge.model.ahead import AheadOfTurn

            self._ahead = AheadOfTurn()
        self._pcm += pcm
        del self._pcm[_MOST_AHEAD_BYTES:]
        if not self._ahead.push(pcm, now_ns):
            return None
        transcript = self._recognise(bytes(self._pcm))
        if transcript is not None:
            self._ahead.keep(transcript)
        return transcript

    def clear(self) -> None:
        """Forget the turn."""
        self._pcm.clear()
        if self._ahead is not None:
            self._ahead.clear()

    def commit(self, pcm: bytes) -> Transcript | None:
        """The transcript of a finished turn; None without a recogniser."""
        self._engine.ensure()
        known = self._ahead.take() if self._ahead is not None and pcm.startswith(self._pcm) else None
        self.clear()
        return known or self._recognise(pcm)

    def _recognise(self, pcm: bytes) -> Transcript | None:
        recogniser = self._engine.recogniser
        if recogniser is None:
            return None
        return recogniser.transcribe(from_wire(pcm), language=self.language, previous=self.previous)


def from_wire(pcm: bytes) -> Samples:
    """24 kHz s16le as mono samples at ENGINE_RATE."""
    x = np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2").astype(np.float32) / np.float32(32768)
    return at_engine_rate(x)


def at_engine_rate(samples: Samples) -> Samples:
    """Samples at VOICE_RATE brought to ENGINE_RATE."""
    return resample(samples, VOICE_RATE, ENGINE_RATE)


def to_wire(samples: Samples) -> bytes:
    """Mono samples at VOICE_RATE as s16le."""
    return (np.clip(samples, -1.0, 32767 / 32768) * 32768).round().astype("<i2").tobytes()
