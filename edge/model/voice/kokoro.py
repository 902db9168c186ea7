"""The Kokoro voice: an 82M-parameter StyleTTS 2 decoder with an ISTFTNet vocoder (Li et al. 2023), INT8 weights.

One model speaks both languages; a voice is a table of style vectors, one for each length of phoneme string, so that
voices can be blended.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from edge.audio.frame import VOICE_RATE, Samples
from edge.errors import InputError, WeightsError
from edge.language import Language
from edge.model.voice.clauses import split_clauses
from edge.model.voice.g2p_en import Pronounce
from edge.model.voice.loudness import finish_clause, silence
from edge.model.voice.normalise import spoken_form
from edge.model.voice.phonemes import phonemes
from edge.model.voice.style import VoiceStyle
from edge.model.voice.voice import SpokenClause
from edge.onnx import OnnxSession, open_session
from edge.weights.store import WeightStore

ENTRY = "kokoro"
MAX_TOKENS = 509
"""The style tables end here."""

_STYLE_SIZE = 256
_SPEED_RANGE = (0.5, 2.0)


class KokoroVoice:
    """Kokoro behind the interface Voice. Style tables are read when a style first needs them."""

    def __init__(self, session: OnnxSession, vocabulary: dict[str, int], voices: Path, pronounce: Pronounce | None = None) -> None:
        """voices: the directory of style tables. pronounce: IPA of English words outside the lexicons."""
        self._session = session
        self._vocabulary = vocabulary
        self._voices = voices
        self._pronounce = pronounce
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
        session = open_session(store.path(ENTRY, "model.onnx"), threads=threads, optimised_cache=optimised_cache)
        return cls(session, vocabulary, store.directory(ENTRY) / "voices", pronounce)

    @property
    def voices(self) -> list[str]:
        """The names of the voices at hand."""
        return sorted(path.stem for path in self._voices.glob("*.bin"))

    def speak(self, text: str, language: Language, style: VoiceStyle) -> Iterator[SpokenClause]:
        """Render a reply clause by clause; each is rendered when it is asked for.

        Raises InputError when the style names a voice that is not there, WeightsError when its table is damaged.
        """
        clauses = split_clauses(text)
        for place, clause in enumerate(clauses):
            spoken = self.render(spoken_form(clause.text, language), style)
            if spoken.size == 0:
                continue
            last = place == len(clauses) - 1
            pause = 0.0 if last else clause.pause_s * style.pause / style.speed
            yield SpokenClause(clause.text, np.concatenate([spoken, silence(pause)]))

    def render(self, spoken: str, style: VoiceStyle) -> Samples:
        """One clause whose numbers are already words, at VOICE_RATE, trimmed and levelled; empty when nothing is said."""
        parts = [self.synthesise(part, style) for part in _within_limit(phonemes(spoken, style.accent, self._pronounce))]
        joined = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        return finish_clause(joined, style.gain_db)

    def synthesise(self, phoneme_text: str, style: VoiceStyle) -> Samples:
        """The bare output of the network for a string of phonemes, at VOICE_RATE; unknown phonemes are skipped."""
        tokens = [self._vocabulary[p] for p in phoneme_text if p in self._vocabulary][:MAX_TOKENS]
        if not tokens:
            return np.zeros(0, np.float32)
        pitch = 2.0 ** (style.pitch_semitones / 12)
        speed = float(np.clip(style.speed / pitch, *_SPEED_RANGE))
        inputs: dict[str, NDArray[np.generic]] = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": self._style(style)[len(tokens) - 1 : len(tokens)],
            "speed": np.array([speed], np.float32),
        }
        samples = self._session.run(None, inputs)[0].reshape(-1)
        if pitch != 1.0:
            samples = soxr.resample(samples, VOICE_RATE * pitch, VOICE_RATE)
        return np.asarray(samples, np.float32)

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


def _within_limit(phoneme_text: str, limit: int = 400) -> list[str]:
    """Cut an overlong phoneme string at spaces: beyond the limit the network begins to hurry."""
    parts: list[str] = []
    while len(phoneme_text) > limit:
        cut = phoneme_text.rfind(" ", 1, limit)
        cut = cut if cut > 0 else limit
        parts.append(phoneme_text[:cut])
        phoneme_text = phoneme_text[cut:].lstrip()
    return [*parts, phoneme_text] if phoneme_text else parts
