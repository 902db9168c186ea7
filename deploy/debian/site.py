"""The package's site-packages: locked dependencies of the target, the product itself, nothing that only builds or tests need."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from deploy.debian.running import run
from deploy.debian.target import PYTHON, BuildError, Target

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LOCK = HERE / "requirements.lock"
_COMPILED_HERE = "pyaudio"

PIP = "pip.whl"
"""Python runs it as it is: `python pip.whl/pip`."""

_UNUSED = (
    "bin",
    "share",
    "include",
    "deploy/debian",
    "deploy/setup.sh",
    "deploy/training",
    "deploy/rig",
    "deploy/ota",
    "deploy/image",
    "deploy/container",
    "deploy/sbom",
    # Recordings that heads are trained against; training takes the package onnx, which is not carried either.
    "device/wake_training/music.npz",
    "device/wake_training/people.npz",
    "jieba/analyse",
    "jieba/lac_small",
    "jieba/posseg",
    "numpy/distutils",
    "numpy/f2py",
    "numpy/typing/tests",
    "onnxruntime/backend",
    # The whole library once more, for programs in C: Python's module has its own inside.
    "onnxruntime/capi/libonnxruntime.so.*",
    "onnxruntime/datasets",
    "onnxruntime/quantization",
    "onnxruntime/tools",
    "onnxruntime/transformers",
)
"""Paths that the product never reads."""

_UNUSED_NAMES = re.compile(r"__pycache__|tests|.*\.(pyi|pxd|pyx|c|cpp|h|hpp|a|lib)")
"""Directories and files that are for developers, wherever they are."""


def gather(target: Target, site: Path, cache: Path) -> Path:
    """Fill `site`; returns PyAudio's source archive, which is left to be compiled.

    Raises BuildError when a package cannot be had or its hash is not the lock's.
    """
    site.mkdir(parents=True)
    wheels, sources = _split_lock()
    pip = [sys.executable, "-m", "pip"]
    common = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]
    with tempfile.TemporaryDirectory() as folder:
        locked = Path(folder, "wheels.txt")
        locked.write_text(wheels, encoding="utf-8")
        options = ["--require-hashes", "--no-compile", "--ignore-installed", f"--target={site}", *target.pip_options]
        run([*pip, "install", *common, *options, "--requirement", locked])
        locked.write_text(sources, encoding="utf-8")
        options = ["--require-hashes", f"--no-binary={_COMPILED_HERE}", f"--dest={cache}"]
        run([*pip, "download", *common, *options, "--requirement", locked])
        run([*pip, "wheel", *common, f"--wheel-dir={folder}", str(ROOT)])
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site)
    found = sorted(path for path in cache.iterdir() if path.name.lower().startswith(_COMPILED_HERE))
    if not found:
        raise BuildError("pip brought no source archive of PyAudio")
    return found[-1]


def prune(site: Path) -> None:
    """Take out what the product never reads."""
    for path in [path for name in _UNUSED for path in site.glob(name)]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    for folder, directories, files in os.walk(site):
        for name in [name for name in directories if _UNUSED_NAMES.fullmatch(name)]:
            shutil.rmtree(Path(folder, name))
            directories.remove(name)
        for name in files:
            if _UNUSED_NAMES.fullmatch(name):
                Path(folder, name).unlink()
    # rich colours source code with these; nothing here shows any.
    for lexer in (site / "pygments" / "lexers").glob("*.py"):
        if lexer.name not in ("__init__.py", "_mapping.py", "python.py", "special.py"):
            lexer.unlink()
    for record in site.glob("*.dist-info"):
        for name in ("RECORD", "direct_url.json", "REQUESTED"):
            (record / name).unlink(missing_ok=True)


def pack_pip(site: Path) -> None:
    """Put pip, which is run when weights are fetched and never else, into one file: a board writes each of 950 to its flash."""
    folders = [site / "pip", *site.glob("pip-*.dist-info")]
    with zipfile.ZipFile(site / PIP, "w") as archive:
        for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
            # Without a date of its own: the same input, the same bytes.
            archive.writestr(zipfile.ZipInfo(str(path.relative_to(site))), path.read_bytes(), zipfile.ZIP_DEFLATED)
    for folder in folders:
        shutil.rmtree(folder)


def compile_bytecode(site: Path, installed: Path) -> None:
    """Compile every module as if it lay in `installed`. Python takes the result without looking at the source's time.

    One process, in order, with a fixed hash seed: the same source gives the same bytes.
    """
    python = python_of_target()
    options = ["--invalidation-mode", "unchecked-hash", "-q", "-j", "1", "-s", str(site), "-p", str(installed)]
    run([python, "-m", "compileall", *options, str(site)], extra={"PYTHONHASHSEED": "0"})


def python_of_target() -> str:
    """An interpreter whose bytecode the target's takes. Raises BuildError when there is none."""
    if f"{sys.version_info.major}.{sys.version_info.minor}" == PYTHON:
        return sys.executable
    found = shutil.which(f"python{PYTHON}")
    if found is None:
        raise BuildError(f"python{PYTHON} is missing: bytecode of Debian 12 is made by its own version")
    return found


def _split_lock() -> tuple[str, str]:
    """The lock's text for what pip installs, and for what is compiled here."""
    blocks = re.split(r"\n(?=\S)", LOCK.read_text(encoding="utf-8").strip())
    ours = [block for block in blocks if block.startswith(f"{_COMPILED_HERE}==")]
    if len(ours) != 1:
        raise BuildError(f"{LOCK} does not name {_COMPILED_HERE} once")
    return "\n".join(block for block in blocks if block not in ours) + "\n", ours[0] + "\n"
