"""The disk is full, and is given room again."""

from __future__ import annotations

from board import Board

LEDGER = "/var/lib/cabin-voice/ledger.jsonl"


def test_a_full_disk_loses_no_line_of_the_ledger(board: Board) -> None:
    board.until("the rig's cloud", lambda status: status["endpoints"].get("cloud") == "connected")
    # A file that has to be made needs a block of its own; the end of an old one may have room.
    board.shell.run(f"mv {LEDGER} /root/ledger.before")
    # What the daemon's user may use is taken at once; then root's reserve on ext4, and the last blocks, by writing.
    write = "dd if=/dev/zero 2>/dev/null >> /var/full"
    board.shell.run(f"fallocate -l $(($(stat -f -c '%a * %S' /))) /var/full; {write} bs=1M; {write} bs=512; true")
    board.ask()
    board.until("the full disk shown", lambda status: "disk" in board.standing(status))
    board.until_event("playback_end")
    board.shell.run("rm /var/full; sync")
    board.until("written when there was room", lambda status: not board.standing(status))
    assert board.shell.run(f"cat {LEDGER}").splitlines()
