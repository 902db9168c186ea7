from __future__ import annotations

import itertools

import pytest

from device.resources import shipped
from edge.events import Json
from edge.vehicle.actions import ACTUATABLE
from edge.vehicle.catalogue import GEAR_DRIVE, GEAR_PARK, Catalogue, Value
from edge.vehicle.policy import PolicySettings, RateLimit, Surroundings, decide
from edge.vehicle.simulated_car import SimulatedCar
from edge.vehicle.state import Moving, VehicleState
from edge.vehicle.tool_models import TOOLS
from edge.vehicle.tools import Mode, ToolHost

S = 1_000_000_000
NOW = 1000 * S
CATALOGUE = Catalogue.load(shipped("vehicles", "signals.toml"))
PARKED, IDLING, MOVING = Moving.PARKED, Moving.IDLING, Moving.MOVING
CARS: dict[Moving | None, dict[str, Value]] = {
    PARKED: {"Speed": 0.0, "Powertrain.Transmission.CurrentGear": GEAR_PARK},
    IDLING: {"Speed": 0.0, "Powertrain.Transmission.CurrentGear": GEAR_DRIVE, "Chassis.ParkingBrake.IsEngaged": False},
    MOVING: {"Speed": 80.0},
}


def _verdict(name: str, arguments: dict[str, Json], moving: Moving, settings: PolicySettings | None = None, **extra: object) -> str:
    state = VehicleState(CATALOGUE)
    values = {**CARS[moving], **{str(path).replace("__", "."): value for path, value in extra.items()}}
    host = ToolHost(state, Mode.SIMULATE, SimulatedCar(state, values), settings)  # type: ignore[arg-type]
    return {"done": "allow", "needs_confirmation": "confirm", "refused": "refuse"}[str(host.call(name, arguments, NOW)["status"])]


@pytest.mark.parametrize(
    ("name", "arguments", "parked", "idling", "moving"),
    [
        ("set_climate", {"temperature": 22}, "allow", "allow", "allow"),
        ("set_climate", {"temperature": 29}, "refuse", "refuse", "refuse"),
        ("set_climate", {"temperature": 15}, "refuse", "refuse", "refuse"),
        ("set_climate", {"delta": 4}, "refuse", "refuse", "refuse"),
        ("set_fan", {"level": 80}, "allow", "allow", "allow"),
        ("set_seat", {"heating": 2}, "allow", "allow", "allow"),
        ("set_light", {"light": "ambient", "on": True}, "allow", "allow", "allow"),
        ("set_volume", {"level": 60}, "allow", "allow", "allow"),
        ("set_volume", {"level": 61}, "refuse", "refuse", "refuse"),
        ("set_volume", {"delta": 40}, "refuse", "refuse", "refuse"),
        ("set_defrost", {"on": True}, "allow", "allow", "allow"),
        ("set_defrost", {"on": False}, "allow", "allow", "refuse"),
        ("set_wipers", {"mode": "fast"}, "allow", "allow", "refuse"),
        ("set_wipers", {"mode": "off"}, "refuse", "refuse", "refuse"),
        ("set_light", {"light": "low_beam", "on": True}, "allow", "allow", "allow"),
        ("set_light", {"light": "low_beam", "on": False}, "refuse", "refuse", "refuse"),
        ("set_light", {"light": "fog_rear", "on": True}, "refuse", "refuse", "refuse"),  # the low beam is off
        ("set_window", {"window": "passenger", "position": 50}, "allow", "confirm", "refuse"),
        ("set_window", {"window": "passenger", "position": 20}, "allow", "confirm", "refuse"),
        ("set_window", {"window": "driver", "position": 100}, "confirm", "confirm", "refuse"),
        ("set_window", {"window": "all", "position": 100}, "confirm", "confirm", "refuse"),
        ("set_window", {"window": "rear", "position": 10}, "allow", "confirm", "refuse"),
        ("set_window", {"window": "driver", "position": 0}, "allow", "allow", "confirm"),
        ("set_window", {"window": "rear_left", "position": 0}, "allow", "allow", "refuse"),
        ("set_window", {"window": "sunroof", "position": 30}, "allow", "confirm", "refuse"),
        ("media", {"action": "next"}, "allow", "allow", "allow"),
        ("navigate", {"poi": "parking"}, "allow", "allow", "allow"),
        ("call", {"contact": "Li"}, "allow", "allow", "allow"),
    ],
)
def test_the_table(name: str, arguments: dict[str, Json], parked: str, idling: str, moving: str) -> None:
    assert [_verdict(name, arguments, state) for state in (PARKED, IDLING, MOVING)] == [parked, idling, moving]


def test_the_only_setting_that_opens_something_while_moving() -> None:
    allowed = PolicySettings(passenger_window_while_moving=True)
    passenger: dict[str, Json] = {"window": "passenger", "position": 25}
    assert _verdict("set_window", passenger, MOVING, allowed) == "confirm"
    assert _verdict("set_window", {"window": "passenger", "position": 26}, MOVING, allowed) == "refuse"
    assert _verdict("set_window", {"window": "driver", "position": 10}, MOVING, allowed) == "refuse"
    assert _verdict("set_window", {"window": "rear_left", "position": 10}, MOVING, allowed) == "refuse"


