"""A path that has moved is told from a talker."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from cabin_sounds import CabinTake, babble, db, echo_of, frames, recording, room

from device.audio.virtual_cabin.scene import CabinScene, CarNoise, Loudspeaker, PathChange
from edge.audio.frame import Samples
from edge.frontend.echo.history import FarEndHistory
from edge.frontend.echo.linear import LinearStage
from edge.frontend.echo.unexplained import UnexplainedEcho

SECOND = 16_000


def doubts(residual: Samples, far_end: Samples) -> list[float]:
    """What it says of a residual, ten times a second, for a far end read without a lag."""
    watch, history, said = UnexplainedEcho(), FarEndHistory(), []
    for left, far in zip(frames(residual), frames(far_end), strict=True):
        history.push(far)
        said.append(watch.process(left, history, 0.0))
    return said[9::10]


def test_a_talker_is_no_reason_for_doubt_and_an_echo_is() -> None:
    far, near = babble(6, 1), babble(6, 2)
    assert sum(doubts(near, far)) == 0
    said = doubts(near + 0.3 * echo_of(far, 300, room(1)), far)
    assert sum(said[:8]) > 0.2
    assert max(said) <= 1


def test_silence_is_no_reason_either() -> None:
    assert sum(doubts(np.zeros(2 * SECOND, np.float32), babble(2, 1))) == 0
    assert sum(doubts(babble(2, 1), np.zeros(2 * SECOND, np.float32))) == 0


def test_after_a_move_the_echo_is_under_control_again_soon(data: Path) -> None:
    """Without the doubt it is 4 to 5 dB worse with each of three announcements."""
    spoken = recording(data / "farend_prompts_asterisk" / "vm-options.wav")[: 10 * SECOND]
    moved = (PathChange(6.0, ((0.55, 0.2, 0.35), (0.3, 1.3, 0.5))),)
    noise = CarNoise(snr=((0.0, 30.0),))
    scene = CabinScene(loudspeaker=Loudspeaker(delay_ms=60, changes=moved), noise=noise, seconds=10)
    take = CabinTake(scene, (spoken / np.std(spoken) * 0.1).astype(np.float32), [])
    linear, out = LinearStage(), []
    for mic, reference in zip(frames(take.microphone), frames(take.far_end), strict=True):
        separated = linear.process(mic, reference)
        out.append(mic if separated is None else separated.residual)
    anew = slice(7 * SECOND, 9 * SECOND)
    assert db(take.microphone[anew], np.concatenate(out)[anew]) > 14
