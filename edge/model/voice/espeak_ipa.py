"""IPA as espeak-ng writes it, in the phoneme alphabet of Kokoro.

Diphthongs and affricates are single letters there. Source of the correspondence: the espeak-ng phoneme tables of
American English and the alphabet of misaki's lexicons.
"""

from __future__ import annotations

import re

_LETTERS = (
    ("a^ɪ", "I"),
    ("a^ʊ", "W"),
    ("e^ɪ", "A"),
    ("o^ʊ", "O"),
    ("ə^ʊ", "O"),
    ("ɔ^ɪ", "Y"),
    ("aɪ", "I"),
    ("aʊ", "W"),
    ("eɪ", "A"),
    ("oʊ", "O"),
    ("əʊ", "O"),
    ("ɔɪ", "Y"),
    ("d^ʒ", "ʤ"),
    ("t^ʃ", "ʧ"),
    ("dʒ", "ʤ"),
    ("tʃ", "ʧ"),
    ("ə^l", "ᵊl"),
    ("n̩", "ᵊn"),
    ("l̩", "ᵊl"),
    ("ɜːɹ", "ɜɹ"),
    ("ɜː", "ɜɹ"),
    ("ɚ", "əɹ"),
    ("oːɹ", "ɔɹ"),
    ("ɪə", "iə"),
    ("ː", ""),
    ("e", "A"),
    ("o", "ɔ"),
    ("a", "ɑ"),
    ("ɐ", "ə"),
    ("r", "ɹ"),
    ("x", "k"),
    ("ç", "k"),
    ("ɬ", "l"),
    ("ʲ", ""),
    ("g", "ɡ"),
    ("ɾ", "T"),
    ("ʔ", "t"),
    ("^", ""),
)
_KEPT = frozenset("AIOWYbdfhijklmnpstuvwzæðŋɑɔəɛɜɡɪɹʃʊʌʒʤʧˈˌθᵊᵻT")


def from_espeak(ipa: str) -> str:
    """The phonemes of one word; sounds that English voices do not know are left out."""
    ipa = re.sub(r"\([a-z-]+\)", "", ipa)  # marks of a switch of language
    for written, phoneme in _LETTERS:
        ipa = ipa.replace(written, phoneme)
    return "".join(character for character in ipa if character in _KEPT)
