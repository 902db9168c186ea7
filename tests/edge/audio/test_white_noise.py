"""The noise that stands for silence: normal, white, and the same every time."""

from __future__ import annotations

import subprocess
import sys
from statistics import NormalDist

import numpy as np

from edge.audio.white_noise import white_noise


def test_it_is_normal_and_white() -> None:
    noise = white_noise(50_000)
    rank = (np.arange(noise.size) + 0.5) / noise.size
    normal = np.array([NormalDist().cdf(value) for value in np.sort(noise)])
    # Kolmogorov and Smirnov's distance, which exceeds this once in a hundred times.
    assert np.abs(normal - rank).max() < 1.63 / np.sqrt(noise.size)
    for lag in (1, 2, 7, 160):
        assert abs(np.mean(noise[lag:] * noise[:-lag])) < 4 / np.sqrt(noise.size)


def test_it_is_splitmix64() -> None:
    # The first number of the generator from seed 0, as its authors' code gives it.
    uniform = ((0xE220A8397B1DCDAF >> 11) + 0.5) * 2.0**-53
    second = ((0x6E789E6AA1B965F4 >> 11) + 0.5) * 2.0**-53
    assert white_noise(1)[0] == np.sqrt(-2 * np.log(uniform)) * np.cos(2 * np.pi * second)


def test_it_is_the_same_at_every_call_and_does_without_numpys_generators() -> None:
    code = "import sys; from edge.audio.white_noise import white_noise as w; print(w(3).tolist(), 'numpy.random' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == f"{white_noise(3).tolist()} False"
