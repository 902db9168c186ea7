"""Residual echo suppression."""

from __future__ import annotations

import numpy as np
from cabin_sounds import babble, blocks, db, road

from edge.audio.frame import Samples
from edge.frontend.echo.bands import HOP
from edge.frontend.echo.linear import Separated
from edge.frontend.echo.suppressor import ResidualEchoSuppressor


def suppressed(suppressor: ResidualEchoSuppressor, residual: Samples, echo: Samples) -> Samples:
    """One block."""
    return suppressor.process(residual, Separated(residual, echo, np.zeros((1, 320), np.float32)))


def test_switching_it_on_and_off_leaves_no_seam() -> None:
    near = babble(2, 4)
    suppressor = ResidualEchoSuppressor()
    silence = np.zeros(320, np.float32)
    out = [
        suppressor.delay_only(block) if at // 10 % 2 else suppressed(suppressor, block, silence)
        for at, block in enumerate(blocks(near))
    ]
    assert np.allclose(np.concatenate(out)[HOP:], near[:-HOP], atol=1e-5)


def test_turns_down_a_residual_that_follows_the_echo_and_not_below_its_floor() -> None:
    echo = babble(4, 1)
    residual = 0.3 * np.roll(echo, 40)
    suppressor = ResidualEchoSuppressor(floor_db=-14)
    out = np.concatenate([suppressed(suppressor, r, e) for r, e in zip(blocks(residual), blocks(echo), strict=True)])
    assert 9 < db(residual[32_000:], out[32_000:]) < 14.5


def test_a_talker_louder_than_the_echo_passes() -> None:
    echo = babble(4, 1, level=0.05)
    near = babble(4, 44, level=0.1)
    suppressor = ResidualEchoSuppressor()
    pairs = zip(blocks(near + 0.05 * echo), blocks(echo), strict=True)
    out = np.concatenate([suppressed(suppressor, r, e) for r, e in pairs])[HOP:]
    assert db(near[16_000:-HOP], out[16_000:] - near[16_000:-HOP]) > 6


def test_background_noise_is_no_echo() -> None:
    noise = road(6, 3, 0.05)
    echo = babble(6, 1, level=0.1)
    suppressor = ResidualEchoSuppressor()
    pairs = zip(blocks(noise + 0.02 * echo), blocks(echo), strict=True)
    out = np.concatenate([suppressed(suppressor, r, e) for r, e in pairs])
    assert db(noise[48_000:], out[48_000:]) < 2
