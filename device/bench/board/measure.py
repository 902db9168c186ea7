"""The measurements, over a shell into any board; on the virtual one a CPU second is 10^9 instructions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Protocol

from edge.events import Json

GOALS: Final[Mapping[str, float]] = {"wake_ready_s": 2.0, "instructions_per_audio_second": 1e8, "exposure": 1.5}
"""At most. 1e8 instructions a second are a tenth of a core that does 10^9."""
NOTHING: Final[Mapping[str, Json]] = {
    "wake_ready_s": None,
    "instructions_per_audio_second": None,
    "rss_mb": None,
    "exposure": None,
}
_PYTHON = "/usr/lib/cabin-voice/bin/python3 -P"
_UNITS = ("cabin-voice.service", "cabin-voice-model.service")


class Commands(Protocol):
    """A shell into the board."""

    def run(self, command: str, *, data: bytes | None = None, seconds: float = 600.0, check: bool = True) -> str:
        """What a command prints."""
        ...


def measure(shell: Commands) -> Iterator[tuple[str, float, str]]:
    """(name, value, what it is), as they are measured."""
    yield "wake_ready_boot_s", wake_ready(shell), "start of the daemon to READY at boot, while the rest of the system starts"
    shell.run("systemctl restart cabin-voice.service")
    yield "wake_ready_s", wake_ready(shell), "start of the daemon to READY on a board at rest"
    yield "rss_mb", resident_mb(shell), "resident memory of the daemon at rest"
    yield "exposure", exposure(shell), "systemd-analyze security of daemon and model, the worse of both"
    for name, value in front_end(shell).items():
        yield name, value, "CPU time of the front end for a second of audio, in nanoseconds: instructions on the virtual board"


def wake_ready(shell: Commands) -> float:
    """Seconds of the board's own time from the daemon's start to READY, the last time it started."""
    shell.run("n=0; until systemctl is-active -q cabin-voice.service || [ $n -ge 120 ]; do sleep 1; n=$((n + 1)); done")
    told = shell.run("systemctl show cabin-voice.service -p ExecMainStartTimestampMonotonic -p ActiveEnterTimestampMonotonic")
    times = {key: int(value) for key, value in re.findall(r"^(\w+)=(\d+)$", told, re.MULTILINE)}
    return round((times["ActiveEnterTimestampMonotonic"] - times["ExecMainStartTimestampMonotonic"]) / 1e6, 3)


def resident_mb(shell: Commands) -> float:
    """Of the daemon."""
    pid = shell.run("systemctl show --value -p MainPID cabin-voice.service").strip()
    kilobytes = shell.run(f"awk '/^VmRSS/ {{print $2}}' /proc/{pid}/status")
    return round(int(kilobytes) * 1024 / 1e6, 1)


def exposure(shell: Commands) -> float:
    """The worse of both units, 0 to 10."""
    found = []
    for unit in _UNITS:
        told = shell.run(f"systemd-analyze security --no-pager {unit}")
        level = re.search(r"Overall exposure level for .*: ([0-9.]+)", told)
        found.append(float(level[1]) if level is not None else 10.0)
    return max(found)


def front_end(shell: Commands) -> dict[str, float]:
    """Nanoseconds of CPU for a second of audio, by scene; the daemon stands still meanwhile, as the model's weights are shared."""
    script = Path(__file__).with_name("guest.py").read_bytes()
    told = shell.run(f"CABIN_WEIGHTS=/var/lib/cabin-voice-weights ORT_DISABLE_TELEMETRY=1 {_PYTHON} -", data=script)
    figures: dict[str, float] = json.loads(told.splitlines()[-1])
    return figures
