"""The audit log: what was asked of the car, what was decided and by which rule. No audio, no transcript."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path

from edge.events import Json
from edge.vehicle.tools import AuditEntry

LIMIT_BYTES = 1_000_000
"""At this size the file is moved to NAME.1, and a new one begun."""
KEPT = 3
"""Older files that are kept."""
_SPOKEN = frozenset({"query", "destination", "contact", "number", "value", "code", "names"})


class AuditLog:
    """Appends one JSON object a line; rotates by size."""

    def __init__(self, file: Path, limit: int = LIMIT_BYTES) -> None:
        self._file, self._limit = file, limit

    def add(self, entry: AuditEntry) -> None:
        """Write an entry. What the driver said in words of his own is left out; reading the state is no request to the car."""
        if entry.rule == "read":
            return
        line: dict[str, Json] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "boottime_ns": entry.time_ns,
            "tool": entry.tool,
            "arguments": redacted(entry.arguments),
            "verdict": entry.verdict,
            "rule": entry.rule,
            "result": entry.result,
        }
        self._rotate()
        handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as out:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _rotate(self) -> None:
        if not self._file.is_file() or self._file.stat().st_size < self._limit:
            return
        for number in range(KEPT, 0, -1):
            older = self._file.with_name(f"{self._file.name}.{number}")
            newer = self._file if number == 1 else self._file.with_name(f"{self._file.name}.{number - 1}")
            if newer.is_file():
                newer.replace(older)


def redacted(arguments: Mapping[str, Json]) -> dict[str, Json]:
    """The arguments without words of the driver's own: names, places, titles, numbers of people."""
    return {name: "(withheld)" if name in _SPOKEN else value for name, value in arguments.items()}
