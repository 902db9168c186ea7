"""A board that labgrid knows: power by its power driver, commands by its address, the uplink by QEMU or by the board itself."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from board import CLOUD_PORT, Board

from deploy.rig.shell import Shell

_BOOT_S = 1800.0


class LabgridPower:
    """The switches that a labgrid environment describes."""

    def __init__(self, target: Any, options: dict[str, Any], shell: Shell, cloud: Shell) -> None:
        """target: labgrid's. shell: the rig's way in. cloud: by the cable that is cut."""
        self._target, self._options, self._shell, self._cloud = target, options, shell, cloud
        self._driver = target.get_driver("PowerProtocol")

    @property
    def emulator(self) -> int | None:
        return None

    def cut(self) -> None:
        self._shell.close()
        self._cloud.close()
        self._driver.off()

    def on(self) -> None:
        self._driver.on()
        until = time.monotonic() + _BOOT_S
        while not self._shell.open():
            assert time.monotonic() < until, "the board does not come up"
            time.sleep(1.0)

    def network(self, *, up: bool) -> None:
        card = self._options.get("uplink_card")
        if card is not None:
            self._driver.monitor_command("set_link", {"name": card, "up": up})
        else:
            self._shell.run(f"ip link set {self._options['uplink']} {'up' if up else 'down'}")

    def tunnel(self, port: int) -> None:
        self._cloud.close()
        assert self._cloud.open(), "the board does not answer on its uplink"
        self._cloud.tunnel(CLOUD_PORT, port)


def labgrid_board(file: Path) -> Board:
    """The board of an environment file, switched on. Skips where labgrid is not installed."""
    labgrid = pytest.importorskip("labgrid", reason="labgrid is not installed: pip install labgrid")
    environment = labgrid.Environment(str(file))
    target = environment.get_target("main")
    options = environment.config.data.get("options", {})

    def path(name: str) -> Path:
        return Path(environment.config.resolve_path(str(Path(options[name]).expanduser())))

    if "overlay_of" in options:
        disk = environment.config.get_image_path("disk")
        words = ["qemu-img", "create", "-q", "-f", "qcow2", "-b", path("overlay_of"), "-F", "raw", disk]
        subprocess.run(words, check=True)
    service = target.get_resource("NetworkService", wait_avail=False)
    folder = Path(tempfile.mkdtemp(prefix="cabin-labgrid-"))
    shell = Shell(service.port, path("key"), folder / "rig.ssh", service.address)
    cloud = Shell(options.get("cloud_port", service.port), path("key"), folder / "cloud.ssh", service.address)
    power = LabgridPower(target, options, shell, cloud)
    power.on()
    return Board(shell, power)
