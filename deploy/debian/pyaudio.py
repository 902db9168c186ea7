"""PyAudio, the one dependency without wheels: compiled for the target against Debian's own headers, unpacked, not installed."""

from __future__ import annotations

import os
import re
import tarfile
from pathlib import Path

from deploy.debian.running import need_program, run
from deploy.debian.target import PYTHON, BuildError, Target

DEV_PACKAGES = (f"libpython{PYTHON}-dev", "portaudio19-dev", "libportaudio2")
_SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d")


def sysroot(target: Target, folder: Path) -> Path:
    """The target's development packages, unpacked below `folder`; what is there already is used again."""
    root = folder / "root"
    done = folder / "done"
    if done.exists():
        return root
    options = _private_apt(target, folder)
    run(["apt-get", *options, "update", "-q"])
    archives = folder / "archives"
    archives.mkdir(exist_ok=True)
    run(["apt-get", *options, "download", *(f"{name}:{target.arch}" for name in DEV_PACKAGES)], cwd=archives)
    for archive in sorted(archives.glob("*.deb")):
        run(["dpkg-deb", "-x", archive, root])
    done.touch()
    return root


def compile_pyaudio(target: Target, sdist: Path, root: Path, work: Path, site: Path) -> None:
    """Put PyAudio into the target's site-packages. Raises BuildError."""
    compiler = target.compiler
    need_program(compiler, f"gcc-{target.triplet.replace('_', '-')}")
    with tarfile.open(sdist) as archive:
        archive.extractall(work, filter="data")
    (source,) = (path for path in work.iterdir() if path.is_dir())
    package = site / "pyaudio"
    package.mkdir()
    for module in sorted((source / "src" / "pyaudio").glob("*.py")):
        (package / module.name).write_bytes(module.read_bytes())
    include = root / "usr" / "include"
    flags = ["-shared", "-fPIC", "-O2", "-s", "-Wl,--build-id=none", f"-ffile-prefix-map={source}=pyaudio"]
    headers = [f"-I{include}/python{PYTHON}", f"-I{include}/{target.triplet}/python{PYTHON}", "-idirafter", str(include)]
    # The multiarch pyconfig.h includes the one of the architecture by its path below the include directory.
    libraries = [f"-L{root}/usr/lib/{target.triplet}", "-Wl,--allow-shlib-undefined", "-lportaudio"]
    code = sorted(path for path in (source / "src" / "pyaudio").glob("*.c") if not path.name.startswith("mac_"))
    module = package / f"_portaudio{target.suffix}"
    run([compiler, *flags, *headers, f"-I{include}", *map(str, code), "-o", module, *libraries], cwd=source)
    _write_metadata(source, site)


def _write_metadata(source: Path, site: Path) -> None:
    about = (source / "PKG-INFO").read_text(encoding="utf-8")
    version = re.search(r"^Version: (.+)$", about, re.MULTILINE)
    if version is None:
        raise BuildError(f"{source}/PKG-INFO names no version")
    info = site / f"PyAudio-{version[1]}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(about, encoding="utf-8")
    (info / "INSTALLER").write_text("deploy/debian\n", encoding="utf-8")


def _private_apt(target: Target, folder: Path) -> list[str]:
    """apt with a state of its own, so that the building machine's list of architectures is left alone."""
    for name in ("state/lists/partial", "cache/archives/partial", "sources"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "state" / "status").touch()
    _copy_sources(folder / "sources")
    settings = {
        "APT::Architecture": target.arch,
        "APT::Architectures": target.arch,
        "Dir::State": folder / "state",
        "Dir::State::status": folder / "state" / "status",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": folder / "sources",
        "Acquire::Languages": "none",
        "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
    }
    return [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]


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
        raise BuildError("apt has no sources of Debian 12 (bookworm), whose Python the package is built for")
