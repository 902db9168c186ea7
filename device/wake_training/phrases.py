"""Near misses of a wake phrase, and what a phrase is likely to be confused with."""

from __future__ import annotations

from collections.abc import Sequence

from edge.errors import InputError
from edge.language import Language

LONGEST = 60
"""The longest phrase in characters."""

MOST_SYLLABLES, MANY_SYLLABLES = 12, 8
"""Of a phrase: those that fit in the detector's window of two seconds in a hurry, and at the pace of people at rest."""


_PUNCTUATION = str.maketrans(dict.fromkeys(' .,!?;:"，、。！？；：“”·', " ") | {"’": "'"})


def checked_phrase(phrase: str, language: Language) -> str:
    """The phrase in one line, in lower case, without punctuation.

    Raises InputError when it is empty, too long, or written in another script than the language's.
    """
    plain = " ".join(phrase.translate(_PUNCTUATION).split())
    if language == "en":
        plain = plain.lower()
    if not any(c.isalnum() for c in plain):
        raise InputError("--phrase", "is empty")
    if len(plain) > LONGEST:
        raise InputError("--phrase", f"is longer than {LONGEST} characters; a wake phrase is two to four words")
    letters = [c for c in plain if not c.isspace() and c not in "'-"]
    chinese = ["\u4e00" <= c <= "\u9fff" for c in letters]
    if any(chinese) and any(c.isalpha() and c.isascii() for c in letters):
        raise InputError("--phrase", f"{plain!r} mixes Chinese characters and letters: a phrase is in one language")
    if language == "zh":
        if not all(chinese):
            raise InputError("--phrase", f"{plain!r} is not written in Chinese characters, as --lang zh needs")
        return "".join(letters)
    if not all(c.isalpha() and c.isascii() for c in letters):
        instead = "take --lang zh" if all(chinese) else "write numbers and signs as words"
        raise InputError("--phrase", f"{plain!r} holds more than English letters: {instead}")
    return plain


def check_length(phrase: str, language: Language) -> None:
    """Raise InputError when nobody says the phrase within the detector's window of two seconds."""
    count = syllables(phrase, language)
    if count > MOST_SYLLABLES:
        raise InputError("--phrase", f"has {count} syllables; no more than {MOST_SYLLABLES} are said in two seconds")


def near_misses(phrase: str, language: Language) -> list[str]:
    """Texts that share words or sounds with the phrase and must not wake the detector, without repetition.

    Everything that an accent could turn into the phrase is left out, so that a head is never taught to refuse it.
    """
    if language == "zh":
        from device.wake_training.phrases_zh import near_misses_zh

        return near_misses_zh(phrase)
    from device.wake_training.phrases_en import near_misses_en

    return near_misses_en(phrase)


def likeliest(phrase: str, language: Language, texts: Sequence[str]) -> list[str]:
    """Of near misses those that sound most like the phrase, or that people say in its place: no head can do without them."""
    if language == "zh":
        from device.wake_training.phrases_zh import named

        return named(phrase, texts)
    from device.wake_training.phrases_en import nearest

    return nearest(phrase, texts)


def says(text: str, phrase: str, language: Language) -> bool:
    """Whether the phrase, or in Chinese its syllables under any accent, occurs in a text."""
    if language == "zh":
        from device.wake_training.phrases_zh import holds

        return holds(text, phrase)
    return phrase in " ".join(text.lower().translate(_PUNCTUATION).split())


def syllables(phrase: str, language: Language) -> int:
    """The number of syllables of the phrase."""
    if language == "zh":
        return len(phrase)
    from device.wake_training.phrases_en import count_syllables

    return count_syllables(phrase)


def spellings(phrase: str, language: Language) -> list[str]:
    """The phrase, and spellings that make a synthesiser say an unknown word another likely way."""
    if language == "zh":
        return [phrase]
    from device.wake_training.phrases_en import respelled

    return [phrase, *respelled(phrase)]


def warnings(phrase: str, language: Language) -> list[str]:
    """What the user of this phrase should know before training; empty for a good phrase."""
    found = []
    count = syllables(phrase, language)
    if count < 4:
        plural = "" if count == 1 else "s"
        found.append(f"the phrase has {count} syllable{plural}: take four or more, or expect false accepts")
    if count > MANY_SYLLABLES:
        found.append(f"the phrase has {count} syllables: who says it slowly is not heard; take four to six")
    if language == "en":
        from device.wake_training.phrases_en import confusable_words
    else:
        from device.wake_training.phrases_zh import confusable_words
    alike = confusable_words(phrase)
    if alike:
        found.append("sounds like everyday words: " + ", ".join(alike[:8]))
    return found
