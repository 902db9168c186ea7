"""Figures from signals."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from device.bench.echo.scenes import PLAYBACK_END_S, SPEECH_AT_S, SPEECH_END_S, Take
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.levels import rms_dbfs

ALONE_S: Final = (5.0, 8.5)
"""Echo alone, the canceller has settled."""
ALONE_LATER_S: Final = (16.5, 19.5)
"""Echo alone again; in scene D after the path has changed."""
_MARGIN_S: Final = 0.4
_AUDIBLE_DBFS: Final = -50.0


def cut(samples: Samples, begin: float, end: float) -> Samples:
    """From one second to another."""
    return samples[int(begin * ENGINE_RATE) : int(end * ENGINE_RATE)]


def erle_db(take: Take, output: Samples, span: tuple[float, float] = ALONE_S) -> float:
    """Microphone over output in dB while the echo is alone; noise counts on both sides."""
    before, after = (float(np.mean(cut(x, *span).astype(np.float64) ** 2)) for x in (take.microphone, output))
    return 10 * float(np.log10((before + 1e-12) / (after + 1e-12)))


def false_speech(speaking: NDArray[np.bool_]) -> float:
    """Share of the far-end-only time, from the first second on, in which the voice detector hears somebody."""
    alone = np.zeros(len(speaking), bool)
    alone[100 : int((SPEECH_AT_S - 0.2) * 100)] = True
    alone[int((SPEECH_END_S + _MARGIN_S) * 100) : int((PLAYBACK_END_S + 0.2) * 100)] = True
    return float(speaking[alone].mean())


def heard_speech(take: Take, speaking: NDArray[np.bool_]) -> float:
    """Share of the driver's speech over the playback that the voice detector hears."""
    frames = take.near[: len(speaking) * 160].reshape(-1, 160)
    level = np.convolve((frames.astype(np.float64) ** 2).mean(axis=1), np.ones(10) / 10, "same")
    loud = level > 10 ** (-20 / 10) * np.percentile(level[level > 0], 90)
    loud[: int(SPEECH_AT_S * 100)] = False
    loud[int(SPEECH_END_S * 100) :] = False
    return float(speaking[loud].mean())


def reconvergence_s(take: Take, output: Samples, change_s: float) -> float:
    """Seconds of far-end sound from a change of the path until the loss is back within 6 dB of what it was, over 0.4 s; or inf."""
    hop, width = ENGINE_RATE // 50, int(0.4 * ENGINE_RATE)

    def loss(at: int) -> float:
        before, after = (float(np.mean(x[at : at + width].astype(np.float64) ** 2)) for x in (take.microphone, output))
        return 10 * float(np.log10((before + 1e-12) / (after + 1e-12)))

    start = int(change_s * ENGINE_RATE)
    reached = float(np.median([loss(at) for at in range(start - 3 * ENGINE_RATE, start - width, hop)]))
    heard = 0.0
    for at in range(start, len(output) - width, hop):
        if loss(at) >= reached - 6:
            return heard
        heard += hop / ENGINE_RATE * (rms_dbfs(take.far_end[at : at + hop]) > _AUDIBLE_DBFS)
    return float("inf")


def words_wrong(said: str, heard: str) -> tuple[int, int]:
    """Edit distance in words, and how many words were said."""
    wanted, given = (_bare(text).split() for text in (said, heard))
    row = list(range(len(given) + 1))
    for i, word in enumerate(wanted, 1):
        before, row = row, [i]
        for j, other in enumerate(given, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (word != other)))
    return row[-1], len(wanted)


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum() or letter.isspace())
