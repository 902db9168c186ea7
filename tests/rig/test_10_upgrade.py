"""A newer package, and the older one again."""

from __future__ import annotations

from board import SETTINGS, Board
from versions import renamed

from deploy.rig.place import Place

NEXT = "/root/next.deb"


def test_upgrade_and_rollback_keep_the_settings(board: Board) -> None:
    (package,) = (Place().folder / "dist").glob("cabin-voice_*_arm64.deb")
    here = board.file(package)
    head, begin = renamed(package, "+next")
    board.shell.run(f"(cat; tail -c +{begin + 1} {here}) > {NEXT}", data=head)
    settings = board.shell.run(f"md5sum {SETTINGS}")
    for file in (NEXT, here):
        before = board.show("cabin-voice.service", "MainPID")
        board.shell.run(f"dpkg --force-confold --install {file}", seconds=1800)
        board.shell.run("systemctl is-enabled cabin-voice.service cabin-voice-key.path")
        version = board.shell.run("dpkg-query -W -f '${Version}' cabin-voice")
        assert version.endswith("+next") is (file == NEXT)
        board.until_restarted(before)
        board.restarts_expected = 0
        board.ready()
    board.shell.run(f"rm {NEXT}")
    assert board.shell.run(f"md5sum {SETTINGS}") == settings
    board.ask_and_stop()
