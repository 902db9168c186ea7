"""People in the cabin who speak when they are told to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from device.audio.pace import BLOCK
from device.audio.virtual_cabin.convolve import convolve
from device.audio.virtual_cabin.room import impulse_response
from device.audio.virtual_cabin.scene import CabinScene
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.levels import active_dbfs, amplitude
from edge.audio.resample import resample

_ONSET_DB = -10.0
_OFFSET_DB = -20.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """When something said is heard at the microphone, in samples at ENGINE_RATE since the scene began.

    start: the first sample of the recording leaves the mouth. onset, offset: first and last sample at the microphone that are loud
    enough to be speech (within 10 dB of the active level for the onset, 20 dB for the offset). end: where its reverberation ends.
    """

    start: int
    onset: int
    offset: int
    end: int

    @property
    def onset_s(self) -> float:
        """Seconds of audio time at which it is first heard."""
        return self.onset / ENGINE_RATE

    @property
    def offset_s(self) -> float:
        """Seconds of audio time at which it is last heard."""
        return self.offset / ENGINE_RATE


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """Something said, as it is heard at the microphone: shape (n,) at ENGINE_RATE, and where in it speech begins and ends."""

    heard: Samples
    onset: int
    offset: int


class Talkers:
    """What was said and is still to be heard."""

    def __init__(self, scene: CabinScene) -> None:
        self._scene = scene
        self._coming: list[tuple[int, Samples]] = []

    def prepare(self, samples: Samples, rate: int, position: str, level_db: float) -> Speech:
        """Bring shape (n,) at `rate` Hz from a seat to the microphone; takes milliseconds, and touches nothing that is shared.

        Raises ValueError for an unknown seat or a recording without any sound.
        """
        if position not in self._scene.seats:
            raise ValueError(f"nobody sits at {position!r}: seats are {', '.join(self._scene.seats)}")
        speech = resample(samples, rate, ENGINE_RATE)
        if not np.any(speech):
            raise ValueError("there is no sound in what is to be said")
        heard = self._heard(speech, position)
        # The same effort gives less at the microphone from a seat farther away, so the driver's path sets the gain.
        at_driver = heard if position == "driver" or "driver" not in self._scene.seats else self._heard(speech, "driver")
        heard = heard * np.float32(amplitude(self._scene.talker_dbfs + level_db - active_dbfs(at_driver, ENGINE_RATE)))
        active = amplitude(active_dbfs(heard, ENGINE_RATE))
        loud = np.flatnonzero(np.abs(heard) >= active * amplitude(_ONSET_DB))
        audible = np.flatnonzero(np.abs(heard) >= active * amplitude(_OFFSET_DB))
        return Speech(heard, int(loud[0]), int(audible[-1]))

    def add(self, speech: Speech, start: int) -> Utterance:
        """Let it leave the mouth at sample `start`."""
        self._coming.append((start, speech.heard))
        return Utterance(start, start + speech.onset, start + speech.offset, start + speech.heard.shape[0])

    def next(self, index: int) -> Samples:
        """What is heard in the block that begins at sample `index`, shape (BLOCK,)."""
        mixed = np.zeros(BLOCK, np.float32)
        for start, heard in self._coming:
            first = max(index, start)
            last = min(index + BLOCK, start + heard.shape[0])
            if last > first:
                mixed[first - index : last - index] += heard[first - start : last - start]
        self._coming = [one for one in self._coming if one[0] + one[1].shape[0] > index + BLOCK]
        return mixed

    def _heard(self, speech: Samples, position: str) -> Samples:
        room = self._scene.room
        response = impulse_response(room.size, room.t60, self._scene.seats[position], self._scene.microphone)
        return convolve(speech, response)
