"""The package is taken off the board, leaves nothing, and is installed again as on a new board."""

from __future__ import annotations

from board import SETTINGS, Board

from deploy.rig.place import Place

_WEIGHTS = "/var/lib/cabin-voice-weights"
_KEPT = f"{SETTINGS} /etc/credstore/stepfun-api-key /etc/systemd/system/cabin-voice-model.service.d/rig.conf"
"""What makes the board a rig's; purging takes it, too."""
INSTALL_S = 30.0


def test_purging_leaves_nothing_and_installing_is_quick(board: Board) -> None:
    (package,) = (Place().folder / "dist").glob("cabin-voice_*_arm64.deb")
    board.shell.run(f"tar -cf /root/kept.tar {_KEPT} 2>/dev/null; systemctl stop 'cabin-voice*'; umount {_WEIGHTS}")
    board.shell.run("dpkg --purge cabin-voice", seconds=1800)
    places = "find / -xdev -name '*cabin-voice*' -not -path '/root/*' -not -path '/proc/*' -not -path '/sys/*'"
    assert not board.shell.run(places).strip()
    assert "cabin-voice" not in board.shell.run("getent passwd; getent group")
    assert "cabin-voice" not in board.shell.run("systemctl list-unit-files --no-pager 'cabin-voice*'", check=False)

    here = board.file(package)
    begun = board.seconds()
    board.shell.run(f"dpkg --install {here}", seconds=3600)
    took = board.seconds() - begun
    print(f"installed in {took:.1f} s of the board's time")
    assert took <= INSTALL_S
    assert board.shell.run("systemctl is-enabled cabin-voice.service").strip() == "enabled"
    board.shell.run(f"mount {_WEIGHTS}; tar -xf /root/kept.tar -C / && rm /root/kept.tar")
    board.shell.run("systemctl daemon-reload; systemctl restart cabin-voice.service")
    board.restarts_expected = 0
    board.ready()
    assert board.shell.run("stat -c '%U %a' /var/lib/cabin-voice").split() == ["cabin-voice", "700"]
