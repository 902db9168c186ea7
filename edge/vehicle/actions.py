"""From a typed request to the values it wishes the car to have.

Only paths of ACTUATABLE can be wished for; motion, brakes, steering, gear, driver assistance and locks are not among
them, whatever asks.
"""

from __future__ import annotations

import re

from edge.vehicle import tool_models as t
from edge.vehicle.catalogue import Value
from edge.vehicle.policy import Surroundings
from edge.vehicle.state import VehicleState

Wishes = dict[str, Value]

ACTUATABLE = re.compile(
    r"Cabin\.HVAC\.(Mode|Is(AirConditioning|FrontDefroster|RearDefroster|Recirculation)Active"
    r"|Station\.Row[12]\.(Driver|Passenger)\.(Temperature|FanSpeed|AirDistribution))"
    r"|Cabin\.Seat\.Row[12]\.(Driver|Passenger)Side\.(HeatingCooling|Massage\.Level)"
    r"|Chassis\.SteeringWheel\.HeatingCooling"
    r"|Cabin\.Door\.Row[12]\.(Driver|Passenger)Side\.Window\.Position|Cabin\.Sunroof\.Position"
    r"|Cabin\.Light\.(IsDomeOn|AmbientLight\.Row[12]\.(Driver|Passenger)Side\.(IsLightOn|Intensity|Color))"
    r"|Body\.Lights\.(Beam\.Low|Fog\.Rear)\.IsOn|Body\.Windshield\.(Front|Rear)\.(Wiping\.Mode|IsWashing)"
    r"|Cabin\.Infotainment\.(Media\.(Action|IsMuted|Query|Volume)|Phone\.Callee"
    r"|Navigation\.(IsGuidanceActive|Destination|Avoid))"
)

_STATIONS: dict[str, tuple[str, ...]] = {
    "driver": ("Row1.Driver",),
    "passenger": ("Row1.Passenger",),
    "rear": ("Row2.Driver", "Row2.Passenger"),
    "all": ("Row1.Driver", "Row1.Passenger", "Row2.Driver", "Row2.Passenger"),
}
_SEAT_LEVEL = (0, 33, 67, 100)
_DIRECTION = {"face": "MIDDLE", "feet": "DOWN", "windscreen": "UP", "mixed": "MIXED"}
_AMBIENT = tuple(
    f"Cabin.Light.AmbientLight.{place}"
    for place in ("Row1.DriverSide", "Row1.PassengerSide", "Row2.DriverSide", "Row2.PassengerSide")
)
_MEDIA: dict[str, Wishes] = {
    "play": {"Cabin.Infotainment.Media.Action": "PLAY"},
    "resume": {"Cabin.Infotainment.Media.Action": "PLAY"},
    "pause": {"Cabin.Infotainment.Media.Action": "STOP"},
    "stop": {"Cabin.Infotainment.Media.Action": "STOP"},
    "next": {"Cabin.Infotainment.Media.Action": "SKIP_FORWARD"},
    "previous": {"Cabin.Infotainment.Media.Action": "SKIP_BACKWARD"},
    "mute": {"Cabin.Infotainment.Media.IsMuted": True},
    "unmute": {"Cabin.Infotainment.Media.IsMuted": False},
}


class UnknownValueError(ValueError):
    """A step was asked for where the present value is not known."""


def wishes(call: t.Tool, state: VehicleState, now_ns: int, speaker: t.Zone = "driver") -> Wishes | None:
    """The values the request wishes for; None where the car has no such function. Raises UnknownValueError."""
    match call:
        case t.SetClimate():
            return _climate(call, state, now_ns, speaker)
        case t.SetFan():
            paths = [f"Cabin.HVAC.Station.{s}.FanSpeed" for s in _STATIONS[call.zone or speaker]]
            return {path: _target(path, call.level, call.delta, state, now_ns) for path in paths}
        case t.SetAirflow(recirculation=str() as power):
            return {"Cabin.HVAC.IsRecirculationActive": power == "on"}
        case t.SetAirflow(direction=str() as direction):
            return {f"Cabin.HVAC.Station.{s}.AirDistribution": _DIRECTION[direction] for s in ("Row1.Driver", "Row1.Passenger")}
        case t.SetDefrost():
            return {f"Cabin.HVAC.Is{(call.where or 'front').title()}DefrosterActive": call.on}
        case t.SetSeat():
            return _seat(call, state, now_ns, speaker)
        case t.SetSteeringWheelHeating():
            return {"Chassis.SteeringWheel.HeatingCooling": 100 if call.on else 0}
        case t.SetWindow():
            windows = window_paths(call.window or speaker, state, now_ns)
            return {path: _target(path, call.position, call.delta, state, now_ns) for path in windows}
        case t.SetLight():
            return _light(call)
        case t.SetWipers():
            side = (call.where or "front").title()
            if call.mode == "wash":
                return {f"Body.Windshield.{side}.IsWashing": True}
            return {f"Body.Windshield.{side}.Wiping.Mode": call.mode.upper()}
        case t.Media():
            query: Wishes = {} if call.query is None else {"Cabin.Infotainment.Media.Query": call.query}
            return {**_MEDIA[call.action], **query}
        case t.SetVolume():
            path = "Cabin.Infotainment.Media.Volume"
            return {path: _target(path, call.level, call.delta, state, now_ns)}
        case t.Navigate():
            return _navigate(call)
        case t.Navigation(action="cancel"):
            return {"Cabin.Infotainment.Navigation.IsGuidanceActive": False}
        case t.Call():
            return {"Cabin.Infotainment.Phone.Callee": call.contact or call.number or ""}
    return None


