"""The canceller's gauge: echo return loss enhancement, double talk, moves of the echo path, and trust."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from edge.audio.frame import Samples

_FRAME: Final = 160
_SMOOTHING: Final = 0.9
_FLOOR_RISE: Final = 1.005
_AUDIBLE: Final = 0.1
# The enhancement is followed as the level that one frame in three exceeds: frames with a talker in them fall below it and
# hardly move it, a path that has moved brings every frame down.
_QUANTILE: Final = 0.67
_STEP_DB: Final = 0.3
_FIRST_STEP_DB: Final = 1.0
_TALKED_OVER: Final = 8.0
_LEARNT_FRAMES: Final = 40
_MOVED_SHARE: Final = -0.5
_MOVED_FRAMES: Final = 8
_TRUSTED_FROM_DB: Final = 3.0
_TRUSTED_FULLY_DB: Final = 12.0
_CONVERGED: Final = 0.8
_SHARE_STEP: Final = 1e-3
_TINY: Final = 1e-9


class EchoGauge:
    """Watches the linear stage: microphone in, residual and estimated echo out.

    erle_db: how far the echo is brought down, the background noise taken off both sides.
    double_talk: whether somebody talks over the echo now.
    double_talk_share: share of the last ten seconds of echo in which somebody did.
    convergence_s: seconds of echo that it took, after the start or the last move, until trust was first 0.8; None before.
    trust: 0 (nothing known) to 1 (the echo is under control).
    """

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Back to the state before the first frame."""
        self.erle_db = 0.0
        self.double_talk = False
        self.double_talk_share = 0.0
        self.convergence_s: float | None = None
        self._microphone = self._residual = self._echo = _TINY
        self._projection = 0.0
        self._background = math.inf
        self._echo_frames = 0
        self._moved_frames = 0

    @property
    def learnt(self) -> bool:
        """Whether the filter has heard enough echo to be judged."""
        return self._echo_frames >= _LEARNT_FRAMES

    @property
    def echo_s(self) -> float:
        """Seconds of audible echo since the start or the last move of the path."""
        return self._echo_frames / 100

    @property
    def background_rms(self) -> float:
        """Level of the steady noise, RMS, full scale 1; infinite before anything was heard."""
        return math.sqrt(self._background / _FRAME)

    @property
    def worse_than_nothing(self) -> bool:
        """Whether the filter adds more than it takes away."""
        return self._residual > self._microphone

    @property
    def trust(self) -> float:
        """0 to 1: grows with the first 0.4 s of echo and with what is taken off it."""
        share = (self.erle_db - _TRUSTED_FROM_DB) / (_TRUSTED_FULLY_DB - _TRUSTED_FROM_DB)
        return round(min(1.0, self._echo_frames / _LEARNT_FRAMES) * min(1.0, max(0.0, share)), 3)

    def process(self, microphone: Samples, residual: Samples, echo: Samples) -> bool:
        """One frame of each, shape (160,). Returns whether the echo path was found to have moved."""
        energy = float(np.dot(microphone, microphone))
        left = float(np.dot(residual, residual))
        taken = float(np.dot(echo, echo))
        self._microphone += (1 - _SMOOTHING) * (energy - self._microphone)
        self._residual += (1 - _SMOOTHING) * (left - self._residual)
        self._echo += (1 - _SMOOTHING) * (taken - self._echo)
        self._projection += (1 - _SMOOTHING) * (float(np.dot(residual, echo)) - self._projection)
        # The least residual of late is the background: it creeps up by half and falls at once.
        self._background = min(self._background * _FLOOR_RISE, self._residual)
        audible = self._echo > _AUDIBLE * self._microphone
        if audible and taken > self._background:
            self._echo_frames += 1
            self._follow(energy, left)
            self.double_talk_share += _SHARE_STEP * (self.double_talk - self.double_talk_share)
            if self.convergence_s is None and self.trust >= _CONVERGED:
                self.convergence_s = self._echo_frames / 100
        expected = self._echo * 10 ** (-self.erle_db / 10) + self._background
        self.double_talk = self.learnt and self._residual > _TALKED_OVER * expected
        return self._moved(audible)

    def _follow(self, energy: float, left: float) -> None:
        # The background is known roughly: it excuses at most three quarters of what is left.
        before = max(_TINY, energy - self._background)
        after = max(_TINY, left - self._background, 0.25 * left)
        frame_db = 10 * math.log10(before / after)
        step = _STEP_DB if self.learnt else _FIRST_STEP_DB
        self.erle_db += step * (_QUANTILE if frame_db > self.erle_db else _QUANTILE - 1)

    def _moved(self, audible: bool) -> bool:
        """When the path moves, the filter goes on subtracting an echo that is no longer there: the residual holds its
        negative. A talker has nothing in common with the estimated echo.
        """
        if not (self.learnt and audible and self._projection < _MOVED_SHARE * self._echo):
            self._moved_frames = 0
            return False
        self._moved_frames += 1
        if self._moved_frames < _MOVED_FRAMES:
            return False
        # Nothing that was known about the old path holds for the new one.
        self._moved_frames = 0
        self._echo_frames = 0
        self.erle_db = 0.0
        self.convergence_s = None
        return True
