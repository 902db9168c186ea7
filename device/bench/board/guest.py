"""Runs on the board: CPU time of the front end, quiet and while the loudspeaker plays; prints one JSON object."""

from __future__ import annotations

import json
import time

import numpy as np

from device.ears import open_front_end
from device.settings import Settings
from device.weights_fetch import default_store
from edge.audio.frame import ENGINE_RATE, Frame

SECONDS = 4
WARM = 2


def main() -> None:
    """Measure each scene on a front end of its own, after a warm-up."""
    rng = np.random.default_rng(1)
    count = (WARM + SECONDS) * 100
    hiss = (3e-4 * rng.standard_normal((count, 160))).astype(np.float32)
    playing = (0.1 * rng.standard_normal((count, 160))).astype(np.float32)
    figures = {"instructions_per_audio_second": cost(hiss, None), "instructions_per_audio_second_playing": cost(hiss, playing)}
    print(json.dumps(figures))


def cost(microphone: np.ndarray, far_end: np.ndarray | None) -> int:
    """Nanoseconds of CPU for a second of audio. microphone, far_end: blocks of 10 ms, shape (n, 160)."""
    front_end = open_front_end(Settings(), default_store())
    begun = 0
    for number, block in enumerate(microphone):
        if number == WARM * 100:
            begun = time.process_time_ns()
        at = (number * 160, number * 10_000_000)
        far = None if far_end is None else Frame(far_end[number], ENGINE_RATE, *at)
        front_end.process(Frame(block, ENGINE_RATE, *at), far)
    return (time.process_time_ns() - begun) // SECONDS


if __name__ == "__main__":
    main()
