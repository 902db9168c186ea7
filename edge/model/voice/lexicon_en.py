"""Pronunciations of English words: the lexicons of misaki (Apache-2.0), in the phoneme alphabet of Kokoro.

The files are read as data; misaki's own English code would bring a tagger with it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from edge.model.voice.style import Accent

Entry = str | dict[str, str | None]


class Lexicon:
    """Words of one accent. The gold list is checked by hand, the silver list is generated."""

    def __init__(self, accent: Accent) -> None:
        self._gold = _read(f"{accent}_gold.json")
        self._silver = _read(f"{accent}_silver.json")
        for word, phonemes in (_VEHICLE_US if accent == "us" else _VEHICLE_GB).items():
            self._gold.setdefault(word, phonemes)

    def find(self, word: str, *, verb: bool = False, final: bool = False) -> str | None:
        """The phonemes of a word as it is written, or None.

        verb: prefer the reading of a verb ("live", "close", "record").
        final: the word ends its phrase and takes the strong form where it has one ("we can").
        """
        entry = self._gold.get(word)
        if entry is None:
            entry = self._silver.get(word)
        if isinstance(entry, dict):
            if final and entry.get("None"):
                return entry["None"]
            if verb and entry.get("VERB"):
                return entry["VERB"]
            return entry.get("DEFAULT")
        return entry


@lru_cache(maxsize=2)
def lexicon(accent: Accent) -> Lexicon:
    """The lexicon of an accent, read once."""
    return Lexicon(accent)


def _read(name: str) -> dict[str, Entry]:
    entries: dict[str, Entry] = json.loads(files("misaki.data").joinpath(name).read_text(encoding="utf-8"))
    return entries


# Words of the road that neither list holds.
_VEHICLE_US = {
    "kilopascal": "kˈɪləpæskˌæl",
    "kilometre": "kəlˈɑməTəɹ",
    "kilometer": "kəlˈɑməTəɹ",
    "kilowatt": "kˈɪləwˌɑt",
    "wifi": "wˈIfˌI",
    "defrost": "difɹˈɔst",
    "defog": "difˈɑɡ",
    "demist": "dimˈɪst",
    "supercharger": "sˈupəɹʧˌɑɹʤəɹ",
    "sunroof": "sˈʌnɹˌuf",
    "tyre": "tˈIəɹ",
    "windscreen": "wˈɪndskɹˌin",
    "xiaocang": "ʃWtsˈɑŋ",
}
_VEHICLE_GB = {
    "kilopascal": "kˈɪləpˌaskəl",
    "kilometre": "kɪlˈɒmɪtə",
    "kilometer": "kɪlˈɒmɪtə",
    "kilowatt": "kˈɪləwˌɒt",
    "wifi": "wˈIfˌI",
    "defrost": "diːfɹˈɒst",
    "defog": "diːfˈɒɡ",
    "demist": "diːmˈɪst",
    "supercharger": "sˈuːpəʧˌɑːʤə",
    "sunroof": "sˈʌnɹˌuːf",
    "windscreen": "wˈɪndskɹˌiːn",
    "xiaocang": "ʃWtsˈaŋ",
}
