"""The supply is taken away in the middle of writing."""

from __future__ import annotations

import json

from board import Board


def test_the_power_is_cut_while_files_are_written(board: Board) -> None:
    board.shell.run("setsid sh -c 'while true; do echo x >> /var/lib/cabin-voice/scratch; sync; done' >/dev/null 2>&1 </dev/null &")
    board.ask()
    board.until_event("wake")
    board.power.cut()
    board.power.on()
    board.settle()
    board.power.tunnel(board.cloud)
    board.start_car()
    board.ready()
    board.shell.run("rm -f /var/lib/cabin-voice/scratch")
    for line in board.shell.run("cat /var/lib/cabin-voice/ledger.jsonl").splitlines():
        assert set(json.loads(line)) == {"at", "endpoint", "seconds", "why"}
    assert "errors" not in board.shell.run("dmesg | grep -i 'ext4-fs error' || true")
    board.until("the rig's cloud", lambda status: status["endpoints"].get("cloud") == "connected")
    board.ask_and_stop()
