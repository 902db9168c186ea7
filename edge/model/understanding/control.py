"""Words that steer the conversation itself: yes, no, stop, cancel, repeat, help."""

from __future__ import annotations

from collections.abc import Sequence

from edge.language import Language
from edge.model.understanding.lexicon import control_lexicon
from edge.model.understanding.types import Act, DialogueContext

_ORDER = ("help", "repeat", "stop", "cancel", "no", "yes")


def control(words: Sequence[str], language: Language, context: DialogueContext) -> Act | None:
    """The control act of an utterance that holds nothing else; None for any other. words: without marks.

    A "yes" to an offer is the offered act itself.
    """
    found = _control_words(tuple(words), language)
    if not found:
        return None
    if tuple(words[:2]) == ("shut", "it") and any(m.value in ("window", "sunroof") for m in context.mentions):
        return None  # said after a window was opened, it is the window
    if "no" in found and "yes" not in found and "cancel" not in found:
        return Act("control", "no")
    if "yes" in found and context.offered:
        return Act("tool", context.offered[0].name, context.offered)
    return next(Act("control", name) for name in _ORDER if name in found)


def _control_words(words: tuple[str, ...], language: Language) -> set[str]:
    """The control acts in the covering with the fewest pieces; empty when there is no covering."""
    book = control_lexicon(language)
    best: list[tuple[int, frozenset[str]] | None] = [None] * len(words) + [(0, frozenset())]
    for index in range(len(words) - 1, -1, -1):
        for length, concepts in book.matches(words, index):
            rest = best[index + length]
            if rest is None:
                continue
            named = frozenset(c.partition(":")[2] for c in concepts if c.startswith("control:"))
            pieces = (rest[0] + (2 if named else 3), rest[1] | named)
            if best[index] is None or pieces[0] < best[index][0]:  # type: ignore[index]
                best[index] = pieces
    return set(best[0][1]) if best and best[0] is not None else set()
