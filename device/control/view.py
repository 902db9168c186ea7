"""What a display shows of a running daemon: one picture of everything, and a line of levels ten times a second."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from device.assembly import Parts
from device.dsp_thread import Batch
from device.service.ledger import Ledger
from device.service.thermal import thermal_zones
from edge.audio.levels import rms_dbfs
from edge.dialogue.assistant import Assistant
from edge.errors import InputError
from edge.vehicle.state import Quality

LEVELS_EVERY_S: Final = 0.1
"""Audio time between two lines of levels."""
_ENTRIES: Final = 40
"""Entries of the transcript and lines of the ledger that are shown."""


class Live:
    """Makes the lines of levels out of the batches of the front end."""

    def __init__(self) -> None:
        self._next_s = 0.0

    def line(self, batch: Batch, assistant: Assistant) -> str | None:
        """One JSON object, or None when the last one is not old enough."""
        t = assistant.t
        if 0 <= self._next_s - t < LEVELS_EVERY_S:
            return None
        self._next_s = t + LEVELS_EVERY_S
        loudspeaker = np.concatenate([block.far_end.samples for block in batch.blocks])
        scores: dict[str, float] = {}
        for output in batch.outputs:
            for word, score in output.wake_scores.items():
                scores[word] = max(scores.get(word, 0.0), float(score))
        return json.dumps(
            {
                "t": round(t, 3),
                "event": "level",
                "state": str(assistant.state),
                "microphone_dbfs": round(rms_dbfs(batch.microphone), 1),
                "loudspeaker_dbfs": round(rms_dbfs(loudspeaker), 1),
                "speech": round(max(float(output.speech_probability) for output in batch.outputs), 3),
                "wake": {word: round(score, 3) for word, score in scores.items()},
            },
            ensure_ascii=False,
        )


def overview(parts: Parts, ledger: Ledger | None, now_ns: int) -> dict[str, Any]:
    """Everything but the status, as JSON values. now_ns: CLOCK_BOOTTIME, for the ages of the signals."""
    assistant, front_end, persona = parts.assistant, parts.front_end, parts.context.persona
    echo = front_end.echo
    wording = persona.wording(assistant.language)
    return {
        "at": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "language": assistant.language,
        "persona": {"id": persona.id, "version": persona.version, "name": wording.name, "role": wording.role},
        "echo": {
            "delay_ms": None if echo.delay_ms is None else round(echo.delay_ms, 1),
            "drift_ppm": round(echo.drift_ppm, 1),
            "erle_db": round(echo.erle_db, 1),
            "trust": round(float(echo.trust), 2),
        },
        "wake_thresholds": dict(front_end.wake_thresholds),
        "endpoint": assistant.seats.router.in_use,
        "transcript": [
            {"role": entry.role, "text": entry.text, "lang": entry.language, "complete": entry.complete}
            for entry in list(assistant.transcript)[-_ENTRIES:]
        ],
        "signals": _signals(parts, now_ns),
        "temperature_c": thermal_zones(),
        "memory_free_mb": _memory_free_mb(),
        "ledger": _ledger(ledger),
    }


def _signals(parts: Parts, now_ns: int) -> list[dict[str, Any]]:
    """What the car has ever told; a value that is not fresh and valid is shown with the reason why."""
    state = parts.vehicle.state
    readings = (state.get(path, now_ns) for path in state.catalogue)
    return [
        {
            "path": reading.path,
            "value": reading.value,
            "unit": reading.unit,
            "quality": str(reading.quality),
            "age_s": None if reading.age_s is None else round(reading.age_s, 1),
        }
        for reading in readings
        if reading.quality is not Quality.NEVER
    ]


def _ledger(ledger: Ledger | None) -> list[dict[str, Any]]:
    """The newest lines, the newest first."""
    if ledger is None:
        return []
    try:
        return [asdict(line) for line in ledger.newest(_ENTRIES)]
    except InputError as error:
        return [{"at": "", "endpoint": "", "seconds": 0.0, "why": str(error)}]


def _memory_free_mb(meminfo: Path = Path("/proc/meminfo")) -> int | None:
    """What the board could still give to programs, None where it does not tell."""
    try:
        text = meminfo.read_text(encoding="ascii")
    except OSError:
        return None
    for line in text.splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) // 1024
    return None
