"""Whether a text is a whole wish to the car, for recognisers that must choose among several texts."""

from __future__ import annotations

from edge.language import Language
from edge.model.recogniser.clarity import Clarity
from edge.model.understanding.utterance import understand

_OWN_WORDS = frozenset({"destination", "contact", "query", "number"})
"""Arguments in the driver's own words, which no grammar knows."""
_WISHES = frozenset({"tool", "query", "control", "refuse", "unavailable"})


def clarity(text: str, language: Language) -> Clarity:
    """How clear a text is; a name in it is no unknown word."""
    understood = understand(text, language)
    if understood.confidence < 1:
        named = any(not _OWN_WORDS.isdisjoint(arguments) for _, arguments in understood.tool_calls)
        return "known" if named else "unknown"
    return "meant" if all(act.kind in _WISHES for act in understood.acts) else "known"
