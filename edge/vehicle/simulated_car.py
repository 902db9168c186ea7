"""A car that exists only in memory: it takes wishes and moves its values, so that tools and answers can be tried."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from edge.vehicle.actions import ACTUATABLE, Wishes
from edge.vehicle.catalogue import GEAR_PARK, Value
from edge.vehicle.state import VehicleState

_EACH_WHEEL = ("Row1.Wheel.Left", "Row1.Wheel.Right", "Row2.Wheel.Left", "Row2.Wheel.Right")
_EACH_DOOR = ("Row1.DriverSide", "Row1.PassengerSide", "Row2.DriverSide", "Row2.PassengerSide")
_EACH_SEAT = (*_EACH_DOOR, "Row2.Middle")

PARKED_CAR: dict[str, Value] = {
    "Speed": 0.0,
    "IsMoving": False,
    "LowVoltageSystemState": "ON",
    "IsBrokenDown": False,
    "Powertrain.Transmission.CurrentGear": GEAR_PARK,
    "Powertrain.Transmission.SelectedGear": GEAR_PARK,
    "Chassis.ParkingBrake.IsEngaged": True,
    "Powertrain.Type": "ELECTRIC",
    "Powertrain.TractionBattery.StateOfCharge.Displayed": 68.0,
    "Powertrain.TractionBattery.Range": 312_000,
    "Powertrain.Range": 312_000,
    "Powertrain.TractionBattery.Charging.IsCharging": False,
    "Powertrain.TractionBattery.Charging.ChargeLimit": 80,
    "Powertrain.TractionBattery.Charging.ChargingPort.FrontLeft.IsChargingCableConnected": False,
    "Powertrain.TractionBattery.Charging.ChargingPort.FrontLeft.IsFlapOpen": False,
    "Powertrain.TractionBattery.Temperature.Average": 24.0,
    **{f"Chassis.Axle.{wheel}.Tire.Pressure": 250 for wheel in _EACH_WHEEL},
    **{f"Chassis.Axle.{wheel}.Tire.IsPressureLow": False for wheel in _EACH_WHEEL},
    **{f"Cabin.Door.{door}.IsOpen": False for door in _EACH_DOOR},
    **{f"Cabin.Door.{door}.IsLocked": False for door in _EACH_DOOR},
    **{f"Cabin.Door.{door}.Window.Position": 0 for door in _EACH_DOOR},
    "Cabin.Door.Row1.DriverSide.IsChildLockActive": False,
    "Body.Trunk.Rear.IsOpen": False,
    "Body.Hood.IsOpen": False,
    "Cabin.Sunroof.Position": 0,
    "Cabin.HVAC.Station.Row1.Driver.Temperature": 21.0,
    "Cabin.HVAC.Station.Row1.Passenger.Temperature": 21.0,
    "Cabin.HVAC.Station.Row2.Driver.Temperature": 21.0,
    "Cabin.HVAC.Station.Row2.Passenger.Temperature": 21.0,
    "Cabin.HVAC.Station.Row1.Driver.FanSpeed": 40,
    "Cabin.HVAC.Station.Row1.Passenger.FanSpeed": 40,
    "Cabin.HVAC.Station.Row2.Driver.FanSpeed": 20,
    "Cabin.HVAC.Station.Row2.Passenger.FanSpeed": 20,
    "Cabin.HVAC.Station.Row1.Driver.AirDistribution": "MIDDLE",
    "Cabin.HVAC.Station.Row1.Passenger.AirDistribution": "MIDDLE",
    "Cabin.HVAC.Mode": "AUTO",
    "Cabin.HVAC.IsAirConditioningActive": True,
    "Cabin.HVAC.IsRecirculationActive": False,
    "Cabin.HVAC.IsFrontDefrosterActive": False,
    "Cabin.HVAC.IsRearDefrosterActive": False,
    "Cabin.HVAC.AmbientAirTemperature": 22.0,
    "Exterior.AirTemperature": 14.0,
    **{f"Cabin.Seat.{seat}.OccupancyStatus": "EMPTY" for seat in _EACH_SEAT},
    **{f"Cabin.Seat.{seat}.IsBelted": False for seat in _EACH_SEAT},
    "Cabin.Seat.Row1.DriverSide.OccupancyStatus": "OCCUPIED",
    "Cabin.Seat.Row1.DriverSide.IsBelted": True,
    **{f"Cabin.Seat.{seat}.HeatingCooling": 0 for seat in _EACH_DOOR},
    **{f"Cabin.Seat.{seat}.Massage.Level": 0 for seat in _EACH_DOOR},
    "Chassis.SteeringWheel.HeatingCooling": 0,
    "Body.Lights.LightSwitch": "AUTO",
    "Body.Lights.Beam.Low.IsOn": False,
    "Body.Lights.Beam.High.IsOn": False,
    "Body.Lights.Fog.Rear.IsOn": False,
    "Body.Lights.Hazard.IsSignaling": False,
    "Body.Lights.DirectionIndicator.Left.IsSignaling": False,
    "Body.Lights.DirectionIndicator.Right.IsSignaling": False,
    "Body.Windshield.Front.Wiping.Mode": "OFF",
    "Body.Windshield.Rear.Wiping.Mode": "OFF",
    "Body.Windshield.Front.IsWashing": False,
    "Body.Windshield.Rear.IsWashing": False,
    "Body.Windshield.Front.WasherFluid.IsLevelLow": False,
    "Cabin.Light.IsDomeOn": False,
    **{f"Cabin.Light.AmbientLight.{place}.IsLightOn": False for place in _EACH_DOOR},
    **{f"Cabin.Light.AmbientLight.{place}.Intensity": 50 for place in _EACH_DOOR},
    **{f"Cabin.Light.AmbientLight.{place}.Color": "white" for place in _EACH_DOOR},
    "TraveledDistance": 18_240_000,
    "TraveledDistanceSinceStart": 0,
    "TripDuration": 0.0,
    "Service.IsServiceDue": False,
    "Service.DistanceToService": 11_760.0,
    "Diagnostics.DTCCount": 0,
    "Diagnostics.DTCList": (),
    "LowVoltageBattery.CurrentVoltage": 13.9,
    "Driver.FatigueLevel": 10.0,
    "Driver.DistractionLevel": 5.0,
    "ADAS.ActiveAutonomyLevel": "SAE_0",
    "ADAS.CruiseControl.IsActive": False,
    "ADAS.LaneDepartureDetection.IsWarning": False,
    "ADAS.ObstacleDetection.Front.Center.IsWarning": False,
    "Chassis.Brake.IsDriverEmergencyBrakingDetected": False,
    "Cabin.Infotainment.Media.Volume": 30,
    "Cabin.Infotainment.Media.Action": "STOP",
    "Cabin.Infotainment.Media.IsMuted": False,
    "Cabin.Infotainment.Navigation.IsGuidanceActive": False,
    "Cabin.DriverPosition": "LEFT",
    "VehicleIdentification.Model": "Cabin Voice demonstration car",
}
"""An electric car, parked and switched on, with every value valid."""


class SimulatedCar:
    """Keeps its values in a VehicleState; a wish moves the observed value at once.

    stuck: paths that do not move, whatever is wished: a jammed window for tests.
    """

    def __init__(
        self,
        state: VehicleState,
        overrides: Mapping[str, Value] | None = None,
        *,
        full: bool = True,
        stuck: Collection[str] = (),
    ) -> None:
        """full: start as PARKED_CAR; False: only the overrides, and what CAN delivers, are known.

        Overrides are values by path and win; setting the speed also takes the car out of park unless a gear is given.
        """
        self.state = state
        self._stuck = frozenset(stuck)
        values = dict(PARKED_CAR) if full else {}
        values.update(overrides or {})
        speed = values.get("Speed")
        if full and isinstance(speed, int | float) and abs(speed) > 0:
            given = overrides or {}
            for path, value in _DRIVING.items():
                if path not in given:
                    values[path] = value
        for path, value in values.items():
            state.hold(path, value)

    def wish(self, wishes: Wishes) -> None:
        """Move values. Raises PermissionError for a path that is never moved."""
        for path in wishes:
            if not ACTUATABLE.fullmatch(path):
                raise PermissionError(path)
        for path, value in wishes.items():
            if path not in self._stuck:
                self.state.hold(path, value)


_DRIVING: dict[str, Value] = {
    "IsMoving": True,
    "Powertrain.Transmission.CurrentGear": 127,
    "Powertrain.Transmission.SelectedGear": 127,
    "Chassis.ParkingBrake.IsEngaged": False,
}
