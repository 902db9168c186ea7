"""Who says what: the list of utterances a head is trained and judged on, drawn from a seed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import numpy as np

from device.wake_training.phrases import likeliest, near_misses
from device.wake_training.sentences import sentences
from device.wake_training.speakers import Engine, Speaker, Split, pick_espeak, pick_flite, pick_kokoro
from device.wake_training.speech import Utterance
from edge.language import Language


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many utterances of each engine."""

    kokoro: int
    espeak: int
    flite: int


_ENDINGS: dict[Language, tuple[str, ...]] = {"en": ("", ".", "!", "?", ","), "zh": ("", "。", "！", "？", "，")}


_OPENING_A_SENTENCE = 0.5
"""Share of the phrases and near misses by Kokoro that open a sentence: people say them faster then, and the voice does not fall."""

_FASTEST_OPENING = 1.25
"""Beyond that pace a phrase that is fast already loses sounds that even a hurried driver says."""

_BREATHS: dict[Language, tuple[str, ...]] = {"en": ("", ","), "zh": ("", "，")}
"""What stands between the phrase and the rest of a sentence."""


def positives(phrase: str, language: Language, split: Split, amount: Quantity, seed: int) -> list[Utterance]:
    """Utterances of the phrase itself; a longer list of the same seed begins with the shorter one."""
    return _spread([phrase], language, split, amount, _generator(seed, "positive", phrase, split), endings=True, opening=True)


def hard_negatives(phrase: str, language: Language, split: Split, amount: Quantity, seed: int) -> list[Utterance]:
    """Utterances of near misses; the two splits share neither speakers nor texts.

    The likeliest are all for training, and said three times as often as the others.
    """
    texts = near_misses(phrase, language)
    likely = likeliest(phrase, language, texts)
    others = [text for text in texts if text not in set(likely)]
    mine = [text for text in others if (zlib.crc32(text.encode()) % 5 == 0) == (split == "held")]
    mine += 3 * likely if split == "train" else []
    rng = _generator(seed, "near", phrase, split)
    return _spread(mine, language, split, amount, rng, endings=False, opening=True)


def general_negatives(language: Language, split: Split, amount: Quantity, seed: int) -> list[Utterance]:
    """Utterances of talk that has nothing to do with the phrase; the same for every phrase of a language."""
    texts = sentences(language, split)
    return _spread(texts, language, split, amount, _generator(seed, "general", language, split), endings=False, opening=False)


def _spread(
    texts: list[str], language: Language, split: Split, amount: Quantity, rng: np.random.Generator, *, endings: bool, opening: bool
) -> list[Utterance]:
    """Draw utterances engine by engine, each engine from a generator of its own."""
    drawn: list[Utterance] = []
    rests = sentences(language, split)
    engines: tuple[tuple[Engine, int], ...] = (
        ("kokoro", amount.kokoro),
        ("espeak", amount.espeak),
        ("flite", amount.flite if language == "en" else 0),
    )
    for own, (engine, count) in zip(rng.spawn(len(engines)), engines, strict=True):
        order = [texts[i] for i in own.permutation(len(texts))]
        for number in range(count):
            text = order[number % len(order)]
            speaker = _speaker(engine, language, split, own)
            rest = ""
            if opening and engine == "kokoro" and split == "train" and own.random() < _OPENING_A_SENTENCE:
                rest = _beginning(str(own.choice(rests)), language)
                text += str(own.choice(_BREATHS[language]))
                speaker = replace(speaker, speed=min(speaker.speed, _FASTEST_OPENING))
            elif endings:
                text += str(own.choice(_ENDINGS[language]))
            drawn.append(Utterance(text, language, speaker, rest))
    return drawn


def _beginning(sentence: str, language: Language) -> str:
    """The first words of a sentence, or the first characters of a Chinese one."""
    return " ".join(sentence.split()[:7]) if language == "en" else sentence[:10]


def _speaker(engine: Engine, language: Language, split: Split, rng: np.random.Generator) -> Speaker:
    if engine == "kokoro":
        return pick_kokoro(language, split, rng)
    if engine == "espeak":
        return pick_espeak(language, split, rng)
    return pick_flite(split, rng)


def _generator(seed: int, *words: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32("/".join(words).encode())])
