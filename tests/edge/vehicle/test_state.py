from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.resources import shipped
from edge.vehicle.catalogue import GEAR_DRIVE, GEAR_NEUTRAL, GEAR_PARK, Catalogue
from edge.vehicle.state import Heartbeat, Moving, Quality, VehicleState

S = 1_000_000_000
GEAR = "Powertrain.Transmission.CurrentGear"
BRAKE = "Chassis.ParkingBrake.IsEngaged"


def test_nothing_is_known_at_first(state: VehicleState) -> None:
    for path in state.catalogue:
        reading = state.get(path, 5 * S)
        assert (reading.value, reading.quality, reading.age_s) == (None, Quality.NEVER, None)
    assert state.moving(0) is Moving.MOVING


def test_a_value_ages(state: VehicleState) -> None:
    state.set("Speed", 50.0, 10 * S)
    assert state.get("Speed", 10 * S + S // 2).quality is Quality.VALID
    late = state.get("Speed", 10 * S + S // 2 + 1)
    assert late.quality is Quality.STALE
    assert late.age_s == pytest.approx(0.5)
    assert state.value("Speed", 11 * S) is None


def test_frames_keep_a_value_fresh_though_it_does_not_change(state: VehicleState) -> None:
    beat = Heartbeat()
    state.attach("Speed", beat)
    state.set("Speed", 50.0, 10 * S)
    beat.time_ns = 20 * S
    assert state.get("Speed", 20 * S).valid
    assert not state.get("Speed", 21 * S).valid


def test_a_clock_that_jumped_back_makes_values_stale(state: VehicleState) -> None:
    state.set("Powertrain.Range", 1000, 100 * S)
    assert state.get("Powertrain.Range", 98 * S).quality is Quality.STALE
    assert state.get("Powertrain.Range", 100 * S - 1000).valid  # threads may differ by microseconds


def test_time_in_suspend_counts(state: VehicleState) -> None:
    state.set("Powertrain.Range", 1000, 100 * S)
    state.set("VehicleIdentification.Model", "x", 100 * S)
    after = 100 * S + 8 * 3600 * S
    assert not state.get("Powertrain.Range", after).valid
    assert state.get("VehicleIdentification.Model", after).valid  # an attribute does not grow old


def test_implausible_and_unfit_values_are_out_of_range(state: VehicleState) -> None:
    for value in (4000.0, float("nan"), float("inf"), "fast", None):
        state.set("Speed", value, S)
        assert state.get("Speed", S).quality is Quality.OUT_OF_RANGE
        assert state.get("Speed", S).value is None


def test_a_path_that_is_not_known_is_counted(state: VehicleState) -> None:
    state.set("Foo.Bar", 1, S)
    state.hold("Foo.Bar", 1)
    assert state.unknown == 2


def test_changes_and_subscriptions(state: VehicleState) -> None:
    mine = state.subscribe(["Speed"])
    state.set("Speed", 1.0, S)
    state.set("Speed", 1.0, 2 * S)
    state.set("IsMoving", True, S)
    assert state.take_changes() == {"Speed", "IsMoving"}
    assert state.take_changes() == set()
    assert mine.take() == {"Speed"}
    state.sweep(3 * S)
    assert mine.take() == {"Speed"}  # it went stale
    state.sweep(4 * S)
    assert mine.take() == set()
    state.set("Speed", 1.0, 4 * S)
    assert mine.take() == {"Speed"}  # and came back
    state.unsubscribe(mine)
    state.set("Speed", 2.0, 5 * S)
    assert mine.take() == set()


def test_a_lost_bus_makes_values_stale_at_once(state: VehicleState) -> None:
    state.set("Speed", 50.0, S)
    state.set("VehicleIdentification.Model", "x", S)
    state.hold("Powertrain.Range", 1000)
    state.invalidate()
    assert state.get("Speed", S).quality is Quality.STALE
    assert state.get("VehicleIdentification.Model", S).valid
    assert state.get("Powertrain.Range", S).valid


def test_a_held_value_does_not_grow_old_until_the_car_speaks(state: VehicleState) -> None:
    state.hold("Speed", 80)
    assert state.get("Speed", 10**18).valid
    state.set("Speed", 30.0, S)
    assert not state.get("Speed", 3 * S).valid


@pytest.mark.parametrize(
    ("speed", "gear", "brake", "expected"),
    [
        (0.0, GEAR_PARK, None, Moving.PARKED),
        (0.0, GEAR_PARK, True, Moving.PARKED),
        (0.0, GEAR_NEUTRAL, True, Moving.PARKED),
        (0.0, GEAR_NEUTRAL, False, Moving.IDLING),
        (0.0, GEAR_NEUTRAL, None, Moving.IDLING),
        (0.0, GEAR_DRIVE, True, Moving.IDLING),
        (0.4, GEAR_DRIVE, False, Moving.IDLING),
        (0.6, GEAR_DRIVE, False, Moving.MOVING),
        (-5.0, -1, False, Moving.MOVING),
        (60.0, GEAR_PARK, True, Moving.MOVING),
        (None, GEAR_PARK, True, Moving.MOVING),
        (0.0, None, True, Moving.MOVING),
    ],
)
def test_driving_state(state: VehicleState, speed: float | None, gear: int | None, brake: bool | None, expected: Moving) -> None:
    for path, value in (("Speed", speed), (GEAR, gear), (BRAKE, brake)):
        if value is not None:
            state.set(path, value, S)
    assert state.moving(S) is expected


def test_stale_speed_counts_as_moving(state: VehicleState) -> None:
    state.set("Speed", 0.0, S)
    state.set(GEAR, GEAR_PARK, S)
    assert state.moving(S) is Moving.PARKED
    assert state.moving(2 * S) is Moving.MOVING


CATALOGUE = Catalogue.load(shipped("vehicles", "signals.toml"))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Speed", "Powertrain.Range", "IsMoving"]),
            st.one_of(st.floats(-100, 500), st.booleans(), st.none()),
            st.integers(0, 100 * S),
            st.sampled_from(list(Quality)),
        ),
        max_size=20,
    ),
    st.integers(0, 200 * S),
)
def test_a_valid_reading_is_fresh_and_plausible_whatever_happened(
    events: list[tuple[str, object, int, Quality]], now_ns: int
) -> None:
    state = VehicleState(CATALOGUE)
    for path, value, time_ns, quality in events:
        state.set(path, value, time_ns, quality)
    for path in ("Speed", "Powertrain.Range", "IsMoving"):
        reading = state.get(path, now_ns)
        if reading.valid:
            last = [event for event in events if event[0] == path][-1]
            limit = CATALOGUE[path].stale_ns
            assert limit is not None
            assert -S <= now_ns - last[2] <= limit
            assert last[3] is Quality.VALID
            assert CATALOGUE[path].coerce(reading.value) == reading.value
