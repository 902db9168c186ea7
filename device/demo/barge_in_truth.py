"""How long the loudspeaker really went on after somebody began to talk over it: measured on the recording, not on our events."""

from __future__ import annotations

import numpy as np

from device.audio.virtual_cabin import CabinRecorder
from device.demo.director import Spoken
from device.demo.script import IntoAnswer
from edge.audio.frame import ENGINE_RATE, Samples

SILENT = 1e-4
SILENT_S = 0.15
"""The loudspeaker counts as silent when nothing is heard of it for this long; a pause between two words is shorter."""


def silent_after_ms(loudspeaker: Samples, onset: int, silent_s: float = SILENT_S) -> float:
    """Milliseconds from sample `onset` to the last one before the loudspeaker, shape (n,), is silent for so long.

    0 where it is silent already: what comes after that has gone on again.
    """
    loud = np.concatenate([[0], np.flatnonzero(np.abs(loudspeaker[onset:]) > SILENT)])
    gaps = np.flatnonzero(np.diff(loud) > silent_s * ENGINE_RATE)
    return float(loud[gaps[0]] if gaps.size else loud[-1]) * 1000 / ENGINE_RATE


def stops_ms(recorder: CabinRecorder, spoken: list[Spoken]) -> list[int]:
    """For each line that talks over an answer: milliseconds from its first audible sample to the loudspeaker's last."""
    loudspeaker = recorder.part("loudspeaker")
    return [round(silent_after_ms(loudspeaker, one.utterance.onset)) for one in spoken if isinstance(one.line.cue, IntoAnswer)]
