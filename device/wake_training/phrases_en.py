"""Near misses of English phrases, from the pronunciations of the lexicon."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from device.wake_training.pronunciation import english_lexicon, word_phonemes
from device.wake_training.sentences import common_words
from device.wake_training.sounds import VOWELS, bare, distance

_GREETINGS = ("hello", "hey", "hi", "okay", "yo", "so", "the", "a", "my", "your", "oh", "no", "and", "well", "what")
_NAMES = ("there", "kevin", "captain", "google")
_KEPT = 420


@lru_cache(maxsize=1)
def _lexicon() -> tuple[list[str], list[str]]:
    words, sounds = [], []
    for word, phonemes in english_lexicon().items():
        if word.isalpha() and word.isascii() and word.islower() and len(word) > 1:
            words.append(word)
            sounds.append(bare(phonemes))
    return words, sounds


def count_syllables(phrase: str) -> int:
    """The number of vowels of the pronunciation."""
    return sum(sound in VOWELS for word in phrase.split() for sound in bare(word_phonemes(word)))


def respelled(phrase: str) -> list[str]:
    """The phrase with each word that the lexicon lacks written as two words that it has: `mycroft` as `my croft`."""
    words = [_split(word) if word not in english_lexicon() else word for word in phrase.split()]
    other = " ".join(words)
    return [other] if other != phrase else []


def _split(word: str) -> str:
    known = english_lexicon()
    cuts = [i for i in range(2, len(word) - 1) if word[:i] in known and word[i:] in known]
    good = [i for i in cuts if max(i, len(word) - i) >= 4]
    if not good:
        return word
    best = min(good, key=lambda i: abs(2 * i - len(word)))
    return f"{word[:best]} {word[best:]}"


def neighbours(sound: str, limit: int) -> list[str]:
    """Words of the lexicon that sound most like a bare pronunciation, nearest first; homophones included."""
    words, sounds = _lexicon()
    found = process.extract(sound, sounds, scorer=Levenshtein.normalized_distance, limit=limit)
    return [words[index] for _, _, index in found]


def _alike_at_one_end(sound: str, rng: np.random.Generator, limit: int) -> list[str]:
    """Words that begin or end with the same sounds."""
    share = max(2, (2 * len(sound)) // 3)
    words, sounds = _lexicon()
    head, tail = sound[:share], sound[-share:]
    hits = [w for w, s in zip(words, sounds, strict=True) if s.startswith(head) or s.endswith(tail)]
    return [hits[i] for i in rng.permutation(len(hits))[:limit]]


def sound_of(text: str) -> str:
    """The bare pronunciation of several words run together."""
    return "".join(bare(word_phonemes(word)) for word in text.split())


def near_misses_en(phrase: str) -> list[str]:
    """Texts near the phrase in sound: parts of it, parts with other words, and words replaced by their neighbours."""
    rng = np.random.default_rng(zlib.crc32(phrase.encode()))
    words = phrase.split()
    common = common_words("en")
    anything = [common[i] for i in rng.permutation(len(common))]
    made: list[str] = []
    # Parts of the phrase, alone and among everyday words.
    if len(words) > 1:
        for i, word in enumerate(words):
            rest = words[:i] + words[i + 1 :]
            made += [word, " ".join(rest), f"{word} {word}"]
            made += [" ".join([*words[:i], other, *words[i + 1 :]]) for other in anything[12 * i : 12 * i + 12]]
        made += [" ".join(reversed(words)), *(f"{words[0]} {name}" for name in _NAMES)]
        made += [f"{greeting} {words[-1]}" for greeting in _GREETINGS if greeting != words[0]][:10]
    # Words that sound alike, in place of each word.
    for i, word in enumerate(words):
        sound = bare(word_phonemes(word))
        others = neighbours(sound, 60 if len(words) > 1 else 150)
        others += _alike_at_one_end(sound, rng, 30 if len(words) > 1 else 120)
        for other in others:
            made.append(" ".join([*words[:i], other, *words[i + 1 :]]))
            if rng.random() < 0.25:
                made.append(other)
            if len(words) == 1 and rng.random() < 0.3:
                made.append(f"{rng.choice(_GREETINGS)} {other}")
    # Single words and pairs that sound like the whole.
    whole = sound_of(phrase)
    made += neighbours(whole, 40)
    for cut in range(2, len(whole) - 1):
        for left in neighbours(whole[:cut], 3):
            made += [f"{left} {right}" for right in neighbours(whole[cut:], 3)]
    kept = _far_enough(phrase, list(dict.fromkeys(made)))
    order = rng.permutation(len(kept))[:_KEPT]
    return [kept[i] for i in sorted(order)]


def nearest(phrase: str, texts: Sequence[str]) -> list[str]:
    """The thirty texts whose pronunciation is nearest to that of the phrase, nearest first, and those that call somebody else."""
    whole = sound_of(phrase)
    close = sorted(texts, key=lambda text: (distance(sound_of(text), whole), text))[:30]
    others = [f"{phrase.split()[0]} {name}" for name in _NAMES]
    return [*close, *(text for text in others if text in texts and text not in close)]


def _far_enough(phrase: str, texts: list[str]) -> list[str]:
    """The texts that no accent or slip turns into the phrase."""
    wanted = [sound_of(phrase), *(sound_of(other) for other in respelled(phrase))]
    least = 1.0 if " " not in phrase else 1.5
    return [
        text for text in texts if all(sound not in sound_of(text) and distance(sound_of(text), sound) >= least for sound in wanted)
    ]


def confusable_words(phrase: str) -> list[str]:
    """Everyday words, or pairs of them, that sound nearly like the phrase."""
    whole = sound_of(phrase)
    everyday = set(common_words("en"))
    found = [phrase] if phrase in everyday else []
    alike = [word for word in neighbours(whole, 30) if word in everyday and distance(sound_of(word), whole) < 1.5]
    return list(dict.fromkeys([*found, *alike]))