def test_the_child_lock_holds_rear_windows_while_parked_too() -> None:
    lock = {"Cabin__Door__Row1__DriverSide__IsChildLockActive": True}
    assert _verdict("set_window", {"window": "rear_right", "position": 10}, PARKED, **lock) == "refuse"  # type: ignore[arg-type]
    assert _verdict("set_window", {"window": "all", "position": 0}, PARKED, **lock) == "refuse"  # type: ignore[arg-type]
    assert _verdict("set_window", {"window": "driver", "position": 10}, PARKED, **lock) == "allow"  # type: ignore[arg-type]


def test_the_fog_light_needs_the_low_beam() -> None:
    fog: dict[str, Json] = {"light": "fog_rear", "on": True}
    assert _verdict("set_light", fog, PARKED, Body__Lights__Beam__Low__IsOn=True) == "allow"
    both = {"Body__Lights__Beam__Low__IsOn": True, "Body__Lights__Beam__High__IsOn": True}
    assert _verdict("set_light", fog, PARKED, **both) == "refuse"  # type: ignore[arg-type]


WINDOWS = ("driver", "passenger", "rear_left", "rear_right", "rear", "all", "sunroof")
CALLS: list[tuple[str, dict[str, Json]]] = [
    *(("set_window", {"window": w, "position": p}) for w in WINDOWS for p in (0, 10, 25, 50, 100)),
    *(("set_window", {"window": w, "delta": d}) for w in ("driver", "passenger", "rear", "all") for d in (-50, 10, 60)),
    *(("set_light", {"light": light, "on": on}) for light in ("cabin", "ambient", "low_beam", "fog_rear") for on in (True, False)),
    *(("set_wipers", {"where": w, "mode": m}) for w in ("front", "rear") for m in ("off", "interval", "slow", "fast", "wash")),
    *(("set_defrost", {"where": w, "on": on}) for w in ("front", "rear") for on in (True, False)),
    *(("set_climate", {"temperature": t}) for t in (10, 16, 22, 28, 30)),
    *(("set_volume", {"level": v}) for v in (0, 60, 61, 100)),
    *((name, {}) for name in ("unlock_doors", "open_trunk", "set_speed", "clear_faults", "brake", "set_gear", "disable_esc")),
]


def test_nothing_forbidden_is_executed_in_the_full_matrix() -> None:
    """Every action x driving state (unknown included) x confirmation x injected text x the most liberal settings."""
    liberal = PolicySettings(passenger_window_while_moving=True, per_minute=1000, actuator_gap_s=0, confirm_window_s=1e9)
    executed = 0
    for (name, arguments), moving, confirmed, injected in itertools.product(
        CALLS, (PARKED, IDLING, MOVING, None), (False, True), (False, True)
    ):
        state = VehicleState(CATALOGUE)
        car = SimulatedCar(state, CARS.get(moving, {}))
        if moving is None:
            state.set("Speed", 0.0, 0)  # stale: the driving state is unknown
        host = ToolHost(state, Mode.SIMULATE, car, liberal)
        if injected:
            host.note_untrusted()
        before = {path: state.get(path, NOW).value for path in CATALOGUE}
        result = host.call(name, arguments, NOW)
        if confirmed and result["status"] == "needs_confirmation":
            result = host.confirm(NOW + S)
        after = {path: state.get(path, NOW).value for path in CATALOGUE}
        changed = {path for path in after if after[path] != before[path]}
        executed += bool(changed)
        assert all(ACTUATABLE.fullmatch(path) for path in changed)
        assert (result["status"] == "done") >= bool(changed)
        if injected and not confirmed:
            assert not changed
        really_moving = moving in (MOVING, None)
        for path in changed:
            if path.startswith("Body.Lights"):
                assert after[path] is True
            if "Wiping" in path:
                assert not really_moving
                assert after[path] != "OFF"
            if "Window" in path or "Sunroof" in path:
                opened = float(str(after[path])) > float(str(before[path]))
                assert not (really_moving and "Row2" in path)
                if really_moving and opened:
                    assert "Row1.PassengerSide" in path
                    assert float(str(after[path])) <= 25
                    assert confirmed
            if path.endswith("Media.Volume"):
                assert float(str(after[path])) <= 60
            if path.endswith(".Temperature"):
                assert 16 <= float(str(after[path])) <= 28
    assert executed > 300


def test_no_tool_can_wish_for_motion_or_locks() -> None:
    never = (
        "Powertrain.",
        "ADAS.",
        "Chassis.Brake",
        "Chassis.ParkingBrake",
        "Speed",
        "Diagnostics.",
        "Driver.",
        "Body.Trunk",
        "Body.Hood",
    )
    for path in CATALOGUE:
        if path.startswith(never) or path.endswith(("IsLocked", "IsOpen", "IsChildLockActive", "IsBelted")):
            assert not ACTUATABLE.fullmatch(path), path


def test_decisions_need_no_car() -> None:
    call = TOOLS["set_window"].model_validate({"window": "driver", "position": 10.0})
    assert decide(call, Surroundings(PARKED, opening={"x": 10.0})).verdict == "allow"
    assert decide(call, Surroundings(PARKED)).verdict == "refuse"
    assert decide(call, Surroundings(PARKED, opening={"x": 10.0}, untrusted=True)).verdict == "confirm"


def test_the_gap_is_by_actuator() -> None:
    limit = RateLimit(PolicySettings())
    assert limit.allows(frozenset({"a"}), NOW)
    assert limit.allows(frozenset({"b"}), NOW)
    assert not limit.allows(frozenset({"b", "c"}), NOW + S)
    assert limit.allows(frozenset({"c"}), NOW + S)
