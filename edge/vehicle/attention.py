"""When the road needs the driver's whole attention: speech waits, and goes on afterwards."""

from __future__ import annotations

from edge.vehicle.state import Moving, VehicleState

_WARNINGS = {
    "Chassis.Brake.IsDriverEmergencyBrakingDetected": "emergency_braking",
    "ADAS.ObstacleDetection.Front.Center.IsWarning": "obstacle_warning",
    "ADAS.LaneDepartureDetection.IsWarning": "lane_warning",
}
_INDICATORS = (
    "Body.Lights.DirectionIndicator.Left.IsSignaling",
    "Body.Lights.DirectionIndicator.Right.IsSignaling",
)
WATCHED = (*_WARNINGS, *_INDICATORS)
"""The paths that decide; subscribe to these."""
_TURNING_KMH = 5.0  # an indicator at a red light asks nothing of the driver


def demand(state: VehicleState, now_ns: int) -> str | None:
    """Why speech is held now, None if it need not be. Only fresh and valid signals hold it."""
    for path, reason in _WARNINGS.items():
        if state.value(path, now_ns) is True:
            return reason
    speed = state.value("Speed", now_ns)
    turning = any(state.value(path, now_ns) is True for path in _INDICATORS)
    hazard = state.value("Body.Lights.Hazard.IsSignaling", now_ns) is True
    if turning and not hazard and isinstance(speed, float) and abs(speed) > _TURNING_KMH:
        return "turning"
    return None


def sentences_allowed(moving: Moving, when_moving: int, when_parked: int) -> int:
    """How many sentences an answer may have now."""
    return when_parked if moving is Moving.PARKED else when_moving
