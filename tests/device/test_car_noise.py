"""The car's signals as what the voice detector and the wake word expect of noise."""

from __future__ import annotations

import asyncio

import pytest

from device.car_noise import car_noise, noise_task
from device.clock import boottime_ns
from device.resources import shipped
from edge.frontend.frontend import FrontEnd, FrontEndConfig
from edge.frontend.models import FrontEndModels
from edge.frontend.noise_prior import NoisePrior
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.state import VehicleState
from edge.weights.store import WeightStore

SECOND = 1_000_000_000


def test_only_what_is_fresh_counts() -> None:
    state = VehicleState(Catalogue.load(shipped("vehicles", "signals.toml")))
    assert car_noise(state, SECOND) == NoisePrior()
    state.set("Speed", 120.0, SECOND)
    state.set("Cabin.HVAC.Station.Row1.Driver.FanSpeed", 40, SECOND)
    state.set("Cabin.HVAC.Station.Row1.Passenger.FanSpeed", 70, SECOND)
    state.set("Cabin.Door.Row1.DriverSide.Window.Position", 25, SECOND)
    assert car_noise(state, SECOND) == NoisePrior(speed_kmh=120.0, fan=0.7, window=0.25)
    assert car_noise(state, 3600 * SECOND).speed_kmh is None


@pytest.mark.weights
def test_the_wake_word_is_eased_on_the_motorway(weights: WeightStore) -> None:
    state = VehicleState(Catalogue.load(shipped("vehicles", "signals.toml")))
    front_end = FrontEnd(FrontEndConfig(), FrontEndModels.load(weights, sorted(shipped("wake").glob("*.onnx"))))
    standing = dict(front_end.wake_thresholds)
    state.set("Speed", 120.0, boottime_ns())

    async def look_once() -> None:
        task = asyncio.create_task(noise_task(front_end, state)())
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(look_once())
    assert standing
    assert all(0.0 < front_end.wake_thresholds[word] < threshold for word, threshold in standing.items())
