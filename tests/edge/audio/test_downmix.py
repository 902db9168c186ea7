"""Several channels to one."""

from __future__ import annotations

import numpy as np

from edge.audio.downmix import Downmix, mid_and_side

RNG = np.random.default_rng(1)


def test_the_mean_of_the_living() -> None:
    first, second = RNG.standard_normal((2, 1000)).astype(np.float32)
    mix = Downmix()
    assert np.allclose(mix.process(np.stack([first, second], 1)), (first + second) / 2)
    assert mix.dead == ()
    assert np.allclose(mix.process(np.stack([first, 1e-4 * second, second], 1)), (first + second) / 2)
    assert mix.dead == (1,)


def test_a_pause_in_all_channels_buries_nobody_and_raises_nobody() -> None:
    mix = Downmix()
    loud = RNG.standard_normal((1000, 2)).astype(np.float32) * [1, 0]
    mix.process(loud.astype(np.float32))
    assert not mix.process(np.zeros((1000, 2), np.float32)).any()
    assert mix.dead == (1,)
    mix.process(RNG.standard_normal((1000, 2)).astype(np.float32))
    assert mix.dead == ()


def test_one_channel_and_none() -> None:
    block = RNG.standard_normal((100, 1)).astype(np.float32)
    assert np.array_equal(Downmix().process(block), block[:, 0])
    assert Downmix().process(np.zeros((0, 4), np.float32)).shape == (0,)


def test_mid_and_side_are_left_and_right_again() -> None:
    block = RNG.standard_normal((100, 2)).astype(np.float32)
    mid, side = mid_and_side(block)
    assert np.allclose(mid + side, block[:, 0], atol=1e-6)
    assert np.allclose(mid - side, block[:, 1], atol=1e-6)
    assert not mid_and_side(block[:, :1])[1].any()
