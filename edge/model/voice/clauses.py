"""Where a reply is cut, so that it can be spoken while the rest is still being rendered.

The first clause is as short as sounds natural, because the driver waits for it. Each later one may be longer than the one
before, because it is rendered while that one plays; a voice that renders at 0.75 of real time can afford a third more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FIRST_SIZE = 26
"""Size of the first clause, in letters; a Han character counts as HAN_SIZE."""

HAN_SIZE = 3.4
"""A Han character takes as long to say as this many letters of English."""

GROWTH = 1.3
"""How much longer a clause may be than what has been cut before it."""

MAX_SIZE = 150
"""No clause is longer than this, where punctuation or a space allows a cut."""

_MIN_SIZE = 8

_SENTENCE_END = "。！？!?…"
_BREAK = re.compile(
    r"(?<=[。！？…；，、：])|(?<=[!?;])(?=\s)|(?<=[,:])(?=\s)|(?<=\.)(?=\s)|\s+(?=[—–]\s)|"
    r"(?<=[a-z]{2} )(?=(?:and|but|so|because|which|while|until|although) )"
)
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|No|vs|e\.g|i\.e|[A-Z])\.$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of text spoken in one breath. pause_s: silence after it, at normal pace."""

    text: str
    pause_s: float


def split_clauses(text: str) -> list[Clause]:
    """Cut a reply into clauses; nothing but white space is lost between them."""
    groups: list[str] = []
    said = 0.0
    for atom in _atoms(text):
        limit = FIRST_SIZE if len(groups) <= 1 else min(MAX_SIZE, max(FIRST_SIZE, said * GROWTH))
        if groups and _joins(groups[-1], atom, limit):
            groups[-1] += atom
        else:
            said = sum(map(size, groups))
            groups.append(atom)
    pieces = [piece for group in groups for piece in _bounded(group.strip()) if re.search(r"\w", piece)]
    return [Clause(piece, pause_after(piece)) for piece in pieces]


def split_opener(text: str) -> tuple[str, str]:
    """A reply's short first sentence ("Okay.", "好的。") and the rest; the first is empty where there is none so short."""
    for mark in (". ", "。", "? ", "？", "！", "! "):
        head, found, rest = text.partition(mark)
        limit = 12 if head.isascii() else 4
        if found and rest.strip() and len(head) <= limit and not any(ch in "，,。" for ch in head):
            return head + found.strip(), rest.strip()
    return "", text


def size(text: str) -> float:
    """How long a text takes to say, in letters of English."""
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return len(text) + han * (HAN_SIZE - 1)


def pause_after(text: str) -> float:
    """The silence that belongs after a clause, in seconds at normal pace, by its last mark."""
    last = text.rstrip("\"”'）) 」》")[-1:]
    if last in "。！？.!?…":
        return 0.32
    if last in "；;：:—–":
        return 0.22
    return 0.14 if last in "，,、" else 0.04


def _atoms(text: str) -> list[str]:
    atoms: list[str] = []
    for part in _BREAK.split(text):
        if not part:
            continue
        if atoms and (_ABBREVIATION.search(atoms[-1]) or not re.search(r"\w", part)):
            atoms[-1] += part
        else:
            atoms.append(part)
    return atoms


def _joins(group: str, atom: str, limit: float) -> bool:
    if size(group.strip()) < _MIN_SIZE:
        return True
    ended = group.rstrip()[-1:] in _SENTENCE_END + "."
    return size(group) + size(atom.rstrip()) <= (0.7 * limit if ended else limit)


def _bounded(text: str) -> list[str]:
    """Cut what punctuation left too long, at spaces or between Han characters."""
    pieces: list[str] = []
    while size(text) > MAX_SIZE:
        cut = _last_fit(text)
        pieces.append(text[:cut].strip())
        text = text[cut:].strip()
    return [*pieces, text]


def _last_fit(text: str) -> int:
    spent, best, place = 0.0, 0, 0
    for place, character in enumerate(text):
        spent += HAN_SIZE if "\u4e00" <= character <= "\u9fff" else 1
        if spent > MAX_SIZE:
            break
        if character.isspace() or "\u4e00" <= character <= "\u9fff":
            best = place + 1
    return best or max(1, place)
