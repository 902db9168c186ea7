"""What benchmarks have in common: their options, their rows, how they are found and printed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol, cast

from edge.errors import InputError
from edge.events import Json

NAMES: Final = ("echo", "wake", "vad", "endpoint", "frontend", "can", "persona", "link", "model", "board")
"""Benchmarks that may be there; each is a module or package beside this one."""

Row = Mapping[str, Json]


def _recordings() -> Path | None:
    folder = Path(os.environ.get("CABIN_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))
    return folder if folder.is_dir() else None


@dataclass(frozen=True, slots=True)
class BenchOptions:
    """How to measure.

    quick: fewer and shorter cases, under a minute. seed: the same seed gives the same cases. peers: measure peers too, each
    in an environment of its own that the first run makes. recordings: a folder of recordings (INDEX.csv and LABELS.csv in
    it), from CABIN_TEST_DATA; None where there is none. turns: of a simulated conversation, where the benchmark has one;
    None: as many as it thinks right. fuzz: malformed events, where the benchmark has them; None likewise.
    """

    quick: bool = False
    seed: int = 1
    peers: bool = True
    recordings: Path | None = field(default_factory=_recordings)
    turns: int | None = None
    fuzz: int | None = None


class Bench(Protocol):
    """A benchmark's module."""

    ABOUT: str

    def run(self, options: BenchOptions) -> Iterator[Row]:
        """Rows as they are measured; the last one holds every figure under a plain name."""
        ...


def available() -> list[str]:
    """Names of the benchmarks that are there."""
    return [name for name in NAMES if find_spec(f"device.bench.{name}") is not None]


def load(name: str) -> Bench:
    """The benchmark of that name. Raises InputError when there is none."""
    if name not in available():
        raise InputError("bench", f"there is no benchmark {name!r}: take one of {', '.join(available())}, or all")
    return cast(Bench, import_module(f"device.bench.{name}"))


def lines(rows: Iterator[Row]) -> Iterator[str]:
    """One JSON object a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False)


def table(rows: Iterator[Row]) -> Iterator[str]:
    """Tables for people: rows with the same keys make one table; the last row is printed one figure a line."""
    held: list[Row] = []
    for row in rows:
        if held and list(held[0]) != list(row):
            yield from _columns(held)
            held = []
        held.append(row)
    if len(held) == 1:
        yield from (f"{key}: {_shown(value)}" for key, value in held[0].items())
    else:
        yield from _columns(held)


def _columns(rows: Sequence[Row]) -> Iterator[str]:
    keys = list(rows[0]) if rows else []
    cells = [keys, *([_shown(row[key]) for key in keys] for row in rows)]
    widths = [max(len(line[k]) for line in cells) for k in range(len(keys))]
    for line in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
    yield ""


def _shown(value: Json) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
