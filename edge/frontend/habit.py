"""What is usual for one person: a running mean and spread of a few figures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

_MEMORY: Final = 30
"""Turns after which the share of a turn in the habit has fallen to a third."""
_LEAST: Final = 3
_LEAST_SPREAD: Final[dict[str, float]] = {"level": 1.5, "pitch": 0.7, "range": 1.5, "pace": 0.4, "pauses": 0.05}
"""Nobody is so even that less than this means anything: dB, semitones, syllables a second, share."""


class Habit:
    """Exponentially forgetting mean and variance of named figures, weighted equally while there are few."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, float, float]] = {}

    def deviations(self, values: Mapping[str, float]) -> dict[str, float]:
        """How far each value is from what is usual, in standard deviations; only figures that are known by three values."""
        found: dict[str, float] = {}
        for name, value in values.items():
            count, mean, variance = self._known.get(name, (0, 0.0, 0.0))
            if count >= _LEAST:
                spread = max(math.sqrt(variance), _LEAST_SPREAD.get(name, 1e-9))
                found[name] = round((value - mean) / spread, 2)
        return found

    def learn(self, values: Mapping[str, float]) -> None:
        """Add one value of each figure given."""
        for name, value in values.items():
            count, mean, variance = self._known.get(name, (0, 0.0, 0.0))
            count += 1
            share = 1 / min(count, _MEMORY)
            step = value - mean
            mean += share * step
            variance = (1 - share) * (variance + share * step * step)
            self._known[name] = (count, mean, variance)
