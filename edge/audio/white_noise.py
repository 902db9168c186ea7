"""White noise that is the same at every call and in every version of numpy, without numpy's generators, which take a tenth of the
daemon's start to import."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
_LAST: Final = 31


def white_noise(count: int) -> NDArray[np.float64]:
    """Normal noise of mean 0 and variance 1, shape (count,).

    SplitMix64 (Steele, Lea and Flood 2014) of a counter, shaped by Box and Muller's transform.
    """
    state = np.arange(1, 2 * count + 1, dtype=np.uint64) * _GOLDEN  # wraps around, as the generator's sum does
    for shift, factor in _MIX:
        state = (state ^ (state >> np.uint64(shift))) * np.uint64(factor)
    state ^= state >> np.uint64(_LAST)
    # The upper 53 bits, in the middle of their steps: never 0, of which there is no logarithm.
    uniform = ((state >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
    noise: NDArray[np.float64] = np.sqrt(-2 * np.log(uniform[:count])) * np.cos(2 * np.pi * uniform[count:])
    return noise
