from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from waiting import until

from device.can_source import can_tasks
from device.clock import boottime_ns
from device.resources import shipped
from device.settings import Settings
from edge.errors import SettingsError
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.state import VehicleState

DEMO = shipped("vehicles", "demo")


def _settings(**can: object) -> Settings:
    return Settings.model_validate({"can": can})


def test_a_replayed_log_fills_the_state_and_its_other_frames_do_not(tmp_path: Path) -> None:
    log = tmp_path / "drive.log"
    key = "100"  # DRV_Speed
    lines = [line for line in (DEMO / "drive.log").read_text().splitlines() if f" {key}#" in line][:1]
    assert lines
    log.write_text(f"(1.0) can0 20000{key}#0000000000000000\n(1.0) can0 {key}#R\n(1.01) can0 {lines[0].split()[2]}\n")
    state = VehicleState(Catalogue.load(shipped("vehicles", "signals.toml")))
    (task,) = can_tasks(_settings(replay=log, dbc=DEMO / "demo.dbc", map=DEMO / "map.toml"), state)
    changes = state.subscribe(["Speed"])

    async def until_known() -> None:
        running = asyncio.ensure_future(task())
        try:
            await until(lambda: changes.take())
        finally:
            running.cancel()

    asyncio.run(asyncio.wait_for(until_known(), 20))
    assert state.value("Speed", boottime_ns()) == 0.0


def test_a_bus_without_a_dbc_is_one_line() -> None:
    state = VehicleState(Catalogue.load(shipped("vehicles", "signals.toml")))
    with pytest.raises(SettingsError, match=r"needs can\.dbc and can\.map"):
        can_tasks(_settings(interface="virtual"), state)
