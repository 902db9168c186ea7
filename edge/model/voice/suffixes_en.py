"""English inflections built on a stem that the lexicon knows: -s, -ed, -ing, -er, -ly and compounds.

The rules are those of English morphophonology: the ending agrees with the last sound of the stem, and /t/ between
vowels is flapped in American speech.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from edge.model.voice.style import Accent

Find = Callable[[str], str | None]

_SIBILANTS = "szʃʒʧʤ"
_VOICELESS = "ptkfθ"
_FLAPPED_AFTER = "AIOWYiuæɑəɛɪɹʊʌ"


def inflected(word: str, find: Find, accent: Accent) -> str | None:
    """The phonemes of an inflected form of a known word, or None. word is lower case."""
    for ending, rule in _RULES:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            for stem in _stems(word[: -len(ending)], ending):
                phonemes = find(stem)
                if phonemes:
                    return rule(phonemes, accent)
    return None


def compound(word: str, find: Find) -> str | None:
    """The phonemes of two known words written as one ("chargepoint"), or None."""
    for cut in range(len(word) - 3, 2, -1):
        first, second = find(word[:cut]), find(word[cut:])
        if first and second:
            return first + second.replace("ˌ", "").replace("ˈ", "ˌ")
    return None


def _stems(stem: str, ending: str) -> Iterator[str]:
    if ending == "'s" or (ending == "s" and not stem.endswith("s")):
        yield stem
    if ending in ("es", "ies"):
        yield stem + "y" if ending == "ies" else stem
    if ending in ("ed", "ing", "er", "ers"):
        doubled = re.search(r"([bdgklmnprtvz])\1$", stem)
        if doubled:
            yield stem[:-1]
        yield stem + "e"
        yield stem
        if stem.endswith("i"):
            yield stem[:-1] + "y"
    if ending == "ly":
        yield stem
        if stem.endswith("i"):
            yield stem[:-1] + "y"
    if ending in ("ness", "less", "ful"):
        yield stem


def _plural(stem: str, accent: Accent) -> str:
    if stem[-1] in _SIBILANTS:
        return stem + ("ᵻz" if accent == "us" else "ɪz")
    return stem + ("s" if stem[-1] in _VOICELESS else "z")


def _past(stem: str, accent: Accent) -> str:
    if stem[-1] in "td":
        return _flapped(stem, accent) + ("ᵻd" if accent == "us" else "ɪd")
    return stem + ("t" if stem[-1] in _VOICELESS + "sʃʧ" else "d")


def _progressive(stem: str, accent: Accent) -> str:
    return _linked(_flapped(stem, accent), accent) + "ɪŋ"


def _agent(stem: str, accent: Accent) -> str:
    return _linked(_flapped(stem, accent), accent) + ("əɹ" if accent == "us" else "ə")


def _agents(stem: str, accent: Accent) -> str:
    return _agent(stem, accent) + "z"


def _linked(stem: str, accent: Accent) -> str:
    """British speech sounds the r of the spelling before a vowel only."""
    return stem + "ɹ" if accent == "gb" and stem[-1] in "əː" and not stem.endswith(("iː", "uː")) else stem


def _flapped(stem: str, accent: Accent) -> str:
    if accent == "us" and len(stem) > 1 and stem[-1] == "t" and stem[-2] in _FLAPPED_AFTER:
        return stem[:-1] + "ɾ"
    return stem


_RULES: tuple[tuple[str, Callable[[str, Accent], str]], ...] = (
    ("'s", _plural),
    ("ies", _plural),
    ("es", _plural),
    ("s", _plural),
    ("ed", _past),
    ("ing", _progressive),
    ("ers", _agents),
    ("er", _agent),
    ("ly", lambda stem, _: stem + "li"),
    ("ness", lambda stem, _: stem + "nəs"),
    ("less", lambda stem, _: stem + "ləs"),
    ("ful", lambda stem, _: stem + "fᵊl"),
)
