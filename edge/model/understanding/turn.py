"""The work on one utterance: the acts so far, and what the next clause may lean on."""

from __future__ import annotations

from dataclasses import dataclass, field

from edge.language import Language
from edge.model.understanding.carry import carried
from edge.model.understanding.clause import Clause
from edge.model.understanding.types import Act, DialogueContext, Mention

OBJECTS = {
    "set_climate": "temperature", "set_fan": "fan", "set_volume": "volume", "set_window": "window", "set_light": "light",
    "set_defrost": "defrost",
    "set_wipers": "wipers", "media": "media",
}  # fmt: skip
NAMING = frozenset({"obj", "zone", "filler", "function"})
"""Kinds of a clause that only names a thing."""


@dataclass(slots=True)
class Turn:
    """The work on one utterance: acts so far, with the clause each came from (None for what is no command)."""

    language: Language
    context: DialogueContext
    source: str = ""
    acts: list[tuple[Act, Clause | None]] = field(default_factory=list)
    base: tuple[Mention, ...] = ()
    waiting: Clause | None = None
    # Things only named, before the one that waits: "the reading light, the ambient light and the radio off".
    named: list[Clause] = field(default_factory=list)
    # Whether a clause was told, quoted or supposed, and whether what follows belongs to a quotation.
    told: bool = False
    quoting: bool = False
    # Whether what sounds told is taken for a wish.
    trusting: bool = False
    # Things and places of a statement before a wish: "my seat is freezing, warm it up".
    stated: tuple[Mention, ...] = ()

    def note(self, clause: Clause) -> None:
        """Keep what a clause that only states something is about, for the wish beside it."""
        self.stated = carried(m for m in clause.mentions if m.kind in ("obj", "zone", "dir")) or self.stated
        if not self.acts:
            self.base = self.stated or self.base


def kept(act: Act, clause: Clause) -> tuple[Mention, ...]:
    """What the next clause may lean on, the object included where it was only implied."""
    kept = carried(clause.mentions)
    if act.kind == "tool" and not any(m.kind in ("obj", "topic") for m in kept) and act.topic in OBJECTS:
        return (*kept, Mention("obj", OBJECTS[act.topic], 0, 0))
    return kept


def joined(first: Clause, second: Clause) -> Clause:
    return Clause(
        first.language, first.mentions + second.mentions, first.words + second.words, f"{first.text} {second.text}", second.question
    )