def window_paths(window: str, state: VehicleState, now_ns: int) -> tuple[str, ...]:
    """The signals behind a name of a window. Left and right depend on the side the driver sits on."""
    if window == "sunroof":
        return ("Cabin.Sunroof.Position",)
    places = {
        "driver": ("Row1.DriverSide",),
        "passenger": ("Row1.PassengerSide",),
        "rear_left": (_rear("rear_left", state, now_ns),),
        "rear_right": (_rear("rear_right", state, now_ns),),
        "rear": ("Row2.DriverSide", "Row2.PassengerSide"),
        "all": ("Row1.DriverSide", "Row1.PassengerSide", "Row2.DriverSide", "Row2.PassengerSide"),
    }[window]
    return tuple(f"Cabin.Door.{place}.Window.Position" for place in places)


def surroundings(call: t.Tool, state: VehicleState, now_ns: int, *, speaker: t.Zone, untrusted: bool) -> Surroundings:
    """What the policy needs to know of the car for this request, unknown where it is not valid now."""

    def flag(path: str) -> bool | None:
        value = state.value(path, now_ns)
        return value if isinstance(value, bool) else None

    def number(path: str) -> float | None:
        value = state.value(path, now_ns)
        return float(value) if isinstance(value, int | float) else None

    opening: dict[str, float] | None = None
    if isinstance(call, t.SetWindow):
        opening = {}
        for path in window_paths(call.window or speaker, state, now_ns):
            present = number(path)
            if call.delta is not None:
                opening[path] = call.delta
            elif call.position is not None:
                opening[path] = call.position - (present or 0.0)
    return Surroundings(
        moving=state.moving(now_ns),
        speaker=speaker,
        low_beam=flag("Body.Lights.Beam.Low.IsOn"),
        high_beam=flag("Body.Lights.Beam.High.IsOn"),
        child_lock=flag("Cabin.Door.Row1.DriverSide.IsChildLockActive"),
        volume=number("Cabin.Infotainment.Media.Volume"),
        untrusted=untrusted,
        opening=opening,
    )


def _target(path: str, level: float | None, delta: float | None, state: VehicleState, now_ns: int) -> Value:
    if level is not None:
        return level
    present = state.value(path, now_ns)
    if not isinstance(present, int | float) or delta is None:
        raise UnknownValueError(path)
    return min(100.0, max(0.0, present + delta))


def _climate(call: t.SetClimate, state: VehicleState, now_ns: int, speaker: t.Zone) -> Wishes:
    if call.power is not None:
        return {"Cabin.HVAC.IsAirConditioningActive": call.power == "on"}
    if call.mode is not None:
        return {"Cabin.HVAC.Mode": call.mode.upper(), "Cabin.HVAC.IsAirConditioningActive": True}
    result: Wishes = {}
    for station in _STATIONS[call.zone or speaker]:
        path = f"Cabin.HVAC.Station.{station}.Temperature"
        if call.temperature is not None:
            result[path] = call.temperature
            continue
        present = state.value(path, now_ns)
        if not isinstance(present, float) or call.delta is None:
            raise UnknownValueError(path)
        result[path] = min(28.0, max(16.0, present + call.delta))
    return result


def _rear(name: str, state: VehicleState, now_ns: int) -> str:
    driver_right = state.value("Cabin.DriverPosition", now_ns) == "RIGHT"
    return "Row2.DriverSide" if (name == "rear_left") is not driver_right else "Row2.PassengerSide"


def _seat(call: t.SetSeat, state: VehicleState, now_ns: int, speaker: t.Zone) -> Wishes:
    seat = call.seat or ("passenger" if speaker == "passenger" else "driver")
    place = {"driver": "Row1.DriverSide", "passenger": "Row1.PassengerSide"}.get(seat) or _rear(seat, state, now_ns)
    if call.massage is not None:
        return {f"Cabin.Seat.{place}.Massage.Level": 50 if call.massage == "on" else 0}
    level = _SEAT_LEVEL[call.heating] if call.heating is not None else -_SEAT_LEVEL[call.ventilation or 0]
    return {f"Cabin.Seat.{place}.HeatingCooling": level}


def _light(call: t.SetLight) -> Wishes | None:
    light = call.light or "cabin"
    if light == "ambient":
        if call.on is not None:
            return {f"{lamp}.IsLightOn": call.on for lamp in _AMBIENT}
        if call.brightness == 0:
            return {f"{lamp}.IsLightOn": False for lamp in _AMBIENT}
        lit: Wishes = {f"{lamp}.IsLightOn": True for lamp in _AMBIENT}
        if call.brightness is not None:
            return lit | {f"{lamp}.Intensity": max(1.0, call.brightness) for lamp in _AMBIENT}
        return lit | {f"{lamp}.Color": call.colour or "" for lamp in _AMBIENT}
    if call.on is None:
        return None
    path = {"cabin": "Cabin.Light.IsDomeOn", "low_beam": "Body.Lights.Beam.Low.IsOn", "fog_rear": "Body.Lights.Fog.Rear.IsOn"}
    return {path[light]: call.on}


def _navigate(call: t.Navigate) -> Wishes:
    goal: Wishes = {
        "Cabin.Infotainment.Navigation.Destination": call.destination or call.poi or "",
        "Cabin.Infotainment.Navigation.IsGuidanceActive": True,
    }
    if call.avoid is not None:
        goal["Cabin.Infotainment.Navigation.Avoid"] = call.avoid.upper()
    return goal
