"""One answer on its way from an endpoint to the driver's ear."""

from __future__ import annotations

from dataclasses import dataclass, field

from edge.audio.frame import VOICE_RATE
from edge.dialogue.transcript import SpokenText


@dataclass(slots=True)
class Answer:
    """What is known of a response: generation and playback are two things (design rule 7)."""

    endpoint: str
    response_id: str
    items: dict[str, SpokenText] = field(default_factory=dict)
    """Text and audio by conversation item, in order of arrival."""
    generated: bool = False
    """The endpoint has said that the response is complete."""
    started: bool = False
    """Its first sample was handed to the loudspeaker."""
    tools_called: int = 0
    """Calls whose results the endpoint has been sent."""

    def item(self, item_id: str) -> SpokenText:
        """The text and audio of an item."""
        return self.items.setdefault(item_id, SpokenText())

    @property
    def text(self) -> str:
        """All text received."""
        return " ".join(part for part in (spoken.text.strip() for spoken in self.items.values()) if part)

    @property
    def samples(self) -> int:
        """All samples received, at 24 kHz."""
        return sum(spoken.samples for spoken in self.items.values())

    def heard_text(self, heard: dict[str, int]) -> str:
        """The text of what was heard; heard: samples by item."""
        parts = (spoken.heard(heard.get(item, 0)).strip() for item, spoken in self.items.items())
        return " ".join(part for part in parts if part)

    def heard_ms(self, heard: dict[str, int]) -> int:
        """Milliseconds heard."""
        return sum(heard.get(item, 0) for item in self.items) * 1000 // VOICE_RATE
