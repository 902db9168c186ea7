"""Letters to sounds: the last resort for an English word that no lexicon holds.

Longest spelling first, one stress on the first vowel: names come out recognisable, not right.
"""

from __future__ import annotations

_SOUNDS = {
    "tion": "ʃən",
    "ture": "ʧəɹ",
    "ough": "O",
    "augh": "ɔ",
    "eigh": "A",
    "igh": "I",
    "tch": "ʧ",
    "dge": "ʤ",
    "sch": "ʃ",
    "ai": "A",
    "ay": "A",
    "au": "ɔ",
    "aw": "ɔ",
    "ar": "ɑɹ",
    "ch": "ʧ",
    "ck": "k",
    "ea": "i",
    "ee": "i",
    "ei": "A",
    "er": "əɹ",
    "eu": "ju",
    "ew": "u",
    "ey": "i",
    "gh": "ɡ",
    "gn": "n",
    "ie": "i",
    "ir": "ɜɹ",
    "kn": "n",
    "ng": "ŋ",
    "oa": "O",
    "oi": "Y",
    "oo": "u",
    "or": "ɔɹ",
    "ou": "W",
    "ow": "O",
    "oy": "Y",
    "ph": "f",
    "qu": "kw",
    "sh": "ʃ",
    "th": "θ",
    "ue": "u",
    "ui": "u",
    "ur": "ɜɹ",
    "wh": "w",
    "wr": "ɹ",
    "a": "æ",
    "b": "b",
    "c": "k",
    "d": "d",
    "e": "ɛ",
    "f": "f",
    "g": "ɡ",
    "h": "h",
    "i": "ɪ",
    "j": "ʤ",
    "k": "k",
    "l": "l",
    "m": "m",
    "n": "n",
    "o": "ɑ",
    "p": "p",
    "q": "k",
    "r": "ɹ",
    "s": "s",
    "t": "t",
    "u": "ʌ",
    "v": "v",
    "w": "w",
    "x": "ks",
    "y": "i",
    "z": "z",
}
_VOWELS = "AIOWYiuæɑəɛɜɪɔʊʌ"
_LONG = {"a": "A", "e": "i", "i": "I", "o": "O", "u": "u"}
_LONGEST = max(map(len, _SOUNDS))


def spelled_out(word: str) -> str:
    """Phonemes guessed from the spelling of a lower-case word; letters outside a to z are skipped."""
    phonemes: list[str] = []
    place = 0
    while place < len(word):
        rest = word[place:]
        if len(rest) == 3 and rest[0] in _LONG and rest[1].isalpha() and rest[1] not in "aeiourw" and rest[2] == "e":
            phonemes += [_LONG[rest[0]], _SOUNDS.get(rest[1], "")]
            break
        if rest[0] == "c" and rest[1:2] in ("e", "i", "y"):
            phonemes.append("s")
            place += 1
            continue
        if place > 0 and rest[0] == word[place - 1] and rest[0] not in "aeiou":
            place += 1
            continue
        length = next((n for n in range(min(_LONGEST, len(rest)), 0, -1) if rest[:n] in _SOUNDS), 0)
        if length:
            phonemes.append(_SOUNDS[rest[:length]])
        place += length or 1
    stressed = next((i for i, phoneme in enumerate(phonemes) if phoneme and phoneme[0] in _VOWELS), None)
    if stressed is not None:
        phonemes[stressed] = "ˈ" + phonemes[stressed]
    return "".join(phonemes)
