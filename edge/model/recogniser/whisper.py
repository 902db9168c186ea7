"""Whisper (Radford et al. 2022) as the recogniser: INT8 weights, windows cut to the utterance, one language decision.

Every window is searched twice. The first search follows Whisper alone. Where that is not sure of itself, a second one also weighs
how likely each token is in what drivers say (`phrasing`; shallow fusion, Gülçehre et al. 2015), and its text counts where it reads
like that and Whisper finds it hardly less likely: so a command comes out as one, and what is none is left as it was heard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.language import Language
from edge.model.recogniser.clarity import Clear, clearest
from edge.model.recogniser.decoding import Bias, Decoded, decode
from edge.model.recogniser.features import log_mel
from edge.model.recogniser.guards import has_no_word, is_hallucination, is_repetitive, leaves_out, undoubled
from edge.model.recogniser.listening import Listening
from edge.model.recogniser.phrasing import Phrasing, expected_sentences
from edge.model.recogniser.recogniser import Transcript
from edge.model.recogniser.script import simplified
from edge.model.recogniser.tokens import WhisperTokens
from edge.model.recogniser.windows import SpeechMap, loudness, split
from edge.onnx import OnnxSession, giving_back, open_session
from edge.weights.store import WeightStore

ENTRY = "whisper-base"

PADDING_S: Final[Mapping[Language, float]] = {"en": 5.0, "zh": 3.0}
"""Silence after the speech. The model finds its end with LEAST_PADDING_S of it, and hears more wrong the shorter its window is."""

LEAST_PADDING_S = 0.7
"""What a window of _LARGE_S has at least."""

SECOND_PADDING_S = 1.5
"""The window of the second attempt, which is made where the first one loops."""

BEAM = 5
"""Hypotheses followed beside each other. Three are a sixth cheaper; five understand more commands in noise."""

SURE_LOG_PROBABILITY: Final[Mapping[Language, float]] = {"en": -0.2, "zh": -0.1}
"""A text as likely as this is not looked at again."""

PHRASING_WEIGHT = 0.3
"""What the logarithm of a token's probability in what drivers say counts beside that of Whisper."""

LOSS_WEIGHT: Final[Mapping[Language, float]] = {"en": 2.0, "zh": 1.0}
LEAST_FAVOUR = -2.05
"""The least of a text that reads like a driver's: its weighted log-probability in what drivers say, less LOSS_WEIGHT times what it
loses to the free text in Whisper's own, both as means of the tokens. Sentences of other people lie below -1.8, commands that were
not written down before between -0.3 and -2."""

LANGUAGE_BIAS = 1.2
"""How much more likely, as log-odds, the language of the turn before is."""

FOREIGN_SPEECH_S = 1.6
FOREIGN_PROBABILITY = 0.22
FOREIGN_ODDS = 3.0
"""A third language: from so much speech on, at least so likely, and so many times likelier than English and Chinese."""

FOREIGN_NO_SPEECH = 0.5
"""Where nobody may be speaking at all, strange languages are noise."""

SILENCE_DBFS = -62.0
NO_SPEECH = 0.6
NO_SPEECH_LOG_PROBABILITY = -1.0
DOUBTFUL_NO_SPEECH = 0.28
DOUBTFUL_LOG_PROBABILITY = -1.35
CREDIT_NO_SPEECH = 0.25
CREDIT_LOG_PROBABILITY = -0.8
HOPELESS_LOG_PROBABILITY = -2.2
"""Noise and music lie below -1.1 with a no-speech probability from 0.3 up; single words lie down to -2 with one below 0.2."""

_MIN_WINDOW_S = 2.0
_LARGE_S = 10.0
"""Attention over a longer window takes so much memory that it is not kept."""

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


