"""Echo that a linear path could explain and the filter did not: what tells a path that has moved from a talker.

In both cases much is left over. What a talker leaves has nothing in common with the far end; what a moved path leaves is the far
end, delayed and filtered, and shows as a peak in the correlation of the two. It is whitened and averaged as in
`edge.frontend.echo.delay`, over a few tenths of a second and the filter's own length only.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from edge.audio.frame import Samples
from edge.frontend.echo.history import FarEndHistory
from edge.frontend.echo.whitened import WhitenedCorrelation

_EVERY: Final = 1600
_SEGMENT: Final = 3200
_REACH: Final = 3200
_FFT: Final = 8192
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
        self._whitened = WhitenedCorrelation(_FFT)
        self.restart()

    def restart(self) -> None:
        """Forget the evidence."""
        self._whitened.restart()
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
        near = self._residual.latest(_SEGMENT) * self._window
        self._whitened.take(near, far_end.read(lag, _SEGMENT + _REACH), _AVERAGING)
        return self._judge() if self._whitened.updates >= _LEAST_UPDATES else 0.0

    def _judge(self) -> float:
        correlation = np.abs(self._whitened.over(_REACH))
        self.quality = float(correlation.max()) / (float(np.sqrt(np.mean(correlation**2))) + 1e-20)
        if self.quality < _SUSPICIOUS:
            return 0.0
        self._whitened.fade(_KEPT_EVIDENCE)
        certainty = min(1.0, (self.quality - _SUSPICIOUS) / (_CERTAIN - _SUSPICIOUS))
        return _LEAST_DOUBT + (1 - _LEAST_DOUBT) * certainty
