"""What a server says, normalised: one set of events for all dialects.

Audio is always 24 kHz mono s16le. `response_id` and `item_id` are never empty: where the wire left them out, they are
those of the current response.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from edge.events import Json

ErrorKind = Literal["fatal", "retry", "benign"]
"""fatal: do not come back to this endpoint with these settings. retry: come back later. benign: carry on."""

Status = Literal["completed", "cancelled", "failed", "incomplete"]


@dataclass(frozen=True, slots=True)
class SessionCreated:
    """The endpoint is there. model: what it says it is, "" when it does not say."""

    session_id: str
    model: str = ""


@dataclass(frozen=True, slots=True)
class SessionUpdated:
    """A session.update was taken. server_turns: the server says that it ends turns by itself."""

    session_id: str
    server_turns: bool = False


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The server's detector heard speech. start_ms: in audio sent, None when not said."""

    item_id: str
    start_ms: int | None = None


@dataclass(frozen=True, slots=True)
class SpeechStopped:
    """The server's detector heard the end of speech. end_ms: in audio sent, None when not said."""

    item_id: str
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class InputCommitted:
    """The audio sent so far became the user item `item_id`."""

    item_id: str


@dataclass(frozen=True, slots=True)
class InputTranscript:
    """What the endpoint understood. May come before, amid or after the response to it."""

    item_id: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class InputTranscriptFailed:
    """The endpoint could not transcribe an item; it is settled without text."""

    item_id: str
    message: str


@dataclass(frozen=True, slots=True)
class ResponseStarted:
    """A response began."""

    response_id: str


@dataclass(frozen=True, slots=True)
class AudioDelta:
    """More of the spoken answer: whole samples, faster than real time."""

    response_id: str
    item_id: str
    pcm: bytes


@dataclass(frozen=True, slots=True)
class AudioDone:
    """All audio of an item has arrived (not: has been played)."""

    response_id: str
    item_id: str


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More of the answer's words. spoken: they are the transcript of audio, not an answer in writing."""

    response_id: str
    item_id: str
    text: str
    spoken: bool = True


@dataclass(frozen=True, slots=True)
class TextDone:
    """All words of an item."""

    response_id: str
    item_id: str
    text: str
    spoken: bool = True


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The endpoint wants a tool called, once per call_id.

    problem: why the arguments could not be read ({} then), None when they could.
    """

    response_id: str
    call_id: str
    name: str
    arguments: dict[str, Json]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ServerError:
    """The server complains; the session stays open. event_id: of our event it complains about, where it says so."""

    code: str
    message: str
    kind: ErrorKind
    event_id: str | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one response, as the endpoint counts them; 0 where it does not say."""

    total: int = 0
    input: int = 0
    output: int = 0
    input_text: int = 0
    input_audio: int = 0
    input_cached: int = 0
    output_text: int = 0
    output_audio: int = 0


@dataclass(frozen=True, slots=True)
class ResponseFinished:
    """A response ended, exactly once for each that started. Generation ended, not playback.

    text: all its words. audio_bytes: audio passed on. cancelled_here: this side had cancelled it, whatever the
    server made of that.
    """

    response_id: str
    status: Status
    usage: Usage | None = None
    error: ServerError | None = None
    text: str = ""
    audio_bytes: int = 0
    tool_calls: int = 0
    cancelled_here: bool = False

    @property
    def text_only(self) -> bool:
        """An answer in writing where speech was due: the caller speaks `text` with its own voice."""
        return bool(self.text.strip()) and self.audio_bytes == 0 and self.status == "completed" and not self.cancelled_here


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """An event of no known type. excerpt: its beginning."""

    type: str
    excerpt: str = field(default="", repr=False)


ServerEvent = (
    SessionCreated
    | SessionUpdated
    | SpeechStarted
    | SpeechStopped
    | InputCommitted
    | InputTranscript
    | InputTranscriptFailed
    | ResponseStarted
    | AudioDelta
    | AudioDone
    | TextDelta
    | TextDone
    | ToolCall
    | ResponseFinished
    | ServerError
    | UnknownEvent
)
