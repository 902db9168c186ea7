"""Faults of the inputs, told once when they begin and once when they are over."""

from __future__ import annotations

import numpy as np
import pytest
from cabin_sounds import babble, frames

from edge.audio.frame import Samples
from edge.frontend.input_watch import FaultLog, InputWatch

GOOD = babble(2, 1)


def told(microphone: Samples, far_end: Samples | None) -> list[tuple[float, object, object]]:
    """The faults of a whole signal."""
    watch = InputWatch(FaultLog())
    far = list(frames(far_end)) if far_end is not None else []
    events = []
    for at, mic in enumerate(frames(microphone)):
        events += watch.process((at + 1) / 100, mic, far[at] if at < len(far) else None)
    return [(event.t, event.fields["what"], event.fields["action"]) for event in events]


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        (np.zeros(64_000, np.float32), "microphone dead"),
        (np.full(64_000, 0.3, np.float32), "microphone dead"),
        (np.clip(GOOD * 50, -1, 1), "microphone clipped"),
        (np.tile(GOOD * 0.1 + np.float32(0.2), 2), "microphone has DC"),
    ],
)
def test_microphone(bad: Samples, what: str) -> None:
    found = told(np.concatenate([GOOD, bad, GOOD]), None)
    mine = [(t, action) for t, name, action in found if name == what]
    assert [t for t, _ in mine] == ([3.0, 5.0] if what == "microphone clipped" else [5.0, 7.0])
    assert mine[0][1] != "over"
    assert mine[1][1] == "over"


def test_reference_clipped() -> None:
    found = told(np.tile(GOOD, 2), np.concatenate([np.clip(GOOD * 50, -1, 1), GOOD]))
    assert [(t, what) for t, what, _ in found] == [(1.0, "reference clipped"), (3.0, "reference clipped")]


def test_reference_that_was_there_goes_missing() -> None:
    assert told(np.tile(GOOD, 2), GOOD)[0][:2] == (3.0, "reference missing")
    assert told(GOOD, None) == []


def test_good_sound_is_no_fault() -> None:
    assert told(GOOD, GOOD) == []
