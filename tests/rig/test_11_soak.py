"""An hour of the board's time; the short set leaves it out."""

from __future__ import annotations

import numpy as np
import pytest
from board import LONG, Board

MINUTES = 60
GROWTH_MB = 4.0


@pytest.mark.skipif(not LONG, reason="an hour of the board's time: make rig-long")
def test_an_hour_without_growth(board: Board) -> None:
    def written() -> int:
        return int(board.shell.run("awk '$3 == \"vda\" {print $10}' /proc/diskstats")) * 512

    board.until("the rig's cloud", lambda status: status["endpoints"].get("cloud") == "connected")
    memory, begun = [], written()
    for minute in range(MINUTES):
        board.mark()
        if minute % 10 == 5:
            board.ask()
            board.until_event("playback_end")
        board.shell.run("sleep 60", seconds=3600)
        pid = board.show("cabin-voice.service", "MainPID")
        memory.append((board.status()["rss_mb"], int(board.shell.run(f"ls /proc/{pid}/fd | wc -l"))))
    settled = np.array(memory[MINUTES // 6 :])
    assert settled[-10:, 0].mean() - settled[:10, 0].mean() < GROWTH_MB
    assert settled[-1, 1] <= settled[0, 1] + 1
    print(f"memory {settled[0]} to {settled[-1]}, written {(written() - begun) / 1e6:.2f} MB")
