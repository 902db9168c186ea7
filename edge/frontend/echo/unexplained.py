"""Echo that a linear path could explain and the filter did not: what tells a path that has moved from a talker.

In both cases much is left over. What a talker leaves has nothing in common with the far end; what a moved path leaves is the far
end, delayed and filtered, and shows as a peak in the correlation of the two, over a few tenths of a second and the filter's own
length only.
"""

from __future__ import annotations

from typing import Final

from edge.audio.frame import Samples
from edge.frontend.echo.history import FarEndHistory
from edge.frontend.echo.whitened import SEGMENT, WhitenedCorrelation

_EVERY: Final = 1600
_REACH: Final = 3200
_AVERAGING: Final = 0.7
_LEAST_UPDATES: Final = 3
_SUSPICIOUS: Final = 10.0
_CERTAIN: Final = 15.0
_LEAST_DOUBT: Final = 0.2
# After a doubt new evidence is needed for the next.
_KEPT_EVIDENCE: Final = 0.1


class UnexplainedEcho:
    """Takes what the linear filter leaves; ten times a second it says how much the filter should doubt its path."""

    def __init__(self) -> None:
        self._residual = FarEndHistory(0.5)
        self._correlation = WhitenedCorrelation(_REACH)
        self._pending = 0
        self.restart()

    def restart(self) -> None:
        """Forget the evidence."""
        self._correlation.restart()
        self.quality = 0.0
        """Height of the correlation's peak over its root mean square, at the last look."""

    def process(self, residual: Samples, far_end: FarEndHistory, lag: float) -> float:
        """One frame while the far end plays.

        lag: the delay in samples at which the filter reads the far end.
        Returns the doubt, 0 to 1: by what share of the path's power its variance should at least be.
        """
        self._residual.push(residual)
        self._pending += residual.shape[0]
        if self._pending < _EVERY:
            return 0.0
        self._pending = 0
        correlation = self._correlation
        correlation.look(self._residual.latest(SEGMENT), far_end.read(round(lag), SEGMENT + _REACH), _AVERAGING)
        return self._judge() if correlation.looks >= _LEAST_UPDATES else 0.0

    def _judge(self) -> float:
        magnitudes, scale = self._correlation.magnitudes()
        self.quality = float(magnitudes.max()) / scale
        if self.quality < _SUSPICIOUS:
            return 0.0
        self._correlation.fade(_KEPT_EVIDENCE)
        certainty = min(1.0, (self.quality - _SUSPICIOUS) / (_CERTAIN - _SUSPICIOUS))
        return _LEAST_DOUBT + (1 - _LEAST_DOUBT) * certainty
