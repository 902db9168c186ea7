"""Reads the timeline of a conversation for the drift monitor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from edge.errors import InputError
from edge.language import script_language
from edge.persona.drift import DriftMonitor, DriftReport
from edge.persona.persona import Persona

_MOVING_KMH = 0.5


def judge(log: Path, persona: Persona) -> Iterator[tuple[float, str, DriftReport]]:
    """(seconds, answer, report) for every `answer` of an events file.

    `transcript` events say what the driver said and in which language, `tool` events support the numbers of the answer
    that follows, `signal` events of the speed say whether the car moved. Raises InputError naming file and line.
    """
    monitor = DriftMonitor(persona)
    said, language, supported, moving, lines = "", persona.languages[0], False, True, 0
    try:
        text = log.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(log, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(log, f"is not UTF-8 text (byte {error.start})") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            event = json.loads(line)
        except ValueError as error:
            raise InputError(f"{log}:{number}", "is not a JSON object") from error
        if not isinstance(event, dict) or not isinstance(event.get("event"), str):
            raise InputError(f"{log}:{number}", "is not an event")
        lines += 1
        match event["event"]:
            case "transcript":
                said, supported = str(event.get("text", "")), False
                language = "zh" if event.get("lang", script_language(said)) == "zh" else "en"
            case "tool":
                supported = True
            case "signal" if event.get("path") == "Speed":
                value = event.get("value")
                moving = not isinstance(value, int | float) or abs(value) > _MOVING_KMH
            case "answer":
                reply, t = str(event.get("text", "")), event.get("t", 0.0)
                report = monitor.check(reply, language=language, user=said, moving=moving, supported=supported)
                yield float(t) if isinstance(t, int | float) else 0.0, reply, report
    if not lines:
        raise InputError(log, "holds no event")
