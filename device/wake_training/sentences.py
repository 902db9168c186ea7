"""Everyday talk that has nothing to do with a wake phrase: what is said in a car, at home and on the radio."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np

from device.wake_training.speakers import Split
from edge.language import Language


@lru_cache(maxsize=4)
def sentences(language: Language, split: Split) -> list[str]:
    """Sentences of one split, as written in `talk_en.txt` and `talk_zh.txt`, and runs of random common words.

    Every fifth sentence is kept for judging.
    """
    text = files("device.wake_training").joinpath(f"talk_{language}.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    mine = [line for line in lines if (zlib.crc32(line.encode()) % 5 == 0) == (split == "held")]
    # Few sentences are left for judging: there, runs of words make up most of the talk.
    return [*mine, *_runs_of_words(language, split, len(mine) if split == "train" else 5 * len(mine))]


@lru_cache(maxsize=2)
def common_words(language: Language) -> list[str]:
    """Common words of the language, two characters or more, without repetition."""
    if language == "zh":
        from device.wake_training.phrases_zh import common_zh

        return common_zh(3000)
    text = files("device.wake_training").joinpath("talk_en.txt").read_text(encoding="utf-8")
    return sorted({word for word in re.findall(r"[a-z']+", text.lower()) if len(word) > 1})


class Vocabulary:
    """Words with how likely each is to be said."""

    def __init__(self, words: Sequence[str], weights: Sequence[float]) -> None:
        self._words = tuple(words)
        self._reached = np.cumsum(np.asarray(weights, np.float64))

    def draw(self, rng: np.random.Generator, count: int) -> list[str]:
        """So many words, independent of each other."""
        places = np.searchsorted(self._reached, rng.random(count) * self._reached[-1], side="right")
        return [self._words[min(int(place), len(self._words) - 1)] for place in places]


@lru_cache(maxsize=2)
def vocabulary(language: Language) -> Vocabulary:
    """Everything that is said now and then: common words often, any word of the lexicon or dictionary sometimes."""
    if language == "zh":
        from device.wake_training.phrases_zh import dictionary

        words = dictionary()
        # The root of the frequency: the commonest hundred words would be half of the talk otherwise.
        return Vocabulary([word for word, _ in words], [count**0.5 for _, count in words])
    from device.wake_training.pronunciation import english_lexicon

    common = common_words("en")
    rare = [word for word in english_lexicon() if word.isalpha() and word.isascii() and word.islower() and 2 < len(word) < 12]
    return Vocabulary([*common, *rare], [*([1.0 / len(common)] * len(common)), *([1.0 / len(rare)] * len(rare))])


def _runs_of_words(language: Language, split: Split, count: int) -> list[str]:
    """Runs of four to eight random words: sounds meet in them that sentences seldom bring together."""
    rng = np.random.default_rng(zlib.crc32(f"{language}/{split}".encode()))
    words = common_words(language)
    if language == "en":
        from device.wake_training.pronunciation import english_lexicon

        rare = [w for w in english_lexicon() if w.isalpha() and w.islower() and 3 < len(w) < 10]
        words = [*words, *(rare[i] for i in rng.permutation(len(rare))[: len(words)])]
    glue = " " if language == "en" else ""
    sizes = rng.integers(4, 9, size=count)
    return [glue.join(str(w) for w in rng.choice(words, size=size)) for size in sizes]
