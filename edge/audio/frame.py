"""One stretch of audio that knows its rate, its place and its time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono audio, shape (n,), float32, full scale at ±1."""

FRAME_MS = 10
"""Length of a frame in milliseconds, everywhere in the pipeline."""

ENGINE_RATE = 16_000
"""Rate of the front end in Hz: what the echo canceller, the detectors and the recogniser work at."""

VOICE_RATE = 24_000
"""Rate of answers in Hz: what the realtime protocol and the voices speak at."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """10 ms of mono audio.

    samples: shape (rate // 100,), float32, full scale ±1.
    rate: samples per second.
    index: sample index of the first sample since the stream began, at this frame's own rate.
    time_ns: CLOCK_BOOTTIME of the first sample in nanoseconds.
    """

    samples: Samples
    rate: int
    index: int
    time_ns: int

    def __post_init__(self) -> None:
        if self.samples.ndim != 1 or self.samples.shape[0] != self.rate * FRAME_MS // 1000:
            raise ValueError(f"a frame holds {FRAME_MS} ms: {self.samples.shape} at {self.rate} Hz does not")

    @property
    def seconds(self) -> float:
        """Audio time of the first sample in seconds since the stream began."""
        return self.index / self.rate
