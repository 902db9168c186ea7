"""A car's board that listens on the network is an invitation: by default nothing of ours does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from device.control.socket import request
from edge.errors import CabinError

LISTENING, ANY_UDP = "0A", "07"


def _family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from _family(int(child))


def _sockets(pid: int) -> set[str]:
    found = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(link)
        except OSError:
            continue
        if target.startswith("socket:["):
            found.add(target[8:-1])
    return found


def _open_ports(pids: list[int]) -> list[str]:
    """Local addresses on which one of the processes takes what comes: listening TCP, bound UDP, raw."""
    ours = set().union(*(_sockets(pid) for pid in pids))
    found = []
    for table, states in (("tcp", {LISTENING}), ("tcp6", {LISTENING}), ("udp", {ANY_UDP}), ("udp6", {ANY_UDP}), ("raw", {ANY_UDP})):
        file = Path(f"/proc/net/{table}")
        for line in file.read_text().splitlines()[1:] if file.exists() else []:
            fields = line.split()
            if fields[9] in ours and fields[3] in states:
                found.append(f"{table} {fields[1]}")
    return found


@pytest.mark.weights
def test_the_daemon_and_its_model_listen_on_no_port(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "CABIN_AUDIO__BACKEND": "null",
        "CABIN_CLOUD__API_KEY": "sk-nobody",
        "CABIN_CLOUD__URL": "ws://127.0.0.1:9/nobody",
        "XDG_RUNTIME_DIR": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
    }
    control = tmp_path / "cabin-voice" / "control.sock"
    with subprocess.Popen([sys.executable, "-m", "device", "run"], env=environment, stderr=subprocess.DEVNULL) as daemon:
        try:
            status: dict[str, object] = {}
            while not (status.get("wake_ready") and (tmp_path / "cabin-voice" / "model.sock").exists()):
                assert daemon.poll() is None
                try:
                    status = request(control, "status")
                except CabinError:
                    continue
            family = list(_family(daemon.pid))
            assert len(family) >= 2, "the model is a process of its own"
            assert _open_ports(family) == []
            for socket in (tmp_path / "cabin-voice").glob("*.sock"):
                assert socket.parent.stat().st_mode & 0o077 == 0
                assert socket.stat().st_mode & 0o007 == 0
        finally:
            daemon.send_signal(signal.SIGTERM)


def test_the_measure_finds_a_port() -> None:
    code = "import socket,sys; s=socket.socket(); s.bind(('127.0.0.1',0)); s.listen(); print('x',flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = _open_ports([process.pid])
        process.communicate()
    assert len(found) == 1
    assert found[0].startswith("tcp 0100007F:")
