"""The driver of the demo speaks on cue, and again when nobody heard him."""

from __future__ import annotations

import numpy as np
import pytest

from device.audio.virtual_cabin import CabinScene, VirtualCabin
from device.demo.director import Director
from device.demo.script import MOST_REPEATS, At, Line
from device.demo.talker import Speech
from edge.audio.frame import VOICE_RATE
from edge.audio.playout import Playout
from edge.dialogue.turn import State

LINE = Line(At(1.0), Speech("Hello cabin", "en", "am_michael"))


@pytest.fixture
def director() -> Director:
    cabin = VirtualCabin(CabinScene(seconds=60.0), Playout(), seed=1, paced=False)
    cabin.start()
    return Director([LINE], [np.full(VOICE_RATE, 0.1, np.float32)], cabin)


def test_who_is_not_heard_says_it_again_and_gives_up(director: Director) -> None:
    for step in range(4000):
        director.step(step / 100, State.IDLE, ready=True, heard_s=0.0)
    assert len(director.spoken) == 1 + MOST_REPEATS
    assert director.finished


def test_who_is_heard_says_it_once(director: Director) -> None:
    for step in range(4000):
        state = State.LISTENING if 150 < step < 300 else State.IDLE
        director.step(step / 100, state, ready=True, heard_s=0.0)
    assert len(director.spoken) == 1
    assert director.finished
