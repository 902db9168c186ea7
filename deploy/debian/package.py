"""The .deb: files in their places, control files, one archive. The same input gives the same bytes."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from deploy.debian.running import run
from deploy.debian.target import PYTHON, Target

HERE = Path(__file__).parent
FILES = HERE / "files"
ROOT = HERE.parents[1]
HOME = Path("usr/lib/cabin-voice")
SITE = HOME / "lib" / f"python{PYTHON}" / "site-packages"
DOC = Path("usr/share/doc/cabin-voice")

_SYSTEM = {
    "*.service": "usr/lib/systemd/system",
    "*.timer": "usr/lib/systemd/system",
    "*.path": "usr/lib/systemd/system",
    "network/*": "usr/lib/systemd/network",
    "sysusers.d/*": "usr/lib/sysusers.d",
    "tmpfiles.d/*": "usr/lib/tmpfiles.d",
    "udev/*": "usr/lib/udev/rules.d",
    "polkit/*": "usr/share/polkit-1/rules.d",
}
"""What of `systemd/` goes where."""

SMALL = ("-Zxz", "-z3", "--threads-max=1")
QUICK = ("-Znone",)
"""How the archive is compressed."""


def lay_out(tree: Path) -> None:
    """Everything of the package `cabin-voice` but its site-packages."""
    binaries = tree / HOME / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python3").symlink_to(f"/usr/bin/python{PYTHON}")
    text = f"home = /usr/bin\ninclude-system-site-packages = false\nversion = {PYTHON}\n"
    (tree / HOME / "pyvenv.cfg").write_text(text, encoding="utf-8")
    for pattern, place in _SYSTEM.items():
        for file in sorted((ROOT / "systemd").glob(pattern)):
            _copy(file, tree / place / file.name)
    ota = ROOT / "deploy" / "ota" / "files"
    _copy(ota / "cabin-voice-health", tree / HOME / "ota" / "cabin-voice-health", 0o755)
    _copy(ota / "cabin-voice-health.service", tree / "usr/lib/systemd/system/cabin-voice-health.service")
    for name in ("system.conf", "hawkbit.conf"):
        _copy(ota / name, tree / DOC / "ota" / name)
    _copy(FILES / "cabin", tree / "usr/bin/cabin", 0o755)
    _copy(FILES / "cabin.toml", tree / "etc/cabin-voice/cabin.toml")
    _copy(FILES / "copyright", tree / DOC / "copyright")
    _copy(ROOT / "README.md", tree / DOC / "README.md")


def lay_out_weights(tree: Path, store: Path, files: list[str]) -> None:
    """The package `cabin-voice-weights`: finished files, in the place where the services look for them."""
    for name in files:
        _copy(store / name, tree / "var/lib/cabin-voice-weights" / name)
    _copy(FILES / "copyright", tree / "usr/share/doc/cabin-voice-weights/copyright")


def pack(
    tree: Path,
    name: str,
    control: str,
    scripts: tuple[str, ...],
    conffiles: tuple[str, ...],
    epoch: int,
    out: Path,
    compression: tuple[str, ...] = SMALL,
) -> Path:
    """Write `out/NAME_VERSION_ARCH.deb`. control: without Installed-Size, which is added."""
    paths = list(_files(tree))
    size = sum(path.stat().st_size for path in paths if not path.is_symlink())
    debian = tree / "DEBIAN"
    debian.mkdir()
    (debian / "control").write_text(f"{control}Installed-Size: {-(-size // 1024)}\n", encoding="utf-8")
    sums = "".join(f"{_md5(path)}  {path.relative_to(tree)}\n" for path in paths if not path.is_symlink())
    (debian / "md5sums").write_text(sums, encoding="utf-8")
    if conffiles:
        (debian / "conffiles").write_text("".join(f"{path}\n" for path in conffiles), encoding="utf-8")
    for script in scripts:
        _copy(FILES / f"{name}.{script}", debian / script, 0o755)
    _settle(tree, epoch)
    fields = dict(line.split(": ", 1) for line in control.splitlines() if ": " in line and not line.startswith(" "))
    out.mkdir(parents=True, exist_ok=True)
    archive = out / f"{name}_{fields['Version']}_{fields['Architecture']}.deb"
    options = ("--root-owner-group", "--uniform-compression")
    run(["dpkg-deb", *options, *compression, "--build", tree, archive], extra={"SOURCE_DATE_EPOCH": str(epoch)})
    return archive


def control_of(name: str, version: str, target: Target | None) -> str:
    """The control file of a package, from its template."""
    template = (FILES / f"{name}.control").read_text(encoding="utf-8")
    return template.format(version=version, arch=target.arch if target else "all", python=PYTHON)


def _copy(source: Path, target: Path, mode: int = 0o644) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


def _files(tree: Path) -> Iterator[Path]:
    """Files and links in the order of their names, whatever the file system's."""
    for folder, directories, names in os.walk(tree):
        directories.sort()
        yield from (Path(folder, name) for name in sorted(names))


def _settle(tree: Path, epoch: int) -> None:
    """One time for all, and modes that do not depend on the umask of whoever builds."""
    for folder, directories, names in os.walk(tree, topdown=False):
        for name in (*names, *directories):
            path = Path(folder, name)
            if not path.is_symlink():
                executable = path.is_dir() or path.stat().st_mode & 0o100
                path.chmod(0o755 if executable else 0o644)
            os.utime(path, (epoch, epoch), follow_symlinks=False)
    tree.chmod(0o755)
    os.utime(tree, (epoch, epoch))


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
