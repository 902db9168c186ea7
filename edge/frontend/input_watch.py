"""Faults of what comes in: each is told once when it begins and once when it is over."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from edge.audio.frame import ENGINE_RATE, Samples
from edge.events import TimelineEvent

_BLOCK: Final = ENGINE_RATE
_FULL_SCALE: Final = 0.999
_CLIPPED_SHARE: Final = 0.01
_DC: Final = 0.02
_DC_SHARE: Final = 0.3
_STEADY: Final = 1e-7
# Rumble looks like an offset for a second, and a recording may be silent for two.
_LASTING_SECONDS: Final = 3


class FaultLog:
    """Turns conditions into events: one when a condition begins, one when it ends."""

    def __init__(self) -> None:
        self._present: set[str] = set()

    def note(self, t: float, what: str, present: bool, action: str) -> Iterator[TimelineEvent]:
        """Say whether a fault is present at audio time t; what is done about it goes into the event."""
        if present and what not in self._present:
            self._present.add(what)
            yield TimelineEvent(t, "fault", {"what": what, "action": action})
        elif not present and what in self._present:
            self._present.discard(what)
            yield TimelineEvent(t, "fault", {"what": what, "action": "over"})


class InputWatch:
    """Looks at both inputs once a second of audio."""

    def __init__(self, log: FaultLog) -> None:
        self._log = log
        self._microphone = np.zeros(_BLOCK, np.float32)
        self._far_end = np.zeros(_BLOCK, np.float32)
        self._filled = 0
        self._absent = 0
        self._steady_seconds = 0
        self._offset_seconds = 0
        self._ever_present = False

    def process(self, t: float, microphone: Samples, far_end: Samples | None) -> list[TimelineEvent]:
        """One frame of each as it came in, shape (160,). t: audio time at its end. Returns the faults that became known."""
        at, end = self._filled, self._filled + microphone.shape[0]
        self._microphone[at:end] = microphone
        if far_end is None:
            self._far_end[at:end] = 0
            self._absent += 1
        else:
            self._far_end[at:end] = far_end
            self._absent = 0
            self._ever_present = True
        self._filled = end
        if end < _BLOCK:
            return []
        self._filled = 0
        return list(self._judge(t))

    def _judge(self, t: float) -> Iterator[TimelineEvent]:
        note = self._log.note
        microphone, far_end = self._microphone, self._far_end
        mean = float(microphone.mean())
        spread = float(microphone.var())
        steady = spread < _STEADY**2
        offset = not steady and abs(mean) > max(_DC, _DC_SHARE * math.sqrt(spread))
        self._steady_seconds = self._steady_seconds + 1 if steady else 0
        self._offset_seconds = self._offset_seconds + 1 if offset else 0
        dead = self._steady_seconds >= _LASTING_SECONDS
        yield from note(t, "microphone dead", dead, "none: waiting for it to come back")
        yield from note(t, "microphone clipped", _clipped(microphone), "none: turn its gain down")
        off_centre = self._offset_seconds >= _LASTING_SECONDS
        yield from note(t, "microphone has DC", off_centre, "taken out by the high-pass")
        yield from note(t, "reference clipped", _clipped(far_end), "none: the echo is harder to cancel")
        missing = self._ever_present and self._absent >= 100
        yield from note(t, "reference missing", missing, "echo is not cancelled")


def _clipped(samples: Samples) -> bool:
    return float(np.count_nonzero(np.abs(samples) >= _FULL_SCALE)) > _CLIPPED_SHARE * _BLOCK
