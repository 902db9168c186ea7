"""What every voice of the on-device model does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from edge.audio.frame import Samples
from edge.language import Language
from edge.model.voice.loudness import silence
from edge.model.voice.plan import Passage, plan
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
    """Text to speech, a passage at a time."""

    @property
    def voices(self) -> list[str]:
        """The names of the timbres at hand."""
        ...

    def render_passage(self, passage: Passage) -> Iterator[Samples]:
        """The sound of a passage in parts that are never empty, each rendered when it is asked for; no pauses around it.

        Mono at VOICE_RATE. Same passage, same samples. May be called from two threads at once.
        """
        ...


def speak(voice: Voice, text: str, language: Language, style: VoiceStyle) -> Iterator[SpokenClause]:
    """Render a reply lazily: a part is rendered when it is asked for. The text may carry marks (`marks`).

    language: how digits and units are read; words of the other language inside the text are read as theirs.
    """
    for passage in plan(text, language, style):
        words = passage.text
        if passage.before_s:
            yield SpokenClause("", silence(passage.before_s))
        for part in voice.render_passage(passage):
            yield SpokenClause(words, part)
            words = ""
        if not words and passage.after_s:
            yield SpokenClause("", silence(passage.after_s))


def whole(voice: Voice, text: str, language: Language, style: VoiceStyle) -> Samples:
    """A reply in one piece."""
    return np.concatenate([np.zeros(0, np.float32), *(clause.samples for clause in speak(voice, text, language, style))])
