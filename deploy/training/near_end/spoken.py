"""What is said over answers, what answers say, and by whom: rendered speech that begins in every way a word can begin.

Voices of the training split, without those of `cabin bench link`. Two of three speakers of espeak-ng whisper; Kokoro's are made to.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from device.wake_training.speakers import KOKORO, Speaker
from device.wake_training.speech import SpeechRenderer, Utterance, default_cache
from device.weights_fetch import default_store
from edge.audio.frame import Samples
from edge.language import Language

_JUDGES: Final = ("af_nicole", "am_michael", "zm_yunxi")
"""Who talks over answers in the benchmark."""
_LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")
_KOKORO: Final[dict[Language, int]] = {"en": 170, "zh": 130}
_ESPEAK: Final = 120
_ANSWERS: Final = 24
_WHISPERED: Final = 120
_PACES: Final = (0.85, 0.95, 1.0, 1.1, 1.25)
_POINTS, _HOP = 512, 128
_SENTENCES: Final = Path(__file__).parent / "sentences.tsv"
"""Kind, language, text."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Samples at 16 kHz, shape (n,) each. interruptions: some of them whispered. answers: whole sentences."""

    interruptions: list[Samples]
    answers: list[Samples]


def render(seed: int) -> Rendered:
    """All of it; what the cache of `cabin wake train` lacks is rendered, a quarter of an hour the first time."""
    renderer = SpeechRenderer(default_store(), default_cache())
    rng = np.random.default_rng(77)
    spoken, answers, espeak = [], [], []
    for language in _LANGUAGES:
        texts, sentences = _sentences("interruption", language), _sentences("answer", language)
        spoken += [Utterance(texts[k % len(texts)], language, _kokoro(language, rng)) for k in range(_KOKORO[language])]
        answers += [Utterance(sentences[k % len(sentences)], language, _kokoro(language, rng)) for k in range(_ANSWERS)]
        espeak += [Utterance(str(rng.choice(texts)), language, _espeak(language, k, rng)) for k in range(_ESPEAK // 2)]
    voices = [sound for one in spoken if len(sound := renderer.render(one))]
    others = [sound for one in espeak if len(sound := renderer.render(one))]
    chance = np.random.default_rng([seed, 31])
    breath = [whispered(voices[place], chance) for place in chance.permutation(len(voices))[:_WHISPERED]]
    return Rendered(voices + others + breath, [sound for one in answers if len(sound := renderer.render(one))])


def whispered(voice: Samples, rng: np.random.Generator) -> Samples:
    """The same words without a voice, shape (n,), peak 0.5: noise under the smoothed spectrum, with less below some 700 Hz."""
    window = np.hanning(_POINTS + 1)[:_POINTS]
    padded = np.concatenate([np.zeros(_POINTS), voice, np.zeros(_POINTS)])
    noise = rng.standard_normal(len(padded))
    smooth = np.exp(-0.5 * (np.arange(-8, 9) / 3.0) ** 2)
    tilt = np.minimum(1, (np.arange(_POINTS // 2 + 1) * 31.25 / rng.uniform(500, 900)) ** 0.7)
    whole = np.zeros(len(padded))
    for at in range(0, len(padded) - _POINTS, _HOP):
        piece = slice(at, at + _POINTS)
        power = np.abs(np.fft.rfft(padded[piece] * window)) ** 2
        envelope = np.sqrt(np.convolve(power, smooth / smooth.sum(), "same")) * tilt
        whole[piece] += np.fft.irfft(np.fft.rfft(noise[piece] * window) * envelope) * window
    kept = whole[_POINTS:-_POINTS]
    return np.asarray(0.5 * kept / max(1e-9, np.abs(kept).max()), np.float32)


def _sentences(kind: str, language: Language) -> list[str]:
    rows = [line.split("\t") for line in _SENTENCES.read_text("utf-8").splitlines()]
    return [text for what, tongue, text in rows if (what, tongue) == (kind, language)]


def _kokoro(language: Language, rng: np.random.Generator) -> Speaker:
    own = [voice for voice in KOKORO[language] if voice not in _JUDGES]
    everyone = [voice for voices in KOKORO.values() for voice in voices if voice not in _JUDGES]
    voice, other = str(rng.choice(own)), str(rng.choice(everyone))
    if rng.random() < 0.5 and other != voice:
        voice = f"{other}+{voice}@{rng.uniform(0.3, 0.7):.2f}|{voice}"
    return Speaker("kokoro", voice, float(rng.choice(_PACES)))


def _espeak(language: Language, number: int, rng: np.random.Generator) -> Speaker:
    accent = "cmn" if language == "zh" else str(rng.choice(["en-us", "en-gb"]))
    variant = "+whisper" if number % 3 else str(rng.choice(["+m3", "+f2", "+klatt2", "+Annie"]))
    return Speaker("espeak", accent + variant, round(float(rng.uniform(0.8, 1.2)), 2), int(rng.integers(20, 80)))
