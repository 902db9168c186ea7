"""What the car's signals say of its noise, for the voice detector and the wake word."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

from device.clock import boottime_ns
from edge.frontend.frontend import FrontEnd
from edge.frontend.noise_prior import NoisePrior
from edge.vehicle.state import VehicleState

_FANS: Final = ("Cabin.HVAC.Station.Row1.Driver.FanSpeed", "Cabin.HVAC.Station.Row1.Passenger.FanSpeed")
_WINDOWS: Final = tuple(f"Cabin.Door.Row{row}.{side}.Window.Position" for row in (1, 2) for side in ("DriverSide", "PassengerSide"))
_EVERY_S: Final = 1.0


def car_noise(state: VehicleState, now_ns: int) -> NoisePrior:
    """Speed, the stronger fan and the widest open window; only fresh and valid values count."""
    speed = state.value("Speed", now_ns)
    return NoisePrior(
        speed_kmh=abs(float(speed)) if isinstance(speed, (int, float)) else None,
        fan=_highest(state, _FANS, now_ns),
        window=_highest(state, _WINDOWS, now_ns),
    )


def noise_task(front_end: FrontEnd, state: VehicleState) -> Callable[[], Coroutine[Any, Any, None]]:
    """A task for the daemon that keeps the front end informed."""

    async def run() -> None:
        while True:
            front_end.expect_noise(car_noise(state, boottime_ns()))
            await asyncio.sleep(_EVERY_S)

    return run


def _highest(state: VehicleState, paths: tuple[str, ...], now_ns: int) -> float | None:
    """The highest of some values in percent, as a share; None when none of them is known."""
    values = [value for path in paths if isinstance(value := state.value(path, now_ns), (int, float))]
    return max(values) / 100 if values else None
