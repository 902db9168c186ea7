"""When the road needs the driver's whole attention: speech waits, and goes on afterwards."""

from __future__ import annotations

from collections import deque

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
_HARD_BRAKING_M_S2 = 4.0  # ordinary braking stays below 3; the hazard lights of many cars come on from 6
_BRAKING_OVER_NS = (300_000_000, 1_000_000_000)  # the least and the longest time over which the loss of speed is taken
_BRAKING_HOLD_NS = 1_500_000_000
_LOOKS = 64
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


class Attention:
    """What `demand` says, and hard braking, which needs more than one look at the speed."""

    def __init__(self, state: VehicleState) -> None:
        self._state = state
        self._speeds: deque[tuple[int, float]] = deque(maxlen=_LOOKS)
        self._braking_until_ns = 0

    def demand(self, now_ns: int) -> str | None:
        """Why speech is held now, None if it need not be. Call it as often as batches arrive."""
        self._note(now_ns)
        braking = "hard_braking" if now_ns < self._braking_until_ns else None
        return demand(self._state, now_ns) or braking

    def _note(self, now_ns: int) -> None:
        speed = self._state.value("Speed", now_ns)
        if not isinstance(speed, float) or (self._speeds and not 0 <= now_ns - self._speeds[-1][0] <= _BRAKING_OVER_NS[1]):
            self._speeds.clear()  # a gap: two speeds with nothing known between them say nothing about the brakes
            self._braking_until_ns = min(self._braking_until_ns, now_ns + _BRAKING_HOLD_NS)
        if not isinstance(speed, float):
            return
        while self._speeds and now_ns - self._speeds[0][0] > _BRAKING_OVER_NS[1]:
            self._speeds.popleft()
        self._speeds.append((now_ns, abs(speed)))
        then_ns, before = self._speeds[0]
        if now_ns - then_ns >= _BRAKING_OVER_NS[0] and (before - abs(speed)) / 3.6 > _HARD_BRAKING_M_S2 * (now_ns - then_ns) / 1e9:
            self._braking_until_ns = now_ns + _BRAKING_HOLD_NS


def sentences_allowed(moving: Moving, when_moving: int, when_parked: int) -> int:
    """How many sentences an answer may have now."""
    return when_parked if moving is Moving.PARKED else when_moving
