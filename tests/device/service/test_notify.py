"""What reaches the service manager's socket."""

from __future__ import annotations

import socket
from pathlib import Path

from device.service.notify import Notifier


def test_messages_reach_the_manager(tmp_path: Path) -> None:
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        notifier = Notifier({"NOTIFY_SOCKET": str(address), "WATCHDOG_USEC": "3000000"})
        assert notifier.watchdog_s == 3.0
        notifier.waiting("no card", 15.0)
        notifier.ready("listening")
        notifier.watchdog()
        notifier.stopping()
        assert manager.recv(200) == b"EXTEND_TIMEOUT_USEC=15000000\nSTATUS=no card"
        assert [manager.recv(200) for _ in range(3)] == [b"READY=1\nSTATUS=listening", b"WATCHDOG=1", b"STOPPING=1"]
        notifier.close()


def test_without_a_manager_nothing_happens(tmp_path: Path) -> None:
    quiet = Notifier({})
    quiet.ready("listening")
    assert quiet.watchdog_s is None
    gone = Notifier({"NOTIFY_SOCKET": str(tmp_path / "nobody")})
    gone.watchdog()
    gone.close()
