"""The choice among the texts of one search by whether the car knows all their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

from edge.language import Language
from edge.model.recogniser.decoding import Decoded
from edge.model.recogniser.guards import leaves_out

Clarity = Literal["unknown", "known", "meant"]
"""unknown: some words mean nothing to the car. known: none does, but nothing is to be done. meant: a command or question, whole."""

Clear = Callable[[str, Language], Clarity]

MARGIN: Final = 0.3
"""How much worse than the best text of the search another one may be, as a mean of the tokens, for its words to decide."""

LEAST_LIKELY: Final = 0.8
"""How much less likely to Whisper alone than the text it stands for."""


def clearest(
    chosen: tuple[Decoded, str], texts: Sequence[tuple[Decoded, str]], language: Language, clear: Clear
) -> tuple[Decoded, str]:
    """The chosen text, or the best of the others that is a whole wish where the chosen one holds words that mean nothing.

    texts: those of the search that weighs what drivers say, the best first.
    """
    decoded, text = chosen
    if not text or clear(text, language) != "unknown":
        return chosen
    for other, instead in texts:
        if other.score < texts[0][0].score - MARGIN:
            continue
        if other.broken or other.ended == "early" or other.log_probability < decoded.log_probability - LEAST_LIKELY:
            continue
        if instead != text and not leaves_out(instead, text) and clear(instead, language) == "meant":
            return other, instead
    return chosen
