"""A stereo far end: two loudspeakers that play different things over different paths."""

from __future__ import annotations

import numpy as np
import pytest
from cabin_sounds import babble, chords, db, echo_of, frames, room

from edge.audio.frame import Samples
from edge.frontend.echo.kalman import KalmanEchoFilter
from edge.frontend.echo.linear import LinearStage

SECOND = 16_000


def radio(seconds: float) -> tuple[Samples, Samples, Samples]:
    """Left, right and the microphone: a voice in the middle, instruments at the sides."""
    voice = babble(seconds, 5, 0.05)
    left, right = voice + chords(seconds, 1, 0.05), voice + babble(seconds, 9, 0.05)
    return left, right, echo_of(left, 640, room(1)) + echo_of(right, 700, room(2))


def left_over(microphone: Samples, mid: Samples, side: Samples | None) -> Samples:
    linear, out = LinearStage(), []
    sides = [None] * (len(mid) // 160) if side is None else frames(side)
    for mic, far, aside in zip(frames(microphone), frames(mid), sides, strict=True):
        separated = linear.process(mic, far, aside)
        out.append(mic if separated is None else separated.residual)
    return np.concatenate(out)


def test_the_side_takes_away_what_the_mid_cannot() -> None:
    left, right, microphone = radio(10)
    mid, side = (left + right) / 2, (left - right) / 2
    settled = slice(6 * SECOND, None)
    by_mid = db(microphone[settled], left_over(microphone, mid, None)[settled])
    by_both = db(microphone[settled], left_over(microphone, mid, side)[settled])
    assert by_both > 12
    assert by_both > by_mid + 6


def test_a_side_that_is_silent_changes_nothing() -> None:
    far = babble(3, 1)
    microphone = echo_of(far, 640, room(1))
    assert np.array_equal(left_over(microphone, far, None), left_over(microphone, far, np.zeros_like(far)))


def test_a_filter_that_is_widened_goes_on_where_it_was() -> None:
    far = babble(4, 1)
    microphone = echo_of(far, 100, room(3))
    narrow, widened = KalmanEchoFilter(), KalmanEchoFilter()
    for number, (mic, reference) in enumerate(zip(frames(microphone), frames(far), strict=True)):
        wanted, _ = narrow.process(reference, mic)
        if number == 250:
            widened = widened.widened()
        given, _ = widened.process(reference if number < 250 else np.stack([reference, 0 * reference]), mic)
        assert given == pytest.approx(wanted, abs=2e-4)
