"""Whether what was understood of an utterance was wished for: a linear head over the sentence and what the grammar made of it.

`telling.py` hears one clause, and a shard of a tale may have the shape of a wish: "hot in here, it was, in that sauna".
This head sees all clauses with the marks between them, how much of the sentence the grammar could account for, where
the first deed stands and which tools were chosen. It can only take wishes back. It was trained by
`deploy/training/understanding/train_judging.py`, mostly on what independent writers wrote down; its weights are data of
this package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from zlib import crc32

import numpy as np
import numpy.typing as npt

from edge.language import Language
from edge.model.understanding.lexicon import lexicon
from edge.model.understanding.spotter import spot
from edge.model.understanding.telling import BY_KIND, Head, ending, runs
from edge.model.understanding.text import clean, tokens
from edge.model.understanding.types import Act, Mention, ToolRequest

BUCKETS = 1 << 16
"""Features after hashing."""
LEAST: dict[Language, float] = {"en": 0.3, "zh": 0.4}
"""Probability of a wish below which nothing is done."""
LEAST_NAMED = 0.1
"""The same where a name is called or played, or a liking remembered, which may be any words."""
_SHORTEST: dict[Language, int] = {"en": 3, "zh": 4}
"""Words (English) or characters (Chinese) below which there is no sentence to judge."""
_READS = frozenset({"get_vehicle_state", "explain_warning"})
_NAMES = frozenset({"query", "contact", "value"})


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The sentence twice, as in `telling.py`, but with its marks; kinds: what each piece is."""

    shape: list[str]
    wording: list[str]
    kinds: list[str]


def moving(acts: Sequence[Act]) -> list[ToolRequest]:
    """The calls among acts that do more than read the car's state."""
    return [r for act in acts if act.kind in ("tool", "query") for r in act.requests if r.name not in _READS]


def features(text: str, acts: Sequence[Act], language: Language) -> npt.NDArray[np.int64]:
    """Hashed features of an utterance and what it was understood as, each once, in ascending order. text: as recognised."""
    sentence = _sentence(text, language)
    found = {run for name, row in (("s", sentence.shape), ("w", sentence.wording)) for run in runs(name, ["^", *row, "$"])}
    found.update(_extent(sentence.kinds, moving(acts)))
    return np.array(sorted({crc32(piece.encode()) % BUCKETS for piece in found}), np.int64)


def _sentence(text: str, language: Language) -> _Sentence:
    source = clean(text[:600], language)
    heard = tokens(source, language)
    words = [token for token in heard if not token.is_mark]
    marks: dict[int, str] = {}
    passed = 0
    for token in heard:
        if token.is_mark:
            marks.setdefault(passed, token.word)
        passed += not token.is_mark
    first: dict[int, Mention] = {m.start: m for m in reversed(spot(words, language, source))} if words else {}
    book, sentence, place = lexicon(language), _Sentence([], [], []), 0

    def add(shape: str, wording: str, kind: str) -> None:
        sentence.shape.append(shape)
        sentence.wording.append(wording)
        sentence.kinds.append(kind)

    while place < len(words):
        mention, word = first.get(place), words[place].word
        if place and place in marks:
            add(marks[place], marks[place], "mark")
        if mention is not None and mention.kind in BY_KIND:
            add(f"<{mention.kind}>", f"<{mention.kind}>", mention.kind)
            place = mention.end
        elif mention is not None and mention.kind == "act":
            add(f"<act{ending(word, language)}>", "".join(t.word for t in words[mention.start : mention.end]), "act")
            place = mention.end
        else:
            known = language == "zh" or word in book.words or word in book.function_words
            add(word, word if known else f"<{ending(word, language)}>", "known" if known else "unknown")
            place += 1
    if place in marks:
        add(marks[place], marks[place], "mark")
    return sentence


def _extent(kinds: Sequence[str], calls: Sequence[ToolRequest]) -> Iterator[str]:
    """How long the sentence is, how much of it is accounted for, where a deed begins it, and what is to be done."""
    said = [kind for kind in kinds if kind != "mark"]
    length, unknown = max(1, len(said)), said.count("unknown")
    content = length - unknown - said.count("known")
    begins = sum(kind == "act" and (not place or kinds[place - 1] == "mark") for place, kind in enumerate(kinds))
    yield f"unknown{min(unknown, 8)}"
    yield f"share{5 * unknown // length}"
    yield f"length{min(length // 3, 8)}"
    yield f"content{5 * content // length}"
    yield f"marks{min(len(kinds) - len(said), 5)}"
    yield f"begins{min(begins, 3)}"
    yield f"first{min(kinds.index('act'), 6) if 'act' in kinds else ''}"
    if not calls:
        return
    names = sorted({f"{call.name}:{call.arguments['action']}" if call.name == "navigation" else call.name for call in calls})
    yield f"calls{min(len(calls), 4)}"
    yield f"tools{'+'.join(names)}"
    for call in calls:
        yield f"arguments{call.name}{''.join(sorted(call.arguments))}"
    for name in names:
        yield f"{name}length{min(length // 4, 5)}"
        yield f"{name}content{4 * content // length}"
        yield f"{name}begins{min(begins, 1)}"


@cache
def head(language: Language) -> Head:
    """The head of a language, read once."""
    with np.load(BytesIO((files("edge.model.understanding") / f"judge_{language}.npz").read_bytes())) as data:
        return Head(data["weights"], float(data["scale"]), float(data["bias"]))


def wished(text: str, acts: Sequence[Act], language: Language) -> bool:
    """Whether an utterance understood as some acts was a wish; true where nothing moves or there is too little to judge."""
    calls = moving(acts)
    if not calls or sum(not t.is_mark for t in tokens(clean(text[:600], language), language)) < _SHORTEST[language]:
        return True
    named = any(not _NAMES.isdisjoint(call.arguments) for call in calls)
    return head(language).wish(features(text, acts, language)) >= (LEAST_NAMED if named else LEAST[language])
