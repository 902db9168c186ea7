"""PyAudio, the one dependency without wheels: compiled for the target against Debian's own headers, unpacked, not installed."""

from __future__ import annotations

import re
import tarfile
from pathlib import Path

from deploy.debian.apt import Apt
from deploy.debian.running import need_program, run
from deploy.debian.target import PYTHON, BuildError, Target

DEV_PACKAGES = (f"libpython{PYTHON}-dev", "portaudio19-dev", "libportaudio2")


def sysroot(target: Target, folder: Path) -> Path:
    """The target's development packages, unpacked below `folder`; what is there already is used again."""
    root = folder / "root"
    done = folder / "done"
    if done.exists():
        return root
    apt = Apt(target.arch, folder)
    apt.update()
    for archive in apt.download_alone(DEV_PACKAGES, folder / "archives"):
        run(["dpkg-deb", "-x", archive, root])
    done.touch()
    return root


def compile_pyaudio(target: Target, sdist: Path, root: Path, work: Path, site: Path) -> None:
    """Put PyAudio into the target's site-packages. Raises BuildError."""
    compiler = target.compiler
    if Path("/usr/include", target.triplet).is_dir():
        need_program(compiler, "gcc")
    else:
        # A cross compiler does without the C library until it is asked for something.
        library = Path("/usr", target.triplet, "include", "stdio.h")
        need_program(compiler, f"gcc-{target.triplet.replace('_', '-')}", f"libc6-dev-{target.arch}-cross", file=library)
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
