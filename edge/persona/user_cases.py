"""From a profile of the users' matrix to a test case: what is said, how it is spoken, and what the car is doing."""

from __future__ import annotations

from edge.events import Json
from edge.persona.matrix import Matrix, Profile
from edge.vehicle.catalogue import GEAR_DRIVE, GEAR_PARK

_DRIVING: dict[str, dict[str, Json]] = {
    "parked": {"Speed": 0.0, "Powertrain.Transmission.CurrentGear": GEAR_PARK, "Chassis.ParkingBrake.IsEngaged": True},
    "red-light": {"Speed": 0.0, "Powertrain.Transmission.CurrentGear": GEAR_DRIVE},
    "city": {"Speed": 42.0, "Powertrain.Transmission.CurrentGear": GEAR_DRIVE},
    "motorway": {"Speed": 118.0, "Powertrain.Transmission.CurrentGear": GEAR_DRIVE},
}
_OUTSIDE: dict[str, dict[str, Json]] = {
    "mild": {"Exterior.AirTemperature": 18.0},
    "frost": {"Exterior.AirTemperature": -4.0},
    "heat": {"Exterior.AirTemperature": 36.0},
    "rain": {"Exterior.AirTemperature": 9.0, "Body.Windshield.Front.Wiping.Mode": "SLOW"},
}
_TROUBLE: dict[str, dict[str, Json]] = {
    "none": {},
    "low-range": {"Powertrain.Range": 23_000},
    "tyre": {"Chassis.Axle.Row1.Wheel.Left.Tire.IsPressureLow": True},
    "door-open": {"Cabin.Door.Row2.PassengerSide.IsOpen": True},
    "belt": {"Cabin.Seat.Row1.DriverSide.IsBelted": False},
}
_CAR: dict[str, dict[str, Json]] = {
    "electric": {"Powertrain.Type": "ELECTRIC", "Powertrain.TractionBattery.StateOfCharge.Displayed": 54.0},
    "combustion": {"Powertrain.Type": "COMBUSTION", "Powertrain.FuelSystem.RelativeLevel": 54},
    "hybrid": {"Powertrain.Type": "HYBRID", "Powertrain.FuelSystem.RelativeLevel": 54},
}
_FULL_RANGE_M = 240_000
_TIRED_PERCENT = 72.0
_SPEECH: dict[str, dict[str, Json]] = {
    "plain": {},
    "slow": {"speed": 0.8, "pause": 1.6},
    "fast": {"speed": 1.3},
    "quiet": {"gain_db": -12.0},
    "loud": {"gain_db": 6.0},
}


def user_case(matrix: Matrix, profile: Profile) -> dict[str, Json]:
    """`say`, `state` (path -> value, empty where the bus is silent) and `voice` of a profile; a pure function of it.

    The fields of `voice` are those of a case of `cabin score`.
    """
    values = profile.values
    wishes = next(axis for axis in matrix.axes if axis.name == "wish")
    wish = next(value for value in wishes.values if value.id == values["wish"])
    state: dict[str, Json] = {}
    if values["trouble"] != "silent-bus":
        state = {
            **_CAR[values["car"]],
            **_DRIVING[values["driving"]],
            **_OUTSIDE[values["outside"]],
            "Powertrain.Range": _FULL_RANGE_M,
            **_TROUBLE[values["trouble"]],
        }
        if values["mood"] == "tired":
            state["Driver.FatigueLevel"] = _TIRED_PERCENT
    return {"say": wish.zh if values["language"] == "zh" else wish.en, "state": state, "voice": _SPEECH[values["speech"]]}
