"""What the head unit plays besides us (radio, navigation, telephone), as it comes in on channels of the capture device."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.audio.downmix import mid_and_side
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.resample import Resampler
from edge.audio.ring import SampleRing


class Loopback:
    """One channel, or left and right. They share the microphone's clock: sample n of one belongs to sample n of the other."""

    def __init__(self, channels: tuple[int, ...], rate: int, *, complete: bool = False, seconds: float = 4.0) -> None:
        """channels: of the capture device, counted from 0, one or two. rate: the device's, in Hz.

        complete: they hold our own answers as well, so that what we hand to the loudspeaker is not to be added.
        Raises ValueError for another number of channels.
        """
        if not 1 <= len(channels) <= 2:
            raise ValueError(f"a loopback has one channel or two, not {len(channels)}")
        self.channels = channels
        self._complete = complete
        self._resamplers = [Resampler(rate, ENGINE_RATE) for _ in channels]
        self._rings = [SampleRing(round(seconds * ENGINE_RATE)) for _ in channels]

    def push(self, captured: NDArray[np.float32]) -> None:
        """Everything the device captured, shape (n, channels of the device), as much as of the microphone."""
        mixed = mid_and_side(captured[:, list(self.channels)])
        for samples, resampler, ring in zip(mixed, self._resamplers, self._rings, strict=False):
            ring.write(resampler.process(samples))

    def join(self, own: Samples) -> tuple[Samples, Samples | None]:
        """Far end and its side for a block of our own playback, shape (n,): the next n samples. No side with one channel."""
        mid, *side = (ring.read(len(own)) for ring in self._rings)
        far_end = mid if self._complete else own + mid
        return far_end, side[0] if side else None
