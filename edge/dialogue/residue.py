"""How loud it is in the cleaned signal while an answer plays: what the echo canceller leaves, and what stands out of it."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from edge.audio.frame import Samples

_LEARN: Final = 30
"""Frames until the level is known well enough to say that something stands out of it."""
_FOLLOW: Final = 0.05
"""Share of the difference by which the level follows a frame: half of it in 140 ms."""
_FOLLOW_LOUD: Final = 0.01
"""The same for frames far above it, which may be somebody speaking."""
_LOUD_DB: Final = 10.0


class Residue:
    """The level of what is left, in dB over full scale, followed frame by frame."""

    def __init__(self) -> None:
        self._level_db: float | None = None
        self._frames = 0

    def rise_db(self, samples: Samples) -> float:
        """By how much a frame of shape (160,) stands above the level; 0 while the level is not known yet. Learns from the frame."""
        frame_db = 10.0 * math.log10(float(np.dot(samples, samples)) / max(1, len(samples)) + 1e-10)
        if self._level_db is None:
            self._level_db = frame_db
        rise_db = frame_db - self._level_db
        self._level_db += (_FOLLOW if rise_db < _LOUD_DB else _FOLLOW_LOUD) * rise_db
        self._frames += 1
        return rise_db if self._frames > _LEARN else 0.0
