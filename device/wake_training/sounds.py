"""How far two pronunciations are apart."""

from __future__ import annotations

import re
from functools import lru_cache

VOWELS = frozenset("aeiouæɑɒɔəɛɜɪʊʌᵊᵻAIOQWYyøɚɝ")
_PAIRS = ("pb", "td", "kɡ", "fv", "sz", "θð", "ʃʒ", "ʧʤ", "tɾ", "dɾ", "mn", "nŋ", "lɹ", "vw", "sθ", "dð", "ʃʧ")
_CLOSE = frozenset((pair[i], pair[1 - i]) for pair in _PAIRS for i in (0, 1))


def bare(phonemes: str) -> str:
    """The phonemes without stress, length, spaces and punctuation."""
    return re.sub(r"[^a-zA-Zæɑɒɔəɛɜɪʊʌᵊᵻɡŋɹɾʃʒʤʧθðyøɚɝ]", "", phonemes)


@lru_cache(maxsize=200_000)
def _substitution(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a in VOWELS and b in VOWELS:
        return 0.5
    return 0.5 if (a, b) in _CLOSE else 1.0


def distance(a: str, b: str) -> float:
    """Weighted edit distance of two bare pronunciations.

    A change of consonant counts 1; of a vowel, of voicing or within another commonly confused pair 1/2; an added or
    lost vowel 1/2, consonant 1.
    """
    row = [0.0]
    for y in b:
        row.append(row[-1] + _gap(y))
    for x in a:
        above, row = row, [row[0] + _gap(x)]
        for j, y in enumerate(b):
            row.append(min(above[j] + _substitution(x, y), above[j + 1] + _gap(x), row[j] + _gap(y)))
    return row[-1]


def _gap(phoneme: str) -> float:
    return 0.5 if phoneme in VOWELS else 1.0
