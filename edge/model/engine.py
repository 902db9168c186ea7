"""What a model session works with: ears and a voice, loaded once and shared by all sessions of a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from edge.audio.frame import ENGINE_RATE, Samples
from edge.language import Language
from edge.model.phrase_cache import PhraseCache
from edge.model.responder import lines_en, lines_zh
from edge.model.understanding import understand

if TYPE_CHECKING:  # the models' packages take long to import, and a session in writing needs none of them
    from edge.model.recogniser.recogniser import Recogniser
    from edge.model.responder.free_talk import FreeTalk
    from edge.model.voice.style import VoiceStyle
    from edge.model.voice.voice import Voice
    from edge.weights.store import WeightStore

LANGUAGES: tuple[Language, ...] = ("en", "zh")
_MOST_STYLES = 4


@dataclass
class Engine:
    """recogniser, voice: None where a session works in writing alone. voices: names of the timbres at hand.

    lite: neither ears nor a voice of its own: understanding, and what phrases were rendered before.
    fast: where a fast voice speaks a language, it is taken, whatever timbre the persona asks for.
    reload: opens the parts again after `unload`; None where there is nothing to open.
    free_talk: a language model for small talk that the bank does not hold; None for the bank alone.
    helper: renders the next passage while one is being spoken, on another core; None renders one after the other.
    busy: a session is being answered, so nothing is to be prepared.
    """

    recogniser: Recogniser | None = None
    voice: Voice | None = None
    voices: frozenset[str] = frozenset()
    phrases: PhraseCache = field(default_factory=PhraseCache)
    lite: bool = False
    fast: bool = False
    reload: Callable[[Engine], None] | None = None
    helper: Executor | None = None
    free_talk: FreeTalk | None = None
    busy: bool = False
    unloaded: bool = False
    _loading: Lock = field(default_factory=Lock)
    _styles: dict[str, tuple[Language, VoiceStyle]] = field(default_factory=dict)
    _prepared: set[tuple[str, str]] = field(default_factory=set)

    @property
    def speaks(self) -> bool:
        """Whether there is sound to be had: a voice, one that can be opened again, or phrases rendered before."""
        return self.voice is not None or self.unloaded or self.lite

    def unload(self) -> None:
        """Let go of ears and voice; what is said next opens them again."""
        with self._loading:
            if self.reload is not None and not self.busy and not self.unloaded:
                self.recogniser = self.voice = None
                self.unloaded = True
                self.phrases.clear()

    def ensure(self) -> None:
        """Open what `unload` let go of. Raises WeightsError."""
        with self._loading:
            if self.unloaded and self.reload is not None:
                self.reload(self)
                self.unloaded = False

    def speak(self, text: str, language: Language, style: VoiceStyle, *, keep: bool = False) -> Iterator[tuple[str, Samples]]:
        """(words, samples at VOICE_RATE) part by part, each rendered when asked for, the next passage ahead where there is a
        helper. keep: remember the sound. The text may carry marks; the words are without them. Nothing without a voice.
        """
        from edge.model.speaking import speak_passages
        from edge.model.voice.plan import plan

        passages = plan(text, language, style)
        if any(self.phrases.get(passage.text, passage.style) is None for passage in passages):
            self.ensure()
        yield from speak_passages(self.voice, self.phrases, passages, keep=keep, helper=self.helper)

    def begin(self, text: str, language: Language, style: VoiceStyle) -> None:
        """Render the first passage of a text and keep it; nothing after it, which can be rendered while that is heard."""
        from edge.model.speaking import speak_passages
        from edge.model.voice.plan import plan

        for _ in speak_passages(self.voice, self.phrases, plan(text, language, style)[:1], keep=True):
            pass

    def held(self, text: str, language: Language, style: VoiceStyle) -> Samples | None:
        """The sound of a text all of whose passages were rendered before, or None."""
        from edge.model.speaking import speak_passages
        from edge.model.voice.plan import plan

        passages = plan(text, language, style)
        if any(self.phrases.get(passage.text, passage.style) is None for passage in passages):
            return None
        return np.concatenate([np.zeros(0, np.float32), *(s for _, s in speak_passages(None, self.phrases, passages))])

    def warm_up_understanding(self) -> None:
        """Compile the lexicons of both languages."""
        understand("hello", "en")
        understand("你好，打开车床", "zh")  # 车床 for 车窗: loads what finds words by their sound

    def warm_up(self, note: Callable[[str], None] = lambda _: None) -> None:
        """One dry run of every part, so that the first driver does not wait for lazy initialisation."""
        note("understanding")
        self.warm_up_understanding()
        if self.recogniser is not None:
            note("recogniser")
            self.recogniser.transcribe(np.zeros(ENGINE_RATE, np.float32))
        if self.voice is not None:
            for language in LANGUAGES:
                note(f"voice, {language}")
                self._keep(openers(language)[0], language)

    def prepare(self, wanted: Callable[[], bool] = lambda: True) -> None:
        """Render what replies are made of, so that it can be said at once: first how they begin, in the default voices and
        those that sessions have named, then the fixed lines. wanted: False stops it, between two phrases."""
        for language, style, line in self._wished_lines():
            if self.voice is None or self.unloaded or not wanted():
                return
            if (repr(style), line) not in self._prepared:
                self._prepared.add((repr(style), line))
                for _ in self.speak(line, language, style, keep=True):
                    pass

    @property
    def fully_prepared(self) -> bool:
        """Whether `prepare` has nothing left to do."""
        return all((repr(style), line) in self._prepared for _, style, line in self._wished_lines())

    def wish(self, language: Language, style: VoiceStyle) -> None:
        """Note a style that a session speaks in, to be prepared at idle."""
        self._styles.setdefault(repr(style), (language, style))
        while len(self._styles) > _MOST_STYLES:
            del self._styles[next(iter(self._styles))]

    def _wished_lines(self) -> list[tuple[Language, VoiceStyle, str]]:
        """What is to be prepared, the most useful first: what replies begin with in every style, then the fixed lines."""
        styles = self._wished_styles()
        begun = [(language, style, line) for language, style in styles for line in openers(language)]
        return begun + [(language, style, line) for language, style in styles for line in fixed_lines(language)]

    def _wished_styles(self) -> list[tuple[Language, VoiceStyle]]:
        from edge.model.voice.style import VoiceStyle

        return list(self._styles.values()) or [(language, VoiceStyle.default(language)) for language in LANGUAGES]

    def _keep(self, line: str, language: Language) -> None:
        from edge.model.voice.style import VoiceStyle

        for _ in self.speak(line, language, VoiceStyle.default(language), keep=True):
            pass


def fixed_lines(language: Language) -> tuple[str, ...]:
    """Sentences that are always the same and wanted at once: not understood, refused, cancelled."""
    lines = lines_en if language == "en" else lines_zh
    groups = (lines.SORRY, lines.UNCLEAR, *lines.REFUSED.values(), *lines.CONTROL.values(), *lines.ASK.values())
    return tuple(dict.fromkeys(line.replace("{you}", "") for group in groups for line in group))


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
    phonemise: Callable[[str], str | None] | None = None,
    recogniser: str = "whisper",
    note: Callable[[str], None] = lambda _: None,
    optimised_cache: Path | None = None,
) -> Engine:
    """Open the weights. Raises WeightsError.

    pronounce: IPA of a word, for what the lexicons lack; phonemise: IPA of a phrase, for the fast voice, which is there only
    with it. recogniser: an engine of `edge.model.recogniser.choose`.
    note: called with the name of each part before it is loaded. optimised_cache: where the voice's optimised graph is kept,
    which halves the time to open it; the recogniser opens fast without.
    """
    engine = Engine()
    if listens:
        from edge.model.recogniser.choose import load_recogniser

        note("recogniser")
        engine.recogniser = load_recogniser(store, recogniser)
    if speaks:
        from edge.model.voice.choir import load_voice

        note("voice")
        engine.voice = load_voice(store, pronounce=pronounce, phonemise=phonemise, optimised_cache=optimised_cache)
        engine.voices = frozenset(engine.voice.voices)
    return engine
