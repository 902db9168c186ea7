"""Bulk delay from the far end to its echo in the microphone, estimated all the time.

Every 200 ms the last 200 ms of the microphone are correlated with the far end around them, whitened and averaged over about a
second (edge/frontend/echo/whitened.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import Samples
from edge.frontend.echo.history import FarEndHistory
from edge.frontend.echo.whitened import STEP, WhitenedCorrelation

MAX_DELAY: Final = 8000
"""Largest delay that is looked for, in samples at 16 kHz: 500 ms."""

MAX_LEAD: Final = 1280
"""How far the echo may come before its reference and still be noticed, in samples at 16 kHz: 80 ms."""

_FIRST_UPDATES: Final = 1600
_UPDATES: Final = 3200
_SEGMENT: Final = 3200
_FFT: Final = 16384
_AVERAGING: Final = np.float32(0.85)
_HURRIED_AVERAGING: Final = np.float32(0.7)
_HURRIED_UPDATES: Final = 12
_MIN_UPDATES: Final = 3
_START_QUALITY: Final = 10.0
_KEEP_QUALITY: Final = 7.0
_SWITCH_RATIO: Final = 1.25
_SWITCH_UPDATES: Final = 3
_SAME_PEAK: Final = 24


@dataclass(frozen=True, slots=True)
class DelayEstimate:
    """samples: delay of the echo behind its reference at 16 kHz, with a fraction; negative when the reference is late.
    quality: height of the peak over the root mean square of the correlation; 7 is certain enough to act on.
    """

    samples: float
    quality: float


class DelayEstimator:
    """Tracks the delay from frames of both signals. Costs about 0.5 ms every 200 ms while the far end plays."""

    def __init__(self) -> None:
        self._microphone = FarEndHistory(0.5)
        self._window = np.sqrt(np.hanning(_SEGMENT + 1)[:_SEGMENT]).astype(np.float32)
        self._pending = 0
        self._whitened = WhitenedCorrelation(_FFT)
        self.restart()

    def restart(self) -> None:
        """Forget everything but the signals."""
        self._whitened.restart()
        self._rival: float | None = None
        self._rival_updates = 0
        self._hurried = 0
        self.estimate: DelayEstimate | None = None

    def expect(self, samples: float) -> None:
        """The delay is known from elsewhere, in samples at 16 kHz; another one is taken when it is heard."""
        self.estimate = DelayEstimate(samples, _KEEP_QUALITY)

    def hurry(self) -> None:
        """The echo path seems to have moved: what was heard before hardly counts, and a new delay is taken sooner."""
        self._whitened.fade(np.float32(0.1))
        self._hurried = _HURRIED_UPDATES

    def process(self, microphone: Samples, far_end: FarEndHistory, playing: bool) -> bool:
        """One frame of the microphone, the far end's history up to the same moment.

        playing: whether the far end was heard in the last half second.
        Returns whether `estimate` was updated.
        """
        self._microphone.push(microphone)
        self._pending += microphone.shape[0]
        steady = self.estimate is not None and not self._hurried
        if not playing or self._pending < (_UPDATES if steady else _FIRST_UPDATES):
            return False
        self._pending = 0
        return self._update(far_end)

    def correlation(self) -> NDArray[np.float32]:
        """The averaged correlation; index k is a delay of 2 * k - MAX_LEAD samples at 16 kHz."""
        return self._whitened.over(MAX_DELAY + MAX_LEAD)

    def _update(self, far_end: FarEndHistory) -> bool:
        # The microphone's segment ends MAX_LEAD ago, so that the far end after it is known too.
        near = self._microphone.latest(_SEGMENT + MAX_LEAD)[:_SEGMENT] * self._window
        far = far_end.latest(MAX_DELAY + _SEGMENT + MAX_LEAD)
        self._whitened.take(near, far, _HURRIED_AVERAGING if self._hurried else _AVERAGING)
        self._hurried = max(0, self._hurried - 1)
        return self._whitened.updates >= _MIN_UPDATES and self._judge()

    def _judge(self) -> bool:
        correlation = np.abs(self.correlation())
        scale = float(np.sqrt(np.mean(correlation**2))) + 1e-20
        peak = int(np.argmax(correlation))
        best = DelayEstimate(_refine(correlation, peak) * STEP - MAX_LEAD, float(correlation[peak]) / scale)
        held = self.estimate
        if held is None:
            if best.quality < _START_QUALITY:
                return False
            self.estimate = best
            return True
        near_held = round((held.samples + MAX_LEAD) / STEP)
        low = max(0, near_held - _SAME_PEAK)
        around = correlation[low : near_held + _SAME_PEAK + 1]
        local = low + int(np.argmax(around))
        local_quality = float(correlation[local]) / scale
        if self._should_switch(best, local_quality, held):
            self.estimate = best
        elif local_quality >= _KEEP_QUALITY:
            self.estimate = DelayEstimate(_refine(correlation, local) * STEP - MAX_LEAD, local_quality)
        else:
            self.estimate = DelayEstimate(held.samples, local_quality)
        return True

    def _should_switch(self, best: DelayEstimate, local_quality: float, held: DelayEstimate) -> bool:
        """A new place must be clearly higher than the old one, several updates in a row, and stay where it is."""
        distance = abs(best.samples - held.samples)
        if distance <= _SAME_PEAK * STEP or best.quality < _KEEP_QUALITY or best.quality < _SWITCH_RATIO * local_quality:
            self._rival = None
            return False
        if self._rival is None or abs(best.samples - self._rival) > _SAME_PEAK * STEP:
            self._rival, self._rival_updates = best.samples, 0
        self._rival_updates += 1
        if self._rival_updates < (2 if self._hurried else _SWITCH_UPDATES):
            return False
        self._rival = None
        return True


def _refine(values: NDArray[np.float32], peak: int) -> float:
    """The place of a peak between samples, from a parabola through it and its neighbours."""
    if not 0 < peak < len(values) - 1:
        return float(peak)
    before, at, after = (float(values[peak + k]) for k in (-1, 0, 1))
    curvature = before - 2 * at + after
    return peak + (0.5 * (before - after) / curvature if curvature < 0 else 0.0)
