"""Ignition, heat and battery reach the daemon once each, and only from values that are fresh."""

from __future__ import annotations

from dataclasses import dataclass, field

from device.power_watch import PowerWatch
from device.resources import shipped
from device.service.power import Tier
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.state import VehicleState

S = 1_000_000_000


@dataclass
class Told:
    """What the daemon was told."""

    keys: list[bool] = field(default_factory=list)
    tiers: list[tuple[Tier, str]] = field(default_factory=list)

    def resumed(self, slept_s: float) -> None:
        raise AssertionError("nobody slept")

    def key(self, *, on: bool) -> None:
        self.keys.append(on)

    def limit(self, tier: Tier, why: str) -> None:
        self.tiers.append((tier, why))


def _watch() -> tuple[PowerWatch, VehicleState, Told]:
    state = VehicleState(Catalogue.load(shipped("vehicles", "signals.toml")))
    told = Told()
    return PowerWatch(told, state), state, told


def test_heat_and_battery_choose_the_tier() -> None:
    watch, state, told = _watch()
    watch.look(S, 60.0)
    watch.look(2 * S, 86.0)
    watch.look(3 * S, 86.0)
    state.set("LowVoltageBattery.CurrentVoltage", 11.4, 4 * S)
    watch.look(4 * S, 86.0)
    assert [tier for tier, _ in told.tiers] == [Tier.NO_LANGUAGE_MODEL, Tier.LITE]
    assert told.tiers[-1][1] == "86 °C, 11.4 V"


def test_the_key_is_told_when_it_turns_and_never_guessed() -> None:
    watch, state, told = _watch()
    watch.look(S, None)
    state.set("LowVoltageSystemState", "ON", 2 * S)
    watch.look(2 * S, None)
    assert told.keys == []
    state.set("LowVoltageSystemState", "OFF", 3 * S)
    watch.look(3 * S, None)
    watch.look(60 * S, None)  # stale by now: nothing is known of the key, so nothing is told
    state.set("LowVoltageSystemState", "ON", 61 * S)
    watch.look(61 * S, None)
    assert told.keys == [False, True]
