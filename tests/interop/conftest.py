"""Other people's clients and servers, each in an environment of its own, made once and kept in the user's cache."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tone_answerer import ToneAnswerer

from device.link.answering import answering
from device.link.server import listening

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "cabin-voice" / "peers"

RunPeer = Callable[..., dict[str, Any]]


def environment(name: str, requirements: tuple[str, ...], bare: tuple[str, ...] = ()) -> Path:
    """The Python of an environment with these packages; the test is skipped when it cannot be had.

    bare: packages to install without what they depend on.
    """
    key = (sys.version.split()[0], *requirements, "", *bare)
    digest = hashlib.sha256("\n".join(key).encode()).hexdigest()[:12]
    folder = CACHE / f"{name}-{digest}"
    python = folder / "bin" / "python"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            commands = [[sys.executable, "-m", "venv", "--clear", str(folder)], [*install, *requirements]]
            if bare:
                commands.append([*install, "--no-deps", *bare])
            for command in commands:
                made = subprocess.run(command, capture_output=True, text=True, check=False)
                if made.returncode:
                    why = (made.stderr.strip().splitlines() or ["no reason given"])[-1]
                    pytest.skip(f"the peer {name} cannot be installed: {why[:200]}")
            (folder / "ready").touch()
    return python


@pytest.fixture(scope="session")
def peer() -> Callable[..., Path]:
    """Makes the environment of a peer: `peer("openai", "openai[realtime]==3.54.0")` is its Python."""

    def make(name: str, *requirements: str, bare: tuple[str, ...] = ()) -> Path:
        return environment(name, requirements, bare)

    return make


@pytest.fixture
def run_peer(peer: Callable[..., Path]) -> RunPeer:
    """Serves the tone answerer and runs a peer's script against it: what the script printed last, parsed."""

    async def serve_and_run(python: Path, script: str, arguments: tuple[str, ...]) -> dict[str, Any]:
        clean = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        async with listening(answering(ToneAnswerer)) as server:
            command = [str(python), str(HERE / script), server.address, *arguments]
            process = await asyncio.create_subprocess_exec(
                *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=clean
            )
            try:
                out, err = await asyncio.wait_for(process.communicate(), 60)
            except TimeoutError:
                process.kill()
                out, err = await process.communicate()
                pytest.fail(f"{script} did not end; it said: {(out + err).decode()[-2000:]}")
        assert process.returncode == 0, err.decode()[-3000:]
        found: dict[str, Any] = json.loads(out.decode().strip().splitlines()[-1])
        return found

    def run(name: str, requirements: tuple[str, ...], script: str, *arguments: str) -> dict[str, Any]:
        return asyncio.run(serve_and_run(peer(name, *requirements), script, arguments))

    return run
