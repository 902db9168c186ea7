"""The on-device model in the demo's own process, for a drive in simulated time."""

from __future__ import annotations

from datetime import datetime

from device.demo.simulated_endpoint import SimulatedEndpoint
from device.espeak import EspeakPronouncer
from edge.model.engine import load_engine
from edge.model.responder.clock import Clock
from edge.model.session import ModelSession
from edge.realtime.dialects import STEPFUN
from edge.weights.store import WeightStore

NOON = datetime(2026, 5, 4, 12, 0)
"""The time of day in a simulated drive, so that two drives say the same."""


def simulated_model(store: WeightStore) -> SimulatedEndpoint:
    """Load the model. Raises WeightsError when its weights are missing."""
    engine = load_engine(store, pronounce=EspeakPronouncer())
    return SimulatedEndpoint(ModelSession(engine, STEPFUN, session_id="demo", seed=1, clock=lambda: Clock(NOON)))
