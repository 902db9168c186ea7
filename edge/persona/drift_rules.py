"""The single checks of the drift monitor: each looks at one reply and names what is out of character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from edge.language import Language, script_language
from edge.persona.drift_words import (
    ABOUT_THE_CAR,
    ADDRESSED,
    DISCLAIMER,
    HUMAN,
    MARKUP,
    NAME_EN,
    NAME_ZH,
    NUMBER,
    OF_THE_DRIVE,
    PLAIN_AI,
    SENTENCE_END,
    SINCERE,
    TITLES,
    VENDOR,
    YOU_ZH,
    Expression,
    foreign,
    other_script,
)
from edge.persona.persona import Persona, Wording

Rule = Literal[
    "disclaimer",
    "claims_human",
    "vendor",
    "wrong_name",
    "address",
    "language",
    "length",
    "markup",
    "catchphrase",
    "number",
    "style",
]

WEIGHTS: dict[Rule, int] = {
    "disclaimer": 100,
    "claims_human": 100,
    "vendor": 100,
    "wrong_name": 100,
    "language": 60,
    "number": 50,
    "address": 45,
    "markup": 45,
    "length": 45,
    "catchphrase": 45,
    "style": 20,
}
HARD: frozenset[Rule] = frozenset({"disclaimer", "claims_human", "vendor", "wrong_name"})


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding and the words that made it."""

    rule: Rule
    text: str

    @property
    def hard(self) -> bool:
        return self.rule in HARD


def sincere_question(text: str) -> bool:
    """Whether the driver asks in earnest what it is talking to."""
    return bool(SINCERE.search(text))


def count_sentences(text: str) -> int:
    """Sentences that would be spoken."""
    return sum(any(c.isalnum() for c in part) for part in SENTENCE_END.split(text))


def findings(reply: str, persona: Persona, language: Language, *, user: str, moving: bool, supported: bool) -> Iterator[Hit]:
    """Everything one reply breaks, but for the checks that need more than one reply."""
    words = persona.wording(language)
    if match := _disclaimer(reply, user):
        yield Hit("disclaimer", match[0])
    if match := HUMAN.search(reply):
        yield Hit("claims_human", match[0])
    if match := VENDOR.search(reply):
        yield Hit("vendor", match[0])
    yield from _wrong_name(reply, persona)
    yield from _address(reply, words)
    if len(reply) > 3 and any(c.isalpha() for c in reply) and _other_language(reply, language):
        yield Hit("language", reply[:20])
    limit = persona.length.max_sentences_moving if moving else persona.length.max_sentences_parked
    if (count := count_sentences(reply)) > limit + 1:
        yield Hit("length", f"{count} sentences")
    if match := MARKUP.search(reply):
        yield Hit("markup", match[0].strip())
    if not supported and (claim := _claim(reply, user)):
        yield Hit("number", claim)


def _disclaimer(reply: str, user: str) -> re.Match[str] | None:
    """Hiding behind what it is. Asked in earnest it says what it is; a plain "I'm an AI" is honest whatever it was asked."""
    if sincere_question(user):
        return None
    return DISCLAIMER.search(reply) or (None if ADDRESSED.search(user) else PLAIN_AI.search(reply))


def _other_language(reply: str, language: Language) -> bool:
    return script_language(reply) != language or other_script(reply) or (language == "en" and foreign(reply))


def _claim(reply: str, user: str) -> str:
    """The first number with a unit that the reply says of the car, and that the driver did not say first."""

    def about(sentence: str) -> list[tuple[Expression, str]]:
        return [(ABOUT_THE_CAR, user), (ABOUT_THE_CAR, sentence), (OF_THE_DRIVE, sentence)]

    for sentence in SENTENCE_END.split(reply):
        match = NUMBER.search(sentence)
        if match and match[0] not in user and any(pattern.search(text) for pattern, text in about(sentence)):
            return match[0]
    return ""


def _wrong_name(reply: str, persona: Persona) -> Iterator[Hit]:
    known = {name.lower() for language in persona.languages for name in _names(persona.wording(language))}
    for match in (*NAME_EN.finditer(reply), *NAME_ZH.finditer(reply)):
        said = match[1] or match[2]
        if not any(said.lower() in name or name in said.lower() for name in known):
            yield Hit("wrong_name", match[0])


def _names(words: Wording) -> tuple[str, ...]:
    return (words.name, *words.aliases)


def _address(reply: str, words: Wording) -> Iterator[Hit]:
    if words.pronoun == "您" and (match := YOU_ZH.search(reply)):
        yield Hit("address", match[0])
    elif words.pronoun == "你" and "您" in reply:
        yield Hit("address", "您")
    elif (match := TITLES.search(reply)) and not _own_title(match[1] or match[2], words):
        yield Hit("address", match[1] or match[2])


def _own_title(title: str, words: Wording) -> bool:
    """Whether the persona itself speaks like that."""
    own = [words.address_user, words.description, words.anchor, *words.greetings, *words.do, *(e.assistant for e in words.examples)]
    return any(title.lower() in text.lower() for text in own)
