"""What the tests share: the weights, and the recordings where they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from device.weights_fetch import default_store
from edge.weights.store import WeightStore

# A loaded machine is no failure: how long an example takes is nobody's concern here. The examples are the same in every run, so
# that a change is judged by what it changed; with CABIN_FUZZ=1 they are new ones.
settings.register_profile("cabin", deadline=None, derandomize=os.environ.get("CABIN_FUZZ") != "1")
settings.load_profile("cabin")


@pytest.fixture(scope="session")
def weights() -> WeightStore:
    """The weights of the catalogue, as `make test` fetched them."""
    return default_store()


@pytest.fixture(scope="session")
def data() -> Path:
    """The directory of real recordings and CAN logs; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("CABIN_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no recordings at {folder}: set CABIN_TEST_DATA to the folder that holds INDEX.csv")
    return folder
