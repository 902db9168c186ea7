"""The fast voice: a Piper model (VITS, Kim et al. 2021), a quarter of the work of Kokoro and one timbre in one language.

Its phonemes are espeak-ng's IPA, a code point a symbol, which a pronouncer handed in gives for whole phrases.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import soxr

from edge.audio.frame import VOICE_RATE, Samples
from edge.errors import InputError, WeightsError
from edge.model.voice.loudness import finish_clause
from edge.model.voice.normalise import spoken_form
from edge.model.voice.plan import Passage
from edge.onnx import OnnxSession, open_session
from edge.weights.store import WeightStore

ENTRY = "piper-joe"
NAME = "piper_joe"

Phonemise = Callable[[str], str | None]
"""IPA of a phrase without marks, or None: espeak-ng where it is installed."""

_MARKS = frozenset(",.!?:;")
_MOST_SYMBOLS = 600
# Without the noise of its two samplers the same words give the same samples, at no loss that a recogniser notices.
_NOISE, _NOISE_OF_DURATIONS = 0.0, 0.0


class PiperVoice:
    """Piper behind the interface Voice."""

    def __init__(self, session: OnnxSession, symbols: Mapping[str, int], rate: int, phonemise: Phonemise) -> None:
        """symbols: phoneme to its number. rate: of the model's output in Hz."""
        self._session = session
        self._symbols = symbols
        self._rate = rate
        self._phonemise = phonemise

    @classmethod
    def load(cls, store: WeightStore, phonemise: Phonemise, *, threads: int = 1) -> PiperVoice:
        """Open the weights of the catalogue. Raises WeightsError when they are missing or damaged."""
        path = store.path(ENTRY, "model.onnx.json")
        symbols, rate = read_settings(path)
        return cls(open_session(store.path(ENTRY, "model.onnx"), threads=threads, dynamic_shapes=True), symbols, rate, phonemise)

    @property
    def voices(self) -> list[str]:
        """Its one timbre."""
        return [NAME]

    def render_passage(self, passage: Passage) -> Iterator[Samples]:
        """See Voice; a passage is one part. Raises InputError when espeak-ng, which it needs, is not installed."""
        numbers = self.numbers(spoken_form(passage.text, passage.language))
        if not numbers:
            return
        style = passage.style
        pitch = 2.0 ** (style.pitch_semitones / 12)
        speed = float(np.clip(style.speed / pitch, 0.5, 2.0))
        feed: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {
            "input": np.array([numbers], np.int64),
            "input_lengths": np.array([len(numbers)], np.int64),
            "scales": np.array([_NOISE, 1 / speed, _NOISE_OF_DURATIONS], np.float32),
        }
        raw = self._session.run(None, feed)[0].reshape(-1)
        sound = finish_clause(np.asarray(soxr.resample(raw, self._rate * pitch, VOICE_RATE), np.float32), style.gain_db)
        if sound.size:
            yield sound

    def numbers(self, spoken: str) -> list[int]:
        """The numbers of the phonemes of a text without digits, with begin, end and the blanks between; none for no words."""
        symbols: list[str] = []
        for piece in re.findall(r"[^,.!?:;—…]+|[,.!?:;]", spoken):
            if piece in _MARKS:
                symbols.append(piece)
            elif re.search(r"[A-Za-z]", piece):
                ipa = self._phonemise(piece.strip())
                if ipa is None:
                    raise InputError("voice piper_joe", "it needs the program espeak-ng, which is not installed")
                symbols += [" ", *ipa] if symbols else list(ipa)
        known = [self._symbols[symbol] for symbol in symbols[:_MOST_SYMBOLS] if symbol in self._symbols]
        if not any(symbol not in _MARKS and not symbol.isspace() for symbol in symbols):
            return []
        blank = self._symbols["_"]
        return [self._symbols["^"], blank, *(n for number in known for n in (number, blank)), self._symbols["$"]]


def read_settings(path: Path) -> tuple[dict[str, int], int]:
    """Symbols and rate from a Piper model's settings. Raises WeightsError."""
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
        symbols = {str(symbol): int(numbers[0]) for symbol, numbers in settings["phoneme_id_map"].items()}
        rate = int(settings["audio"]["sample_rate"])
    except OSError as error:
        raise WeightsError(path, f"cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise WeightsError(path, "not the settings of a Piper voice") from error
    if not {"_", "^", "$"} <= symbols.keys() or not 8000 <= rate <= 48_000:
        raise WeightsError(path, "not the settings of a Piper voice")
    return symbols, rate
