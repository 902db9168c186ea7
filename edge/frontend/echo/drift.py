"""Clock drift between loudspeaker and microphone, tracked by a phase-locked loop.

When the microphone's clock runs away from the loudspeaker's, the echo that the filter expects is always a little early or
late. The projection of the residual on the slope of the estimated echo measures by how much; the loop turns the rate at which
the reference is read until nothing is left of it. The talker and noise have nothing in common with that slope.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from edge.audio.frame import Samples

MAX_PPM: Final = 400.0
"""Largest drift that is followed; sound cards differ by less than 100."""

_SMOOTHING: Final = 0.9
_INTEGRATION_PPM: Final = 0.6
_MAX_OFFSET: Final = 1.0


class DriftTracker:
    """drift_ppm: by how much the loudspeaker's clock is faster than the microphone's; then the echo comes ever earlier."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget the drift: another device."""
        self.drift_ppm = 0.0
        self._cross = 0.0
        self._power = 1e-9

    def process(self, residual: Samples, echo: Samples, trusted: bool) -> float:
        """One frame. residual, echo: shape (160,), of the linear filter. trusted: whether the filter has converged.

        Returns by how many samples the delay at which the reference is read grows in this frame.
        """
        rise = echo[2:] - echo[:-2]
        self._cross = _SMOOTHING * self._cross + (1 - _SMOOTHING) * 0.5 * float(np.dot(residual[1:-1], rise))
        self._power = _SMOOTHING * self._power + (1 - _SMOOTHING) * 0.25 * float(np.dot(rise, rise)) + 1e-12
        if trusted:
            # residual = y - echo, and y(t) = echo(t - offset) leaves -offset times the slope.
            offset = min(max(-self._cross / self._power, -_MAX_OFFSET), _MAX_OFFSET)
            self.drift_ppm = min(max(self.drift_ppm - _INTEGRATION_PPM * offset, -MAX_PPM), MAX_PPM)
        return -self.drift_ppm * 1e-6 * len(residual)
