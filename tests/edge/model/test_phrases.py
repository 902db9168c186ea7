"""What is kept of speech that was rendered, and how a reply is begun."""

from collections.abc import Iterator

import numpy as np

from edge.audio.frame import VOICE_RATE, Samples
from edge.model.engine import Engine
from edge.model.phrase_cache import PhraseCache
from edge.model.voice.plan import Passage
from edge.model.voice.style import VoiceStyle
from edge.model.voice.voice import Voice

STYLE = VoiceStyle.default("en")
SECOND = np.zeros(VOICE_RATE, np.float32)


class Counting(Voice):
    """A voice that hums, and remembers what it was asked for."""

    voices = (STYLE.voice,)

    def __init__(self) -> None:
        self.asked: list[str] = []

    def render_passage(self, passage: Passage) -> Iterator[Samples]:
        self.asked.append(passage.text)
        yield SECOND


def test_a_reply_is_begun_with_its_first_passage_alone() -> None:
    voice = Counting()
    engine = Engine(voice=voice)
    engine.begin("Okay. The window on your side is closing now.", "en", STYLE)
    assert voice.asked == ["Okay."]
    assert engine.held("Okay.", "en", STYLE) is not None
    engine.begin("Okay. Something else follows.", "en", STYLE)
    assert voice.asked == ["Okay."]


def test_what_was_not_wanted_for_longest_falls_out() -> None:
    cache = PhraseCache(limit_seconds=2.5)
    cache.put("Okay.", STYLE, SECOND, VOICE_RATE)
    cache.put("One.", STYLE, SECOND, VOICE_RATE)
    assert cache.get("Okay.", STYLE) is not None
    cache.put("Two.", STYLE, SECOND, VOICE_RATE)
    assert cache.get("Okay.", STYLE) is not None
    assert cache.get("One.", STYLE) is None
