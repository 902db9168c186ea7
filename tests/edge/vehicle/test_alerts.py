from __future__ import annotations

import itertools

import pytest

from edge.vehicle.alerts import AlertMonitor
from edge.vehicle.attention import demand, sentences_allowed
from edge.vehicle.simulated_car import SimulatedCar
from edge.vehicle.state import Moving, Quality, VehicleState

S = 1_000_000_000
DOOR = "Cabin.Door.Row1.PassengerSide.IsOpen"


def _said(monitor: AlertMonitor, start: int, end: int) -> list[tuple[int, str]]:
    return [(second, alert.text("en")) for second in range(start, end) for alert in monitor.check(second * S)]


def test_a_healthy_car_says_nothing(state: VehicleState) -> None:
    SimulatedCar(state, {"Speed": 90.0})
    assert _said(AlertMonitor(state), 1, 600) == []


def test_an_unknown_car_says_nothing(state: VehicleState) -> None:
    assert _said(AlertMonitor(state), 1, 60) == []
    for path in (DOOR, "Speed", "Powertrain.Range"):
        for quality in (Quality.NOT_AVAILABLE, Quality.E2E_FAIL, Quality.STALE):
            state.set(path, True, S, quality)
            assert _said(AlertMonitor(state), 1, 20) == []


def test_an_open_door_is_told_once_while_driving_only(state: VehicleState) -> None:
    SimulatedCar(state, {"Speed": 0.0})
    monitor = AlertMonitor(state)
    state.hold(DOOR, True)
    assert _said(monitor, 1, 20) == []
    state.hold("Speed", 20.0)
    assert _said(monitor, 20, 90) == [(21, "The passenger door is open.")]
    state.hold(DOOR, False)
    assert _said(monitor, 90, 100) == []
    state.hold(DOOR, True)
    assert _said(monitor, 100, 110) == []  # it only rattled
    state.hold(DOOR, False)
    assert _said(monitor, 110, 200) == []
    state.hold(DOOR, True)
    assert [text for _, text in _said(monitor, 200, 210)] == ["The passenger door is open."]


def test_the_gravest_comes_first(state: VehicleState) -> None:
    SimulatedCar(state, {"Speed": 50.0})
    monitor = AlertMonitor(state)
    state.hold("Chassis.Axle.Row2.Wheel.Right.Tire.IsPressureLow", True)
    state.hold("Cabin.Seat.Row2.Middle.OccupancyStatus", "OCCUPIED")
    state.hold("Powertrain.Range", 48_000)
    state.hold(DOOR, True)
    monitor.check(S)
    assert [alert.priority for alert in monitor.check(20 * S)] == [1, 1, 2, 3]


def test_range_is_told_at_each_step_and_again_after_charging(state: VehicleState) -> None:
    SimulatedCar(state, {"Speed": 100.0})
    monitor = AlertMonitor(state)
    heard = []
    at = 1
    for kilometres in (*range(60, 15, -1), *range(15, 120, 15), *range(60, 45, -1)):
        state.hold("Powertrain.Range", kilometres * 1000)
        heard += [text for _, text in _said(monitor, at, at + 40)]
        at += 40
    assert heard == [
        "The range is down to 50 kilometres.",
        "The range is down to 20 kilometres.",
        "The range is down to 50 kilometres.",
    ]


def test_tiredness_is_mentioned_every_twenty_minutes_at_most(state: VehicleState) -> None:
    SimulatedCar(state, {"Speed": 100.0})
    monitor = AlertMonitor(state)
    heard = []
    for minute in range(60):
        state.hold("Driver.FatigueLevel", 80.0 if minute % 2 else 20.0)
        heard += [second // 60 for second, _ in _said(monitor, minute * 60 + 1, minute * 60 + 61)]
    assert len(heard) == 3
    assert min(b - a for a, b in itertools.pairwise(heard)) >= 20


def test_snooze(state: VehicleState) -> None:
    SimulatedCar(state, {"Speed": 50.0})
    monitor = AlertMonitor(state)
    path = "Chassis.Axle.Row1.Wheel.Left.Tire.IsPressureLow"
    state.hold(path, True)
    assert len(_said(monitor, 1, 20)) == 1
    monitor.snooze(f"tyre:{path}", 600 * S)
    assert [second for second, _ in _said(monitor, 20, 700)] == [600]


def test_styles(state: VehicleState) -> None:
    SimulatedCar(state, {"Speed": 50.0})
    monitor = AlertMonitor(state)
    state.hold("Chassis.Axle.Row1.Wheel.Left.Tire.IsPressureLow", True)
    state.hold(DOOR, True)
    monitor.check(S)
    door, tyre = monitor.check(10 * S)
    assert tyre.text("en", "gentle") == "Just so you know, the front left tyre has low pressure."
    assert tyre.text("zh", "gentle") == "提醒一下，左前轮胎胎压过低。"
    assert tyre.text("en", "brisk") == "Tyre low, front left."
    assert door.text("en", "gentle") == "The passenger door is open."
    assert door.text("zh") == "副驾车门没有关好。"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("ADAS.LaneDepartureDetection.IsWarning", "lane_warning"),
        ("ADAS.ObstacleDetection.Front.Center.IsWarning", "obstacle_warning"),
        ("Chassis.Brake.IsDriverEmergencyBrakingDetected", "emergency_braking"),
        ("Body.Lights.DirectionIndicator.Right.IsSignaling", "turning"),
    ],
)
def test_speech_is_held_while_the_road_needs_the_driver(state: VehicleState, path: str, reason: str) -> None:
    SimulatedCar(state, {"Speed": 50.0})
    assert demand(state, S) is None
    state.hold(path, True)
    assert demand(state, S) == reason
    state.set(path, True, S)
    assert demand(state, 10 * S) is None  # stale


def test_an_indicator_at_a_red_light_holds_nothing(state: VehicleState) -> None:
    SimulatedCar(state, {"Speed": 0.0, "Body.Lights.DirectionIndicator.Left.IsSignaling": True})
    assert demand(state, S) is None


def test_length_by_driving_state() -> None:
    assert [sentences_allowed(moving, 2, 4) for moving in (Moving.PARKED, Moving.IDLING, Moving.MOVING)] == [4, 2, 2]
