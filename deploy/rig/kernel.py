"""Debian's arm64 kernel, the modules that the board needs, and an initial RAM disk that mounts its disk."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from deploy.debian.running import run
from deploy.debian.target import BuildError

_BOOT_MODULES = ("virtio_pci", "virtio_blk", "virtio_rng", "ext4", "crc32c_generic")

_INIT = """#!/bin/busybox sh
# Mounts the board's disk and hands over to its own init.
b=/bin/busybox
$b mount -t proc proc /proc; $b mount -t sysfs sysfs /sys; $b mount -t devtmpfs dev /dev
for module in $($b cat /modules/order); do $b insmod /modules/$module; done
n=0; while [ ! -b /dev/vda ] && [ $n -lt 100 ]; do $b sleep 0.1; n=$((n + 1)); done
$b mount -t ext4 -o rw,noatime /dev/vda /root || $b sh
$b mount --move /dev /root/dev; $b mount --move /proc /root/proc; $b mount --move /sys /root/sys
exec $b switch_root /root /sbin/init
"""


def unpack(archive: Path, folder: Path) -> tuple[Path, str]:
    """Unpack a kernel package; returns (the kernel's file, its version)."""
    run(["dpkg-deb", "-x", archive, folder])
    (version,) = (path.name for path in (folder / "lib/modules").iterdir())
    run(["depmod", "-b", folder, version])
    return folder / "boot" / f"vmlinuz-{version}", version


def install_modules(unpacked: Path, version: str, wanted: Sequence[str], root: Path) -> None:
    """Copy these modules, and what they need, into a root file system."""
    for file in _needed(unpacked, version, wanted):
        place = root / "usr" / file.relative_to(unpacked)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, place)
    target = root / "usr/lib/modules" / version
    for name in ("modules.order", "modules.builtin", "modules.builtin.modinfo"):
        if (unpacked / "lib/modules" / version / name).is_file():
            shutil.copy(unpacked / "lib/modules" / version / name, target / name)
    run(["depmod", "-b", root, version])


def write_initrd(unpacked: Path, version: str, busybox: Path, target: Path) -> None:
    """busybox: a static one of the board's architecture."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for name in ("bin", "dev", "proc", "sys", "root", "modules"):
            (tree / name).mkdir()
        shutil.copy(busybox, tree / "bin/busybox")
        modules = _needed(unpacked, version, _BOOT_MODULES)
        for file in modules:
            shutil.copy(file, tree / "modules" / file.name)
        (tree / "modules/order").write_text("".join(f"{file.name}\n" for file in modules))
        (tree / "init").write_text(_INIT)
        (tree / "init").chmod(0o755)
        names = "\n".join(str(path.relative_to(tree)) for path in sorted(tree.rglob("*")))
        packed = subprocess.run(
            ["cpio", "--create", "--format=newc", "--quiet", "--owner=0:0"],
            cwd=tree,
            input=names.encode(),
            capture_output=True,
            check=True,
        )
        target.write_bytes(gzip.compress(packed.stdout, 1, mtime=0))


def _needed(unpacked: Path, version: str, wanted: Sequence[str]) -> list[Path]:
    """Files of these modules and of what they need, in the order of loading."""
    found: dict[Path, None] = {}
    builtin = (unpacked / "lib/modules" / version / "modules.builtin").read_text().replace("-", "_")
    for name in wanted:
        if f"/{name.replace('-', '_')}.ko" in builtin:
            continue
        told = run(["modprobe", "-d", unpacked, "-S", version, "--show-depends", name])
        paths = [Path(os.path.realpath(line.split()[1])) for line in told.splitlines() if line.startswith("insmod")]
        if not paths:
            raise BuildError(f"kernel {version} has no module {name}")
        found.update(dict.fromkeys(paths))
    return list(found)
