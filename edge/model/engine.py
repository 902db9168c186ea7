"""What a model session works with: ears and a voice, loaded once and shared by all sessions of a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

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
_LASTING_LENGTH = 90
_MOST_STYLES = 4
_CACHED_SECONDS = 120.0
"""Seconds of speech that are kept; at 24 kHz a second is 96 kB."""


class PhraseKeeper(Protocol):
    """Where phrases outlive the process."""

    def get(self, key: str) -> Samples | None:
        """The sound of a phrase at VOICE_RATE, or None."""
        ...

    def put(self, key: str, samples: Samples) -> None:
        """Keep a phrase."""
        ...


@dataclass
class PhraseCache:
    """Rendered phrases by style and text. Bounded in seconds of speech; the oldest fall out.

    kept: where phrases are looked for that are not in memory, and where they go.
    """

    limit_seconds: float = _CACHED_SECONDS
    kept: PhraseKeeper | None = None
    _held: dict[tuple[str, str], Samples] = field(default_factory=dict)
    _samples: int = 0

    def get(self, text: str, style: VoiceStyle) -> Samples | None:
        held = self._held.get((repr(style), text))
        if held is None and self.kept is not None and (found := self.kept.get(f"{style!r}\n{text}")) is not None:
            self._hold((repr(style), text), found, VOICE_RATE)
            return found
        return held

    def put(self, text: str, style: VoiceStyle, samples: Samples, rate: int) -> None:
        key = (repr(style), text)
        if key in self._held:
            return
        if self.kept is not None:
            self.kept.put(f"{style!r}\n{text}", samples)
        self._hold(key, samples, rate)

    def clear(self) -> None:
        """Forget what is held in memory."""
        self._held.clear()
        self._samples = 0

    def _hold(self, key: tuple[str, str], samples: Samples, rate: int) -> None:
        self._held[key] = samples
        self._samples += len(samples)
        while self._samples > self.limit_seconds * rate and len(self._held) > 1:
            oldest = next(iter(self._held))
            self._samples -= len(self._held.pop(oldest))

    def __len__(self) -> int:
        return len(self._held)


@dataclass
class Engine:
    """recogniser, voice: None where a session works in writing alone. voices: names of the timbres at hand.

    lite: neither ears nor a voice of its own: understanding, and what phrases were rendered before.
    reload: opens the parts again after `unload`; None where there is nothing to open.
    busy: a session is being answered, so nothing is to be prepared.
    """

    recogniser: Recogniser | None = None
    voice: Voice | None = None
    voices: frozenset[str] = frozenset()
    phrases: PhraseCache = field(default_factory=PhraseCache)
    lite: bool = False
    reload: Callable[[Engine], None] | None = None
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
        """(words, samples at VOICE_RATE) clause by clause, each rendered when asked for. keep: remember the sound.

        Nothing when there is no voice.
        """
        held = self.phrases.get(text, style)
        if held is not None:
            yield text, held
            return
        self.ensure()
        keep = keep or lasting(text)
        pieces: list[Samples] = []
        for clause in self.voice.speak(text, language, style) if self.voice is not None else ():
            if keep:
                pieces.append(clause.samples)
            yield clause.text, clause.samples
        if pieces:
            self.phrases.put(text, style, np.concatenate(pieces), VOICE_RATE)

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
        for language, style in self._wished_styles():
            for line in (*openers(language), *fixed_lines(language)):
                if self.voice is None or self.unloaded or not wanted():
                    return
                if (repr(style), line) not in self._prepared:
                    self._prepared.add((repr(style), line))
                    for _ in self.speak(line, language, style, keep=True):
                        pass

    @property
    def fully_prepared(self) -> bool:
        """Whether `prepare` has nothing left to do."""
        return all(
            (repr(style), line) in self._prepared
            for language, style in self._wished_styles()
            for line in (*openers(language), *fixed_lines(language))
        )

    def wish(self, language: Language, style: VoiceStyle) -> None:
        """Note a style that a session speaks in, to be prepared at idle."""
        self._styles.setdefault(repr(style), (language, style))
        while len(self._styles) > _MOST_STYLES:
            del self._styles[next(iter(self._styles))]

    def _wished_styles(self) -> list[tuple[Language, VoiceStyle]]:
        from edge.model.voice.style import VoiceStyle

        return list(self._styles.values()) or [(language, VoiceStyle.default(language)) for language in LANGUAGES]

    def _keep(self, line: str, language: Language) -> None:
        from edge.model.voice.style import VoiceStyle

        for _ in self.speak(line, language, VoiceStyle.default(language), keep=True):
            pass


def lasting(text: str) -> bool:
    """Whether a phrase is likely to be said again as it is: short, and without a value of the moment."""
    return len(text) <= _LASTING_LENGTH and not any(character.isdigit() for character in text)


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
    note: Callable[[str], None] = lambda _: None,
    optimised_cache: Path | None = None,
) -> Engine:
    """Open the weights. Raises WeightsError.

    note: called with the name of each part before it is loaded. optimised_cache: where the voice's optimised graph is kept,
    which halves the time to open it; the recogniser opens fast without.
    """
    engine = Engine()
    if listens:
        from edge.model.recogniser.whisper import WhisperRecogniser

        note("recogniser")
        engine.recogniser = WhisperRecogniser.load(store)
    if speaks:
        from edge.model.voice.kokoro import KokoroVoice

        note("voice")
        voice = KokoroVoice.load(store, pronounce=pronounce, optimised_cache=optimised_cache)
        engine.voice, engine.voices = voice, frozenset(voice.voices)
    return engine
