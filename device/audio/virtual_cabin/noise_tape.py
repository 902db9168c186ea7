"""The noise of a drive from tapes made before: for drives of many hours, in which making it would take longer than the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from device.audio.pace import BLOCK
from device.audio.virtual_cabin.noise import DriveNoise
from device.audio.virtual_cabin.scene import CabinScene
from edge.audio.frame import ENGINE_RATE, Samples


class NoiseTape:
    """Noise at a few speeds, each over and over, as `DriveNoise` makes it. It follows the scene's speed in steps."""

    def __init__(self, scene: CabinScene, speeds_kmh: Sequence[float], seconds: float = 30.0, seed: int = 0) -> None:
        """speeds_kmh: what there are tapes of; the nearest is played. seconds: of each.

        Raises ValueError for a scene without noise.
        """
        if scene.noise is None:
            raise ValueError("there is no noise in this scene to be taped")
        self._scene = scene
        self._speeds = np.array(speeds_kmh, np.float64)
        self._tapes: list[list[Samples]] = []
        for speed in speeds_kmh:
            made = DriveNoise(replace(scene, speed_kmh=((0.0, speed),)), scene.noise, np.random.SeedSequence(seed))
            self._tapes.append([made.next() for _ in range(round(seconds * ENGINE_RATE / BLOCK))])
        self._block = 0

    def next(self) -> Samples:
        """The next block at the microphone, shape (BLOCK,)."""
        speed = self._scene.speed_at(self._block * BLOCK / ENGINE_RATE)
        tape = self._tapes[int(np.argmin(np.abs(self._speeds - speed)))]
        samples = tape[self._block % len(tape)]
        self._block += 1
        return samples
