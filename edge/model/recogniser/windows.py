"""Where the speech in an utterance is, and where a long one is cut: in its pauses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples

MAX_WINDOW_S = 15.0
"""No window is longer: attention over the model's 30 s takes 200 MB, and in several sentences the search leaves one out."""

_STEP = ENGINE_RATE // 50  # 20 ms
_STEP_S = _STEP / ENGINE_RATE
_PAUSE_SEARCH_S = 9.0
"""How far back from its longest a window may end. Where a window holds a long pause and a few words behind it, Whisper stops at the
pause, and the words are lost; so the deepest pause of a wide stretch is the end."""
_MIN_CONTRAST_DB = 10.0
_RELATIVE_THRESHOLD = 0.4


def loudness(audio: Samples) -> NDArray[np.float32]:
    """RMS of every 20 ms in dBFS."""
    whole = audio.size // _STEP * _STEP
    power = np.square(audio[:whole].reshape(-1, _STEP)).mean(axis=1)
    return np.asarray(10 * np.log10(power + 1e-12), np.float32)


def active(levels: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which of the levels in dBFS stand out of the quiet among them; all of them where there is no such difference."""
    floor, top = np.percentile(levels, [10, 97]) if levels.size else (0.0, 0.0)
    if top - floor < _MIN_CONTRAST_DB:
        return np.ones(levels.size, np.bool_)
    return np.asarray(levels > floor + _RELATIVE_THRESHOLD * (top - floor))


class SpeechMap:
    """Which parts of an audio stand out of its own quiet."""

    def __init__(self, audio: Samples) -> None:
        """audio: mono at ENGINE_RATE."""
        self._active = active(loudness(audio))

    def remaining(self, seconds: float) -> float:
        """Seconds of speech after a moment."""
        return float(self._active[max(0, round(seconds / _STEP_S)) :].sum()) * _STEP_S


def split(audio: Samples) -> list[Samples]:
    """Windows of at most MAX_WINDOW_S whose concatenation is the audio; cut where 0.3 s is quietest."""
    parts: list[Samples] = []
    longest = round(MAX_WINDOW_S * ENGINE_RATE)
    while audio.size > longest:
        searched = round(_PAUSE_SEARCH_S * ENGINE_RATE)
        levels = loudness(audio[longest - searched : longest])
        smooth = np.convolve(levels, np.full(15, 1 / 15), mode="same")
        cut = longest - searched + int(smooth.argmin()) * _STEP
        parts.append(audio[:cut])
        audio = audio[cut:]
    return [*parts, audio]
