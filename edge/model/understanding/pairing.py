"""One clause that gives each place its own number: "driver nineteen, passenger twenty three"."""

from __future__ import annotations

from dataclasses import replace

from edge.model.understanding.clause import Clause
from edge.model.understanding.types import Mention


def paired(clause: Clause) -> list[Clause]:
    """A clause for each place with the number that goes with it; empty unless places and numbers take turns."""
    row = [m for m in sorted(clause.mentions, key=lambda m: m.start) if m.kind in ("zone", "number") and m.end > m.start]
    groups = _groups(row)
    if len(groups) < 2 or any(len({m.kind for m in group}) != 2 for group in groups):
        return []
    shared = tuple(m for m in clause.mentions if m not in row)
    return [replace(clause, mentions=(*shared, *group), words=()) for group in groups]


def _groups(row: list[Mention]) -> list[list[Mention]]:
    """Runs that end where the kind that began comes again; several zone words in a row name one place."""
    groups: list[list[Mention]] = []
    for mention in row:
        if groups and not (mention.kind == groups[0][0].kind and any(m.kind != mention.kind for m in groups[-1])):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    if any(sum(m.kind == "number" for m in group) != 1 for group in groups):
        return []
    return groups
