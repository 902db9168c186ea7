"""Is a file the one that the catalogue means?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edge.weights.catalogue import Blob, Entry
from edge.weights.store import WeightStore

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Damage:
    """A file of the store that is not what it should be. `file` is empty when the whole entry is absent."""

    entry: str
    file: str
    problem: str

    def __str__(self) -> str:
        return f"{self.entry}/{self.file}: {self.problem}" if self.file else f"{self.entry}: {self.problem}"


def problem_with(path: Path, blob: Blob) -> str | None:
    """What is wrong with a file, in a few words, or None. Reads every byte unless the length already tells."""
    if not path.is_file():
        return "missing"
    length = path.stat().st_size
    if length != blob.bytes:
        return f"has {length} bytes where the catalogue says {blob.bytes}"
    digest = sha256_of(path)
    if digest != blob.sha256:
        return f"has the SHA-256 {digest[:12]}… where the catalogue says {blob.sha256[:12]}…"
    return None


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify_entry(store: WeightStore, name: str, entry: Entry) -> Iterator[Damage]:
    """Every damaged file of an entry, in the catalogue's order; one Damage without a file when the entry is absent."""
    if not store.has(name):
        yield Damage(name, "", f"not fetched yet: run `cabin weights fetch {name}`")
        return
    for file in entry.kept:
        problem = problem_with(store.directory(name) / file.name, file)
        if problem is not None:
            yield Damage(name, file.name, f"{problem}; `cabin weights fetch {name}` mends it")
