"""Fetching an entry: from the mirror, the package registries or upstream, into the store.

Everything is gathered in `.partial/ENTRY` beside the entries, verified there, converted there, and moved into place by one
rename of the whole directory. What a run that was cut short leaves there is checked and used by the next one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from device.weights_fetch.lock import exclusive
from device.weights_fetch.npm import BorrowedNpm, Npm
from device.weights_fetch.package_index import PackageIndex
from device.weights_fetch.progress import Display, Silent
from device.weights_fetch.transport import Transport, TransportError
from device.weights_fetch.upstream import Upstream
from edge.errors import WeightsError
from edge.weights.archives import Archives
from edge.weights.assemble import accept, assemble
from edge.weights.catalogue import Blob, Carrier, Catalogue, Entry, WeightFile
from edge.weights.recipes import RECIPES
from edge.weights.store import WeightStore
from edge.weights.verify import problem_with, verify_entry


@dataclass(frozen=True, slots=True)
class Sources:
    """Where things are looked for, in this order: mirror, registries, upstream, last resorts.

    mirror: a directory with finished files as `ENTRY/FILE` (a copy of a store will do) and carriers by their archive's name.
    registries: a transport for each carrier source.
    last_resorts: further transports for a carrier source, that cost more than upstream would.
    """

    mirror: Path | None
    registries: Mapping[str, Transport]
    upstream: Upstream
    last_resorts: Mapping[str, Transport] = field(default_factory=dict)

    @classmethod
    def usual(cls, catalogue: Catalogue, mirror: Path | None) -> Sources:
        """pip, npm and HTTPS, and for a machine without npm the one in a wheel."""
        index = PackageIndex()
        return cls(
            mirror,
            {"package-index": index, "npm": Npm()},
            Upstream(),
            {"npm": BorrowedNpm(index, catalogue.node)},
        )


class Fetcher:
    """Brings entries into a store."""

    def __init__(self, store: WeightStore, sources: Sources, display: Display | None = None) -> None:
        """display: silent where none is given."""
        self._store = store
        self._sources = sources
        self._display: Display = display or Silent()

    def fetch(self, name: str, entry: Entry, *, anew: bool = False) -> bool:
        """Bring an entry; False when it is there already, every hash right.

        anew: make the converted files again in any case.

        Raises WeightsError naming the entry, the file, and what each source said.
        """
        lock = self._store.root / ".lock" / name
        try:
            with exclusive(lock, lambda: self._display.say(f"{name}: another process is fetching it, waiting")):
                if not anew and not any(verify_entry(self._store, name, entry)):
                    return False
                _Gathering(name, entry, self._store, self._sources, self._display).run(anew=anew)
        except OSError as error:
            raise WeightsError(error.filename or self._store.root, f"{name}: {error.strerror or error}") from error
        return True


class _Gathering:
    """One entry on its way into the store; the caller holds its lock."""

    def __init__(self, name: str, entry: Entry, store: WeightStore, sources: Sources, display: Display) -> None:
        self._name = name
        self._entry = entry
        self._final = store.directory(name)
        self._sources = sources
        self._display = display
        self._work = store.root / ".partial" / name
        self._files = self._work / "files"
        self._carriers = self._work / "carriers"
        self._archives = Archives()
        self._verified: set[Path] = set()
        self._failed: dict[tuple[str, Transport], TransportError] = {}

    def run(self, *, anew: bool) -> None:
        self._files.mkdir(parents=True, exist_ok=True)
        for leftover in (*self._carriers.glob("*-*/"), *self._files.rglob("*.assembling")):
            _remove(leftover)
        missing = [file for file in self._entry.kept if (anew and file.made) or not self._at_hand(file)]
        made = [file for file in missing if file.made]
        needed = [file for file in missing if not file.made]
        if made:
            needed += [file for file in self._entry.inputs if not self._at_hand(file)]
        self._check_room(needed)
        with self._archives:
            self._obtain(needed)
        if made:
            self._convert(made)
        self._publish()

    def _at_hand(self, file: WeightFile) -> bool:
        """Whether the file is gathered already, or can be taken from the store or from the mirror."""
        target = self._files / file.name
        if problem_with(target, file) is None:
            return True
        target.unlink(missing_ok=True)
        return self._take(self._final / file.name, file, target, link=True) or self._from_mirror(
            f"{self._name}/{file.name}", file, target
        )

    def _from_mirror(self, name: str, blob: Blob, target: Path) -> bool:
        return self._sources.mirror is not None and self._take(self._sources.mirror / name, blob, target)

    def _take(self, source: Path, blob: Blob, target: Path, *, link: bool = False) -> bool:
        """Copy a file if it is the right one. Inside the store, whose files never change, a link spares the room."""
        if problem_with(source, blob) is not None:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        if link:
            with suppress(OSError):  # a file system without links
                os.link(source, target)
                return True
        unfinished = target.with_name(target.name + ".assembling")
        shutil.copyfile(source, unfinished)
        if problem_with(unfinished, blob) is not None:
            return False
        unfinished.replace(target)
        return True

    def _check_room(self, needed: Iterable[WeightFile]) -> None:
        wanted = sum(file.bytes for file in needed) + sum(carrier.bytes for carrier in self._entry.carriers)
        free = shutil.disk_usage(self._work).free
        if needed and free < wanted:
            raise WeightsError(self._work, f"{self._name} needs {wanted / 1e6:.0f} MB, {free / 1e6:.0f} MB are free")

    def _obtain(self, needed: list[WeightFile]) -> None:
        """Bring files that are not at hand: carriers first, then upstream, then what costs most."""
        reasons: dict[str, None] = {}
        for attempt in (
            lambda file: self._from_carriers(file, self._sources.registries),
            self._from_upstream,
            lambda file: self._from_carriers(file, self._sources.last_resorts),
        ):
            refused = []
            for file in needed:
                try:
                    attempt(file)
                except (TransportError, WeightsError) as error:
                    reasons[str(error)] = None
                    refused.append(file)
            needed = refused
        if needed:
            wanted = f"{needed[0].name}" + (f" and {len(needed) - 1} more" if len(needed) > 1 else "")
            raise WeightsError(self._name, f"{wanted} cannot be had: {'; '.join(reasons)}")

    def _from_carriers(self, file: WeightFile, transports: Mapping[str, Transport]) -> None:
        carriers = [self._entry.carrier(part.carrier) for part in file.parts]
        if not carriers:
            raise TransportError(f"{file.name} rides in no carrier")
        archives = {carrier.id: self._carrier(carrier, transports) for carrier in carriers}
        assemble(file, archives, self._archives, self._files / file.name)

    def _carrier(self, carrier: Carrier, transports: Mapping[str, Transport]) -> Path:
        """The verified archive of a carrier: kept from before, from the mirror, or fetched."""
        target = self._carriers / carrier.archive
        if target in self._verified:
            return target
        if problem_with(target, carrier) is not None and not self._from_mirror(carrier.archive, carrier, target):
            self._bring(carrier, transports, target)
        self._verified.add(target)
        return target

    def _bring(self, carrier: Carrier, transports: Mapping[str, Transport], target: Path) -> None:
        """Fetch a carrier; a transport that failed for it once is not asked again for the next file."""
        transport = transports.get(carrier.source)
        if transport is None:
            raise TransportError(f"no other way to {carrier.package}")
        if (carrier.id, transport) in self._failed:
            raise self._failed[carrier.id, transport]
        try:
            with self._display.task(f"{self._name}: {carrier.package}", carrier.bytes) as report:
                transport.fetch(carrier, target, report)
                problem = problem_with(target, carrier)
                if problem is not None:
                    target.unlink(missing_ok=True)
                    raise TransportError(f"{carrier.archive} {problem}; refused")
        except TransportError as error:
            self._failed[carrier.id, transport] = error
            raise

    def _from_upstream(self, file: WeightFile) -> None:
        if file.upstream is None:
            raise TransportError(f"{file.name} has no upstream address")
        unfinished = self._files / f"{file.name}.part"
        with self._display.task(f"{self._name}: {file.name}", file.bytes) as report:
            self._sources.upstream.fetch(file.upstream, unfinished, file.bytes, report)
            accept(unfinished, file, self._files / file.name)

    def _convert(self, made: list[WeightFile]) -> None:
        self._display.say(f"{self._name}: converting")
        recipe = RECIPES[self._entry.recipe or ""]
        results = recipe.convert(self._files / recipe.source)
        for file in made:
            unfinished = self._files / f"{file.name}.assembling"
            unfinished.write_bytes(results[file.name])
            accept(unfinished, file, self._files / file.name)

    def _publish(self) -> None:
        """Put the directory in its place, without what was only there to be converted or was given up half way.

        A directory that stood there is moved aside first, then deleted.
        """
        kept = {self._files / file.name for file in self._entry.kept}
        for path in list(self._files.rglob("*")):
            if path.is_file() and path not in kept:
                path.unlink()
        old = self._work / "old"
        _remove(old)
        if self._final.exists():
            self._final.rename(old)
        self._files.rename(self._final)
        _remove(self._work)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
