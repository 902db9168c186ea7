"""Residual echo suppression."""

from __future__ import annotations

import numpy as np
from cabin_sounds import babble, db, frames, road

from edge.audio.frame import Samples
from edge.frontend.echo.linear import Separated
from edge.frontend.echo.suppressor import LATENCY, ResidualEchoSuppressor


def suppressed(suppressor: ResidualEchoSuppressor, residual: Samples, echo: Samples) -> Samples:
    """One frame."""
    return suppressor.process(residual, Separated(residual, echo, np.zeros(161, np.float32)))


def test_switching_it_on_and_off_leaves_no_seam() -> None:
    near = babble(2, 4)
    suppressor = ResidualEchoSuppressor()
    silence = np.zeros(160, np.float32)
    out = [
        suppressor.delay_only(frame) if at // 20 % 2 else suppressed(suppressor, frame, silence)
        for at, frame in enumerate(frames(near))
    ]
    assert np.allclose(np.concatenate(out)[LATENCY:], near[:-LATENCY], atol=1e-5)


def test_turns_down_a_residual_that_follows_the_echo_and_not_below_its_floor() -> None:
    echo = babble(4, 1)
    residual = 0.3 * np.roll(echo, 40)
    suppressor = ResidualEchoSuppressor(floor_db=-14)
    out = np.concatenate([suppressed(suppressor, r, e) for r, e in zip(frames(residual), frames(echo), strict=True)])
    assert 9 < db(residual[32_000:], out[32_000:]) < 14.5


def test_a_talker_louder_than_the_echo_passes() -> None:
    echo = babble(4, 1, level=0.05)
    near = babble(4, 44, level=0.1)
    suppressor = ResidualEchoSuppressor()
    pairs = zip(frames(near + 0.05 * echo), frames(echo), strict=True)
    out = np.concatenate([suppressed(suppressor, r, e) for r, e in pairs])[LATENCY:]
    assert db(near[16_000:-LATENCY], out[16_000:] - near[16_000:-LATENCY]) > 6


def test_background_noise_is_no_echo() -> None:
    noise = road(6, 3, 0.05)
    echo = babble(6, 1, level=0.1)
    suppressor = ResidualEchoSuppressor()
    pairs = zip(frames(noise + 0.02 * echo), frames(echo), strict=True)
    out = np.concatenate([suppressed(suppressor, r, e) for r, e in pairs])
    assert db(noise[48_000:], out[48_000:]) < 2
