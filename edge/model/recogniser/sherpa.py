"""Other engines behind the interface Recogniser, run by sherpa-onnx (Apache-2.0): SenseVoice, and a streaming zipformer.

Both are better than Whisper base in Chinese and larger; a board that can fetch them may use them instead. Neither tells the
probability of a language or of silence, so loudness decides what is silence, and the script what the language is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from edge.audio.frame import ENGINE_RATE, Samples
from edge.errors import InputError
from edge.language import Language, script_language
from edge.model.recogniser.guards import has_no_word, is_repetitive
from edge.model.recogniser.recogniser import Transcript
from edge.model.recogniser.script import simplified
from edge.model.recogniser.windows import loudness, split
from edge.weights.store import WeightStore

SENSE_VOICE = "sense-voice"
ZIPFORMER = "zipformer-zh-en"

SILENCE_DBFS = -62.0
_THIRD: Mapping[str, str] = {"<|ja|>": "Japanese", "<|ko|>": "Korean", "<|yue|>": "Cantonese"}
_TAIL_S = 0.66
"""Silence that a streaming model wants after the last word to give it out."""


class SenseVoiceRecogniser:
    """SenseVoice-small (FunAudioLLM 2024): one pass over the utterance, no loops. Not for two threads at once."""

    def __init__(self, store: WeightStore, *, threads: int = 1) -> None:
        """Raises WeightsError when the weights are missing, InputError when the package is."""
        model, tokens = (str(store.path(SENSE_VOICE, name)) for name in ("model.int8.onnx", "tokens.txt"))
        self._engines: dict[Language | None, Any] = {}
        make: Any = sherpa().OfflineRecognizer.from_sense_voice
        self._settings = {"model": model, "tokens": tokens, "num_threads": threads, "use_itn": True}
        self._open: Callable[[Language | None], Any] = lambda spoken: make(**self._settings, language=spoken or "auto")

    def transcribe(
        self, audio: Samples, *, language: Language | None = None, prompt: str = "", previous: Language | None = None
    ) -> Transcript:
        """See Recogniser; there is no prompt."""
        if is_silent(audio):
            return silent(audio, language or previous or "en")
        if language not in self._engines:
            # The language is a setting of the engine; the weights of a second one are mapped from the same file.
            self._engines[language] = self._open(language)
        engine = self._engines[language]
        texts, third = [], False
        for window in split(audio):
            stream = engine.create_stream()
            stream.accept_waveform(ENGINE_RATE, window)
            engine.decode_stream(stream)
            texts.append(str(stream.result.text).strip())
            third = third or str(getattr(stream.result, "lang", "")) in _THIRD
        return finished(audio, texts, language, 0.2 if third else 1.0)


class ZipformerRecogniser:
    """A streaming transducer for Mandarin with English words (icefall, 2023). Not for two threads at once."""

    def __init__(self, store: WeightStore, *, threads: int = 1) -> None:
        """Raises WeightsError when the weights are missing, InputError when the package is."""
        parts = {
            part: str(store.path(ZIPFORMER, name))
            for part, name in (("encoder", "encoder.onnx"), ("decoder", "decoder.onnx"), ("joiner", "joiner.onnx"))
        }
        tokens = str(store.path(ZIPFORMER, "tokens.txt"))
        self._engine: Any = sherpa().OnlineRecognizer.from_transducer(
            tokens=tokens, num_threads=threads, decoding_method="modified_beam_search", **parts
        )

    def transcribe(
        self, audio: Samples, *, language: Language | None = None, prompt: str = "", previous: Language | None = None
    ) -> Transcript:
        """See Recogniser; there is no prompt, and the model speaks both languages at once."""
        if is_silent(audio):
            return silent(audio, language or previous or "en")
        stream = self._engine.create_stream()
        stream.accept_waveform(ENGINE_RATE, audio)
        stream.accept_waveform(ENGINE_RATE, np.zeros(round(_TAIL_S * ENGINE_RATE), np.float32))
        stream.input_finished()
        while self._engine.is_ready(stream):
            self._engine.decode_stream(stream)
        text = str(self._engine.get_result(stream)).strip()
        return finished(audio, [text.lower() if text.isupper() else text], language, 1.0)


def sherpa() -> Any:
    """The package. Raises InputError when it is not installed."""
    try:
        import sherpa_onnx
    except ImportError as error:
        raise InputError("recogniser", "needs the package sherpa-onnx: pip install 'cabin-voice[sherpa]'") from error
    return sherpa_onnx


def is_silent(audio: Samples) -> bool:
    """Whether nothing in an audio is loud enough to be speech."""
    levels = loudness(audio)
    return levels.size == 0 or float(levels.max()) < SILENCE_DBFS


def silent(audio: Samples, language: Language) -> Transcript:
    """The transcript of silence."""
    return Transcript("", language, 0.0, 1.0, audio.size / ENGINE_RATE, rejected="silence")


def finished(audio: Samples, texts: list[str], language: Language | None, certainty: float) -> Transcript:
    """One transcript of the texts of windows: tags taken out, simplified, without loops."""
    text = " ".join(part for part in (re.sub(r"<\|[^|]*\|>", "", text).strip() for text in texts) if part)
    spoken = language or script_language(text)
    if spoken == "zh":
        text = simplified(re.sub(r"(?<=[\u4e00-\u9fff，。！？])\s+(?=[\u4e00-\u9fff])", "", text))
    seconds = audio.size / ENGINE_RATE
    if has_no_word(text):
        return Transcript("", spoken, 0.0, 1.0, seconds, certainty, "no speech")
    if is_repetitive(text):
        return Transcript("", spoken, 0.0, 0.0, seconds, certainty, "loop")
    return Transcript(text, spoken, 0.0, 0.0, seconds, certainty)
