"""Questions about the car: which signals answer them."""

from __future__ import annotations

import re

from edge.events import Json
from edge.model.understanding.clause import Clause
from edge.model.understanding.types import Act, ToolRequest
from edge.numerals import CHINESE_DIGITS, ENGLISH_ONES

_WHEELS = {
    "driver": "Row1.Wheel.Left",
    "passenger": "Row1.Wheel.Right",
    "rear_left": "Row2.Wheel.Left",
    "rear_right": "Row2.Wheel.Right",
}
_DOORS = {
    "driver": "Row1.DriverSide",
    "passenger": "Row1.PassengerSide",
    "rear_left": "Row2.DriverSide",
    "rear_right": "Row2.PassengerSide",
}
_ROWS = {"rear": ("rear_left", "rear_right"), "front": ("driver", "passenger"), "all": tuple(_DOORS)}
_STATIONS = {"driver": "Row1.Driver", "passenger": "Row1.Passenger", "rear_left": "Row2.Driver", "rear_right": "Row2.Passenger"}

PATHS: dict[str, tuple[str, ...]] = {
    "range": ("Powertrain.TractionBattery.Range", "Powertrain.Range"),
    "battery": ("Powertrain.TractionBattery.StateOfCharge.Displayed",),
    "charging": ("Powertrain.TractionBattery.Charging.IsCharging",),
    "charge_limit": ("Powertrain.TractionBattery.Charging.ChargeLimit",),
    "fuel": ("Powertrain.FuelSystem.RelativeLevel",),
    "consumption": ("Powertrain.FuelSystem.AverageConsumption",),
    "trunk": ("Body.Trunk.Rear.IsOpen",),
    "hood": ("Body.Hood.IsOpen",),
    "child_lock": ("Cabin.Door.Row1.DriverSide.IsChildLockActive",),
    "occupancy": ("Cabin.Seat.Row1.PassengerSide.OccupancyStatus",),
    "service": ("Service.IsServiceDue", "Service.DistanceToService"),
    "speed": ("Speed",),
    "outside_temperature": ("Exterior.AirTemperature",),
    "cabin_temperature": ("Cabin.HVAC.AmbientAirTemperature",),
    "odometer": ("TraveledDistance",),
    "trip": ("TraveledDistanceSinceStart", "TripDuration"),
    "gear": ("Powertrain.Transmission.CurrentGear",),
    "handbrake": ("Chassis.ParkingBrake.IsEngaged",),
    "coolant": ("Powertrain.CombustionEngine.EngineCoolant.Temperature",),
    "oil": ("Powertrain.CombustionEngine.EngineOil.Level", "Powertrain.CombustionEngine.EngineOil.PressureStatus"),
    "washer_fluid": ("Body.Windshield.Front.WasherFluid.IsLevelLow",),
    "battery_temperature": ("Powertrain.TractionBattery.Temperature.Average",),
    "low_voltage": ("LowVoltageBattery.CurrentVoltage",),
    "fatigue": ("Driver.FatigueLevel",),
    "cruise": ("ADAS.CruiseControl.IsActive", "ADAS.CruiseControl.SpeedSet"),
    "high_beam": ("Body.Lights.Beam.High.IsOn",),
    "hazards": ("Body.Lights.Hazard.IsSignaling",),
    "indicator": ("Body.Lights.DirectionIndicator.Left.IsSignaling", "Body.Lights.DirectionIndicator.Right.IsSignaling"),
    "engine": ("Powertrain.CombustionEngine.IsRunning",),
    "track": ("Cabin.Infotainment.Media.Played.Track", "Cabin.Infotainment.Media.Played.Artist"),
    "sunroof": ("Cabin.Sunroof.Position",),
    "climate": ("Cabin.HVAC.IsAirConditioningActive",),
    "recirculation": ("Cabin.HVAC.IsRecirculationActive",),
    "wheel_heating": ("Chassis.SteeringWheel.HeatingCooling",),
    "light_low": ("Body.Lights.Beam.Low.IsOn",),
    "light_fog_rear": ("Body.Lights.Fog.Rear.IsOn",),
    "light_cabin": ("Cabin.Light.IsDomeOn",),
    "light": ("Body.Lights.Beam.Low.IsOn",),
    "light_ambient": ("Cabin.Light.AmbientLight.Row1.DriverSide.IsLightOn",),
    "wipers": ("Body.Windshield.Front.Wiping.Mode",),
    "rear_wiper": ("Body.Windshield.Rear.Wiping.Mode",),
    "volume": ("Cabin.Infotainment.Media.Volume",),
    "air": ("Cabin.HVAC.Station.Row1.Driver.AirDistribution",),
}
"""Topics whose signals do not depend on a place."""

