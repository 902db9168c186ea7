"""What a model session works with: ears and a voice, loaded once and shared by all sessions of a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from edge.audio.frame import ENGINE_RATE, VOICE_RATE, Samples
from edge.language import Language
from edge.model.responder import lines_en, lines_zh
from edge.model.understanding import understand

if TYPE_CHECKING:  # the models' packages take long to import, and a session in writing needs none of them
    from edge.model.recogniser.recogniser import Recogniser
    from edge.model.voice.style import VoiceStyle
    from edge.model.voice.voice import Voice
    from edge.weights.store import WeightStore

LANGUAGES: tuple[Language, ...] = ("en", "zh")
_CACHED_SECONDS = 120.0
"""Seconds of speech that are kept; at 24 kHz a second is 96 kB."""


@dataclass
class PhraseCache:
    """Rendered clauses by style and text. Bounded in seconds of speech; the oldest fall out."""

    limit_seconds: float = _CACHED_SECONDS
    _held: dict[tuple[str, str], Samples] = field(default_factory=dict)
    _samples: int = 0

    def get(self, text: str, style: VoiceStyle) -> Samples | None:
        return self._held.get((repr(style), text))

    def put(self, text: str, style: VoiceStyle, samples: Samples, rate: int) -> None:
        key = (repr(style), text)
        if key in self._held:
            return
        self._held[key] = samples
        self._samples += len(samples)
        while self._samples > self.limit_seconds * rate and len(self._held) > 1:
            oldest = next(iter(self._held))
            self._samples -= len(self._held.pop(oldest))

    def __len__(self) -> int:
        return len(self._held)


@dataclass
class Engine:
    """recogniser, voice: None where a session works in writing alone. voices: names of the timbres at hand."""

    recogniser: Recogniser | None = None
    voice: Voice | None = None
    voices: frozenset[str] = frozenset()
    phrases: PhraseCache = field(default_factory=PhraseCache)

    def speak(self, text: str, language: Language, style: VoiceStyle, *, keep: bool = False) -> Iterator[tuple[str, Samples]]:
        """(words, samples at VOICE_RATE) clause by clause, each rendered when asked for. keep: remember the sound.

        Nothing when there is no voice.
        """
        held = self.phrases.get(text, style)
        if held is not None:
            yield text, held
            return
        pieces: list[Samples] = []
        for clause in self.voice.speak(text, language, style) if self.voice is not None else ():
            if keep:
                pieces.append(clause.samples)
            yield clause.text, clause.samples
        if pieces:
            self.phrases.put(text, style, np.concatenate(pieces), VOICE_RATE)

    def warm_up(self, note: Callable[[str], None] = lambda _: None) -> None:
        """One dry run of every part, so that the first driver does not wait for lazy initialisation."""
        note("understanding")
        understand("hello", "en")
        understand("你好，打开车床", "zh")  # 车床 for 车窗: loads what finds words by their sound
        if self.recogniser is not None:
            note("recogniser")
            self.recogniser.transcribe(np.zeros(ENGINE_RATE, np.float32))
        if self.voice is not None:
            for language in LANGUAGES:
                note(f"voice, {language}")
                self._keep(openers(language)[0], language)

    def prepare(self, wanted: Callable[[], bool] = lambda: True) -> None:
        """Render what replies begin with, in the default voices, so that it can be said at once. wanted: False stops it."""
        for language in LANGUAGES:
            for line in openers(language)[1:]:
                if self.voice is not None and wanted():
                    self._keep(line, language)

    def _keep(self, line: str, language: Language) -> None:
        from edge.model.voice.style import VoiceStyle

        for _ in self.speak(line, language, VoiceStyle.default(language), keep=True):
            pass


def openers(language: Language) -> tuple[str, ...]:
    """What replies of a language begin with, the commonest first."""
    lines = lines_en if language == "en" else lines_zh
    return tuple(dict.fromkeys((*lines.DONE, *lines.LEADS, *lines.UNDER_WAY)))


def load_engine(
    store: WeightStore,
    *,
    listens: bool = True,
    speaks: bool = True,
    pronounce: Callable[[str], str | None] | None = None,
    note: Callable[[str], None] = lambda _: None,
) -> Engine:
    """Open the weights. note: called with the name of each part before it is loaded. Raises WeightsError."""
    engine = Engine()
    if listens:
        from edge.model.recogniser.whisper import WhisperRecogniser

        note("recogniser")
        engine.recogniser = WhisperRecogniser.load(store)
    if speaks:
        from edge.model.voice.kokoro import KokoroVoice

        note("voice")
        voice = KokoroVoice.load(store, pronounce=pronounce)
        engine.voice, engine.voices = voice, frozenset(voice.voices)
    return engine
