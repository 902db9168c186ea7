"""How a clause is to sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from edge.language import Language

Accent = Literal["us", "gb"]

DEFAULT_VOICES: Mapping[Language, str] = {"en": "af_heart", "zh": "zf_xiaoxiao"}
"""The voice of a language where the persona names none."""


@dataclass(frozen=True, slots=True)
class VoiceStyle:
    """One way of speaking.

    voice: a voice's name, or a blend as weights by name (normalised to a sum of 1; a negative weight moves away from
        that voice).
    speed: 1.0 is the voice's own pace; useful from 0.7 to 1.5.
    gain_db: louder or softer than the standard loudness, in dB.
    pitch_semitones: moves the whole voice up or down, formants with it; useful from -3 to 3.
    pause: scales the pauses between clauses.
    """

    voice: str | Mapping[str, float] = "af_heart"
    speed: float = 1.0
    gain_db: float = 0.0
    pitch_semitones: float = 0.0
    pause: float = 1.0

    @classmethod
    def default(cls, language: Language) -> VoiceStyle:
        """The style of a language where the persona names none."""
        return cls(voice=DEFAULT_VOICES[language])

    @property
    def blend(self) -> dict[str, float]:
        """The voice as weights by name."""
        return {self.voice: 1.0} if isinstance(self.voice, str) else dict(self.voice)

    @property
    def accent(self) -> Accent:
        """The accent of English words: British when most of the blend is a British voice (named bf_ or bm_)."""
        british = sum(weight for name, weight in self.blend.items() if name.startswith("b"))
        return "gb" if british > 0.5 * sum(self.blend.values()) else "us"
