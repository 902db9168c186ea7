"""What the front end's tests share. Being here also puts `cabin_sounds` on the path of the tests below."""

from __future__ import annotations

import pytest

from edge.frontend.models import FrontEndModels
from edge.weights.store import WeightStore


@pytest.fixture(scope="session")
def models(weights: WeightStore) -> FrontEndModels:
    """The front end's networks, without a wake head."""
    return FrontEndModels.load(weights, [])
