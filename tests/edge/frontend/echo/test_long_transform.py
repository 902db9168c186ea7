"""Long transforms in parts are the transforms."""

from __future__ import annotations

import numpy as np
import pytest

from edge.frontend.echo.long_transform import LongTransform
from edge.frontend.echo.spectrum import irfft, rfft


@pytest.mark.parametrize("points", [8, 3200, 6400])
def test_both_directions_are_those_of_the_whole(points: int) -> None:
    samples = np.random.default_rng(points).standard_normal((2, points)).astype(np.float32)
    whole = np.fft.rfft(samples.astype(np.float64), norm="ortho")
    transform = LongTransform(points)
    spectra = transform.forward(samples)
    assert np.abs(spectra - whole).max() < 1e-5
    assert np.abs(transform.backward(spectra[1]) - samples[1]).max() < 1e-5


def test_only_whole_parts_are_taken() -> None:
    with pytest.raises(ValueError, match="multiple of 8"):
        LongTransform(100)


@pytest.mark.parametrize("points", [320, 4096])
def test_transforms_are_those_of_numpy(points: int) -> None:
    samples = np.random.default_rng(points).standard_normal((3, points)).astype(np.float32)
    spectra = np.fft.rfft(samples, norm="ortho")
    assert np.array_equal(rfft(samples), spectra)
    assert np.array_equal(irfft(spectra, points), np.fft.irfft(spectra, points, norm="ortho"))
    assert np.array_equal(rfft(samples[:, :100], points), np.fft.rfft(samples[:, :100], points, norm="ortho"))
