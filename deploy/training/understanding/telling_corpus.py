"""What the head of `telling.py` learns from: wordings with their meaning, and wishes put into frames of both kinds.

A wording is a wish where its meaning moves something, and told where it moves nothing. Of each frame of `frames_*.tsv` some
sentences are made with wishes from the wordings, so that what is wished for says nothing about whether it is wished.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edge.language import Language

_ROOT = Path(__file__).parents[3]
FILES = (
    *(f"device/bench/wordings/{name}_{{language}}.tsv" for name in ("drivers", "unseen", "later")),
    *(f"tests/edge/model/understanding/{name}_{{language}}.tsv" for name in ("wordings", "rounds", "strangers")),
    "deploy/training/understanding/seeds_{language}.tsv",
)
_MOVES = ("set_", "media", "call", "navigate(")
_LEAVES = ("-", "~", "?", "=leave")
SENTENCES = 4000
"""Sentences made from the frames of a kind."""


@dataclass(frozen=True, slots=True)
class Wording:
    """wish: None where it is neither. single: one wish that needs no context. group: lines written together."""

    text: str
    wish: bool | None
    single: bool
    group: int


def wordings(language: Language) -> list[Wording]:
    """The hand-written lines of a language."""
    found: list[Wording] = []
    group = 0
    for place in FILES:
        group += 1
        for line in (_ROOT / place.format(language=language)).read_text(encoding="utf-8").splitlines():
            group += line.startswith("#")
            text, _, meaning = line.partition("\t")
            if line.startswith("#") or not meaning:
                continue
            meanings = [part.strip() for part in meaning.split("||")]
            follows = text.startswith("> ")
            wish = True if any(part.startswith(_MOVES) for part in meanings) else None
            if wish is None and meanings[0].startswith(_LEAVES) and not follows:
                wish = False
            single = bool(wish) and ";" not in meaning and not follows
            found.append(Wording(text.removeprefix("> ").lower(), wish, single, group))
    return found


_MANNERS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:please|thanks|will you|would you)\b"),
    "zh": re.compile(r"^(?:请|帮我|麻烦|给我)|(?:吧|一下|谢谢|好吗)$"),
}


@dataclass(frozen=True, slots=True)
class Frames:
    """told, wish: sentences with slots. words: what fills them, by the name of the row. verbs: past, -ing form and third person."""

    told: list[str]
    wish: list[str]
    words: dict[str, list[str]]
    verbs: dict[str, list[str]]


def frames(language: Language) -> Frames:
    """The frames of a language and the words to put into them."""
    read = Frames([], [], {}, {})
    for line in (Path(__file__).parent / f"frames_{language}.tsv").read_text(encoding="utf-8").splitlines():
        kind, _, rest = line.partition("\t")
        if line.startswith("#"):
            continue
        if kind in ("told", "wish"):
            (read.told if kind == "told" else read.wish).append(rest)
        elif kind == "verbs":
            read.verbs.update((verb, forms.split(",")) for verb, _, forms in (entry.partition(":") for entry in rest.split("|")))
        else:
            read.words[kind] = rest.split("|")
    return read


def framed(language: Language, wishes: Sequence[str], seed: int) -> Iterator[tuple[str, bool]]:
    """Sentences made from the frames, with whether they are wishes. wishes: single ones, in small letters."""
    rng = random.Random(seed)
    read = frames(language)
    cores = [core for core in (_core(wish, language, read) for wish in wishes) if core]
    for wish, rows in ((True, read.wish), (False, read.told)):
        for number in range(SENTENCES):
            yield _filled(rows[number % len(rows)], cores, read, rng), wish


def _core(wish: str, language: Language, read: Frames) -> str:
    """A wish without its politeness; empty where it cannot stand in a frame."""
    core = " ".join(_MANNERS[language].sub("", wish).split()).strip(" ,.?!。，？！")
    if language == "zh":
        return core if 2 <= len(core) <= 14 else ""
    words = core.split()
    return core if 2 <= len(words) <= 9 and words[0] in read.verbs else ""


def _filled(frame: str, cores: Sequence[str], read: Frames, rng: random.Random) -> str:
    core, words = rng.choice(cores), read.words
    parts = {
        "P": _person(read, rng, "pronouns"), "P2": _person(read, rng, "pronouns"), "O": _person(read, rng, "objects"),
        "R": rng.choice(words["relatives"]), "n": rng.choice(words["things"]), "v": rng.choice(words.get("deeds", [""])),
        "b": core, "b2": rng.choice(cores),
    }  # fmt: skip
    verb, _, rest = core.partition(" ")
    parts |= {form: f"{read.verbs[verb][place]} {rest}" for place, form in enumerate("pgs") if verb in read.verbs}
    return re.sub(r"\{(\w+)\}", lambda slot: parts[slot[1]], frame)


def _person(read: Frames, rng: random.Random, pronouns: str) -> str:
    """Somebody: a pronoun, a relative, a role or a name."""
    words, share = read.words, rng.random()
    if share < 0.3:
        return rng.choice(words.get(pronouns, words["pronouns"]))
    if share < 0.6:
        return rng.choice(words["whose"]) + rng.choice(words["relatives"])
    return rng.choice(words["which"]) + rng.choice(words["roles"]) if share < 0.85 else rng.choice(words["names"])
