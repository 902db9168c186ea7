"""What a realtime session is set to, in no dialect's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from edge.events import Json
from edge.language import Language

Modality = Literal["text", "audio"]
Role = Literal["user", "assistant", "system"]

BYTES_PER_SECOND = 48_000
"""24 kHz, mono, s16le: the only audio format all three dialects share."""


SAY_EXACTLY = "Say exactly the following, word for word, and nothing else: "
"""Opens the instructions of a response that is a fixed sentence; the on-device model takes what follows literally."""


@dataclass(frozen=True, slots=True)
class TurnDetection:
    """The server's own voice activity detection. None in its place means that the client ends turns."""

    silence_ms: int = 600
    """Silence that ends a turn. StepFun's own default of 100 ms cuts people mid-sentence."""

    prefix_ms: int = 500
    """Audio before the detected speech that belongs to the turn."""


@dataclass(frozen=True, slots=True)
class SessionConfig:
    """The settings of a session that both sides understand."""

    instructions: str = ""
    """The persona and the rules of the conversation."""

    voice: str | None = None
    """Name of a voice of the endpoint; None keeps the endpoint's own. Locked once audio was produced."""

    tools: Sequence[Mapping[str, Json]] = ()
    """Flat function tools: {"type": "function", "name", "description", "parameters"}."""

    language: Language | None = None
    """Hint for the recogniser, sent where the dialect has a place for it."""

    modalities: tuple[Modality, ...] = ("text", "audio")
    """("text", "audio") speaks; ("text",) only writes."""

    turn_detection: TurnDetection | None = None
    """None: the client ends each turn with a commit."""

    @property
    def speaks(self) -> bool:
        """Whether answers are audio."""
        return "audio" in self.modalities
