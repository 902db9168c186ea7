"""Other people's clients and servers, each in an environment of its own, made once and kept in the user's cache.

CABIN_WIRE_TAPES names a folder: what each of them and we say to each other is then written there, a tape for each run.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from device.bench.link.tone_answerer import ToneAnswerer
from device.bench.peers import PeerMissing, peer_node, peer_python
from device.clock import boottime_ns
from device.link.answering import answering
from device.link.server import Caller, listening
from edge.realtime.wire_tape import WireRecorder

HERE = Path(__file__).parent

RunPeer = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def peer() -> Callable[..., Path]:
    """Makes the environment of a peer: `peer("openai", "openai[realtime]==3.54.0")` is its Python."""

    def make(name: str, *requirements: str, bare: tuple[str, ...] = ()) -> Path:
        try:
            return peer_python(name, *requirements, bare=bare)
        except PeerMissing as problem:
            pytest.skip(f"the peer {name} cannot be installed: {problem}")

    return make


TAPES = os.environ.get("CABIN_WIRE_TAPES")


def write_tape(name: str, recorder: WireRecorder) -> None:
    """Keep a tape, where tapes are wanted."""
    if TAPES:
        Path(TAPES, f"{name}.jsonl").write_text("\n".join(recorder.lines()) + "\n", encoding="utf-8")


def _answerer_on(recorder: WireRecorder, caller: Caller) -> ToneAnswerer:
    """An answerer whose session goes on a tape."""
    recorder.opened("board", caller.dialect.name if caller.dialect is not None else "", boottime_ns())
    caller.tap = lambda source, text: recorder.frame("board", source, text, boottime_ns())
    return ToneAnswerer.of(caller)


async def _serve_and_run(program: Path, script: Path, arguments: tuple[str, ...]) -> dict[str, Any]:
    """Serve the tone answerer and run a peer's script against it: what the script printed last, parsed."""
    clean = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    recorder = WireRecorder(f"{script.stem.removeprefix('peer_')} {' '.join(arguments)}".strip(), boottime_ns(), keep_audio=True)
    async with listening(answering(partial(_answerer_on, recorder))) as server:
        command = [str(program), str(script), server.address, *arguments]
        process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=clean
        )
        try:
            out, err = await asyncio.wait_for(process.communicate(), 120)
        except TimeoutError:
            process.kill()
            out, err = await process.communicate()
            pytest.fail(f"{script.name} did not end; it said: {(out + err).decode()[-2000:]}")
    write_tape("_".join((script.stem.removeprefix("peer_"), *arguments)), recorder)
    assert process.returncode == 0, err.decode()[-3000:]
    found: dict[str, Any] = json.loads(out.decode().strip().splitlines()[-1])
    return found


@pytest.fixture
def run_peer(peer: Callable[..., Path]) -> RunPeer:
    """Runs a peer's script in the environment of its Python packages."""

    def run(name: str, requirements: tuple[str, ...], script: str, *arguments: str, bare: tuple[str, ...] = ()) -> dict[str, Any]:
        return asyncio.run(_serve_and_run(peer(name, *requirements, bare=bare), HERE / script, arguments))

    return run


@pytest.fixture
def run_node_peer() -> RunPeer:
    """Runs a peer's script beside its packages of npm: an import looks in the folder that a script lies in."""

    def run(name: str, packages: tuple[str, ...], script: str, *arguments: str) -> dict[str, Any]:
        try:
            node, folder = peer_node(name, *packages)
        except PeerMissing as problem:
            pytest.skip(f"the peer {name} cannot be installed: {problem}")
        beside = Path(shutil.copy(HERE / script, folder))
        return asyncio.run(_serve_and_run(node, beside, arguments))

    return run
