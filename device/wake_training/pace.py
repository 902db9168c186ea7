"""The pace of speech, changed without its pitch: one rendering stands for a slow and a hurried speaker."""

from __future__ import annotations

from typing import Final

import numpy as np

from edge.audio.frame import ENGINE_RATE, Samples

_PIECE: Final = ENGINE_RATE // 40
"""Samples of a piece, 25 ms: two periods of a low voice."""

_STEP: Final = _PIECE // 2
_SEARCH: Final = _PIECE // 2


def paced(speech: Samples, factor: float) -> Samples:
    """The speech said `factor` times as fast at the same pitch, shape (about n / factor,).

    Waveform-similarity overlap-add (Verhelst and Roelands, 1993): pieces are laid over each other half by half, each taken from
    near where the pace puts it, at the place that goes on best from the piece before.
    """
    if len(speech) < 4 * _PIECE:
        return speech
    fade = np.hanning(_PIECE + 2)[1:-1].astype(np.float32)
    padded = np.concatenate([speech, np.zeros(_PIECE + _STEP + 2 * _SEARCH, np.float32)])
    count = int(len(speech) / factor / _STEP)
    out = np.zeros((count + 1) * _STEP, np.float32)
    at = 0
    for number in range(count):
        if number:
            middle = min(round(number * _STEP * factor), len(speech))
            first = max(0, middle - _SEARCH)
            wanted = padded[at + _STEP : at + _STEP + _PIECE]
            likeness = np.correlate(padded[first : first + 2 * _SEARCH + _PIECE], wanted, "valid")
            at = first + int(np.argmax(likeness))
        out[number * _STEP : number * _STEP + _PIECE] += fade * padded[at : at + _PIECE]
    return out
