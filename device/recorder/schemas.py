"""The schemas of a recording: Foxglove's own for sound and log lines, so that its panels know them, and ours for the rest."""

from __future__ import annotations

from typing import Any, Final

_TIME: Final = {
    "type": "object",
    "title": "time",
    "properties": {"sec": {"type": "integer", "minimum": 0}, "nsec": {"type": "integer", "minimum": 0, "maximum": 999_999_999}},
}


def _object(title: str, description: str, **properties: Any) -> dict[str, Any]:
    return {"title": title, "description": description, "type": "object", "properties": {"timestamp": _TIME, **properties}}


def _step(title: str, description: str, **fields: Any) -> dict[str, Any]:
    inner = {"type": "object", "properties": fields}
    return _object(title, description, number={"type": "integer"}, op={"type": "string"}, fields=inner)


RAW_AUDIO: Final = "foxglove.RawAudio"
LOG: Final = "foxglove.Log"
SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    RAW_AUDIO: _object(
        RAW_AUDIO,
        "A single block of an audio bitstream",
        data={"type": "string", "contentEncoding": "base64"},
        format={"type": "string"},
        sample_rate={"type": "integer", "minimum": 0},
        number_of_channels={"type": "integer", "minimum": 0},
    ),
    LOG: _object(
        LOG,
        "A log message",
        level={
            "title": "foxglove.LogLevel",
            "oneOf": [
                {"title": title, "const": number}
                for number, title in enumerate(("UNKNOWN", "DEBUG", "INFO", "WARNING", "ERROR", "FATAL"))
            ],
        },
        message={"type": "string"},
        name={"type": "string"},
        file={"type": "string"},
        line={"type": "integer", "minimum": 0},
    ),
    "cabin.Clock": _object(
        "cabin.Clock",
        "Audio time and the clock that goes on in suspend, once a second",
        audio_s={"type": "number"},
        boottime_ns={"type": "integer"},
    ),
    "cabin.CanFrame": _step(
        "cabin.CanFrame",
        "A frame of a bus; bit 31 of key: extended id",
        bus={"type": "integer"},
        key={"type": "integer"},
        data={"type": "string"},
        time_ns={"type": "integer"},
    ),
    "cabin.ServerFrames": _step(
        "cabin.ServerFrames",
        "Wire frames of an endpoint that arrived together",
        endpoint={"type": "string"},
        frames={"type": "array", "items": {"type": "string"}},
        now_ns={"type": "integer"},
    ),
    "cabin.Events": _step("cabin.Events", "Lines of the timeline", lines={"type": "array", "items": {"type": "string"}}),
    "cabin.Step": _step("cabin.Step", "One step of the tape"),
}
TOPICS: Final = {
    "can": ("/can", "cabin.CanFrame"),
    "receive": ("/server", "cabin.ServerFrames"),
    "events": ("/turns", "cabin.Events"),
}
"""By op; every other op is a cabin.Step on /tape."""
TAPE_TOPIC: Final = ("/tape", "cabin.Step")
