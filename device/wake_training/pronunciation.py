"""Pronunciations as the voice gives them, for rendering and for finding words that sound alike."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from device.espeak import EspeakPronouncer
from edge.language import Language
from edge.model.voice.phonemes import phonemes
from edge.model.voice.style import Accent

_pronounce = EspeakPronouncer()


def kokoro_phonemes(text: str, language: Language, voice: str) -> str:
    """The phonemes Kokoro is given for a text: British for the British voices, American for all others."""
    accent: Accent = "gb" if language == "en" and voice.startswith("b") else "us"
    return phonemes(text, accent, _pronounce)


@lru_cache(maxsize=1)
def english_lexicon() -> dict[str, str]:
    """The hand-checked American lexicon: word in its spelling to phonemes."""
    entries = json.loads(files("misaki.data").joinpath("us_gold.json").read_text(encoding="utf-8"))
    plain: dict[str, str] = {}
    for word, entry in entries.items():
        spoken = entry.get("DEFAULT") if isinstance(entry, dict) else entry
        if spoken:
            plain[word] = spoken
    return plain


@lru_cache(maxsize=50_000)
def word_phonemes(word: str) -> str:
    """American phonemes of one English word, known or not."""
    return english_lexicon().get(word) or phonemes(word, "us", _pronounce)
