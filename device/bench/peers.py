"""Other people's packages for comparison, each set in a Python environment of its own that is made once and kept."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

_INSTALL_S = 900


class PeerMissing(Exception):  # noqa: N818
    """A peer cannot be measured here. The text says why."""


def peer_python(name: str, *requirements: str) -> Path:
    """The interpreter of an environment with these packages, below `~/.cache/cabin-voice/peers`.

    The first call installs with pip, which takes what the user's pip settings say. Raises PeerMissing when that fails.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    cache = (Path(base) if base else Path.home() / ".cache") / "cabin-voice" / "peers"
    digest = hashlib.sha256("\n".join((sys.version.split()[0], *requirements)).encode()).hexdigest()[:12]
    folder = cache / f"bench-{name}-{digest}"
    python = folder / "bin" / "python"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"bench-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "ready").exists():
            return python
        pip = [str(python), "-m", "pip", "install", "--quiet", "--prefer-binary", "--disable-pip-version-check"]
        for command in ([sys.executable, "-m", "venv", "--clear", str(folder)], [*pip, *requirements]):
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_INSTALL_S)
            if done.returncode:
                why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
                raise PeerMissing(f"{' '.join(requirements)}: {why[:200]}")
        (folder / "ready").touch()
    return python


def run_peer(python: Path, script: Path, *arguments: str, timeout_s: float = 600) -> None:
    """Run a script in a peer's environment. Raises PeerMissing with the last thing it said when it fails."""
    command = [str(python), str(script), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout_s)
    except subprocess.TimeoutExpired as error:
        raise PeerMissing(f"{script.name} took longer than {timeout_s:.0f} s") from error
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise PeerMissing(f"{script.name}: {why[:200]}")
