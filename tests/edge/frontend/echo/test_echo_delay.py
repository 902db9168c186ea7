"""Bulk delay from 10 to 400 ms, in noise, in double talk, with music."""

from __future__ import annotations

import numpy as np
import pytest
from cabin_sounds import babble, chords, echo_of, frames, road, room

from edge.audio.frame import Samples
from edge.frontend.echo.delay import DelayEstimator
from edge.frontend.echo.history import FarEndHistory


def estimates(microphone: Samples, far_end: Samples) -> list[float | None]:
    """The estimate in samples after every frame."""
    estimator, history = DelayEstimator(), FarEndHistory()
    found: list[float | None] = []
    for mic, far in zip(frames(microphone), frames(far_end), strict=True):
        history.push(far)
        estimator.process(mic, history, True)
        found.append(None if estimator.estimate is None else estimator.estimate.samples)
    return found


@pytest.mark.parametrize("delay_ms", [10, 40, 97, 180, 256, 333, 400])
def test_within_two_milliseconds_after_a_second(delay_ms: int) -> None:
    far = babble(4, 1)
    microphone = echo_of(far, delay_ms * 16, room(2)) + road(4, 3, 0.02)
    found = estimates(microphone, far)[100:]
    assert all(value is not None and abs(value / 16 - delay_ms - 1) < 2 for value in found)


def test_a_talker_as_loud_as_the_echo_changes_nothing() -> None:
    far = babble(8, 1)
    echo = echo_of(far, 120 * 16, room(2))
    near = babble(8, 99, level=float(np.std(echo)))
    near[: 3 * 16_000] = 0
    found = estimates(echo + near, far)[150:]
    assert all(value is not None and abs(value / 16 - 121) < 2 for value in found)


def test_music_that_repeats_itself_every_quarter_second() -> None:
    far = chords(8, 4)
    found = estimates(echo_of(far, 60 * 16, room(2)) + road(8, 5, 0.003), far)[200:]
    assert all(value is not None and abs(value / 16 - 61) < 2 for value in found)


def test_follows_a_jump_within_two_seconds() -> None:
    far = babble(9, 1)
    before, after = echo_of(far, 50 * 16, room(2)), echo_of(far, 230 * 16, room(7))
    microphone = np.concatenate([before[: 4 * 16_000], after[4 * 16_000 :]])
    found = estimates(microphone, far)
    settled = found[600:]
    assert all(value is not None and abs(value / 16 - 231) < 2 for value in settled)


def test_a_reference_that_comes_too_late_is_seen() -> None:
    far = babble(4, 1)
    early = np.concatenate([echo_of(far, 0, room(2))[480:], np.zeros(480, np.float32)])
    found = estimates(early, far)[-1]
    assert found is not None
    assert abs(found / 16 + 29) < 2


def test_says_nothing_when_there_is_no_echo() -> None:
    assert estimates(babble(10, 50), babble(10, 1))[-1] is None
