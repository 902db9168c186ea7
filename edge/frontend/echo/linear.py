"""The linear stage: aligns the far end, follows its clock, and takes out of the microphone what a linear path can explain.

A stereo far end comes as mid and side, the mean and half the difference of left and right: the side of a voice in the middle is
silent and costs nothing, and the two have less in common than left and right, which is what an adaptive filter of two references
suffers from (M. Sondhi, D. Morgan and J. Hall, "Stereophonic acoustic echo cancellation", IEEE Signal Processing Letters 2, 1995).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.audio.frame import Samples
from edge.frontend.echo.delay import MAX_DELAY, DelayEstimator
from edge.frontend.echo.drift import DriftTracker
from edge.frontend.echo.gauge import EchoGauge
from edge.frontend.echo.history import FarEndHistory
from edge.frontend.echo.kalman import HOP, KalmanEchoFilter
from edge.frontend.echo.spectrum import Real
from edge.frontend.echo.unexplained import UnexplainedEcho

_PLAYING_RMS: Final = 10 ** (-62 / 20)
# Delay, length of the filter and a little more: so long after the far end falls silent may its echo go on.
_HOLD_FRAMES: Final = 75
# The reference is read 10 ms before the correlation's peak: the first arrival may come before the strongest one.
_MARGIN: Final = 160
_REALIGN: Final = 48
_SILENCE: Final = np.zeros(HOP, np.float32)


@dataclass(frozen=True, slots=True)
class Separated:
    """One frame after the linear stage.

    residual: shape (160,), what is left: the microphone where the filter does more harm than good.
    echo: shape (160,), the estimated echo.
    reference_power: shape (161,), power of the orthonormal spectrum of the last 20 ms of the aligned reference.
    """

    residual: Samples
    echo: Samples
    reference_power: Real


class LinearStage:
    """Frames of 160 samples at 16 kHz in; what is left and what was taken out, without latency."""

    def __init__(self) -> None:
        self.far_end = FarEndHistory()
        self.delay = DelayEstimator()
        self.drift = DriftTracker()
        self.gauge = EchoGauge()
        self.moves = 0
        """How often the echo path was found changed."""
        self._filter = KalmanEchoFilter()
        self._unexplained = UnexplainedEcho()
        self._side: FarEndHistory | None = None
        self._lag = 0.0
        self._hold = 0

    @property
    def far_end_active(self) -> bool:
        """Whether echo is to be expected now."""
        return self._hold > 0

    def expect(self, delay: float) -> None:
        """The echo is expected `delay` samples at 16 kHz behind its reference, before anything was heard."""
        self.delay.expect(delay)
        self._align()

    def process(self, microphone: Samples, far_end: Samples | None, side: Samples | None = None) -> Separated | None:
        """One frame of each, shape (160,); no far end is a silent one. side: of a stereo far end, whose mid is far_end.

        Returns None while no echo is to be expected.
        """
        far = _SILENCE if far_end is None else far_end
        self.far_end.push(far)
        energy = float(np.dot(far, far))
        if side is not None or self._side is not None:
            energy += self._push_side(_SILENCE if side is None else side)
        if energy > HOP * _PLAYING_RMS**2:
            self._hold = _HOLD_FRAMES
        elif self._hold:
            self._hold -= 1
            if not self._hold:
                self._filter.forget_reference()
        if self.delay.process(microphone, self.far_end, self.far_end_active):
            self._align()
        if not self._hold:
            return None
        reference = self.far_end.read(self._lag, HOP)
        if self._side is not None:
            reference = np.stack([reference, self._side.read(self._lag, HOP)])
        residual, echo = self._filter.process(reference, microphone)
        if self.gauge.process(microphone, residual, echo):
            self.moves += 1
            self._filter.doubt()
            self.delay.hurry()
        doubt = self._unexplained.process(residual, self.far_end, self._lag)
        if doubt and self.gauge.learnt:
            self._filter.doubt(doubt)
        growth = self.drift.process(residual, echo, self.gauge.learnt)
        self._lag = min(max(0.0, self._lag + growth), float(MAX_DELAY))
        kept = microphone if self.gauge.worse_than_nothing else residual
        return Separated(kept, echo, self._filter.reference_power)

    def _push_side(self, side: Samples) -> float:
        """Take the side from the first time on that it is heard, and say how much energy it has."""
        energy = float(np.dot(side, side))
        if self._side is None and energy > HOP * _PLAYING_RMS**2:
            self._side = FarEndHistory()
            self._filter = self._filter.widened()
        if self._side is not None:
            self._side.push(side)
        return energy

    def _align(self) -> None:
        """Read the reference a little before its echo begins, and move the filter's path along."""
        estimate = self.delay.estimate
        if estimate is None:
            return
        wanted = max(0.0, estimate.samples - _MARGIN)
        if abs(wanted - self._lag) > _REALIGN:
            step = round(wanted - self._lag)
            if abs(step) < self._filter.partitions * HOP // 2:
                self._filter.shift(step)
            else:
                self._filter.restart()
            self._lag += step
