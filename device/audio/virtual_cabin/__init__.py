"""The virtual cabin: a car's acoustics as a sound device, for tests, benchmarks and `cabin demo`."""

from device.audio.virtual_cabin.cabin import CabinRecorder, CabinSink, CabinSound, VirtualCabin
from device.audio.virtual_cabin.scene import SEATS, CabinScene, CarNoise, Loudspeaker, PathChange, Radio, Room
from device.audio.virtual_cabin.talker import Utterance

__all__ = [
    "SEATS",
    "CabinRecorder",
    "CabinScene",
    "CabinSink",
    "CabinSound",
    "CarNoise",
    "Loudspeaker",
    "PathChange",
    "Radio",
    "Room",
    "Utterance",
    "VirtualCabin",
]
