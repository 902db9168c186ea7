"""What a check found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from device.settings import LoadedSettings, Settings
from edge.events import Json
from edge.weights.store import WeightStore


class Grade(StrEnum):
    """How bad it is."""

    FINE = "fine"
    SKIPPED = "skipped"
    """Not looked at, for the reason the text gives."""
    WARNING = "warning"
    """It works, but less well than it should, or not for long."""
    WRONG = "wrong"
    """Something the driver would notice does not work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One result. text: one line. mend: the command or the step that mends it, empty where nothing is to be mended.

    figures: what was measured, units in the names.
    """

    check: str
    grade: Grade
    text: str
    mend: str = ""
    figures: Mapping[str, Json] = field(default_factory=dict)

    def to_json(self) -> dict[str, Json]:
        """The object of `--json` and of the bundle."""
        found: dict[str, Json] = {"check": self.check, "grade": str(self.grade), "text": self.text}
        if self.mend:
            found["mend"] = self.mend
        if self.figures:
            found["figures"] = dict(self.figures)
        return found


@dataclass(frozen=True)
class Patient:
    """What is examined.

    loaded: None when the settings cannot be read. runtime: where a running daemon has its sockets.
    root: of the file system, for /sys, /proc and /dev. chirp: whether a sound may be played.
    """

    settings: Settings
    loaded: LoadedSettings | None
    store: WeightStore
    runtime: Path
    state: Path
    root: Path = Path("/")
    chirp: bool = True


Check = Callable[[Patient], Sequence[Finding]]
"""Looks at one thing. It raises nothing that a board can cause: whatever is wrong is a finding."""


def exit_code(findings: Sequence[Finding]) -> int:
    """0: nothing to mend. 1: warnings only. 2: something is wrong."""
    grades = {finding.grade for finding in findings}
    return 2 if Grade.WRONG in grades else 1 if Grade.WARNING in grades else 0
