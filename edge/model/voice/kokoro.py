"""The Kokoro voice: an 82M-parameter StyleTTS 2 decoder with an ISTFTNet vocoder (Li et al. 2023), INT8 weights.

One model speaks both languages; a voice is a table of style vectors, one for each length of phoneme string, so that
voices can be blended.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from edge.audio.frame import VOICE_RATE, Samples
from edge.errors import InputError, WeightsError
from edge.language import Language
from edge.model.voice.g2p_en import PUNCTUATION, Pronounce
from edge.model.voice.loudness import SPEECH_LEVEL_DBFS, ClauseStream, finish_clause, speaking_power
from edge.model.voice.network import Network, OneGraph, SplitGraph, Timbre
from edge.model.voice.normalise import spoken_form
from edge.model.voice.phonemes import phonemes
from edge.model.voice.plan import Passage
from edge.model.voice.style import VoiceStyle
from edge.model.voice.voice import SpokenClause, speak
from edge.onnx import OnnxSession, open_session
from edge.weights.store import WeightStore

ENTRY = "kokoro"
MAX_TOKENS = 509
"""The style tables end here."""

SPLIT_FILES = ("front.onnx", "generator.onnx")

MEASURED: Mapping[Language, str] = {"en": "Okay, I have set it for you.", "zh": "好的，已经帮你设好了。"}
"""What a voice says inwardly to be measured, in its own language."""

_STYLE_SIZE = 256
_SPEED_RANGE = (0.5, 2.0)


class KokoroVoice:
    """Kokoro behind the interface Voice. Style tables are read when a style first needs them."""

    def __init__(self, network: Network, vocabulary: dict[str, int], voices: Path, pronounce: Pronounce | None = None) -> None:
        """voices: the directory of style tables. pronounce: IPA of English words outside the lexicons."""
        self._network = network
        self._timbres: dict[tuple[tuple[str, float], ...], Timbre] = {}
        self._vocabulary = vocabulary
        self._voices = voices
        self._pronounce = pronounce
        self._mute = {vocabulary[mark] for mark in (*PUNCTUATION, " ") if mark in vocabulary}
        self._tables: dict[str, NDArray[np.float32]] = {}

    @classmethod
    def load(
        cls,
        store: WeightStore,
        *,
        pronounce: Pronounce | None = None,
        threads: int = 1,
        optimised_cache: Path | None = None,
    ) -> KokoroVoice:
        """Open the weights of the catalogue.

        optimised_cache: a directory for the optimised graph, so that the next start skips the optimiser.

        Raises WeightsError when the entry is missing or damaged.
        """
        path = store.path(ENTRY, "vocab.json")
        try:
            vocabulary = json.loads(path.read_text(encoding="utf-8"))["vocab"]
        except (ValueError, KeyError) as error:
            raise WeightsError(path, "not a table of phonemes") from error
        directory = store.directory(ENTRY)

        def opened(file: str) -> OnnxSession:
            return open_session(store.path(ENTRY, file), threads=threads, optimised_cache=optimised_cache, dynamic_shapes=True)

        # A store that was filled before the network was split holds the one graph alone.
        split = all((directory / file).is_file() for file in SPLIT_FILES)
        network: Network = SplitGraph(opened("front.onnx"), opened("generator.onnx")) if split else OneGraph(opened("model.onnx"))
        return cls(network, vocabulary, directory / "voices", pronounce)

    @property
    def voices(self) -> list[str]:
        """The names of the voices at hand."""
        return sorted(path.stem for path in self._voices.glob("*.bin"))

    def speak(self, text: str, language: Language, style: VoiceStyle) -> Iterator[SpokenClause]:
        """Render a reply part by part; each is rendered when it is asked for.

        Raises InputError when the style names a voice that is not there, WeightsError when its table is damaged.
        """
        return speak(self, text, language, style)

    def render_passage(self, passage: Passage) -> Iterator[Samples]:
        """See Voice. Raises InputError when the style names a voice that is not there, WeightsError when it is damaged."""
        return self.parts(spoken_form(passage.text, passage.language), passage.style)

    def render(self, spoken: str, style: VoiceStyle) -> Samples:
        """One clause whose numbers are already words, at VOICE_RATE, trimmed and levelled; empty when nothing is said."""
        return np.concatenate([np.zeros(0, np.float32), *self.parts(spoken, style)])

    def parts(self, spoken: str, style: VoiceStyle) -> Iterator[Samples]:
        """The same as `render` in parts that are never empty, each rendered when it is asked for."""
        texts = _within_limit(phonemes(spoken, style.accent, self._pronounce))
        if not isinstance(self._network, SplitGraph):
            pieces = [self.synthesise(text, style) for text in texts]
            whole = finish_clause(np.concatenate([np.zeros(0, np.float32), *pieces]), style.gain_db)
            if whole.size:
                yield whole
            return
        for text in texts:
            timbre = self._timbre(style)
            gain = 10 ** ((SPEECH_LEVEL_DBFS + style.gain_db) / 20) / max(1e-4, timbre.speaking**0.5)
            stream = ClauseStream(gain, timbre.loudest)
            for piece in self._pieces(self._network, text, style, timbre):
                if (heard := stream.push(piece)).size:
                    yield heard
            if (rest := stream.close()).size:
                yield rest

    def synthesise(self, phoneme_text: str, style: VoiceStyle) -> Samples:
        """The bare output of the network for a string of phonemes, at VOICE_RATE; unknown phonemes are skipped."""
        tokens = self._tokens(phoneme_text)
        if not tokens:
            return np.zeros(0, np.float32)
        pitch, speed = _pitch_and_speed(style)
        samples = self._network.whole([0, *tokens, 0], self._row(style, len(tokens)), speed)
        if pitch != 1.0:
            samples = soxr.resample(samples, VOICE_RATE * pitch, VOICE_RATE)
        return np.asarray(samples, np.float32)

    def _pieces(self, network: SplitGraph, phoneme_text: str, style: VoiceStyle, timbre: Timbre) -> Iterator[Samples]:
        """The bare output without the silence at its ends, part by part."""
        tokens = self._tokens(phoneme_text)
        if not tokens:
            return
        pitch, speed = _pitch_and_speed(style)
        mute = [True, *(token in self._mute for token in tokens), True]
        pieces = network.parts([0, *tokens, 0], self._row(style, len(tokens)), speed, timbre.statistics, mute)
        if pitch == 1.0:
            yield from pieces
            return
        resampler = soxr.ResampleStream(VOICE_RATE * pitch, VOICE_RATE, 1)
        for piece in pieces:
            yield np.asarray(resampler.resample_chunk(piece), np.float32)
        yield np.asarray(resampler.resample_chunk(np.zeros(0, np.float32), last=True), np.float32)

    def _timbre(self, style: VoiceStyle) -> Timbre:
        """What is known of a blend, from one phrase; said inwardly when the blend is first used."""
        assert isinstance(self._network, SplitGraph)
        key = tuple(sorted(style.blend.items()))
        known = self._timbres.get(key)
        if known is None:
            mandarin = sum(weight for name, weight in key if name.startswith("z"))
            phrase = MEASURED["zh" if mandarin > 0.5 * sum(weight for _, weight in key) else "en"]
            tokens = self._tokens(phonemes(phrase, style.accent, self._pronounce))
            samples, statistics = self._network.measure([0, *tokens, 0], self._row(style, len(tokens)), 1.0)
            known = self._timbres[key] = Timbre(statistics, *speaking_power(samples))
        return known

    def _tokens(self, phoneme_text: str) -> list[int]:
        return [self._vocabulary[p] for p in phoneme_text if p in self._vocabulary][:MAX_TOKENS]

    def _row(self, style: VoiceStyle, tokens: int) -> NDArray[np.float32]:
        """The style for a phoneme string of that length, shape (1, 256)."""
        return self._style(style)[tokens - 1 : tokens]

    def _style(self, style: VoiceStyle) -> NDArray[np.float32]:
        blend = style.blend
        total = sum(blend.values())
        if not blend or abs(total) < 1e-6:
            raise InputError("voice", "the weights of a blend must not sum to nothing")
        if len(blend) == 1:
            return self._table(next(iter(blend)))
        mixed = sum(self._table(name) * np.float32(weight / total) for name, weight in blend.items())
        return np.asarray(mixed, np.float32)

    def _table(self, name: str) -> NDArray[np.float32]:
        table = self._tables.get(name)
        if table is None:
            path = self._voices / f"{name}.bin"
            if "/" in name or not path.is_file():
                known = ", ".join(self.voices) or "none"
                raise InputError(f"voice {name}", f"no such voice; there are {known}")
            flat = np.fromfile(path, np.float32)
            if flat.size == 0 or flat.size % _STYLE_SIZE:
                raise WeightsError(path, "not a table of styles")
            table = self._tables[name] = flat.reshape(-1, _STYLE_SIZE)
        return table


def _pitch_and_speed(style: VoiceStyle) -> tuple[float, float]:
    """Pitch as a factor, and the network's speed that makes up for the resampling."""
    pitch = 2.0 ** (style.pitch_semitones / 12)
    return pitch, float(np.clip(style.speed / pitch, *_SPEED_RANGE))


def _within_limit(phoneme_text: str, limit: int = 400) -> list[str]:
    """Cut an overlong phoneme string at spaces: beyond the limit the network begins to hurry."""
    parts: list[str] = []
    while len(phoneme_text) > limit:
        cut = phoneme_text.rfind(" ", 1, limit)
        cut = cut if cut > 0 else limit
        parts.append(phoneme_text[:cut])
        phoneme_text = phoneme_text[cut:].lstrip()
    return [*parts, phoneme_text] if phoneme_text else parts
