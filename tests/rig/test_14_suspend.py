"""Before a suspend the machine waits for the daemon."""

from __future__ import annotations

from board import Board


def test_logind_holds_the_daemon_s_delay_lock(board: Board) -> None:
    board.until("the rig's cloud", lambda status: status["endpoints"].get("cloud") == "connected")
    locks = board.shell.run("systemd-inhibit --list --no-legend --no-pager")
    (ours,) = [line.split() for line in locks.splitlines() if line.startswith("Cabin Voice")]
    pid = board.show("cabin-voice.service", "MainPID")
    assert ours[3] == "cabin-voice"
    assert pid in ours
    assert "sleep" in ours
    assert ours[-1] == "delay"
