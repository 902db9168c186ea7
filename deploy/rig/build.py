"""Building the virtual board: package, root file system, kernel and images, each only when it is out of date."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.debian.apt import Apt
from deploy.debian.running import need_program, run
from deploy.debian.target import BuildError
from deploy.rig import image, kernel, rootfs
from deploy.rig.place import ARCH, KERNEL_MODULES, PACKAGE_ON_BOARD, PACKAGES, ROOT, Place

_DISK_MB = 1500
_RUNNING = ("__main__.py", "machine.py", "shell.py")
_PROGRAMS = (
    ("qemu-system-aarch64", "qemu-system-arm"),
    ("qemu-img", "qemu-utils"),
    ("mke2fs", "e2fsprogs"),
    ("depmod", "kmod"),
    ("cpio", "cpio"),
    ("ssh-keygen", "openssh-client"),
    ("systemd-sysusers", "systemd"),
    ("dpkg-deb", "dpkg"),
)


def build(place: Place, store: Path, say: Callable[[str], None]) -> Path:
    """Have everything in its place; returns the product's package that is in the image.

    Raises BuildError, one line, where root's rights or a tool are missing.
    """
    if os.geteuid() != 0:
        raise BuildError(
            "building the virtual board needs root, for the owners of its files; nothing else of the machine is changed"
        )
    os.umask(0o022)
    for program, package in _PROGRAMS:
        need_program(program, package)
    place.folder.mkdir(parents=True, exist_ok=True)
    if not place.key.is_file():
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "rig", "-f", place.key])
    sources = _digest(*_sources())
    # Product and Debian know nothing of each other: a core for each.
    with ThreadPoolExecutor(1) as aside:
        making = aside.submit(_product, place, say)
        laid_out = not _is_current(place, {"rig": sources})
        if laid_out:
            _lay_out(place, say)
        archive = making.result()
    wanted = {"package": _digest(archive), "rig": sources}
    if not _is_current(place, wanted):
        if not laid_out:
            _lay_out(place, say)
        _add_product(place, archive, say)
        place.stamp.write_text(json.dumps(wanted), encoding="utf-8")
    catalogue = ROOT / "deploy" / "weights.toml"
    if not place.weights.is_file() or place.weights.stat().st_mtime < catalogue.stat().st_mtime:
        with _step("weights", say):
            image.make_weights_image(store, place.weights, catalogue)
    return archive


def _lay_out(place: Place, say: Callable[[str], None]) -> None:
    """Everything below the product."""
    place.stamp.unlink(missing_ok=True)
    shutil.rmtree(place.root, ignore_errors=True)
    with _step("Debian's packages", say):
        apt = Apt(ARCH, place.apt)
        apt.update()
        packages = apt.download(PACKAGES)
        (name,) = (found for found in apt.depends("linux-image-arm64") if found.startswith("linux-image"))
        (linux, busybox) = apt.download_alone([name, "busybox-static"], place.apt / "alone")
    with _step("root file system", say):
        rootfs.lay_out(place.root, packages)
        rootfs.finish(place.root)
    with _step("kernel", say), tempfile.TemporaryDirectory(dir=place.folder) as folder:
        file, version = kernel.unpack(linux, Path(folder, "kernel"))
        kernel.install_modules(Path(folder, "kernel"), version, KERNEL_MODULES, place.root)
        run(["dpkg-deb", "-x", busybox, Path(folder, "busybox")])
        kernel.write_initrd(Path(folder, "kernel"), version, Path(folder, "busybox/bin/busybox"), place.initrd)
        shutil.copy(file, place.kernel)


def _add_product(place: Place, archive: Path, say: Callable[[str], None]) -> None:
    with _step("disk image", say):
        rootfs.install(place.root, archive)
        image.add_rig_files(place.root, place.key.with_suffix(".pub").read_text())
        # A test installs it anew: by the network an emulated board takes as long for it as for booting.
        shutil.copy(archive, place.root / PACKAGE_ON_BOARD.lstrip("/"))
        image.make_image(place.root, place.disk, _DISK_MB)


def _product(place: Place, say: Callable[[str], None]) -> Path:
    """The arm64 package of this checkout, not compressed, for a board unpacks it several times; built when a source is newer."""
    out = place.folder / "dist"
    found = sorted(out.glob(f"cabin-voice_*_{ARCH}.deb"))
    sources = [ROOT / "pyproject.toml", *(path for name in ("edge", "device", "deploy", "systemd") for path in _files(ROOT / name))]
    newest = max(path.stat().st_mtime for path in sources if not path.is_relative_to(ROOT / "deploy" / "rig"))
    if not found or found[-1].stat().st_mtime < newest:
        with _step("the product's arm64 package", say):
            run([sys.executable, "-m", "deploy.debian", "--arch", ARCH, "--quick", "--out", out], cwd=ROOT)
    return sorted(out.glob(f"cabin-voice_*_{ARCH}.deb"))[-1]


def _sources() -> list[Path]:
    """What the image is made by and of; how the board is run later changes nothing of it."""
    return sorted(path for path in _files(ROOT / "deploy" / "rig") if path.name not in _RUNNING and path.suffix != ".yaml")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _is_current(place: Place, wanted: dict[str, str]) -> bool:
    """Whether the disk is there and was made of these."""
    if not all(path.is_file() for path in (place.stamp, place.disk, place.kernel, place.initrd)):
        return False
    return bool(wanted.items() <= json.loads(place.stamp.read_text(encoding="utf-8")).items())


def _digest(*files: Path) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()


class _step:  # noqa: N801  reads as a word
    """Says what is done and how long it took."""

    def __init__(self, what: str, say: Callable[[str], None]) -> None:
        self._what, self._say = what, say

    def __enter__(self) -> None:
        self._begun = time.monotonic()

    def __exit__(self, *failure: object) -> None:
        if failure[0] is None:
            self._say(f"{self._what}: {time.monotonic() - self._begun:.0f} s")
