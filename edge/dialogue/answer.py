"""One answer on its way from an endpoint to the driver's ear."""

from __future__ import annotations

from dataclasses import dataclass, field

from edge.audio.frame import VOICE_RATE
from edge.dialogue.transcript import SpokenText

_ENDS = (".", "!", "?", "。", "！", "？")


@dataclass(slots=True)
class Answer:
    """What is known of a response: generation and playback are two things (design rule 7)."""

    endpoint: str
    response_id: str
    key: str = ""
    """Its name at the loudspeaker: two endpoints, or two sessions of one, may use the same ids."""
    items: dict[str, SpokenText] = field(default_factory=dict)
    """Text and audio by conversation item, in order of arrival."""
    generated: bool = False
    """The endpoint has said that the response is complete."""
    started: bool = False
    """Its first sample was handed to the loudspeaker."""
    tools_called: int = 0
    """Calls whose results the endpoint has been sent."""
    all_spoken: bool = False
    """All audio of its newest item has arrived."""
    said_for: str = ""
    """Words that this answer only lends its voice to: an alert, or what another endpoint wrote."""

    quiet_end: bool = False
    """The newest audio of it ends in silence, as a sentence does."""

    @property
    def ends_well(self) -> bool:
        """What has arrived may stand as it is: whole sentences, as far as can be told when nobody has said that it is complete."""
        return self.quiet_end and self.tools_called == 0 and self.text.endswith(_ENDS)

    @property
    def whole(self) -> bool:
        """Nothing of it is missing, as far as can be told: no tool's result waits to be spoken of."""
        return (self.generated or self.all_spoken) and self.samples > 0 and self.tools_called == 0

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
