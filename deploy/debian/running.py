"""Running programs of the build, quietly, with one line when they fail."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.debian.target import BuildError


def run(command: Sequence[str | Path], *, cwd: Path | None = None, extra: Mapping[str, str] | None = None) -> str:
    """What the program prints. Raises BuildError with its last line when it fails."""
    words = [str(word) for word in command]
    environment = {**os.environ, **(extra or {})}
    done = subprocess.run(words, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in (done.stderr + "\n" + done.stdout).splitlines() if line.strip()]
        wrong = [line for line in said if line.lstrip().lower().startswith(("error", "e:", "fatal"))] or said[-1:]
        raise BuildError(f"{words[0]}: {wrong[0].strip() if wrong else f'ended with code {done.returncode}'}")
    return done.stdout


def need_program(program: str, *packages: str, file: Path | None = None) -> None:
    """Have a program at hand, and a file that it needs, installing their Debian packages where that is possible.

    Raises BuildError otherwise.
    """
    if shutil.which(program) is not None and (file is None or file.exists()):
        return
    names = " ".join(packages)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise BuildError(f"{program} is missing or not whole: apt-get install {names}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-q"], extra=quiet)
    run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], extra=quiet)
    if shutil.which(program) is None:
        raise BuildError(f"{names} brought no {program}")
