"""The bus falls silent, reports bus-off, and is switched off."""

from __future__ import annotations

from board import Board


def test_silence_is_shown_and_goes_by_itself(board: Board) -> None:
    board.stop_car()
    board.until("silence shown", lambda status: "can_silent" in board.standing(status))
    board.start_car()
    board.until("data again", lambda status: not board.standing(status))


def test_bus_off_is_shown_and_goes_by_itself(board: Board) -> None:
    board.stop_car()
    # An error frame of class bus-off, as a controller's driver reports it.
    board.shell.run("for i in 1 2 3 4 5 6; do cansend vcan0 20000040#0000000000000000; sleep 0.5; done")
    status = board.until("bus-off shown", lambda status: "can" in board.standing(status))
    assert "bus-off" in board.standing(status)["can"]
    board.start_car()
    board.until("data again", lambda status: not board.standing(status))


def test_an_interface_that_goes_down_and_comes_back(board: Board) -> None:
    board.shell.run("ip link set vcan0 down")
    status = board.until("the interface's absence shown", lambda status: "can" in board.standing(status))
    assert "vcan0" in board.standing(status)["can"]
    board.stop_car()
    board.shell.run("ip link set vcan0 up")
    board.start_car()
    board.until("data again", lambda status: not board.standing(status))


def test_the_controllers_are_set_up_as_the_package_says(board: Board) -> None:
    shown = board.shell.run("ip -details link show can0")
    assert "LISTEN-ONLY" in shown
    assert "bitrate 500000" in shown