PRIORITY = (
    "fatigue", "service", "charge_time", "next_turn", "overview", "eta", "track", "location", "traffic", "news", "weather", "time",
    "date", "battery_temperature", "low_voltage", "charge_limit", "washer_fluid", "trip", "odometer", "range",
    "consumption", "coolant", "oil",
    "brakes", "outside_temperature", "set_temperature", "cabin_temperature", "tyres", "child_lock", "locks", "belts", "occupancy",
    "trunk", "hood", "doors", "handbrake", "gear", "cruise", "adas", "high_beam", "hazards", "indicator", "speed", "charging",
    "fuel", "battery", "warnings", "engine",
)  # fmt: skip
"""Of several topics in one clause the first of these counts."""

UNKNOWABLE = frozenset({"charge_time", "brakes", "adas", "location", "traffic", "news", "weather", "time", "date"})
"""Topics without a signal: answered from what the session knows, or with an honest line."""
NAVIGATION = {"eta": "eta", "next_turn": "repeat", "overview": "overview"}
_CODE = re.compile(r"(?<![A-Z0-9])([PCBU])[\s-]?([0-9])[\s-]?([0-9A-F])[\s-]?([0-9A-F])[\s-]?([0-9A-F])(?![A-Z0-9])", re.I)
_DIGIT_WORDS = {
    **{word: str(value) for word, value in ENGLISH_ONES.items() if value < 10}, "oh": "0", "o": "0", "幺": "1",
    **{word: str(value) for word, value in CHINESE_DIGITS.items()},
}  # fmt: skip
_DIGIT = re.compile("|".join([*sorted(_DIGIT_WORDS, key=len, reverse=True), r"\d"]), re.I)
_SPELT_CODE = re.compile(rf"(?<![a-z])([PCBU])[\s-]*((?:(?:{_DIGIT.pattern})[\s-]*){{4,5}})(?![a-z\d])", re.I)
_LASTS = re.compile(
    r"\bhow (?:long|far|soon)\b.*\b(?:need|have|got|must)\s+(?:to )?(?:re)?(?:charge|fuel|fill up)\b"
    r"|多久.{0,4}(?:需要|就得|得|就要|该|必须)(?:去)?(?:充电|加油)",
    re.I,
)
""" "How long until we need to charge": it is the distance that is known."""
_SEVERAL = re.compile(r"\b(?:windows|doors|belts)\b", re.I)
""" "Are any of my windows open": of all of them, whosever they are."""
_SETTABLE = ("temperature", "seat_heating", "seat_ventilation", "window", "fan", "defrost")


def topic_of(clause: Clause) -> str:
    """The topic asked about; empty when there is none."""
    if fault_code(clause.text):
        return "warnings"
    if _LASTS.search(clause.text):
        return "range"
    topics = set(clause.values("topic"))
    return next((topic for topic in PRIORITY if topic in topics), "")


def fault_code(text: str) -> str:
    """A fault code in the text, as P0301; empty when there is none."""
    match = _CODE.search(text) or _CODE.search(_in_digits(text))
    return "".join(match.groups()).upper() if match else ""


def _in_digits(text: str) -> str:
    """A text with the digits that stand behind the letter of a code, as digits: "P zero four two oh", P零四二零."""
    spelt = _SPELT_CODE.search(text)
    if spelt is None:
        return text
    digits = "".join(_DIGIT_WORDS.get(word.lower(), word) for word in _DIGIT.findall(spelt[2]))
    return f"{text[: spelt.start()]}{spelt[1]}{digits}{text[spelt.end() :]}"


