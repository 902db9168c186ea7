"""Words to mentions: the covering of an utterance by known phrases that leaves the least unexplained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from edge.language import Language
from edge.model.understanding.lexicon import Lexicon, common_words, is_han, lexicon, merged, sounds, syllable
from edge.model.understanding.numbers import is_number_word, quantity_at
from edge.model.understanding.text import Token
from edge.model.understanding.types import Mention

_SOUND_WORTH = 0.8
"""A phrase found by its sound counts less than one found by its letters."""
_SOUND_WORTH_OF_TWO = 0.55
"""Two syllables have many meanings: 声音轻一些 holds no 引擎."""
_FUNCTION_CHARACTERS = frozenset("又再都也就还没不的了把给我你他她这那很太咋啥")
"""Chinese characters that are seldom misheard: 又亮 is no 油量."""
_DIGIT_CHARACTERS = frozenset("二三四五六七八九十百")
_FUZZY_LIMIT = 84.0
"""Similarity out of 100 from which an unknown English word is read as a known one."""
_FUZZY_LENGTH = 5
_FUNCTION_WORTH = 0.5

_SHARED_KINDS = frozenset({"obj", "act", "qual", "state", "zone", "topic", "amount", "colour", "wmode", "dir", "poi"})
"""What a word of the other language may mean in a sentence of this one."""

Span = tuple[float, int, tuple[str, ...], bool]
"""worth, length in tokens, concepts, whether found by sound."""


def spot(tokens: Sequence[Token], language: Language, source: str) -> list[Mention]:
    """The mentions of an utterance in order; concepts of one phrase share its place.

    The covering is the one of greatest worth (Viterbi over token positions); longer phrases are worth more than the
    sum of their parts, so "turn down" wins over "turn" and "down".
    """
    book = lexicon(language)
    words = [known_word(token.word, language) for token in tokens]
    best = _cover(words, book, [])
    if language == "zh" and _gaps(words, best):
        best = _cover(words, book, [syllable(word) if is_han(word) else "" for word in words])
    count = len(words)
    found: list[Mention] = []
    index = 0
    while index < count:
        span_here = best[index][1]
        if span_here is None:
            index += 1
            continue
        _, length, concepts, guessed = span_here
        text = source[tokens[index].start : tokens[index + length - 1].end]
        for concept in concepts:
            kind, _, value = concept.partition(":")
            if kind == "number":
                quantity = quantity_at(words, index, language)
                assert quantity is not None
                found.append(Mention(kind, "", index, index + length, text, quantity.value, quantity.unit))
            else:
                found.append(Mention(kind, value, index, index + length, text, guessed=guessed))
        index += length
    return _with_foreign(found, tokens, language, source)


def _with_foreign(found: list[Mention], tokens: Sequence[Token], language: Language, source: str) -> list[Mention]:
    """With the concepts of words in the other language that mean nothing in this one: "把window打开"."""
    taken = {place for m in found for place in range(m.start, m.end)}
    other: Language = "zh" if language == "en" else "en"
    added: list[Mention] = []
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and end not in taken and _is_foreign(tokens[end].word, language):
            end += 1
        if end > start:
            run = spot([Token(t.word, t.start, t.end) for t in tokens[start:end]], other, source)
            added.extend(replace(m, start=m.start + start, end=m.end + start, guessed=True) for m in run if m.kind in _SHARED_KINDS)
        start = max(end, start + 1)
    return sorted([*found, *added], key=lambda m: m.start) if added else found


def _is_foreign(word: str, language: Language) -> bool:
    return is_han(word) if language == "en" else word.isascii() and word.isalpha() and len(word) > 1


def _cover(words: Sequence[str], book: Lexicon, syllables: Sequence[str]) -> list[tuple[float, Span | None]]:
    """For each position the worth of the best covering from there on, and its first span (None: the word is left out)."""
    best: list[tuple[float, Span | None]] = [(0.0, None)] * (len(words) + 1)
    for index in range(len(words) - 1, -1, -1):
        best[index] = (best[index + 1][0], None)
        for span in _spans(words, syllables, index, book):
            worth = span[0] + best[index + span[1]][0]
            if worth > best[index][0]:
                best[index] = (worth, span)
    return best


def _gaps(words: Sequence[str], best: Sequence[tuple[float, Span | None]]) -> bool:
    """Whether a covering leaves Chinese characters out: then some may be misheard."""
    index = 0
    while index < len(words):
        span = best[index][1]
        if span is None and is_han(words[index]):
            return True
        index += span[1] if span is not None else 1
    return False


def _spans(words: Sequence[str], syllables: Sequence[str], index: int, book: Lexicon) -> list[Span]:
    if words[index] in ",.;!?":
        return []
    spans: list[Span] = []
    for length, concepts in book.matches(words, index):
        worth = length + 0.2 * (length - 1)
        if concepts == ("filler:filler",):
            worth *= 0.9
        elif concepts[0].startswith("neutral:"):
            worth += 0.05
        spans.append((worth, length, concepts, False))
    if not spans and book.language == "en":
        spans.extend((1.0, 1, c, False) for length, c in book.matches([_base(words[index]) or words[index]], 0) if length == 1)
    quantity = quantity_at(words, index, book.language)
    if quantity is not None:
        bare = quantity.length == 1 and not quantity.unit
        spans.append((1.1 if bare else quantity.length * 1.2 + 0.3, quantity.length, ("number:",), False))
    if syllables:
        spans.extend(_sound_spans(words, syllables, index))
    if words[index] in book.function_words:
        spans.append((_FUNCTION_WORTH, 1, ("function:word",), False))
    return spans


def _sound_spans(words: Sequence[str], syllables: Sequence[str], index: int) -> list[Span]:
    spans: list[Span] = []
    for length in range(2, min(6, len(words) - index) + 1):
        piece = tuple(syllables[index : index + length])
        if not all(piece):
            break
        concepts = sounds().get(tuple(map(merged, piece)) if length > 2 else piece)
        if length == 2 and not (_FUNCTION_CHARACTERS | _DIGIT_CHARACTERS).isdisjoint(words[index : index + 2]):
            continue  # 搁二十三度 holds no 歌儿
        if concepts and not (length == 2 and any(c.startswith("forbid:") for c in concepts)):  # 大伙 is no 打火
            worth = _SOUND_WORTH if length > 2 else _SOUND_WORTH_OF_TWO
            spans.append((worth * (length + 0.2 * (length - 1)), length, concepts, True))
    return spans


def known_word(word: str, language: Language) -> str:
    """The word of the lexicon that an English word is a form or a misspelling of; any other word as it is."""
    book = lexicon(language)
    if language != "en" or len(word) < 4 or not word.isalpha() or is_number_word(word):
        return word
    if word in book.words or word in book.function_words:
        return word
    base = _base(word)
    return base or (_nearest(word) if len(word) >= _FUZZY_LENGTH and word not in common_words() else word)


def _base(word: str) -> str:
    """The base form of a regular inflection; empty when the lexicon has none."""
    words = lexicon("en").words
    for ending in ("ing", "ed", "s", "es", "er"):
        if not word.endswith(ending) or len(word) - len(ending) < 3:
            continue
        stem = word[: -len(ending)]
        for form in (stem, stem + "e", stem[:-1] if stem[-1] == stem[-2] else stem):
            if form in words:
                return form
    return ""


@lru_cache(maxsize=2048)
def _nearest(word: str) -> str:
    candidates = [w for w in lexicon("en").likely if len(w) >= _FUZZY_LENGTH - 1 and w[0] == word[0]]
    match = process.extractOne(word, candidates, scorer=fuzz.ratio, score_cutoff=_FUZZY_LIMIT)
    return match[0] if match else word
