"""The three dialects of the realtime protocol as tables.

The canonical event names are those of OpenAI's beta, which StepFun shares; a dialect lists what it calls otherwise.
Reading is the same for all: every name any dialect uses is understood (`canonical`). Writing follows the dialect.

Sources: StepFun's API reference and guide (2026), the type definitions of PyPI `openai` 3.54.0 (`types/realtime`,
`types/beta/realtime`). What no page settles is a flag here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs

from edge.events import Json
from edge.realtime.fields import mapping

_GA_NAMES = {
    "response.audio.delta": "response.output_audio.delta",
    "response.audio.done": "response.output_audio.done",
    "response.audio_transcript.delta": "response.output_audio_transcript.delta",
    "response.audio_transcript.done": "response.output_audio_transcript.done",
    "response.text.delta": "response.output_text.delta",
    "response.text.done": "response.output_text.done",
    "conversation.item.created": "conversation.item.added",
}

_MISSPELT = {
    "response.canceled": "response.cancelled",
    "response.output_item.created": "response.output_item.added",
}

_CANONICAL = {wire: name for name, wire in _GA_NAMES.items()} | _MISSPELT


def canonical(wire: str) -> str:
    """The canonical name of an event, whichever dialect it came in."""
    return _CANONICAL.get(wire, wire)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one family of endpoints names and shapes things."""

    name: str

    session: Literal["flat", "audio"]
    """flat: settings side by side. audio: OpenAI GA's object with `type`, `output_modalities`, `audio.input` ..."""

    names: Mapping[str, str] = field(default_factory=dict)
    """Canonical event name to the name on the wire, where they differ."""

    nested_tools: bool = False
    """Tools as {"type", "function": {...}} (Chat Completions) instead of flat."""

    assistant_text: Literal["text", "output_text"] = "text"
    """Type of an assistant message's written content."""

    assistant_audio: Literal["audio", "output_audio"] = "audio"
    """Type of an assistant message's spoken content."""

    cancel_names_response: bool = True
    """Whether response.cancel takes a response_id."""

    truncates: bool = True
    """Whether conversation.item.truncate exists; otherwise an interrupted answer is deleted and the heard part told."""

    transcription: bool = True
    """Whether input transcription is configured (and off unless it is); otherwise it is always on."""

    response_settings: bool = True
    """Whether response.create repeats the modalities: replayed text otherwise tempts models into written answers."""

    item_done: bool = False
    """Whether an item is announced twice, as added and as done."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """Request headers besides the key."""

    def wire(self, name: str) -> str:
        """The dialect's own name of a canonical event."""
        return self.names.get(name, name)


STEPFUN = Dialect(
    name="stepfun",
    session="flat",
    nested_tools=True,
    cancel_names_response=False,
    truncates=False,
    transcription=False,
)

OPENAI_BETA = Dialect(name="openai-beta", session="flat", headers={"OpenAI-Beta": "realtime=v1"})

OPENAI_GA = Dialect(
    name="openai",
    session="audio",
    names=_GA_NAMES,
    assistant_text="output_text",
    assistant_audio="output_audio",
    item_done=True,
)

DIALECTS: Mapping[str, Dialect] = {dialect.name: dialect for dialect in (STEPFUN, OPENAI_BETA, OPENAI_GA)}
"""By name, as the settings and the `dialect` query parameter spell it."""


_BETA_PROTOCOL = "openai-beta.realtime-v1"


def dialect_of_request(path: str, headers: Mapping[str, str]) -> Dialect | None:
    """The dialect a client announces by its request, None when the shape of its first session.update must tell.

    path: request target with its query. `dialect=` settles it; then the OpenAI-Beta header, or the subprotocol in its place
    where a client cannot set headers; then a model name of StepFun's, which StepFun's own clients send and others may, so it is
    no more than a first guess.
    """
    query = parse_qs(path.partition("?")[2])
    named = query.get("dialect", [""])[0]
    if named in DIALECTS:
        return DIALECTS[named]
    lowered = {name.lower(): value for name, value in headers.items()}
    if "realtime" in lowered.get("openai-beta", "") or _BETA_PROTOCOL in lowered.get("sec-websocket-protocol", ""):
        return OPENAI_BETA
    if query.get("model", [""])[0].startswith("step"):
        return STEPFUN
    return None


_FLAT_KEYS = {
    "modalities",
    "input_audio_format",
    "output_audio_format",
    "input_audio_transcription",
    "max_response_output_tokens",
}


def session_shape(event: Mapping[str, Json]) -> Literal["flat", "audio"] | None:
    """What a client's session.update or response.create gives away about its dialect, None when nothing."""
    body = mapping(event.get("session")) or mapping(event.get("response"))
    if body.get("type") in ("realtime", "transcription") or "output_modalities" in body or "audio" in body:
        return "audio"
    return "flat" if body.keys() & _FLAT_KEYS else None
