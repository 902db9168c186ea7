"""Whisper (Radford et al. 2022) as the recogniser: INT8 weights, windows cut to the utterance, one language decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.language import Language
from edge.model.recogniser.decoding import Decoded, decode
from edge.model.recogniser.features import log_mel
from edge.model.recogniser.guards import has_no_word, is_echo, is_hallucination, is_repetitive, undoubled
from edge.model.recogniser.prompts import DOMAIN_PROMPTS
from edge.model.recogniser.recogniser import Transcript
from edge.model.recogniser.script import simplified
from edge.model.recogniser.tokens import WhisperTokens
from edge.model.recogniser.windows import SpeechMap, loudness, split
from edge.onnx import OnnxSession, giving_back, open_session
from edge.weights.store import WeightStore

ENTRY = "whisper-base"
LAYERS, HEADS, WIDTH = 6, 8, 64

PADDING_S = 1.0
"""Silence after the speech that the model needs to find its end."""

SECOND_PADDING_S = 2.0
"""The window of the second attempt, which is made where the first one loops or is unsure of itself."""

UNSURE_LOG_PROBABILITY = -0.7
PROMPT_GAIN = 0.3
"""How much likelier a token has to be with the prompt than without it, as a mean of logarithms, for the prompted text to count."""

PROMPTED_LOG_PROBABILITY = -0.8
"""A prompted text that is less likely than this is the prompt's and not the driver's."""

ECHO_NO_SPEECH = 0.15
ECHO_LOG_PROBABILITY = -0.6
LANGUAGE_BIAS = 1.2
"""How much more likely, as log-odds, the language of the turn before is."""

FOREIGN_SPEECH_S = 1.6
FOREIGN_PROBABILITY = 0.25
FOREIGN_ODDS = 3.0
"""A third language: from so much speech on, at least so likely, and so many times likelier than English and Chinese."""

FOREIGN_NO_SPEECH = 0.5
"""Where nobody may be speaking at all, strange languages are noise."""

SILENCE_DBFS = -62.0
NO_SPEECH = 0.6
NO_SPEECH_LOG_PROBABILITY = -1.3
DOUBTFUL_NO_SPEECH = 0.28
DOUBTFUL_LOG_PROBABILITY = -1.45
CREDIT_NO_SPEECH = 0.25
CREDIT_LOG_PROBABILITY = -0.8
HOPELESS_LOG_PROBABILITY = -2.2
"""Noise and music lie below -1.5 with a no-speech probability from 0.3 up; single words lie down to -2 with one below 0.2."""

_MIN_WINDOW_S = 2.0
_LARGE_S = 10.0
"""Attention over a longer window takes so much memory that it is not kept."""

_PROMPT_TOKENS = 120
_TOKENS_PER_SECOND = {"en": 8.0, "zh": 10.0}


@dataclass(frozen=True, slots=True)
class _FirstLook:
    """silent: the probability that nobody speaks. likely: the more likely language, and sure: its probability among all.

    other: probability of the most likely third language. stranger: how many times likelier that is than both of ours.
    """

    silent: float
    likely: Language
    sure: float
    other: float
    stranger: float

    def is_foreign(self, seconds: float) -> bool:
        """Whether so many seconds of speech are a third language's. A word or two tell no language."""
        return seconds >= FOREIGN_SPEECH_S and self.other >= FOREIGN_PROBABILITY and self.stranger >= FOREIGN_ODDS


