"""Where the car cancels the echo itself: how much of it comes through all the same."""

from __future__ import annotations

from typing import Final

import numpy as np

from edge.audio.frame import Samples

_SMOOTHING: Final = 0.99
# Echo below this level is too faint to be taken for somebody.
_INAUDIBLE_ENERGY: Final = 160 * 10 ** (-58 / 10)
_UNTRUSTED_SHARE: Final = 0.3
_WARM_FRAMES: Final = 100
_TINY: Final = 1e-12


class LeakGauge:
    """Compares what a linear filter finds of the far end in the microphone with the microphone itself, over a second or so."""

    def __init__(self) -> None:
        self._found = 0.0
        self._heard = _TINY
        self._frames = 0

    @property
    def share(self) -> float:
        """Share of the microphone's energy that is echo, 0 to 1; 0 where all of it is inaudible."""
        audible = self._found > _INAUDIBLE_ENERGY
        return min(1.0, self._found / self._heard) if audible else 0.0

    @property
    def trust(self) -> float:
        """0 to 1: grows with the first second of playback, and falls with the share of echo that is left."""
        warm = min(1.0, self._frames / _WARM_FRAMES)
        return round(warm * max(0.0, 1 - self.share / _UNTRUSTED_SHARE), 3)

    def process(self, microphone: Samples, echo: Samples) -> None:
        """One frame while the far end plays. echo: what the linear filter found. Shape (160,) each."""
        self._frames += 1
        self._found += (1 - _SMOOTHING) * (float(np.dot(echo, echo)) - self._found)
        self._heard += (1 - _SMOOTHING) * (float(np.dot(microphone, microphone)) - self._heard)
