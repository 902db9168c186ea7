"""The linear stage alone."""

from __future__ import annotations

import numpy as np
import pytest
from cabin_sounds import babble, db, echo_of, frames, road, room

from edge.audio.frame import Samples
from edge.frontend.echo.kalman import HOP, KalmanEchoFilter


def run(echo_filter: KalmanEchoFilter, microphone: Samples, far_end: Samples) -> Samples:
    """The residual of a whole signal."""
    pairs = zip(frames(microphone), frames(far_end), strict=True)
    return np.concatenate([echo_filter.process(far, mic)[0] for mic, far in pairs])


def test_learns_a_room_in_seconds_and_knows_its_response() -> None:
    far = babble(5, 1)
    response = room(2)
    microphone = echo_of(far, 0, response) + road(5, 3, 1e-4)
    echo_filter = KalmanEchoFilter()
    residual = run(echo_filter, microphone, far)
    assert db(microphone[-32_000:], residual[-32_000:]) > 25
    error = echo_filter.impulse_response()[: len(response)] - response
    assert np.sum(error**2) < 0.1 * np.sum(response**2)


def test_holds_still_in_double_talk() -> None:
    far = babble(8, 1)
    echo = echo_of(far, 0, room(2))
    near = babble(8, 77, level=2 * float(np.std(echo)))
    near[: 4 * 16_000] = 0
    residual = run(KalmanEchoFilter(), echo + near, far)
    assert db(echo[-48_000:], (residual - near)[-48_000:]) > 15


def test_in_doubt_it_learns_another_room_within_a_second() -> None:
    far = babble(8, 1)
    before, after = echo_of(far, 0, room(2)), echo_of(far, 300, room(9))
    echo_filter = KalmanEchoFilter()
    run(echo_filter, before[:64_000], far[:64_000])
    echo_filter.doubt()
    residual = run(echo_filter, after[64_000:], far[64_000:])
    assert db(after[80_000:96_000], residual[16_000:32_000]) > 10


@pytest.mark.parametrize("by", [500, -500])
def test_shifting_the_path_goes_with_reading_the_reference_elsewhere(by: int) -> None:
    far = babble(6, 1)
    padded = np.concatenate([np.zeros(2000, np.float32), far])
    microphone = echo_of(far, 700, room(2))
    echo_filter = KalmanEchoFilter()
    run(echo_filter, microphone[:64_000], far[:64_000])
    echo_filter.shift(by)
    moved = padded[2000 - by :]
    residual = run(echo_filter, microphone[64_000:80_000], moved[64_000:80_000])
    # The first frames still hold the reference as it was read before.
    assert db(microphone[64_000 + 3200 : 72_000], residual[3200:8000]) > 10


def test_a_silent_reference_leaves_the_microphone_alone() -> None:
    near = babble(1, 5)
    residual = run(KalmanEchoFilter(), near, np.zeros_like(near))
    assert np.array_equal(residual, near)


def test_forgets() -> None:
    far = babble(2, 1)
    echo_filter = KalmanEchoFilter()
    run(echo_filter, echo_of(far, 0, room(2)), far)
    echo_filter.restart()
    echo_filter.forget_reference()
    silence = np.zeros(HOP, np.float32)
    _, echo = echo_filter.process(silence, silence)
    assert not echo.any()


def test_refuses_a_length_it_cannot_have() -> None:
    with pytest.raises(ValueError, match="multiple of 4"):
        KalmanEchoFilter(6)
