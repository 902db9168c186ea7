"""What a virtual cabin is made of: room, seats, loudspeakers, noise and the drive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from device.audio.virtual_cabin.room import Point
from edge.audio.frame import Samples

SpeedProfile = Callable[[float], float] | tuple[tuple[float, float], ...]
"""km/h over seconds of audio time: a function, or corner points (seconds, km/h) joined by straight lines."""

SEATS: Mapping[str, Point] = {
    "driver": (1.0, 0.4, 0.85),
    "passenger": (1.0, 1.1, 0.85),
    "rear_left": (1.9, 0.4, 0.8),
    "rear_right": (1.9, 1.1, 0.8),
}
"""Where the mouths are, in a left-hand drive car."""


@dataclass(frozen=True, slots=True)
class Room:
    """size: inner lengths in metres (back, right, up). t60: reverberation time in seconds."""

    size: Point = (2.4, 1.5, 1.2)
    t60: float = 0.08


@dataclass(frozen=True, slots=True)
class PathChange:
    """At `at_s` the loudspeakers are heard from other positions: a seat was moved, a door opened."""

    at_s: float
    positions: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Loudspeaker:
    """The way from a written sample to the microphone.

    positions: all play the same. delay_ms: buffers of the sound system, both ways together.
    drift_ppm: how much faster the playback clock runs than the capture clock.
    drive: soft clipping, tanh(drive x) / drive, 0 for none. second_order: share of x² in the output.
    band: Hz at which it falls off by 3 dB. changes: in order of time.
    echo_db: level at the microphone over the talker's, for playback of active level `nominal_dbfs`.
    """

    positions: tuple[Point, ...] = ((0.4, 0.12, 0.4), (0.4, 1.38, 0.4))
    delay_ms: float = 40.0
    drift_ppm: float = 0.0
    drive: float = 1.5
    second_order: float = 0.03
    band: tuple[float, float] = (110.0, 7000.0)
    echo_db: float = 6.0
    nominal_dbfs: float = -23.0
    changes: tuple[PathChange, ...] = ()


@dataclass(frozen=True, slots=True)
class CarNoise:
    """Noise of the drive.

    snr: talker over noise in dB at the microphone, unweighted, at corner points of the speed in km/h.
    engine: with a combustion engine. The defaults follow what is measured in cars: 50 km/h 8 to 12 dB, 120 km/h 0 to 5 dB.
    """

    snr: tuple[tuple[float, float], ...] = ((0.0, 24.0), (30.0, 14.0), (50.0, 10.0), (90.0, 5.0), (120.0, 2.5), (160.0, -2.0))
    engine: bool = True

    def snr_at(self, speed_kmh: float) -> float:
        """Talker over noise in dB at a speed."""
        speeds, levels = zip(*self.snr, strict=True)
        return float(np.interp(speed_kmh, speeds, levels))


@dataclass(frozen=True, slots=True, eq=False)
class Radio:
    """Something else that the loudspeakers play, over and over.

    samples: shape (n,). rate: Hz. dbfs: its level in the far end's terms.
    in_reference: the far end that the assistant sees holds it.
    """

    samples: Samples
    rate: int
    dbfs: float = -26.0
    in_reference: bool = True


@dataclass(frozen=True, slots=True)
class CabinScene:
    """A cabin and a drive.

    microphone: where it hangs. seats: where talkers sit. speed_kmh: over audio time.
    talker_dbfs: active speech level of the driver at the microphone at a level of 0 dB.
    floor_dbfs: noise of the microphone itself. seconds: how long the scene is, None for endless.
    """

    room: Room = field(default_factory=Room)
    microphone: Point = (0.75, 0.75, 1.1)
    seats: Mapping[str, Point] = field(default_factory=lambda: dict(SEATS))
    loudspeaker: Loudspeaker = field(default_factory=Loudspeaker)
    noise: CarNoise | None = field(default_factory=CarNoise)
    radio: Radio | None = None
    speed_kmh: SpeedProfile = ((0.0, 0.0),)
    talker_dbfs: float = -30.0
    floor_dbfs: float = -80.0
    seconds: float | None = None

    def speed_at(self, t: float) -> float:
        """km/h at a time in seconds."""
        if callable(self.speed_kmh):
            return float(self.speed_kmh(t))
        times, speeds = zip(*self.speed_kmh, strict=True)
        return float(np.interp(t, times, speeds))