def query(topic: str, clause: Clause) -> Act:
    """The act that answers a question about a topic or about the state of something that can be set."""
    if topic in NAVIGATION:
        return Act("tool", "navigation", (ToolRequest("navigation", {"action": NAVIGATION[topic]}),))
    if topic == "warnings":
        code = fault_code(clause.text)
        return Act("query", topic, (ToolRequest("explain_warning", {"code": code} if code else {}),))
    paths = list(signals(topic, clause))
    if not paths:
        return Act("query", topic)
    names: list[Json] = list(paths)
    return Act("query", topic, (ToolRequest("get_vehicle_state", {"names": names}),), _aspect(clause))


def signals(topic: str, clause: Clause) -> tuple[str, ...]:
    """The VSS paths of a topic, narrowed to the place asked about."""
    places = _places(clause)
    if topic == "tyres":
        wheels = [_WHEELS[p] for p in places or _WHEELS]
        return (
            *(f"Chassis.Axle.{w}.Tire.Pressure" for w in wheels),
            *(f"Chassis.Axle.{w}.Tire.IsPressureLow" for w in wheels),
        )
    if topic == "doors":
        doors = tuple(f"Cabin.Door.{_DOORS[p]}.IsOpen" for p in places or _DOORS)
        return doors if places else (*doors, "Body.Trunk.Rear.IsOpen", "Body.Hood.IsOpen")
    if topic == "locks":
        return tuple(f"Cabin.Door.{_DOORS[p]}.IsLocked" for p in places or _DOORS)
    if topic == "window":
        return tuple(f"Cabin.Door.{_DOORS[p]}.Window.Position" for p in places or _DOORS)
    if topic == "belts":
        seats = [_DOORS[p] for p in places or _DOORS]
        if not places or {"rear_left", "rear_right"} <= set(places):
            seats.append("Row2.Middle")
        return (
            *(f"Cabin.Seat.{s}.IsBelted" for s in seats),
            *(f"Cabin.Seat.{s}.OccupancyStatus" for s in seats),
        )
    if topic in ("set_temperature", "temperature_set"):
        return tuple(f"Cabin.HVAC.Station.{_STATIONS[p]}.Temperature" for p in places or ("driver",))
    if topic == "temperature":
        return (*PATHS["cabin_temperature"], *PATHS["outside_temperature"])
    if topic == "fan":
        return tuple(f"Cabin.HVAC.Station.{_STATIONS[p]}.FanSpeed" for p in places or ("driver",))
    if topic in ("seat_heating", "seat_ventilation"):
        return tuple(f"Cabin.Seat.{_DOORS[p]}.HeatingCooling" for p in places or ("driver",))
    if topic == "defrost":
        rear = clause.has("obj:rear_glass", "zone:rear")
        return ("Cabin.HVAC.IsRearDefrosterActive",) if rear else ("Cabin.HVAC.IsFrontDefrosterActive",)
    return PATHS.get(topic, ())


def _places(clause: Clause) -> list[str]:
    """Corners of the car asked about; empty when none was named."""
    places: dict[str, None] = {}
    mine = {m.text.lower() for m in clause.kind("zone")} <= {"my", "me", "mine", "for me", "our"}
    if mine and not clause.has("topic:doors", "topic:belts", "obj:window", "obj:seat_heating"):
        return []
    if mine and _SEVERAL.search(clause.text):
        return []
    for zone in clause.expanded_zones():
        for place in _ROWS.get(zone, (zone,)):
            if place in _DOORS:
                places[place] = None
    return [] if len(places) == len(_DOORS) else list(places)


def _aspect(clause: Clause) -> dict[str, Json]:
    """What of it was asked: "enough" for "is it enough", "open" or "closed" for doors and windows."""
    detail: dict[str, Json] = {}
    if clause.has("ask:enough"):
        detail["enough"] = True
    return detail
