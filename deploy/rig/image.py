"""File system images, written without mounting anything."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from deploy.debian.running import run
from deploy.debian.target import BuildError
from edge.weights.catalogue import read_catalogue
from edge.weights.store import WeightStore
from edge.weights.verify import verify_entry

FILES = Path(__file__).parent / "files"


def add_rig_files(root: Path, public_key: str) -> None:
    """What makes the root file system one of a rig: the rig's key, its network, its sound cards, its settings."""
    for file in sorted(path for path in FILES.rglob("*") if path.is_file()):
        place = root / file.relative_to(FILES)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
        place.chmod(0o644)
    ssh = root / "root/.ssh"
    ssh.mkdir(mode=0o700, parents=True, exist_ok=True)
    (ssh / "authorized_keys").write_text(public_key)
    (ssh / "authorized_keys").chmod(0o600)
    (root / "etc/machine-id").write_text("uninitialized\n")
    key = root / "etc/credstore/stepfun-api-key"
    key.write_text("a-key-that-opens-nothing\n")
    key.chmod(0o600)


def make_image(tree: Path, target: Path, megabytes: int) -> None:
    """An ext4 image of a directory. megabytes: its size."""
    fresh = target.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with fresh.open("wb") as file:
        file.truncate(megabytes * 1_000_000)
    options = ["-O", "^metadata_csum_seed", "-E", "lazy_itable_init=1,root_owner=0:0"]
    run(["mke2fs", "-q", "-F", "-t", "ext4", *options, "-d", tree, fresh])
    fresh.replace(target)


def make_weights_image(store: Path, target: Path, catalogue: Path) -> None:
    """The weights of the catalogue's default set, verified. Raises BuildError naming what is missing or damaged."""
    chosen = read_catalogue(catalogue).select(None)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        tree = Path(folder)
        size = 0
        for name, entry in chosen.items():
            for damage in verify_entry(WeightStore(store), name, entry):
                raise BuildError(str(damage))
            for file in entry.kept:
                place = tree / name / file.name
                place.parent.mkdir(parents=True, exist_ok=True)
                # A board reads and never writes: a link saves the copy.
                try:
                    place.hardlink_to(store / name / file.name)
                except OSError:
                    shutil.copy(store / name / file.name, place)
                size += place.stat().st_size
        make_image(tree, target, round(1.15 * size / 1e6) + 32)
