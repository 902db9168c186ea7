"""The taps miss nothing: whatever changes a part from outside is on the tape. And a recorder that fails costs no conversation."""

from __future__ import annotations

import inspect
import threading
from pathlib import Path

import pytest

from device.assembly import assemble, open_vehicle
from device.recorder.ear_taps import TappedFrontEnd, TappedPlayout
from device.recorder.recorder import Recorder
from device.recorder.taps import TAPPED, TappedAssistant
from device.recorder.vehicle_taps import TappedDecoder, TappedState
from device.settings import load_settings
from edge.weights.store import WeightStore

UNTAPPED: dict[type, set[str]] = {
    TappedFrontEnd: {
        "gate_by",  # the taps' own
        "hand_out_queries",  # before the first checkpoint
    },
    TappedPlayout: {"heard"},  # asked by tests and displays: it changes nothing
    TappedAssistant: set(),
    TappedState: {
        "attach", "limit",  # by a decoder, before the first checkpoint
        "get", "value", "moving", "subscribe", "unsubscribe", "take_changes",  # what readers have seen is their own business
    },
    TappedDecoder: {"feed", "feed_state", "heartbeat", "time_out", "forget"},  # `feed_state` of the tap calls the first
}  # fmt: skip
"""Public methods that need no tap, and why."""


@pytest.mark.parametrize("tapped", UNTAPPED, ids=lambda kind: kind.__name__)
def test_a_method_that_is_new_is_tapped_or_known_to_be_harmless(tapped: type) -> None:
    (plain,) = tapped.__bases__
    methods = {name for name, _ in inspect.getmembers(plain, inspect.isfunction) if not name.startswith("_")}
    forgotten = methods - set(vars(tapped)) - UNTAPPED[tapped]
    assert not forgotten, f"{tapped.__name__} in device/recorder/taps.py does not tell the tape of {', '.join(sorted(forgotten))}"


@pytest.mark.weights
def test_a_part_that_cannot_be_written_down_costs_the_recording_alone(weights: WeightStore, tmp_path: Path) -> None:
    chosen = load_settings({"CABIN_RECORDER__ENABLED": "true", "CABIN_TURN__SMART": "false", "CABIN_WAKE__HEADS": "[]"}).settings
    parts = assemble(chosen, weights, open_vehicle(chosen, TAPPED), kinds=TAPPED)
    recorder = Recorder(chosen, parts, tmp_path)
    parts.assistant.stranger = threading.Thread()  # type: ignore[attr-defined]
    recorder.tick()
    recorder.tick()
    assert "cannot be written down" in recorder.status()
    assert recorder.save("asked for") is None
