"""Wire events as servers and clients send them, for several test files."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from edge.events import Json
from edge.realtime.config import SessionConfig
from edge.realtime.dialects import STEPFUN, Dialect
from edge.realtime.events import ServerEvent
from edge.realtime.session_client import ClientSession

Wire = dict[str, Any]
"""A parsed event that a test looks into."""

Kind = TypeVar("Kind")

TOOL: dict[str, Json] = {
    "type": "function",
    "name": "get_vehicle_state",
    "description": "Values of signals",
    "parameters": {"type": "object", "properties": {"names": {"type": "array"}}},
}
CONFIG = SessionConfig(instructions="Be brief.", voice="linjiajiejie", tools=(TOOL,), language="en")


def audio(samples: int = 240, value: int = 7) -> str:
    """Base64 of that many equal samples."""
    return base64.b64encode(value.to_bytes(2, "little", signed=True) * samples).decode()


def open_session(dialect: Dialect = STEPFUN, config: SessionConfig = CONFIG) -> ClientSession:
    """A client session whose first session.update is on its way."""
    session = ClientSession(dialect, config)
    session.open()
    session.take_outgoing()
    return session


def sent(session: ClientSession) -> list[Wire]:
    """What the session wants written, parsed."""
    return [json.loads(frame) for frame in session.take_outgoing()]


def sent_types(session: ClientSession) -> list[str]:
    """The types of what the session wants written."""
    return [event["type"] for event in sent(session)]


def feed(session: ClientSession, *events: Mapping[str, object]) -> list[ServerEvent]:
    """Give events of the wire to the session; the normalised ones that come out."""
    return [found for event in events for found in session.receive(json.dumps(event))]


def created(response_id: str = "r1") -> dict[str, Json]:
    return {"type": "response.created", "response": {"id": response_id, "status": "in_progress", "output": []}}


def done(response_id: str = "r1", status: str = "completed", **more: Json) -> dict[str, Json]:
    return {"type": "response.done", "response": {"id": response_id, "status": status, "output": [], **more}}


def audio_delta(response_id: str | None = "r1", item_id: str | None = "i1", samples: int = 240) -> dict[str, Json]:
    event: dict[str, Json] = {"type": "response.audio.delta", "delta": audio(samples), "output_index": 0}
    if response_id is not None:
        event["response_id"] = response_id
    if item_id is not None:
        event["item_id"] = item_id
    return event


def words(delta: str, response_id: str = "r1", item_id: str = "i1") -> dict[str, Json]:
    return {
        "type": "response.audio_transcript.delta",
        "response_id": response_id,
        "item_id": item_id,
        "content_index": 0,
        "delta": delta,
    }


def error(code: str, message: str = "", event_id: str | None = None, error_type: str = "") -> dict[str, Json]:
    return {
        "type": "error",
        "error": {"type": error_type, "code": code, "message": message, "event_id": event_id},
    }


def of_type(events: Iterable[ServerEvent], kind: type[Kind]) -> list[Kind]:
    """The events of one class."""
    return [event for event in events if isinstance(event, kind)]
