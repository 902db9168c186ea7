"""An hour of the board's time; the short set leaves it out."""

from __future__ import annotations

import numpy as np
import pytest
from board import LONG, Board

MINUTES = 60
GROWTH_MB = 4.0
WRITTEN_MB = 1.0
"""What an hour in which nobody speaks may write to flash, by the daemon and by all that the board runs."""


@pytest.mark.skipif(not LONG, reason="an hour of the board's time: make rig-long")
def test_an_hour_without_growth(board: Board) -> None:
    def written() -> int:
        return int(board.shell.run("awk '$3 == \"vda\" {print $10}' /proc/diskstats")) * 512

    board.until("the rig's cloud", lambda status: status["endpoints"].get("cloud") == "connected")
    memory, quiet_bytes, quiet = [], 0, 0
    for minute in range(MINUTES):
        board.mark()
        if spoken := minute % 10 == 5:
            board.ask()
            board.until_event("playback_end")
        begun = written()
        # What was said is written within this minute.
        board.shell.run("sleep 60; sync", seconds=3600)
        if not spoken:
            quiet, quiet_bytes = quiet + 1, quiet_bytes + written() - begun
        pid = board.show("cabin-voice.service", "MainPID")
        memory.append((board.status()["rss_mb"], int(board.shell.run(f"ls /proc/{pid}/fd | wc -l"))))
    settled = np.array(memory[MINUTES // 6 :])
    assert settled[-10:, 0].mean() - settled[:10, 0].mean() < GROWTH_MB
    assert settled[-1, 1] <= settled[0, 1] + 1
    an_hour = quiet_bytes / 1e6 * 60 / quiet
    print(f"memory {settled[0]} to {settled[-1]}, written {an_hour:.2f} MB in a quiet hour")
    assert an_hour <= WRITTEN_MB
