"""Suspend noticed by its clocks, and how much may run when the board is hot or the battery low."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from device.clock import boottime_ns


class Tier(IntEnum):
    """How much may run; a higher one leaves more off."""

    FULL = 0
    NO_LANGUAGE_MODEL = 1
    """The on-device model answers by its rules alone."""
    LITE = 2
    """The on-device model is off; the cloud answers."""
    WAKE_ONLY = 3
    """The wake word is heard and answered with a notice; nothing else runs. Warnings are still spoken."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where the tiers begin. celsius: at or above. volts: of the car's supply, at or below. Both: one value a tier above FULL."""

    celsius: tuple[float, float, float] = (85.0, 90.0, 95.0)
    volts: tuple[float, float, float] = (11.8, 11.5, 11.2)
    back_celsius: float = 5.0
    """So far below a limit it must get before the tier is left."""
    back_volts: float = 0.3
    """So far above a limit it must get before the tier is left."""


class TierChooser:
    """Chooses the tier with hysteresis, so that a board on a limit does not switch to and fro."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self.tier = Tier.FULL

    def choose(self, celsius: float | None, volts: float | None) -> Tier:
        """The tier for what is measured now; None is unknown and limits nothing."""
        reached = self._reached(celsius, volts, 0.0, 0.0)
        kept = self._reached(celsius, volts, self._limits.back_celsius, self._limits.back_volts)
        self.tier = reached if reached >= self.tier else min(self.tier, kept)
        return self.tier

    def _reached(self, celsius: float | None, volts: float | None, cooler: float, fuller: float) -> Tier:
        hot = sum(celsius is not None and celsius >= limit - cooler for limit in self._limits.celsius)
        low = sum(volts is not None and volts <= limit + fuller for limit in self._limits.volts)
        return Tier(max(hot, low))


class SuspendWatch:
    """Notices that the machine slept: CLOCK_BOOTTIME goes on in suspend, CLOCK_MONOTONIC stands still."""

    def __init__(
        self, boottime: Callable[[], int] = boottime_ns, monotonic: Callable[[], int] = time.monotonic_ns, least_s: float = 0.5
    ) -> None:
        """boottime, monotonic: the clocks, in nanoseconds. least_s: less than this is the jitter of reading two clocks."""
        self._boottime = boottime
        self._monotonic = monotonic
        self._least_ns = round(least_s * 1e9)
        self._asleep_ns = boottime() - monotonic()

    def slept_s(self) -> float:
        """Seconds slept since the last call, 0 when awake all the time."""
        asleep_ns = self._boottime() - self._monotonic()
        slept_ns = asleep_ns - self._asleep_ns
        if slept_ns < self._least_ns:
            return 0.0
        self._asleep_ns = asleep_ns
        return slept_ns / 1e9
