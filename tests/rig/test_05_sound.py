"""Microphone and loudspeaker are pulled out and plugged in again."""

from __future__ import annotations

import pytest
from board import Board


@pytest.mark.parametrize(("name", "card"), [("mic", 0), ("spk", 1)], ids=["microphone", "loudspeaker"])
def test_a_card_that_goes_and_comes_back(board: Board, name: str, card: int) -> None:
    driver = "/sys/bus/platform/drivers/snd_aloop"
    board.shell.run(f"setsid sh -c 'echo snd_aloop.{card} > {driver}/unbind' >/dev/null 2>&1 </dev/null &")
    status = board.until("the card's absence shown", lambda status: "sound" in board.standing(status))
    assert not status["wake_ready"]
    board.shell.run(f"sleep 1; echo snd_aloop.{card} > {driver}/bind; sleep 1; cat /proc/asound/cards")
    board.shell.run(f"echo -n {name} > /sys/class/sound/card{card}/id", check=False)
    board.until("the ears are back", lambda status: status["wake_ready"] and not board.standing(status))
    board.mark()
    board.ask()
    board.until_event("playback_end")
