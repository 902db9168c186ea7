"""The car's signals as what the voice detector expects of noise."""

from __future__ import annotations

from device.car_noise import car_noise
from device.resources import shipped
from edge.frontend.noise_prior import NoisePrior
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.state import VehicleState

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
