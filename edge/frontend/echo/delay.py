"""Bulk delay from the far end to its echo in the microphone, estimated all the time.

A few times a second the last 200 ms of the microphone are correlated with the far end around them, over about a second on average.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import Samples
from edge.frontend.echo.history import FarEndHistory
from edge.frontend.echo.whitened import SEGMENT, STEP, WhitenedCorrelation

MAX_DELAY: Final = 8000
"""Largest delay that is looked for, in samples at 16 kHz: 500 ms."""

MAX_LEAD: Final = 1280
"""How far the echo may come before its reference and still be noticed, in samples at 16 kHz: 80 ms."""

# Samples from one look to the next, and the share of the evidence that each look keeps.
_SEARCHING: Final = (1600, 0.85)
_LONG_SEARCHING: Final = (3200, 0.85)
_HURRIED: Final = (1600, 0.7)
_DOUBTING: Final = (3200, 0.85)
_STEADY: Final = (6400, 0.75)
# Looks until an estimate is old enough to be steady.
_SETTLED: Final = 12
# After so many looks without an echo there is perhaps none: it is looked for less often.
_SHORT_SEARCH: Final = 30
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
    """Tracks the delay from frames of both signals: most of the time it looks 2.5 times a second, up to ten times when unsure."""

    def __init__(self) -> None:
        self._microphone = FarEndHistory(0.5)
        self._correlation = WhitenedCorrelation(MAX_DELAY + MAX_LEAD)
        self._pending = 0
        self.restart()

    def restart(self) -> None:
        """Forget everything but the signals."""
        self._correlation.restart()
        self._rival: float | None = None
        self._rival_updates = 0
        self._hurried = 0
        self.estimate: DelayEstimate | None = None

    def expect(self, samples: float) -> None:
        """The delay is known from elsewhere, in samples at 16 kHz; another one is taken when it is heard."""
        self.estimate = DelayEstimate(samples, _KEEP_QUALITY)

    def hurry(self) -> None:
        """The echo path seems to have moved: what was heard before hardly counts, and a new delay is taken sooner."""
        self._correlation.fade(0.1)
        self._hurried = _HURRIED_UPDATES

    def process(self, microphone: Samples, far_end: FarEndHistory, playing: bool) -> bool:
        """One frame of the microphone, the far end's history up to the same moment.

        playing: whether the far end was heard in the last half second.
        Returns whether `estimate` was updated.
        """
        self._microphone.push(microphone)
        self._pending += microphone.shape[0]
        every, averaging = self._pace()
        if not playing or self._pending < every:
            return False
        self._pending = 0
        self._hurried = max(0, self._hurried - 1)
        # The microphone's segment ends MAX_LEAD ago, so that the far end after it is known too.
        near = self._microphone.latest(SEGMENT + MAX_LEAD)[:SEGMENT]
        self._correlation.look(near, far_end.latest(MAX_DELAY + SEGMENT + MAX_LEAD), averaging)
        return self._correlation.looks >= _MIN_UPDATES and self._judge()

    def _pace(self) -> tuple[int, float]:
        if self._hurried:
            return _HURRIED
        if self.estimate is None:
            return _SEARCHING if self._correlation.looks < _SHORT_SEARCH else _LONG_SEARCHING
        sure = self._rival is None and self.estimate.quality >= _START_QUALITY and self._correlation.looks >= _SETTLED
        return _STEADY if sure else _DOUBTING

    def _judge(self) -> bool:
        correlation, scale = self._correlation.magnitudes()
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
