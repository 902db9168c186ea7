"""Bulk delay from the far end to its echo in the microphone, estimated all the time.

Generalised cross-correlation: every 200 ms the spectrum of the last 200 ms of the microphone is multiplied with that of the
far end around it, each bin is divided by the smoothed powers of both signals, and the result is averaged over about a second.
The near talker, noise and the harmonies of music change from update to update and average out; the path does not. After
C. Knapp and G. Carter, "The generalized correlation method for estimation of time delay", IEEE Trans. ASSP 24 (1976).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.frontend.echo.history import FarEndHistory
from edge.frontend.echo.spectrum import irfft, power, rfft

MAX_DELAY: Final = 8000
"""Largest delay that is looked for, in samples at 16 kHz: 500 ms."""

MAX_LEAD: Final = 1280
"""How far the echo may come before its reference and still be noticed, in samples at 16 kHz: 80 ms."""

_FIRST_UPDATES: Final = 1600
_UPDATES: Final = 3200
_SEGMENT: Final = 3200
_FFT: Final = 16384
# Only bins below 4 kHz are turned back: the lag axis then has 8 kHz.
_KEPT_BINS: Final = _FFT // 4 + 1
_LAGS: Final = _FFT // 2
_STEP: Final = 2
_LOW_BIN: Final = 150 * _FFT // ENGINE_RATE
_POWER_SMOOTHING: Final = np.float32(0.8)
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
        self.restart()

    def restart(self) -> None:
        """Forget everything but the signals."""
        self._cross = np.zeros(_KEPT_BINS, np.complex64)
        self._far_power = np.zeros(_KEPT_BINS, np.float32)
        self._near_power = np.zeros(_KEPT_BINS, np.float32)
        self._updates = 0
        self._rival: float | None = None
        self._rival_updates = 0
        self._hurried = 0
        self.estimate: DelayEstimate | None = None

    def expect(self, samples: float) -> None:
        """The delay is known from elsewhere, in samples at 16 kHz; another one is taken when it is heard."""
        self.estimate = DelayEstimate(samples, _KEEP_QUALITY)

    def hurry(self) -> None:
        """The echo path seems to have moved: what was heard before hardly counts, and a new delay is taken sooner."""
        self._cross *= np.float32(0.1)
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
        lags = irfft(self._cross, _LAGS)
        # The far end's stretch begins MAX_DELAY before the microphone's: the largest delay is at lag 0.
        return np.concatenate([lags[-(MAX_DELAY + MAX_LEAD) // _STEP :], lags[:1]])

    def _update(self, far_end: FarEndHistory) -> bool:
        # The microphone's segment ends MAX_LEAD ago, so that the far end after it is known too.
        near = self._microphone.latest(_SEGMENT + MAX_LEAD)[:_SEGMENT] * self._window
        far = far_end.latest(MAX_DELAY + _SEGMENT + MAX_LEAD)
        near_spectrum = rfft(near, _FFT)[:_KEPT_BINS]
        far_spectrum = rfft(far, _FFT)[:_KEPT_BINS]
        near_power = power(near_spectrum)
        far_power = power(far_spectrum)
        keep = _POWER_SMOOTHING if self._updates else np.float32(0)
        self._near_power = keep * self._near_power + (1 - keep) * near_power
        self._far_power = keep * self._far_power + (1 - keep) * far_power
        # A floor well below the mean keeps bins in which one side has nothing from speaking as loudly as the others.
        floor = np.float32(1e-3) * self._near_power.mean() * self._far_power.mean() + np.float32(1e-20)
        cross = near_spectrum * far_spectrum.conj() / np.sqrt(self._near_power * self._far_power + floor)
        cross[:_LOW_BIN] = 0
        averaging = _HURRIED_AVERAGING if self._hurried else _AVERAGING
        self._hurried = max(0, self._hurried - 1)
        self._cross = averaging * self._cross + (1 - averaging) * cross
        self._updates += 1
        return self._updates >= _MIN_UPDATES and self._judge()

    def _judge(self) -> bool:
        correlation = np.abs(self.correlation())
        scale = float(np.sqrt(np.mean(correlation**2))) + 1e-20
        peak = int(np.argmax(correlation))
        best = DelayEstimate(_refine(correlation, peak) * _STEP - MAX_LEAD, float(correlation[peak]) / scale)
        held = self.estimate
        if held is None:
            if best.quality < _START_QUALITY:
                return False
            self.estimate = best
            return True
        near_held = round((held.samples + MAX_LEAD) / _STEP)
        low = max(0, near_held - _SAME_PEAK)
        around = correlation[low : near_held + _SAME_PEAK + 1]
        local = low + int(np.argmax(around))
        local_quality = float(correlation[local]) / scale
        if self._should_switch(best, local_quality, held):
            self.estimate = best
        elif local_quality >= _KEEP_QUALITY:
            self.estimate = DelayEstimate(_refine(correlation, local) * _STEP - MAX_LEAD, local_quality)
        else:
            self.estimate = DelayEstimate(held.samples, local_quality)
        return True

    def _should_switch(self, best: DelayEstimate, local_quality: float, held: DelayEstimate) -> bool:
        """A new place must be clearly higher than the old one, several updates in a row, and stay where it is."""
        distance = abs(best.samples - held.samples)
        if distance <= _SAME_PEAK * _STEP or best.quality < _KEEP_QUALITY or best.quality < _SWITCH_RATIO * local_quality:
            self._rival = None
            return False
        if self._rival is None or abs(best.samples - self._rival) > _SAME_PEAK * _STEP:
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
