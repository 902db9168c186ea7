"""The disk is full, and is given room again."""

from __future__ import annotations

from board import Board

LEDGER = "/var/lib/cabin-voice/ledger.jsonl"


def test_a_full_disk_loses_no_line_of_the_ledger(board: Board) -> None:
    board.until("the rig's cloud", lambda status: status["endpoints"].get("cloud") == "connected")
    # A file that has to be made needs a block of its own; the end of an old one may have room.
    board.shell.run(f"mv {LEDGER} /root/ledger.before")
    # Root may use what ext4 reserves; the daemon's user may not.
    board.shell.run("dd if=/dev/zero of=/var/full bs=1M 2>/dev/null; dd if=/dev/zero bs=512 >> /var/full 2>/dev/null; true")
    board.ask()
    board.until("the full disk shown", lambda status: "disk" in board.standing(status))
    board.until_event("playback_end")
    board.shell.run("rm /var/full; sync")
    board.until("written when there was room", lambda status: not board.standing(status))
    assert board.shell.run(f"cat {LEDGER}").splitlines()
