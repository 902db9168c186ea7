"""The cable to the world is pulled in the middle of a turn."""

from __future__ import annotations

from board import Board


def test_a_turn_ends_in_words_when_the_network_is_cut(board: Board) -> None:
    board.until("the rig's cloud", lambda status: status["endpoints"].get("cloud") == "connected")
    board.ask()
    board.until_event("wake")
    board.power.network(up=False)
    # Nobody answers: the turn has a deadline and a spoken way out.
    fault = board.until_event("fault", what="no answer")
    assert fault["action"] == "apology"
    board.until("at rest", lambda status: status["state"] == "idle")
    board.power.network(up=True)
    board.power.tunnel(board.cloud)
    board.until("the cloud again", lambda status: status["endpoints"].get("cloud") == "connected")
    board.mark()
    board.ask_and_stop()
