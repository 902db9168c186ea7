"""Echo that a linear path could explain and the filter did not: what tells a path that has moved from a talker.

In both cases much is left over. What a talker leaves has nothing in common with the far end; what a moved path leaves is the far
end, delayed and filtered, and shows as a peak in the correlation of the two. It is whitened and averaged as in
`edge.frontend.echo.delay`, over a few tenths of a second and the filter's own length only.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from edge.audio.frame import ENGINE_RATE, Samples
from edge.frontend.echo.history import FarEndHistory
from edge.frontend.echo.spectrum import irfft, power, rfft

_EVERY: Final = 1600
_SEGMENT: Final = 3200
_REACH: Final = 3200
_FFT: Final = 8192
_KEPT_BINS: Final = _FFT // 4 + 1
_LAGS: Final = _FFT // 2
_STEP: Final = 2
_LOW_BIN: Final = 150 * _FFT // ENGINE_RATE
_POWER_SMOOTHING: Final = np.float32(0.8)
_AVERAGING: Final = np.float32(0.7)
_LEAST_UPDATES: Final = 3
_SUSPICIOUS: Final = 10.0
_CERTAIN: Final = 15.0
_LEAST_DOUBT: Final = 0.2
# After a doubt new evidence is needed for the next.
_KEPT_EVIDENCE: Final = np.float32(0.1)


class UnexplainedEcho:
    """Takes what the linear filter leaves; ten times a second it says how much the filter should doubt its path."""

    def __init__(self) -> None:
        self._residual = FarEndHistory(0.5)
        self._window = np.sqrt(np.hanning(_SEGMENT + 1)[:_SEGMENT]).astype(np.float32)
        self._pending = 0
        self.restart()

    def restart(self) -> None:
        """Forget the evidence."""
        self._cross = np.zeros(_KEPT_BINS, np.complex64)
        self._far_power = np.zeros(_KEPT_BINS, np.float32)
        self._near_power = np.zeros(_KEPT_BINS, np.float32)
        self._updates = 0
        self.quality = 0.0
        """Height of the correlation's peak over its root mean square, at the last look."""

    def process(self, residual: Samples, far_end: FarEndHistory, lag: float) -> float:
        """One frame while the far end plays. lag: the delay in samples at which the filter reads the far end.

        Returns the doubt, 0 to 1: by what share of the path's power its variance should at least be.
        """
        self._residual.push(residual)
        self._pending += residual.shape[0]
        if self._pending < _EVERY:
            return 0.0
        self._pending = 0
        near = rfft(self._residual.latest(_SEGMENT) * self._window, _FFT)[:_KEPT_BINS]
        far = rfft(far_end.read(lag, _SEGMENT + _REACH), _FFT)[:_KEPT_BINS]
        keep = _POWER_SMOOTHING if self._updates else np.float32(0)
        self._near_power = keep * self._near_power + (1 - keep) * power(near)
        self._far_power = keep * self._far_power + (1 - keep) * power(far)
        floor = np.float32(1e-3) * self._near_power.mean() * self._far_power.mean() + np.float32(1e-20)
        cross = near * far.conj() / np.sqrt(self._near_power * self._far_power + floor)
        cross[:_LOW_BIN] = 0
        self._cross = _AVERAGING * self._cross + (1 - _AVERAGING) * cross
        self._updates += 1
        return self._judge() if self._updates >= _LEAST_UPDATES else 0.0

    def _judge(self) -> float:
        lags = irfft(self._cross, _LAGS)
        # The far end's stretch begins as long before the residual's as the path is: lag 0 is the longest delay.
        correlation = np.abs(np.concatenate([lags[-_REACH // _STEP :], lags[:1]]))
        self.quality = float(correlation.max()) / (float(np.sqrt(np.mean(correlation**2))) + 1e-20)
        if self.quality < _SUSPICIOUS:
            return 0.0
        self._cross *= _KEPT_EVIDENCE
        certainty = min(1.0, (self.quality - _SUSPICIOUS) / (_CERTAIN - _SUSPICIOUS))
        return _LEAST_DOUBT + (1 - _LEAST_DOUBT) * certainty
