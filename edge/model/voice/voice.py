"""What every voice of the on-device model does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from edge.audio.frame import Samples
from edge.language import Language
from edge.model.voice.style import VoiceStyle


@dataclass(frozen=True, slots=True, eq=False)
class SpokenClause:
    """A clause and its sound.

    text: the part of the reply that is heard, as written.
    samples: mono at VOICE_RATE, the pause after it included.
    """

    text: str
    samples: Samples


class Voice(Protocol):
    """Text to speech, a clause at a time."""

    def speak(self, text: str, language: Language, style: VoiceStyle) -> Iterator[SpokenClause]:
        """Render a reply lazily: a clause is rendered when it is asked for. Same input, same samples.

        language: how digits and units are read; words of the other language inside the text are read as theirs.
        """
        ...
