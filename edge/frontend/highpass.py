"""A high-pass against rumble and DC, a frame at a time.

Road noise lies below 500 Hz and most of it below 100; the loudest part goes before anything else looks at the signal.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples


class HighPass:
    """Second-order Butterworth high-pass (bilinear transform), run as one matrix product a frame.

    Feeding a block to a linear filter is linear in block and state together, so block and state times one matrix give
    output and next state. That costs 3 µs a frame where a loop over samples costs hundreds.
    """

    def __init__(self, cutoff: float = 100.0, block: int = 160, rate: int = ENGINE_RATE) -> None:
        """cutoff: -3 dB point in Hz. block: samples in a frame. rate: in Hz."""
        self._block = block
        self._matrix = _block_matrix(_butterworth(cutoff, rate), block)
        self._input = np.zeros(block + 2, np.float32)

    def reset(self) -> None:
        """Back to silence."""
        self._input[:] = 0

    def process(self, samples: Samples) -> Samples:
        """Filter one frame, shape (block,)."""
        self._input[: self._block] = samples
        result = self._matrix @ self._input
        self._input[self._block :] = result[self._block :]
        return result[: self._block]


def _butterworth(cutoff: float, rate: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Numerator and denominator, shape (3,) each, the denominator's first coefficient 1."""
    k = math.tan(math.pi * cutoff / rate)
    norm = 1 / (1 + math.sqrt(2) * k + k * k)
    return np.array([1.0, -2.0, 1.0]) * norm, np.array([1.0, 2 * (k * k - 1) * norm, (1 - math.sqrt(2) * k + k * k) * norm])


def _block_matrix(coefficients: tuple[NDArray[np.float64], NDArray[np.float64]], block: int) -> NDArray[np.float32]:
    """The matrix from (block samples, two states) to the same, by running each unit vector through the filter."""
    numerator, denominator = coefficients
    size = block + 2
    vectors = np.eye(size)
    output = np.zeros((size, size))
    first, second = vectors[block].copy(), vectors[block + 1].copy()
    for i in range(block):
        x = vectors[i]
        y = numerator[0] * x + first
        first = numerator[1] * x - denominator[1] * y + second
        second = numerator[2] * x - denominator[2] * y
        output[i] = y
    output[block], output[block + 1] = first, second
    return np.ascontiguousarray(output, np.float32)
