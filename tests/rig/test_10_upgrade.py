"""A newer package, and the older one again."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from board import SETTINGS, Board

from deploy.rig.place import Place


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The package of the board, and the same with a higher version."""
    (now,) = (Place().folder / "dist").glob("cabin-voice_*_arm64.deb")
    folder = tmp_path_factory.mktemp("upgrade")
    subprocess.run(["dpkg-deb", "--raw-extract", now, folder / "tree"], check=True)
    control = folder / "tree/DEBIAN/control"
    lines = [f"{line}+next" if line.startswith("Version: ") else line for line in control.read_text().splitlines()]
    control.write_text("\n".join(lines) + "\n")
    following = folder / "next.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", folder / "tree", following], check=True)
    return now, following


def test_upgrade_and_rollback_keep_the_settings(board: Board, packages: tuple[Path, Path]) -> None:
    settings = board.shell.run(f"md5sum {SETTINGS}")
    for package in reversed(packages):
        before = board.show("cabin-voice.service", "MainPID")
        board.shell.run("cat > /root/package.deb", data=package.read_bytes())
        board.shell.run("dpkg --force-confold --install /root/package.deb && rm /root/package.deb", seconds=1200)
        board.shell.run("systemctl is-enabled cabin-voice.service cabin-voice-key.path")
        version = board.shell.run("dpkg-query -W -f '${Version}' cabin-voice")
        assert version.endswith("+next") is (package == packages[1])
        board.until_restarted(before)
        board.restarts_expected = 0
        board.ready()
    assert board.shell.run(f"md5sum {SETTINGS}") == settings
    board.ask()
    board.until_event("playback_end")
