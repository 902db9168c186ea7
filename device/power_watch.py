"""Follows the car's power: suspend, ignition, heat and battery, and tells the daemon what may run."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from device.clock import boottime_ns
from device.service.logind import SleepLock
from device.service.power import SuspendWatch, Tier, TierChooser
from device.service.thermal import thermal_zones
from edge.vehicle.state import VehicleState

log = logging.getLogger(__name__)

_LOOK_SLEPT_S = 0.25
"""A suspend is noticed this soon, well within the second in which the ears are to be back."""
_LOOK_POWER_S = 5.0
_IGNITION = "LowVoltageSystemState"
_VOLTAGE = "LowVoltageBattery.CurrentVoltage"
_KEY_OFF = ("OFF", "LOCK")


class Powered(Protocol):
    """What follows the power: the daemon."""

    async def going_to_sleep(self) -> None:
        """The machine will sleep: close what is open."""
        ...

    def resumed(self, slept_s: float) -> None:
        """The machine slept and is awake again."""
        ...

    def key(self, *, on: bool) -> None:
        """The ignition was switched."""
        ...

    def limit(self, tier: Tier, why: str) -> None:
        """From now on only this may run."""
        ...


class PowerWatch:
    """Decides from what is measured; the tasks below measure. Plain calls, for tests."""

    def __init__(self, powered: Powered, state: VehicleState) -> None:
        self._powered = powered
        self._state = state
        self._chooser = TierChooser()
        self._tier = Tier.FULL
        self._key_on: bool | None = None

    def look(self, now_ns: int, celsius: float | None) -> None:
        """Judge ignition, heat and battery. celsius: of the hottest zone, None where the machine tells none."""
        volts = self._state.value(_VOLTAGE, now_ns)
        volts = float(volts) if isinstance(volts, (int, float)) else None
        tier = self._chooser.choose(celsius, volts)
        if tier is not self._tier:
            self._tier = tier
            measured = [f"{celsius:.0f} °C" if celsius is not None else "", f"{volts:.1f} V" if volts is not None else ""]
            self._powered.limit(tier, ", ".join(part for part in measured if part))
        ignition = self._state.value(_IGNITION, now_ns)
        if ignition is not None:
            on = ignition not in _KEY_OFF
            if self._key_on is not None and on is not self._key_on:
                self._powered.key(on=on)
            self._key_on = on


def power_tasks(
    powered: Powered, state: VehicleState, *, suspend: SuspendWatch | None = None, bus: str | None = None
) -> list[Callable[[], Coroutine[Any, Any, None]]]:
    """The tasks for the daemon. suspend: the clocks by which a sleep is noticed. bus: address of the bus on which logind is."""
    watch = PowerWatch(powered, state)
    clocks = suspend or SuspendWatch()

    async def follow_sleep() -> None:
        while True:
            await asyncio.sleep(_LOOK_SLEPT_S)
            if (slept_s := clocks.slept_s()) > 0:
                lock.note_awake()
                log.info("the machine slept for %.1f s", slept_s)
                powered.resumed(slept_s)

    lock = SleepLock(powered.going_to_sleep, lambda: powered.resumed(clocks.slept_s()), bus)

    async def follow_power() -> None:
        while True:
            zones = thermal_zones()
            watch.look(boottime_ns(), max(zones.values(), default=None))
            await asyncio.sleep(_LOOK_POWER_S)

    return [follow_sleep, follow_power, lock.run]
