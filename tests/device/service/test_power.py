"""Tiers with hysteresis, and suspend by two clocks."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.service.power import Limits, SuspendWatch, Tier, TierChooser
from device.service.thermal import thermal_zones


@pytest.mark.parametrize(
    ("celsius", "volts", "tier"),
    [
        (None, None, Tier.FULL),
        (60.0, 12.6, Tier.FULL),
        (85.0, 12.6, Tier.NO_LANGUAGE_MODEL),
        (91.0, None, Tier.LITE),
        (99.0, 14.0, Tier.WAKE_ONLY),
        (40.0, 11.0, Tier.WAKE_ONLY),
        (86.0, 11.4, Tier.LITE),
    ],
)
def test_tier_of_a_first_reading(celsius: float | None, volts: float | None, tier: Tier) -> None:
    assert TierChooser().choose(celsius, volts) is tier


def test_a_tier_is_left_only_well_below_its_limit() -> None:
    chooser = TierChooser()
    assert chooser.choose(86.0, None) is Tier.NO_LANGUAGE_MODEL
    assert chooser.choose(84.0, None) is Tier.NO_LANGUAGE_MODEL
    assert chooser.choose(79.0, None) is Tier.FULL
    assert chooser.choose(96.0, None) is Tier.WAKE_ONLY
    assert chooser.choose(91.0, None) is Tier.WAKE_ONLY
    assert chooser.choose(87.0, None) is Tier.LITE


@given(st.lists(st.floats(0, 120), min_size=1), st.floats(-0.9, 0.9))
def test_jitter_of_a_degree_never_switches_to_and_fro(readings: list[float], jitter: float) -> None:
    chooser = TierChooser(Limits())
    for celsius in readings:
        chooser.choose(celsius, None)
    tiers = [chooser.choose(readings[-1] + sign * abs(jitter), None) for sign in (1, -1, 1, -1, 1, -1)]
    assert sum(before is not after for before, after in itertools.pairwise(tiers)) <= 1


def test_sleep_is_what_one_clock_counts_and_the_other_does_not() -> None:
    now = {"boot": 10_000_000_000, "monotonic": 10_000_000_000}
    watch = SuspendWatch(lambda: now["boot"], lambda: now["monotonic"])
    now["boot"] += 5_000_000_000
    now["monotonic"] += 5_000_000_000
    assert watch.slept_s() == 0.0
    now["boot"] += 60_000_000_000
    assert watch.slept_s() == 60.0
    assert watch.slept_s() == 0.0


def test_sleep_on_the_clocks_of_this_machine() -> None:
    assert SuspendWatch().slept_s() == 0.0


def test_thermal_zones(tmp_path: Path) -> None:
    assert thermal_zones(tmp_path) == {}
    zone = tmp_path / "sys/class/thermal/thermal_zone0"
    zone.mkdir(parents=True)
    (zone / "type").write_text("cpu-thermal\n")
    (zone / "temp").write_text("45123\n")
    assert thermal_zones(tmp_path) == {"cpu-thermal": 45.123}