class _DecoderState:
    """One window's keys and values, and the decoder that extends them."""

    def __init__(self, decoder: OnnxSession, cross: tuple[NDArray[np.float32], NDArray[np.float32]]) -> None:
        self._decoder = decoder
        self._cross = cross
        self.clear()

    def clear(self) -> None:
        """Forget the tokens fed, keep the audio."""
        self._keys = np.zeros((LAYERS, HEADS, WIDTH, 0), np.float32)
        self._values = np.zeros((LAYERS, HEADS, 0, WIDTH), np.float32)

    def step(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        """Feed tokens, get the logits of the next one, shape (vocabulary,)."""
        logits, self._keys, self._values = self._decoder.run(
            ["logits", "k", "v"],
            {
                "tokens": np.array([tokens], np.int64),
                "past_k": self._keys,
                "past_v": self._values,
                "cross_k": self._cross[0],
                "cross_v": self._cross[1],
            },
        )
        return np.asarray(logits[0, -1], np.float32)


class WhisperRecogniser:
    """Whisper behind the interface Recogniser. Not for two threads at once."""

    def __init__(
        self,
        encoder: OnnxSession,
        decoder: OnnxSession,
        tokens: WhisperTokens,
        prompts: Mapping[Language, str] = DOMAIN_PROMPTS,
    ) -> None:
        """prompts: the words to expect, by language."""
        self._encoder = encoder
        self._decoder = decoder
        self._tokens = tokens
        self._prompts = prompts
        self._mask: NDArray[np.float32] | None = None

    @classmethod
    def load(cls, store: WeightStore, *, threads: int = 1, optimised_cache: Path | None = None) -> WhisperRecogniser:
        """Open the weights of the catalogue. Raises WeightsError when they are missing or damaged.

        optimised_cache: a directory for the optimised graphs, so that the next start skips the optimiser.
        """
        return cls(
            open_session(store.path(ENTRY, "encoder.onnx"), threads=threads, optimised_cache=optimised_cache),
            open_session(store.path(ENTRY, "decoder.onnx"), threads=threads, optimised_cache=optimised_cache),
            WhisperTokens(store.path(ENTRY, "tokenizer.json")),
        )

    def transcribe(
        self,
        audio: Samples,
        *,
        language: Language | None = None,
        prompt: str = "",
        previous: Language | None = None,
    ) -> Transcript:
        """Transcribe one utterance of at most a minute or so; see Recogniser."""
        seconds = audio.size / ENGINE_RATE
        levels = loudness(audio)
        if levels.size == 0 or float(levels.max()) < SILENCE_DBFS:
            return Transcript("", language or previous or "en", 0.0, 1.0, seconds, rejected="silence")
        texts: list[str] = []
        log_probabilities: list[float] = []
        no_speech, certainty = 1.0, 1.0
        rejected = ""
        chosen = language
        for window in split(audio):
            state = self._listen(window, PADDING_S)
            look = self._first_look(state, chosen, previous)
            silent = look.silent
            no_speech = min(no_speech, silent)
            if chosen is None:
                chosen, certainty = look.likely, look.sure
                if look.is_foreign(SpeechMap(window).remaining(0.0)):
                    why = "language" if silent < FOREIGN_NO_SPEECH else "no speech"
                    return Transcript("", chosen, 0.0, no_speech, seconds, certainty, why)
            expected = " ".join(part for part in (prompt, self._prompts.get(chosen, "")) if part)
            if look.stranger > 1 and language is None:
                expected = ""  # what is hardly ours must not be made ours
            decoded, text = self._attempts(state, window, chosen, expected, silent)
            if len(decoded.tokens) > _TOKENS_PER_SECOND[chosen] * SpeechMap(window).remaining(0.0):
                text = undoubled(text)
            if chosen == "zh":
                text = simplified(text)
            rejected = _judge(text, decoded, silent, chosen)
            if not rejected and text:
                texts.append(text)
                log_probabilities.append(decoded.log_probability)
        chosen = chosen or "en"
        mean = float(np.mean(log_probabilities)) if log_probabilities else 0.0
        joined = ("" if chosen == "zh" else " ").join(texts)
        return Transcript(joined, chosen, mean, no_speech, seconds, certainty, "" if joined else rejected)

    def _listen(self, window: Samples, padding_s: float) -> _DecoderState:
        seconds = min(30.0, max(_MIN_WINDOW_S, round(window.size / ENGINE_RATE + padding_s, 1)))
        options = giving_back() if seconds > _LARGE_S else None
        keys, values = self._encoder.run(["cross_k", "cross_v"], {"mel": log_mel(window, seconds)}, options)
        return _DecoderState(self._decoder, (keys, values))

    def _first_look(self, state: _DecoderState, language: Language | None, previous: Language | None) -> _FirstLook:
        logits = state.step([self._tokens.start])
        state.clear()
        if self._mask is None:
            self._mask = self._tokens.mask(logits.size)
        silent = float(_softmax(logits)[self._tokens.no_speech])
        ids = self._tokens.languages
        odds = float(logits[ids["zh"]] - logits[ids["en"]])
        odds += {"zh": LANGUAGE_BIAS, "en": -LANGUAGE_BIAS}.get(previous or "", 0.0)
        likely: Language = language or ("zh" if odds > 0 else "en")
        among = _softmax(logits[self._tokens.all_languages])
        known = {name: float(among[number - self._tokens.all_languages.start]) for name, number in ids.items()}
        for number in ids.values():
            among[number - self._tokens.all_languages.start] = 0
        other = float(among.max())
        return _FirstLook(silent, likely, known[likely], other, other / max(1e-6, *known.values()))

    def _attempts(
        self, state: _DecoderState, window: Samples, language: Language, expected: str, no_speech: float
    ) -> tuple[Decoded, str]:
        """Decode; once more with more silence where that loops or is unsure; once more with the prompt where it may help.

        The prompt helps with what a driver says and harms everything else, so it has to be much surer of itself.
        """
        first, text = self._decode(state, window, language, "")
        looped = _loops(first, text)
        if looped or first.log_probability < UNSURE_LOG_PROBABILITY:
            longer = self._listen(window, SECOND_PADDING_S)
            second, again = self._decode(longer, window, language, "")
            better = second.log_probability > first.log_probability
            if again and (better if looped == _loops(second, again) else looped):
                first, text, state = second, again, longer
        if not expected or first.log_probability > -PROMPT_GAIN:
            return first, text
        state.clear()
        prompted, again = self._decode(state, window, language, expected)
        least = max(first.log_probability + PROMPT_GAIN, PROMPTED_LOG_PROBABILITY)
        if not again or _loops(prompted, again) or prompted.log_probability < least:
            return first, text
        unsure = no_speech > ECHO_NO_SPEECH or prompted.log_probability < ECHO_LOG_PROBABILITY
        return (first, text) if unsure and is_echo(again, expected) else (prompted, again)

    def _decode(self, state: _DecoderState, window: Samples, language: Language, expected: str) -> tuple[Decoded, str]:
        assert self._mask is not None
        head = [self._tokens.start, self._tokens.languages[language], self._tokens.transcribe]
        if expected:
            head = [self._tokens.previous, *self._tokens.encode(" " + expected)[-_PROMPT_TOKENS:], *head]
        decoded = decode(
            state.step,
            head,
            self._tokens,
            self._mask,
            remaining=SpeechMap(window).remaining,
            max_tokens=int(8 + _TOKENS_PER_SECOND[language] * window.size / ENGINE_RATE),
        )
        return decoded, self._tokens.decode(decoded.tokens)


def _loops(decoded: Decoded, text: str) -> bool:
    return decoded.ended in ("loop", "cap") or is_repetitive(text)


def _judge(text: str, decoded: Decoded, no_speech: float, language: Language) -> str:
    """Why a text cannot be trusted, or nothing."""
    if not text:
        return "no speech"
    doubtful = no_speech > CREDIT_NO_SPEECH or decoded.log_probability < CREDIT_LOG_PROBABILITY
    if has_no_word(text) or (doubtful and is_hallucination(text, language)):
        return "hallucination"
    if no_speech > NO_SPEECH and decoded.log_probability < NO_SPEECH_LOG_PROBABILITY:
        return "no speech"
    least = DOUBTFUL_LOG_PROBABILITY if no_speech > DOUBTFUL_NO_SPEECH else HOPELESS_LOG_PROBABILITY
    if decoded.log_probability < least:
        return "no speech"
    return "loop" if is_repetitive(text) else ""


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum(), np.float32)
