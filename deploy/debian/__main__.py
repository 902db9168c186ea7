"""Builds the Debian packages, for either architecture on either, without emulation.

python -m deploy.debian --arch arm64            dist/cabin-voice_VERSION_arm64.deb and its bill of materials
python -m deploy.debian --weights STORE         dist/cabin-voice-weights_VERSION_all.deb from a store of weights

SOURCE_DATE_EPOCH, or else the time of the last commit, is the time of every file.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from deploy.debian import package, pyaudio, sbom, site
from deploy.debian.running import need_program, run
from deploy.debian.target import TARGETS, BuildError

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "deb"
_NO_COMMIT_EPOCH = 1767225600
"""2026-01-01, where there is neither a commit nor SOURCE_DATE_EPOCH."""


def main() -> None:
    """Build what the command line asks for; one line on standard error and exit code 2 where that fails."""
    parser = argparse.ArgumentParser(prog="deploy.debian", description="Build the Debian packages.")
    parser.add_argument("--arch", choices=sorted(TARGETS), help="architecture of the program's package")
    parser.add_argument("--weights", type=Path, help="a store of weights to package")
    parser.add_argument(
        "--quick", action="store_true", help="do not compress: for a package that is installed at once and thrown away"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    options = parser.parse_args()
    if options.arch is None and options.weights is None:
        parser.error("name --arch or --weights")
    # Files must not take over a mask of the user's.
    os.umask(0o022)
    try:
        need_program("dpkg-deb", "dpkg")
        if options.arch is not None:
            _report(*_build_program(options.arch, options.out, package.QUICK if options.quick else package.SMALL))
        if options.weights is not None:
            _report(*_build_weights(options.weights, options.out))
    except BuildError as error:
        print(f"deb: {error}", file=sys.stderr)
        sys.exit(2)


def _build_program(arch: str, out: Path, compression: tuple[str, ...]) -> tuple[Path, float]:
    begun = time.monotonic()
    target, epoch = TARGETS[arch], _epoch()
    cache = WORK / arch
    cache.mkdir(parents=True, exist_ok=True)
    root = pyaudio.sysroot(target, cache / "sysroot")
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        tree, work = Path(folder, "tree"), Path(folder, "work")
        work.mkdir()
        content = tree / package.SITE
        sdists = Path(folder, "sdists")
        sdists.mkdir()
        pyaudio.compile_pyaudio(target, site.gather(target, content, sdists), root, work, content)
        bill = sbom.bill_of_materials(content, ROOT / "deploy" / "weights.toml", _version(), target, epoch)
        _drop_old_signature(content / "deploy" / "weights.toml")
        site.prune(content)
        site.pack_pip(content)
        site.compile_bytecode(content, Path("/", package.SITE))
        package.lay_out(tree)
        (tree / package.DOC / "sbom.cdx.json").write_text(bill, encoding="utf-8")
        control = package.control_of("cabin-voice", _version(), target)
        scripts = ("postinst", "prerm", "postrm")
        archive = package.pack(tree, "cabin-voice", control, scripts, ("/etc/cabin-voice/cabin.toml",), epoch, out, compression)
    archive.with_suffix(".cdx.json").write_text(bill, encoding="utf-8")
    return archive, time.monotonic() - begun


def _drop_old_signature(listed: Path) -> None:
    """A list that was edited after it was signed is packed as an unsigned one; an installed program refuses a wrong signature."""
    from device.weights_fetch.signature import SUFFIX, Verdict, judge

    if judge(listed) is Verdict.FORGED:
        print(
            "the list of weights was edited after it was signed: packed without a signature (cabin weights sign KEY)",
            file=sys.stderr,
        )
        listed.with_name(listed.name + SUFFIX).unlink()


def _build_weights(store: Path, out: Path) -> tuple[Path, float]:
    begun = time.monotonic()
    from edge.weights.catalogue import read_catalogue
    from edge.weights.store import WeightStore
    from edge.weights.verify import verify_entry

    chosen = read_catalogue(ROOT / "deploy" / "weights.toml").select(None)
    for name, entry in chosen.items():
        for damage in verify_entry(WeightStore(store), name, entry):
            raise BuildError(str(damage))
    files = [f"{name}/{file.name}" for name, entry in chosen.items() for file in entry.kept]
    WORK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        tree = Path(folder, "tree")
        package.lay_out_weights(tree, store, files)
        control = package.control_of("cabin-voice-weights", _version(), None)
        archive = package.pack(tree, "cabin-voice-weights", control, (), (), _epoch(), out)
    return archive, time.monotonic() - begun


def _report(archive: Path, seconds: float) -> None:
    print(f"{archive}: {archive.stat().st_size / 1e6:.1f} MB in {seconds:.0f} s")


def _version() -> str:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _epoch() -> int:
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return int(given)
    if shutil.which("git") is None:
        return _NO_COMMIT_EPOCH
    try:
        return int(run(["git", "-C", ROOT, "log", "-1", "--format=%ct"]).strip() or _NO_COMMIT_EPOCH)
    except (BuildError, ValueError):
        return _NO_COMMIT_EPOCH


if __name__ == "__main__":
    main()
