"""English text to phonemes: lexicon, inflections, initialisms, then a pronouncer handed in, then the spelling.

Function words take the forms of connected speech: "the" and "to" before a vowel, "a" and "an" weak, a strong form where
a word ends its phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from edge.model.voice.espeak_ipa import from_espeak
from edge.model.voice.lexicon_en import lexicon
from edge.model.voice.spelling_en import spelled_out
from edge.model.voice.style import Accent
from edge.model.voice.suffixes_en import compound, inflected

Pronounce = Callable[[str], str | None]
"""IPA of an English word the lexicons do not know, or None: espeak-ng where it is installed."""

PUNCTUATION = frozenset(';:,.!?—…"()“”')
"""The marks the voice was trained on; it hears them as pauses and melody."""

_TOKEN = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*|[^A-Za-z\s]|\s+")
_VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻɐ")
_STRESS = frozenset("ˈˌ")
_SPELLED = frozenset(
    ["ac", "ev", "led", "us", "tv", "id", "cd", "dc", "fm", "ai", "phev", "bev", "hud", "abs", "esp", "eta", "poi", "ota"]
)
_BEFORE_VERB = frozenset(
    [
        "to",
        "will",
        "would",
        "can",
        "could",
        "shall",
        "should",
        "may",
        "might",
        "must",
        "let's",
        "i",
        "you",
        "we",
        "they",
        "don't",
        "please",
    ]
)


def phonemes_en(text: str, accent: Accent = "us", pronounce: Pronounce | None = None) -> str:
    """Phonemes of English text without digits, punctuation kept. Characters that cannot be read are left out."""
    tokens = _TOKEN.findall(_plain(text))
    spoken: list[str] = []
    after = ""  # the phonemes that follow, since the last punctuation
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        if token.isspace():
            phonemes = " "
        elif not token[0].isalpha():
            phonemes = token if token in PUNCTUATION else ""
            after = "" if token in PUNCTUATION else after
        else:
            phonemes = _word(token, _previous(tokens, place), after, accent, pronounce)
            after = phonemes or after
        spoken.append(phonemes)
    joined = "".join(reversed(spoken)).replace("ɾ", "T").replace("ʔ", "t")
    return re.sub(r"\s+", " ", joined).strip()


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = re.sub(r"(?<=\w)-(?=\w)", " ", text)
    return re.sub(r"\s+[-–]\s+", " — ", text).replace("–", " ").replace("...", "…").replace("&", " and ")


def _previous(tokens: Sequence[str], place: int) -> str:
    return tokens[place - 2].lower() if place >= 2 and tokens[place - 1].isspace() else ""


def _word(token: str, previous: str, after: str, accent: Accent, pronounce: Pronounce | None) -> str:
    weak = _weak_form(token, after)
    if weak is not None:
        return weak
    entries = lexicon(accent)
    lower = token.lower()
    verb = previous in _BEFORE_VERB or not previous
    if _is_initialism(token, entries.find(lower)):
        return _letters(token, accent)
    forms = [token] if token[1:].islower() or token.islower() else []
    for form in (*forms, lower, lower.capitalize()):
        found = entries.find(form, verb=verb, final=not after)
        if found:
            return found
    built = inflected(lower, entries.find, accent) or compound(lower, entries.find)
    if built:
        return built
    if not any(letter in "aeiouy" for letter in lower):
        return _letters(token, accent)
    ipa = pronounce(token) if pronounce is not None else None
    return (from_espeak(ipa) if ipa else "") or spelled_out(lower)


def _weak_form(token: str, after: str) -> str | None:
    lower = token.lower()
    vowel_next = _starts_with_vowel(after)
    if lower == "the":
        return "ði" if vowel_next else "ðə"
    if lower == "a" and token != "A":
        return "ɐ" if after else "ˈA"
    if token == "A" and after:
        return "ɐ"
    if lower == "an":
        return "ɐn"
    if lower == "to":
        return "tu" if not after else "tʊ" if vowel_next else "tə"
    if lower == "in" and not after:
        return "ˈɪn"
    return "ˌI" if token == "I" and after else None


def _starts_with_vowel(phonemes: str) -> bool:
    first = next((phoneme for phoneme in phonemes if phoneme not in _STRESS), "")
    return first in _VOWELS


def _is_initialism(token: str, known: str | None) -> bool:
    """Whether a word is read letter by letter: short capitals that are no word, or are known to be initials."""
    if len(token) == 1:
        return token.isupper() and token not in ("A", "I")
    stem = token[:-1] if token.endswith("s") and token[:-1].isupper() else token
    if not stem.isupper() or len(stem) > 5:
        return False
    return stem.lower() in _SPELLED or known is None


def _letters(token: str, accent: Accent) -> str:
    """Letter names with the main stress on the last one."""
    plural = len(token) > 1 and token.endswith("s") and token[:-1].isupper()
    names = [lexicon(accent).find(letter.upper()) or "" for letter in (token[:-1] if plural else token)]
    weakened = [name.replace("ˈ", "ˌ") for name in names[:-1]]
    return "".join([*weakened, *names[-1:]]) + ("z" if plural else "")
