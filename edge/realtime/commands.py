"""What a client wants, normalised: one set of commands for all dialects, for the side that answers."""

from __future__ import annotations

from dataclasses import dataclass

from edge.realtime.config import Modality, Role, SessionConfig


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """The session's settings, complete, after a change."""

    config: SessionConfig


@dataclass(frozen=True, slots=True)
class AudioAppended:
    """More of the user's audio, 24 kHz mono s16le, already in the buffer."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class AudioCommitted:
    """The buffer became the user item `item_id`. pcm: all of it."""

    item_id: str
    pcm: bytes


@dataclass(frozen=True, slots=True)
class AudioCleared:
    """The buffer was thrown away."""


@dataclass(frozen=True, slots=True)
class Item:
    """A message in the conversation. pcm: audio a user message carried with it, empty as a rule."""

    item_id: str
    role: Role
    text: str
    pcm: bytes = b""


@dataclass(frozen=True, slots=True)
class ItemCreated:
    """A message was put into the conversation. previous_id: the item it follows; None: the end."""

    item: Item
    previous_id: str | None = None


@dataclass(frozen=True, slots=True)
class ItemDeleted:
    """An item was taken out of the conversation."""

    item_id: str


@dataclass(frozen=True, slots=True)
class ItemTruncated:
    """Only the first `audio_end_ms` of an answer were heard; the rest was never said."""

    item_id: str
    audio_end_ms: int


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool answered."""

    call_id: str
    output: str


@dataclass(frozen=True, slots=True)
class ResponseRequested:
    """An answer is wanted: call `begin_response`. modalities: for this answer alone, None keeps the session's."""

    instructions: str | None = None
    modalities: tuple[Modality, ...] | None = None


@dataclass(frozen=True, slots=True)
class ResponseCancelled:
    """The answer is no longer wanted. Its end is already on the wire; stop producing it.

    response_id: None when it was requested but not begun.
    """

    response_id: str | None = None


ClientCommand = (
    SessionChanged
    | AudioAppended
    | AudioCommitted
    | AudioCleared
    | ItemCreated
    | ItemDeleted
    | ItemTruncated
    | ToolResult
    | ResponseRequested
    | ResponseCancelled
)
