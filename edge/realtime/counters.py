"""What a session counts. Nothing is dropped without a number here."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from edge.events import Json


@dataclass(slots=True)
class ClientCounters:
    """Counts of a client session since it was made."""

    frames_in: int = 0
    frames_out: int = 0
    """Control events and audio alike."""

    audio_bytes_out: int = 0
    """Raw audio queued for sending."""

    audio_bytes_in: int = 0
    """Raw audio of answers passed on."""

    malformed: int = 0
    """Frames that were no JSON object, and fields that could not be read."""

    oversize: int = 0
    """Frames longer than the limit."""

    unknown: int = 0
    """Events of no known type."""

    duplicates: int = 0
    """Events that had been seen already: terminal events, tool calls, transcripts."""

    late_events: int = 0
    """Events for a response that is dead, closed or was never there."""

    late_audio_bytes: int = 0
    """Raw audio among them."""

    thinking_chars: int = 0
    """Characters of thinking that were received and never passed on."""

    errors: int = 0
    """Error events."""

    abandoned: int = 0
    """Responses given up because their terminal event never came."""

    history_dropped: int = 0
    """Turns of the history that were too old to be replayed."""

    tokens_in: int = 0
    tokens_out: int = 0
    """Tokens by the endpoint's own count, where it sends one."""

    def to_json(self) -> dict[str, Json]:
        """All counts by name."""
        return dict(asdict(self))


@dataclass(slots=True)
class ServerCounters:
    """Counts of a server session since it was made."""

    frames_in: int = 0
    frames_out: int = 0
    malformed: int = 0
    """Frames that were no JSON object."""

    oversize: int = 0
    """Frames longer than the limit."""

    unknown: int = 0
    """Events of no known type."""

    refused: int = 0
    """Events answered with an error."""

    audio_dropped_bytes: int = 0
    """Oldest input audio dropped from a buffer that was never committed."""

    late_answers: int = 0
    """Pieces of an answer produced after it was cancelled."""

    def to_json(self) -> dict[str, Json]:
        """All counts by name."""
        return dict(asdict(self))
