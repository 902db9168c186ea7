"""Debian's packages for another architecture, by an apt with a state of its own: the building machine's own is left alone."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from deploy.debian.running import run
from deploy.debian.target import BuildError

_SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d")


class Apt:
    """apt for one architecture. Lists and archives stay below the folder and are used again."""

    def __init__(self, arch: str, folder: Path) -> None:
        """Raises BuildError when the machine's apt knows no Debian 12."""
        self._archives = folder / "cache" / "archives"
        for name in ("state/lists/partial", "cache/archives/partial", "sources"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "state" / "status").touch()
        _copy_sources(folder / "sources")
        settings = {
            "APT::Architecture": arch,
            "APT::Architectures": arch,
            "APT::Install-Recommends": "false",
            "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
            "Acquire::Languages": "none",
            "Dir::State": folder / "state",
            "Dir::State::status": folder / "state" / "status",
            "Dir::Cache": folder / "cache",
            "Dir::Etc::sourcelist": "/dev/null",
            "Dir::Etc::sourceparts": folder / "sources",
        }
        self._options = [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]

    def update(self) -> None:
        """Read the lists of packages anew."""
        run(["apt-get", *self._options, "update", "-q"])

    def download(self, names: Sequence[str]) -> list[Path]:
        """The archives of these packages and of all that they depend on, as if nothing were installed."""
        told = run(["apt-get", "-q", "-y", *self._options, "--simulate", "install", *names])
        wanted = re.findall(r"^Inst (\S+)", told, re.MULTILINE)
        run(["apt-get", "-q", "-y", *self._options, "--download-only", "install", *names])
        found = {path.name.split("_")[0]: path for path in sorted(self._archives.glob("*.deb"))}
        return [found[name.split(":")[0]] for name in wanted]

    def download_alone(self, names: Sequence[str], folder: Path) -> list[Path]:
        """The archives of these packages alone, in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        run(["apt-get", *self._options, "download", *names], cwd=folder)
        return [sorted(folder.glob(f"{name}_*.deb"))[-1] for name in names]

    def depends(self, name: str) -> list[str]:
        """Names of the packages that one depends on."""
        told = run(["apt-cache", *self._options, "depends", "--no-recommends", "--no-suggests", name])
        return re.findall(r"Depends: ([a-z0-9.+-]+)", told)


def _copy_sources(folder: Path) -> None:
    """The machine's own sources of Debian 12; others are no use for headers of its Python."""
    found = False
    for place in map(Path, _SOURCES):
        files = sorted(place.iterdir()) if place.is_dir() else [place] if place.is_file() else []
        for file in files:
            text = file.read_text(encoding="utf-8")
            if file.suffix in (".list", ".sources") and re.search(r"(?<![\w-])bookworm\b", text):
                (folder / file.name).write_text(text, encoding="utf-8")
                found = True
    if not found:
        raise BuildError("apt has no sources of Debian 12 (bookworm), for which the package is built")
