from __future__ import annotations

import pytest

from edge.vehicle.attention import Attention, demand
from edge.vehicle.state import Quality, VehicleState

MS = 1_000_000
S = 1_000 * MS


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("Chassis.Brake.IsDriverEmergencyBrakingDetected", "emergency_braking"),
        ("ADAS.ObstacleDetection.Front.Center.IsWarning", "obstacle_warning"),
        ("ADAS.LaneDepartureDetection.IsWarning", "lane_warning"),
        ("Body.Lights.DirectionIndicator.Left.IsSignaling", "turning"),
    ],
)
def test_what_holds_speech_and_that_it_goes_on_afterwards(state: VehicleState, path: str, why: str) -> None:
    state.set("Speed", 50.0, S)
    assert demand(state, S) is None
    state.set(path, True, S)
    assert demand(state, S) == why
    state.set(path, False, S + 1)
    assert demand(state, S + 1) is None
    state.set(path, True, S, Quality.E2E_FAIL)
    assert demand(state, S + 1) is None  # what is not known to be true holds nothing


def test_an_indicator_at_a_red_light_or_hazard_lights_hold_nothing(state: VehicleState) -> None:
    state.set("Body.Lights.DirectionIndicator.Left.IsSignaling", True, S)
    state.set("Speed", 0.0, S)
    assert demand(state, S) is None
    state.set("Speed", 50.0, S)
    state.set("Body.Lights.Hazard.IsSignaling", True, S)
    assert demand(state, S) is None


def _drive(state: VehicleState, attention: Attention, deceleration: float, seconds: float, step_ms: int = 20) -> list[str | None]:
    """What is said while the car slows down from 100 km/h, and for 3 s after."""
    found = []
    for step in range(round((seconds + 3) * 1000 / step_ms)):
        now = S + step * step_ms * MS
        slowed = 3.6 * deceleration * min(seconds, step * step_ms / 1000)
        state.set("Speed", round(max(0.0, 100 - slowed), 1), now)
        found.append(attention.demand(now))
    return found


@pytest.mark.parametrize("step_ms", [20, 100])
def test_hard_braking_holds_and_ends(state: VehicleState, step_ms: int) -> None:
    found = _drive(state, Attention(state), 7.0, 2.0, step_ms)
    first = found.index("hard_braking") * step_ms
    assert first <= 600
    assert set(found[found.index("hard_braking") : round(2000 / step_ms)]) == {"hard_braking"}
    assert found[-1] is None


def test_ordinary_braking_does_not_hold(state: VehicleState) -> None:
    assert set(_drive(state, Attention(state), 2.5, 6.0)) == {None}


def test_a_gap_in_the_speed_is_no_braking(state: VehicleState) -> None:
    attention = Attention(state)
    state.set("Speed", 100.0, S)
    assert attention.demand(S) is None
    assert attention.demand(S + 900 * MS) is None  # stale by now
    state.set("Speed", 20.0, S + 950 * MS)
    assert attention.demand(S + 950 * MS) is None
