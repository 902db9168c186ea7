"""The scripted drive: who says what, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from device.demo.talker import Speech
from edge.language import Language

LONGEST_S = 150.0
"""The drive ends then, whatever happened."""
MISSED_CUE_S = 40.0
"""Quiet after which a line that waits for its cue is given up."""
NOT_HEARD_S = 2.0
"""Quiet after which a driver who was not heard says it again, as people do."""
MOST_REPEATS = 2
LOUDER_DB = 5.0
"""Who was not heard speaks up, each time by so much."""
CLOSING_S = 2.5
"""Quiet after the last answer."""


@dataclass(frozen=True, slots=True)
class At:
    """At a time of the drive, in seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class IntoAnswer:
    """When so many seconds of the next answer have been heard: talking over it."""

    seconds: float


@dataclass(frozen=True, slots=True)
class AfterAnswer:
    """So many seconds after the loudspeaker fell silent and no turn is open."""

    seconds: float


Cue = At | IntoAnswer | AfterAnswer


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the driver says."""

    cue: Cue
    speech: Speech
    asks_for: str | None = None
    """The signal, in metres, whose value the answer has to hold in kilometres."""


_DRIVER_EN = "am_michael"
_DRIVER_ZH = "zm_yunxi"
_RANGE = "Powertrain.TractionBattery.Range"

ENGLISH = (
    Line(At(13.0), Speech("Hello cabin, how far can we still go, and are the tyres all right?", "en", _DRIVER_EN), _RANGE),
    Line(IntoAnswer(3.0), Speech("Okay, that is enough, thank you.", "en", _DRIVER_EN)),
)
CHINESE = (Line(AfterAnswer(20.0), Speech("你好小舱，还能开多远？", "zh", _DRIVER_ZH), _RANGE),)


def script(languages: Sequence[Language]) -> list[Line]:
    """The lines of the drive in the languages asked for, in order."""
    lines: list[Line] = []
    if "en" in languages:
        lines += ENGLISH
    if "zh" in languages:
        lines += CHINESE
    return lines
