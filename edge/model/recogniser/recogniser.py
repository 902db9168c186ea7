"""What every recogniser of the on-device model does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from edge.audio.frame import Samples
from edge.language import Language


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said.

    text: as written, simplified script for Chinese; empty when nothing was said that can be trusted.
    language: the language it was decoded in.
    log_probability: mean natural logarithm of the probability of a token; 0 for an empty transcript.
    no_speech_probability: how likely the model finds it that nobody spoke, 0 to 1.
    seconds: length of the audio.
    language_probability: how sure the model is of the language among all it knows, 0 to 1: low for a third language.
    rejected: why a text was thrown away ("silence", "no speech", "hallucination", "loop"; "language"
        for a third one), or empty.
    """

    text: str
    language: Language
    log_probability: float
    no_speech_probability: float
    seconds: float
    language_probability: float = 1.0
    rejected: str = ""


class Recogniser(Protocol):
    """Speech to text, an utterance at a time."""

    def transcribe(
        self,
        audio: Samples,
        *,
        language: Language | None = None,
        prompt: str = "",
        previous: Language | None = None,
    ) -> Transcript:
        """Transcribe one utterance, mono at ENGINE_RATE.

        language: the language spoken, or None to have it decided.
        prompt: words to expect beyond the vehicle's own, such as names; in the language spoken.
        previous: the language of the turn before, preferred a little when the decision is close.
        """
        ...