class WhisperRecogniser:
    """Whisper behind the interface Recogniser. Not for two threads at once."""

    def __init__(
        self,
        encoder: OnnxSession,
        decoder: OnnxSession,
        tokens: WhisperTokens,
        clear: Clear | None = None,
    ) -> None:
        """clear: tells whether the car knows all words of a text, to choose among several of them."""
        self._encoder = encoder
        self._clear = clear
        self._decoder = decoder
        self._tokens = tokens
        self._sentences: dict[Language, list[list[int]]] = {}
        self._phrasings: dict[Language, Phrasing] = {}
        self._mask: NDArray[np.float32] | None = None

    @classmethod
    def load(
        cls, store: WeightStore, *, threads: int = 1, optimised_cache: Path | None = None, clear: Clear | None = None
    ) -> WhisperRecogniser:
        """Open the weights of the catalogue. Raises WeightsError when they are missing or damaged.

        optimised_cache: a directory for the optimised graphs, so that the next start skips the optimiser. clear: see __init__.
        """

        def opened(file: str) -> OnnxSession:
            return open_session(store.path(ENTRY, file), threads=threads, optimised_cache=optimised_cache, dynamic_shapes=True)

        tokens = WhisperTokens(store.path(ENTRY, "tokenizer.json"))
        return cls(opened("encoder-q8.onnx"), opened("decoder-q8.onnx"), tokens, clear)

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
            state = self._listen(window, PADDING_S[chosen or previous or "zh"])
            look = self._first_look(state, chosen, previous)
            silent = look.silent
            no_speech = min(no_speech, silent)
            if chosen is None:
                chosen, certainty = look.likely, look.sure
                if look.is_foreign(SpeechMap(window).remaining(0.0)):
                    why = "language" if silent < FOREIGN_NO_SPEECH else "no speech"
                    return Transcript("", chosen, 0.0, no_speech, seconds, certainty, why)
            ours = look.stranger <= 1 or language is not None  # what is hardly ours must not be made ours
            decoded, text = self._attempts(state, window, chosen, self._phrasing(chosen, prompt) if ours else None)
            if len(decoded.tokens) > _TOKENS_PER_SECOND[chosen] * SpeechMap(window).remaining(0.0):
                text = undoubled(text)
            rejected = _judge(text, decoded, silent, chosen)
            if not rejected and text:
                texts.append(text)
                log_probabilities.append(decoded.log_probability)
        chosen = chosen or "en"
        mean = float(np.mean(log_probabilities)) if log_probabilities else 0.0
        joined = ("" if chosen == "zh" else " ").join(texts)
        return Transcript(joined, chosen, mean, no_speech, seconds, certainty, "" if joined else rejected)

    def _listen(self, window: Samples, padding_s: float) -> Listening:
        said = window.size / ENGINE_RATE
        padding_s = min(padding_s, max(LEAST_PADDING_S, _LARGE_S - said))
        seconds = min(30.0, max(_MIN_WINDOW_S, round(said + padding_s, 1)))
        options = giving_back() if seconds > _LARGE_S else None
        keys, values = self._encoder.run(["cross_k", "cross_v"], {"mel": log_mel(window, seconds)}, options)
        return Listening(self._decoder, (keys, values))

    def _first_look(self, state: Listening, language: Language | None, previous: Language | None) -> _FirstLook:
        logits = state.step([[self._tokens.start]])[0]
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

    def _phrasing(self, language: Language, prompt: str) -> Phrasing:
        """What is expected in a language: what drivers say, and the sentences of a prompt."""
        if language not in self._phrasings:
            lead = " " if language == "en" else ""
            self._sentences[language] = self._tokens.encode_all([lead + line for line in expected_sentences(language)])
            self._phrasings[language] = Phrasing(self._sentences[language], self._tokens.end)
        if not prompt:
            return self._phrasings[language]
        return Phrasing([*self._sentences[language], self._tokens.encode(" " + prompt)], self._tokens.end)

    def _attempts(self, state: Listening, window: Samples, language: Language, phrasing: Phrasing | None) -> tuple[Decoded, str]:
        """Search; once more with other silence where that loops."""
        first, text = self._search(state, window, language, phrasing)
        if not _loops(first, text):
            return first, text
        second, again = self._search(self._listen(window, SECOND_PADDING_S), window, language, phrasing)
        return (second, again) if again and not _loops(second, again) else (first, text)

    def _search(self, state: Listening, window: Samples, language: Language, phrasing: Phrasing | None) -> tuple[Decoded, str]:
        """The free text, or the one that reads like a driver's."""
        free, text = self._decode(state, window, language)[0]
        if phrasing is None or (free.log_probability > SURE_LOG_PROBABILITY[language] and not free.broken):
            return free, text
        state.clear()

        def bias(tokens: Sequence[int]) -> NDArray[np.float32]:
            return PHRASING_WEIGHT * phrasing.log_probabilities(tokens)

        texts = self._decode(state, window, language, bias)
        chosen = _expected(texts[0], (free, text), LOSS_WEIGHT[language])
        if self._clear is not None and language == "zh":  # in English nothing was gained by it
            chosen = clearest(chosen, texts, language, self._clear)
        return (free, text) if chosen[0] is free else (replace(chosen[0], unbiased=free.log_probability), chosen[1])

    def _decode(self, state: Listening, window: Samples, language: Language, bias: Bias | None = None) -> list[tuple[Decoded, str]]:
        assert self._mask is not None
        decoded = decode(
            state.step,
            [self._tokens.start, self._tokens.languages[language], self._tokens.transcribe],
            self._tokens,
            self._mask,
            remaining=SpeechMap(window).remaining,
            max_tokens=int(8 + _TOKENS_PER_SECOND[language] * window.size / ENGINE_RATE),
            width=BEAM,
            bias=bias,
        )
        written = [self._tokens.decode(each.tokens) for each in decoded]
        return list(zip(decoded, map(simplified, written) if language == "zh" else written, strict=True))


def _loops(decoded: Decoded, text: str) -> bool:
    return decoded.broken or is_repetitive(text)


def _expected(favoured: tuple[Decoded, str], free: tuple[Decoded, str], weight: float) -> tuple[Decoded, str]:
    """The text that reads like a driver's where Whisper loses little by it, else the free one."""
    decoded, text = favoured
    heard, plain = free
    if not text or _loops(decoded, text) or (leaves_out(text, plain) and not heard.broken):
        return free
    gained = decoded.log_probability - heard.log_probability
    return favoured if not plain or gained > 0 or decoded.favour + weight * gained >= LEAST_FAVOUR else free


def _judge(text: str, decoded: Decoded, no_speech: float, language: Language) -> str:
    """Why a text cannot be trusted, or nothing."""
    if not text:
        return "no speech"
    doubtful = no_speech > CREDIT_NO_SPEECH or decoded.log_probability < CREDIT_LOG_PROBABILITY
    if has_no_word(text) or (doubtful and is_hallucination(text, language)):
        return "hallucination"
    if no_speech > NO_SPEECH and decoded.speech < NO_SPEECH_LOG_PROBABILITY:
        return "no speech"
    least = DOUBTFUL_LOG_PROBABILITY if no_speech > DOUBTFUL_NO_SPEECH else HOPELESS_LOG_PROBABILITY
    if decoded.speech < least:
        return "no speech"
    return "loop" if is_repetitive(text) else ""


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum(), np.float32)
