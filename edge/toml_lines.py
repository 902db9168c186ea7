"""On which line of a TOML text a field stands, for messages about fields that were read but are wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_FIELD = re.compile(rf"\s*({_DOTTED})\s*=(.*)$")
_PARTS = re.compile(_PART)
_LONG = re.compile(r'"""|\'\'\'')

Path = tuple[str | int, ...]


def line_of(text: str, field: Sequence[str | int]) -> int | None:
    """The line (from 1) of a field, or of the innermost table that holds it where the field itself is missing.

    field: keys from the outside in, numbers for entries of lists. None where not even the outermost key is in the text.
    """
    wanted = tuple(field)
    best: tuple[int, int] | None = None  # (how much of the field matches, its line)
    table: Path = ()
    counts: dict[Path, int] = {}
    open_string = ""
    for number, line in enumerate(text.splitlines(), 1):
        if open_string:
            if open_string in line:
                open_string = ""
            continue
        if header := _HEADER.match(line):
            table = _entry(_keys(header[2]), counts, counted=header[1] == "[[")
            here: Path = table
        elif assignment := _FIELD.match(line):
            here = table + _keys(assignment[1])
            marks = _LONG.findall(assignment[2])
            open_string = marks[0] if len(marks) % 2 else ""
        else:
            continue
        shared = _shared(here, wanted)
        if shared and shared in (len(here), len(wanted)) and (best is None or shared > best[0]):
            best = shared, number
    return None if best is None else best[1]


def _keys(dotted: str) -> Path:
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in _PARTS.findall(dotted))


def _entry(keys: Path, counts: dict[Path, int], *, counted: bool) -> Path:
    """The place of a table, with the number of the list entry it is in."""
    place: Path = ()
    for index, key in enumerate(keys):
        place = (*place, key)
        if counted and index == len(keys) - 1:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def _shared(a: Path, b: Path) -> int:
    count = 0
    for left, right in zip(a, b, strict=False):
        if left != right:
            break
        count += 1
    return count
