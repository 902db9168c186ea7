"""The virtual board as a process: QEMU with an instruction-counting clock, its network cards, its power switch.

Guest time follows the number of executed instructions (one a nanosecond) and idle time, so it does not depend on how busy the
building machine is: deadlines are the guest's own, and CPU seconds in the guest are 10^9 instructions each.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from deploy.debian.running import run
from deploy.debian.target import BuildError
from deploy.rig.place import Place
from deploy.rig.shell import Shell

CLOUD_CARD, RIG_CARD = "nic0", "nic1"
"""The network card that tests cut, and the one by which they get in."""

_OPEN = b"rig: the shell is open"
"""What the board writes to its console then (files/etc/systemd/system/ssh.service.d)."""
_KNOCK_S = 600.0
"""After so long the shell is tried whatever the console says."""
_BOOT_S = 900.0
"""Of the building machine's time, which is worth little on a busy one."""
# Emulated memory and code are kept by address. A kernel that changes its page table at every call throws the former away sixty
# thousand times a second, and processes that lie elsewhere each time have the latter made anew: both took a third of the time.
_SAME_ADDRESSES = "nokaslr kpti=off norandmaps"


class Machine:
    """One virtual board, on a disk of its own over the image. Use it with `with`."""

    def __init__(self, place: Place, *, memory_mb: int = 2048) -> None:
        self._place = place
        self._memory_mb = memory_mb
        self._folder = tempfile.TemporaryDirectory(prefix="cabin-rig-")
        self.folder = Path(self._folder.name)
        """Of this run: overlay, sockets, console."""
        self.console = self.folder / "console.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._cloud_port, self._rig_port = free_ports(2)
        self.shell = Shell(self._rig_port, place.key, self.folder / "rig.ssh")
        """By the rig's own network card."""
        self.cloud_shell = Shell(self._cloud_port, place.key, self.folder / "cloud.ssh")
        """By the card that tests cut."""
        overlay = self.folder / "overlay.qcow2"
        run(["qemu-img", "create", "-q", "-f", "qcow2", "-b", place.disk.resolve(), "-F", "raw", overlay])

    def __enter__(self) -> Machine:
        self.power_on()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.power_cut()
        self._folder.cleanup()

    @property
    def running(self) -> bool:
        """QEMU is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """QEMU's process; None while the power is off."""
        return self._process.pid if self._process is not None else None

    def power_on(self) -> None:
        """Start it; its shell answers some time later."""
        self.console.unlink(missing_ok=True)  # what it told at the boot before
        with self.console.open("ab") as log:
            self._process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def power_cut(self) -> None:
        """As if the battery had been taken away: nothing is written any more."""
        self.shell.close()
        self.cloud_shell.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def wait(self, seconds: float = _BOOT_S) -> None:
        """Wait until the board's shell answers. Raises BuildError with the end of the console when it does not."""
        begun = time.monotonic()
        while self.running and (waited := time.monotonic() - begun) < seconds:
            told = _OPEN in self.console.read_bytes() or waited > _KNOCK_S
            if told and self.shell.open():
                return
            time.sleep(0.5)
        lines = self.console.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        raise BuildError("the virtual board does not come up; its console ends with:\n" + "\n".join(lines))

    def set_link(self, card: str, *, up: bool) -> None:
        """Plug a network cable in or out."""
        self.qmp("set_link", {"name": card, "up": up})

    def qmp(self, command: str, arguments: Mapping[str, Any] | None = None) -> Any:
        """One command to QEMU itself; returns what it answers. Raises BuildError when it refuses."""
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(30.0)
            link.connect(str(self.folder / "qmp.sock"))
            with link.makefile("rw", encoding="utf-8") as lines:
                json.loads(lines.readline())
                for order in ({"execute": "qmp_capabilities"}, {"execute": command, "arguments": dict(arguments or {})}):
                    lines.write(json.dumps(order) + "\n")
                    lines.flush()
                    while "event" in (answer := json.loads(lines.readline())):
                        continue
        if "error" in answer:
            raise BuildError(f"{command}: {answer['error'].get('desc')}")
        return answer["return"]

    def command(self) -> list[str]:
        """QEMU's command line."""
        place, folder = self._place, self.folder
        cards = ((CLOUD_CARD, "10.0.2.0/24", self._cloud_port), (RIG_CARD, "10.0.3.0/24", self._rig_port))
        network = []
        for card, net, port in cards:
            network += ["-netdev", f"user,id={card}net,net={net},restrict=on,hostfwd=tcp:127.0.0.1:{port}-:22"]
            network += ["-device", f"virtio-net-pci,netdev={card}net,id={card},romfile="]
        return [
            # What answers the board's questions comes first: the board waits for it by its own clock, which goes on when idle.
            *("nice", "-n", "5"),
            "qemu-system-aarch64",
            *("-M", "virt", "-cpu", "cortex-a72", "-smp", "1", "-m", str(self._memory_mb)),
            *("-accel", "tcg,tb-size=1024", "-icount", "shift=0,sleep=on"),
            *("-display", "none", "-monitor", "none", "-nodefaults"),
            *("-kernel", str(place.kernel), "-initrd", str(place.initrd)),
            *("-append", f"console=ttyAMA0 quiet mitigations=off {_SAME_ADDRESSES} systemd.show_status=false net.ifnames=0"),
            *("-drive", f"if=none,id=root,file={folder}/overlay.qcow2,format=qcow2,cache=writeback"),
            *("-device", "virtio-blk-pci,drive=root"),
            *("-drive", f"if=none,id=weights,file={place.weights},format=raw,readonly=on,file.locking=off"),
            *("-device", "virtio-blk-pci,drive=weights"),
            *network,
            *("-object", "rng-random,filename=/dev/urandom,id=rng", "-device", "virtio-rng-pci,rng=rng"),
            *("-object", "can-bus,id=bus", "-device", "kvaser_pci,canbus=bus", "-device", "kvaser_pci,canbus=bus"),
            *("-device", "i6300esb", "-action", "watchdog=reset"),
            *("-qmp", f"unix:{folder}/qmp.sock,server=on,wait=off"),
            # To a file, which is never full: a console that nobody reads would stop the guest.
            *("-serial", f"file:{self.console}"),
        ]


def free_ports(count: int) -> list[int]:
    """TCP ports of loopback that nobody uses now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def qemu_missing() -> str | None:
    """What keeps this machine from running the virtual board, in one line; None when nothing does."""
    from shutil import which

    if which("qemu-system-aarch64") is None:
        return "qemu-system-aarch64 is not installed: `make rig` installs it and builds the virtual board"
    if not Place().stamp.is_file():
        return f"there is no virtual board in {os.path.relpath(Place().folder)}: `make rig` builds it"
    return None
