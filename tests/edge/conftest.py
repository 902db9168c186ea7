from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from device.resources import shipped
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.dbc import Database, load_dbc
from edge.vehicle.signal_map import SignalMap, load_map
from edge.vehicle.state import VehicleState

settings.register_profile("unhurried", deadline=None)  # a loaded machine is no failure
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load(shipped("vehicles", "signals.toml"))


@pytest.fixture
def state(catalogue: Catalogue) -> VehicleState:
    return VehicleState(catalogue)


@pytest.fixture(scope="session")
def demo_dbc() -> Database:
    return load_dbc(shipped("vehicles", "demo", "demo.dbc"))


@pytest.fixture(scope="session")
def demo_map() -> SignalMap:
    return load_map(shipped("vehicles", "demo", "map.toml"))


@pytest.fixture(scope="session")
def demo_folder() -> Path:
    return shipped("vehicles", "demo")
