"""Several channels of one recording to what the front end works with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import Samples

_DEAD_SHARE = 0.01


class Downmix:
    """Channels of a microphone to one: the mean of those that are alive.

    A channel is dead while it has less than a hundredth of the loudest one's level: a cable is off, or the capsule is broken. The
    mean with it would be half as loud.
    """

    def __init__(self) -> None:
        self.dead: tuple[int, ...] = ()
        """Dead channels in the last block in which anything was heard, counted from 0."""

    def process(self, block: NDArray[np.float32]) -> Samples:
        """Shape (n, channels) to (n,); blocks of a second or so."""
        if block.shape[1] == 1 or not len(block):
            return np.ascontiguousarray(block[:, 0])
        levels = block.std(axis=0)
        if levels.max() > 0:
            self.dead = tuple(int(k) for k in np.flatnonzero(levels < _DEAD_SHARE * levels.max()))
        alive = [k for k in range(block.shape[1]) if k not in self.dead]
        mixed: Samples = block[:, alive].mean(axis=1, dtype=np.float32)
        return mixed


def mid_and_side(block: NDArray[np.float32]) -> tuple[Samples, Samples]:
    """Channels of what loudspeakers play, shape (n, channels), to their mean and half the difference of two, (n,) each."""
    mid: Samples = block.mean(axis=1, dtype=np.float32)
    if block.shape[1] < 2:
        return mid, np.zeros_like(mid)
    return mid, np.asarray((block[:, 0] - block[:, 1]) * np.float32(0.5))
