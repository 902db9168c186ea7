"""How long the loudspeaker really went on after somebody began to talk over it: measured on the recording, not on our events."""

from __future__ import annotations

import numpy as np

from device.audio.virtual_cabin import CabinRecorder
from device.demo.director import Spoken
from device.demo.script import IntoAnswer
from edge.audio.frame import ENGINE_RATE

SILENT = 1e-4
SILENT_S = 0.15
"""The loudspeaker counts as silent when nothing is heard of it for this long; a pause between two words is shorter."""


def stops_ms(recorder: CabinRecorder, spoken: list[Spoken]) -> list[int]:
    """For each line that talks over an answer: milliseconds from its first audible sample to the loudspeaker's last."""
    loudspeaker = np.abs(recorder.part("loudspeaker")) > SILENT
    window = round(SILENT_S * ENGINE_RATE)
    stops = []
    for one in spoken:
        if not isinstance(one.line.cue, IntoAnswer):
            continue
        loud = np.flatnonzero(loudspeaker[one.utterance.onset :])
        gaps = np.flatnonzero(np.diff(loud) > window)
        last = loud[gaps[0]] if gaps.size else (loud[-1] if loud.size else 0)
        stops.append(round(int(last) * 1000 / ENGINE_RATE))
    return stops
