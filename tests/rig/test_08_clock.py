"""The wall clock jumps, as it does on a board without a battery when the first time arrives."""

from __future__ import annotations

import pytest
from board import RANGE_KM, Board


@pytest.mark.parametrize("jump", ["+400 days", "-500 days"])
def test_a_jump_of_the_clock_changes_nothing(board: Board, jump: str) -> None:
    frames = board.status()["frames"]
    board.shell.run(f"date -s '{jump}'")
    board.until("audio goes on", lambda status: status["frames"] > frames + 200)
    # Values of the bus are as old as they were: the range is known and spoken.
    assert str(RANGE_KM) in board.ask_and_stop()["text"]
    # The rig's player of the bus waits by the wall clock, and after a jump back for as long as that was.
    board.stop_car()
    board.start_car()
    board.until("data of the bus", lambda status: not board.standing(status))
