"""Before a suspend the machine waits for the daemon."""

from __future__ import annotations

from board import Board


def test_logind_holds_the_daemon_s_delay_lock(board: Board) -> None:
    listed = "systemd-inhibit --list --no-legend --no-pager"
    # polkit is started by the daemon's own request.
    locks = board.shell.run(f"n=0; until {listed} | grep 'Cabin Voice' || [ $n -ge 60 ]; do sleep 1; n=$((n + 1)); done")
    (ours,) = [line.split() for line in locks.splitlines() if line.startswith("Cabin Voice")]
    pid = board.show("cabin-voice.service", "MainPID")
    assert ours[3] == "cabin-voice"
    assert pid in ours
    assert "sleep" in ours
    assert ours[-1] == "delay"
