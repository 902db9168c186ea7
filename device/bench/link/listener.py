"""Listens to the loudspeaker and says which turns were answered: by samples, not by anybody's events."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from device.bench.link.speaking_peer import ANSWER_SAMPLES, LEVELS, LOWEST, STEP
from edge.audio.frame import Samples

_LEAST = 40
"""Equal samples in one piece of audio that are taken for an answer and not for a chime."""
_WHOLE = 0.97 * ANSWER_SAMPLES
"""Samples of an answer that count as all of it: after a gap, the rise from silence takes some."""


@dataclass(slots=True)
class HeardTurn:
    """What was heard of the answers to one turn. heard: samples by the sign of who spoke."""

    level: int
    heard: Counter[int] = field(default_factory=Counter)
    runs: list[int] = field(default_factory=list)
    """Who spoke, in order of change."""
    first_ms: dict[int, float] = field(default_factory=dict)

    @property
    def whole(self) -> int:
        """Complete answers."""
        return sum(int(count // _WHOLE) for count in self.heard.values())


class Listener:
    """Follows one turn after the other."""

    def __init__(self) -> None:
        self.turn = HeardTurn(0)
        self.stale_samples = 0
        """Samples of an answer to an earlier turn, or of an endpoint that another one had already replaced."""

    def open(self, level: int) -> HeardTurn:
        """A turn begins; the one before is over. Returns that one."""
        before, self.turn = self.turn, HeardTurn(level)
        return before

    def hear(self, samples: Samples, now_ms: float) -> None:
        """Take what was just played."""
        if not samples.any():
            return
        values = np.rint(samples * 32768).astype(np.int32)
        values = values[values != 0]
        levels, counts = np.unique(values, return_counts=True)
        for value, count in zip(levels.tolist(), counts.tolist(), strict=True):
            step, odd = divmod(abs(value), STEP)
            if odd or count < _LEAST or not LOWEST <= step < LOWEST + LEVELS:
                continue
            same = values if value > 0 else -values
            # The rise after a gap belongs to it.
            self._note(1 if value > 0 else -1, step, int(np.count_nonzero((same > 0) & (same <= abs(value)))), now_ms)

    def _note(self, sign: int, step: int, count: int, now_ms: float) -> None:
        turn = self.turn
        if step != turn.level or (sign in turn.runs and turn.runs[-1] != sign):
            self.stale_samples += count
            return
        if sign not in turn.runs:
            turn.runs.append(sign)
            turn.first_ms[sign] = now_ms
        turn.heard[sign] += count
