"""Recognising a turn in its pauses, before anybody has said that it is over.

A turn ends some hundred milliseconds after its last word, and that silence is time to work in. Each pause may be the last one,
so in each the turn so far is recognised; when the turn then ends without another word, its transcript is there already,
and when the driver goes on, the hypothesis is thrown away. Audio that comes faster than it can have been spoken
is a recording, of which nobody waits for the end: nothing is done ahead there.
"""

from __future__ import annotations

import numpy as np

from edge.audio.frame import VOICE_RATE
from edge.model.recogniser.recogniser import Transcript
from edge.model.recogniser.windows import active

_STEP = VOICE_RATE // 50  # 20 ms
_STEP_S = 0.02
_SAMPLE_BYTES = 2

PAUSE_S = 0.1
"""Quiet after speech that may be the end of the turn."""

LONGEST_S = 15.0
"""Turns longer than this are recognised once, at their end."""

_LEAST_SPEECH_S = 0.24
_NEW_SPEECH_S = 0.1
_UNHEARD_S = 0.06
_PACE = 0.7


class AheadOfTurn:
    """Follows the audio of one turn and keeps the last hypothesis. Time is when audio arrived, in nanoseconds."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Another turn begins."""
        self._rest = b""
        self._levels: list[float] = []
        self._begun_ns: int | None = None
        self._asked_at = 0
        self._kept: Transcript | None = None

    def push(self, pcm: bytes, now_ns: int) -> bool:
        """Take audio, s16le at VOICE_RATE; whether the turn should be recognised now."""
        if self._begun_ns is None:
            self._begun_ns = now_ns
        self._extend(pcm)
        seconds = len(self._levels) * _STEP_S
        if seconds > LONGEST_S or (now_ns - self._begun_ns) / 1e9 < _PACE * seconds - PAUSE_S:
            return False
        speaks = active(np.array(self._levels, np.float32))
        quiet = round(PAUSE_S / _STEP_S)
        if speaks.all() or speaks[-quiet:].any() or speaks.sum() * _STEP_S < _LEAST_SPEECH_S:
            return False
        if speaks[self._asked_at :].sum() * _STEP_S < _NEW_SPEECH_S:
            return False
        self._asked_at = len(self._levels)
        return True

    def keep(self, transcript: Transcript) -> None:
        """What was recognised of the turn when `push` last asked for it."""
        self._kept = transcript

    def take(self) -> Transcript | None:
        """The transcript of the whole turn, if nothing was said since it was made; the turn is over."""
        kept = self._kept
        if kept is not None:
            after = active(np.array(self._levels, np.float32))[self._asked_at :]
            if after.sum() * _STEP_S > _UNHEARD_S:
                kept = None
        self.clear()
        return kept

    def _extend(self, pcm: bytes) -> None:
        joined = self._rest + pcm
        whole = len(joined) // (_STEP * _SAMPLE_BYTES) * _STEP * _SAMPLE_BYTES
        self._rest = joined[whole:]
        if whole:
            steps = np.frombuffer(joined[:whole], "<i2").astype(np.float32).reshape(-1, _STEP) / np.float32(32768)
            power = np.square(steps).mean(axis=1)
            self._levels += (10 * np.log10(power + 1e-12)).tolist()
