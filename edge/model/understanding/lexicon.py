"""The compiled lexicon of a language: phrases to concepts, with sound-alike lookup for recogniser errors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from edge.language import Language
from edge.model.responder.bank import chat_patterns
from edge.model.understanding import lexicon_en, lexicon_en_talk, lexicon_zh, lexicon_zh_talk, places

Phrase = tuple[str, ...]
_GROUP = re.compile(r"\(([^()]*)\)")
_ZH_PIECE = re.compile(r"[a-z0-9]+|.")
_SOUNDABLE = frozenset({"obj", "act", "topic", "zone", "state", "qual", "poi", "dir", "forbid"})
"""Kinds whose phrases may also be found by their sound, or their words by their likeness."""
_READINGS = {"调": "tiao", "乐": "yue", "还": "hai", "量": "liang", "长": "chang", "行": "hang", "重": "zhong"}
"""Readings that a car hears more often than the commonest one."""


@dataclass(slots=True)
class Lexicon:
    """phrases: by first word, longest first, each with its concepts. words: every word of every phrase.

    likely: the words that a misspelt word may stand for.
    """

    language: Language
    phrases: dict[str, list[tuple[Phrase, tuple[str, ...]]]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    likely: set[str] = field(default_factory=set)
    fillers: set[Phrase] = field(default_factory=set)
    function_words: frozenset[str] = frozenset()

    def matches(self, words: Sequence[str], index: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """(length, concepts) of every phrase that begins at a word, longest first."""
        behind = words[index + 1] if index + 1 < len(words) else ""
        for phrase, concepts in self.phrases.get(words[index], ()):
            length = len(phrase)
            if length == 1 or (phrase[1] == behind and tuple(words[index : index + length]) == phrase):
                yield length, concepts


def expand(text: str, language: Language) -> Iterator[Phrase]:
    """The phrases of a table cell: commas part them, "(a|b)" gives one phrase for each alternative."""
    depth, start = 0, 0
    cells: list[str] = []
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            cells.append(text[start:place])
            start = place + 1
    for cell in [*cells, text[start:]]:
        parts = _GROUP.split(cell.strip())
        choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
        for combination in product(*choices):
            joined = "".join(combination).lower()
            words = tuple(joined.split()) if language == "en" else tuple(_ZH_PIECE.findall(joined.replace(" ", "")))
            if words:
                yield words


@cache
def lexicon(language: Language) -> Lexicon:
    """The lexicon of a language, compiled once."""
    built = Lexicon(language)
    table: dict[Phrase, list[str]] = {}
    for concept, text in _tables(language):
        for phrase in expand(text, language):
            table.setdefault(phrase, [])
            for name in (concept, "obj:seat_place") if _names_seat(concept, phrase) else (concept,):
                if name not in table[phrase]:
                    table[phrase].append(name)
    talk = lexicon_en_talk if language == "en" else lexicon_zh_talk
    built.fillers = set(expand(talk.FILLERS, language))
    built.function_words = frozenset(talk.FUNCTION_WORDS.split())
    for phrase in built.fillers:
        table.setdefault(phrase, ["filler:filler"])
    for phrase, concepts in table.items():
        built.phrases.setdefault(phrase[0], []).append((phrase, tuple(concepts)))
        built.words.update(phrase)
        if any(concept.split(":")[0] in _SOUNDABLE for concept in concepts):
            built.likely.update(phrase)
    for entries in built.phrases.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return built


def _names_seat(concept: str, phrase: Phrase) -> bool:
    """Whether a place is named by its seat: "back seat", 副驾座."""
    if phrase[-1] == "passengers":
        return False
    return concept.startswith("zone:") and not {"seat", "seats", "座", "backseat", "backseats"}.isdisjoint(phrase)


def _tables(language: Language) -> Iterator[tuple[str, str]]:
    concepts, talk = (lexicon_en, lexicon_en_talk) if language == "en" else (lexicon_zh, lexicon_zh_talk)
    groups: tuple[Mapping[str, str], ...] = (concepts.CONCEPTS, talk.QUESTIONS, talk.FORBIDDEN)
    for group in groups:
        yield from group.items()
    for colour, text in concepts.COLOURS.items():
        yield f"colour:{colour}", text
    for poi, text in places.POIS[language].items():
        yield f"poi:{poi}", text
    for key, text in chat_patterns(language).items():
        yield f"chat:{key}", text


@cache
def common_words() -> frozenset[str]:
    """English words that are themselves, however much they look like a word of the lexicon."""
    return frozenset(lexicon_en_talk.COMMON_WORDS.split())


@cache
def control_lexicon(language: Language) -> Lexicon:
    """The wordings of control acts and what may stand around them; only whole utterances are compared with it."""
    talk = lexicon_en_talk if language == "en" else lexicon_zh_talk
    built = Lexicon(language)
    table: dict[Phrase, list[str]] = {}
    for concept, text in talk.CONTROL.items():
        for phrase in expand(text, language):
            table.setdefault(phrase, []).append(concept)
    for phrase in expand(talk.CONTROL_FILLERS, language):
        table.setdefault(phrase, []).append("filler:filler")
    for phrase, concepts in table.items():
        built.phrases.setdefault(phrase[0], []).append((phrase, tuple(concepts)))
    return built


@cache
def sounds() -> dict[Phrase, tuple[str, ...]]:
    """Toneless syllables to the concepts of the Chinese phrases that sound so; phrases of two characters and more."""
    found: dict[Phrase, tuple[str, ...]] = {}
    for entries in lexicon("zh").phrases.values():
        for phrase, concepts in entries:
            wanted = tuple(c for c in concepts if c.split(":")[0] in _SOUNDABLE)
            if wanted and len(phrase) >= 2 and all(map(is_han, phrase)):
                key = tuple(map(syllable, phrase))
                found.setdefault(key if len(phrase) == 2 else tuple(map(merged, key)), wanted)
    return found


def is_han(word: str) -> bool:
    """Whether a word is one Chinese character."""
    return len(word) == 1 and "\u4e00" <= word <= "\u9fff"


@cache
def syllable(character: str) -> str:
    """The commonest toneless syllable of a Chinese character; context is left out on both sides of a comparison."""
    from pypinyin import lazy_pinyin

    return _READINGS.get(character) or str(lazy_pinyin(character)[0])


@cache
def merged(syllable: str) -> str:
    """A toneless syllable with the sounds made one that recognisers and accents mix: zh/z, ch/c, sh/s, ng/n, l/n."""
    s = re.sub(r"^(z|c|s)h", r"\1", syllable)
    s = re.sub(r"ng$", "n", s)
    return "n" + s[1:] if s.startswith("l") else s
