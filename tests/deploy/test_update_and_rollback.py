"""An update as the board gets it: RAUC itself writes the other slot, the health check keeps it or goes back.

The test's own are only the disks (two files), the boot loader (a script that keeps what RAUC tells it) and the daemon's answers.
"""

from __future__ import annotations

import asyncio
import configparser
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from waiting import until

from deploy.ota.bundle import COMPATIBLE, make_test_key, manifest

OTA = Path(__file__).parents[2] / "deploy" / "ota" / "files"
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>
"""
# As RAUC's part for U-Boot: what is chosen gets its tries back.
LOADER = """#!/bin/sh
case "$1" in
get-primary) cat primary;;
set-primary) echo "$2" > primary; echo good > "state-$2";;
get-state) cat "state-$2";;
set-state) echo "$3" > "state-$2";;
esac
"""

for program in ("rauc", "mksquashfs", "openssl", "mke2fs", "dbus-daemon"):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed", allow_module_level=True)
if os.geteuid() != 0 or not Path("/dev/loop-control").exists():
    pytest.skip("RAUC mounts its bundles: that takes root and loop devices", allow_module_level=True)


class Car:
    """A board with two slots, of which A runs."""

    def __init__(self, folder: Path, bus: str) -> None:
        self.folder = folder
        self.cert, self.key = make_test_key(folder / "keys")
        self.slots = {name: folder / f"root-{name.lower()}" for name in "AB"}
        for file in self.slots.values():
            file.write_bytes(bytes(8_000_000))
        (folder / "primary").write_text("A\n")
        (folder / "state-A").write_text("good\n")
        (folder / "state-B").write_text("bad\n")
        self.programs = folder / "bin"
        self.programs.mkdir()
        self._program("loader", LOADER.replace("#!/bin/sh\n", f"#!/bin/sh\ncd {folder}\n"))
        self._program("rauc", f'#!/bin/sh\nexec {shutil.which("rauc")} --conf={folder}/system.conf "$@"\n')
        self._program("systemctl", f'#!/bin/sh\ncase "$*" in *reboot) touch {folder}/reboot;; esac\n')
        self.environment = {
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "DBUS_SYSTEM_BUS_ADDRESS": bus,
            "CABIN_HEALTH_TRIES": "1",
            "CABIN_HEALTH_PAUSE": "0",
        }
        self._settings()

    def _program(self, name: str, text: str) -> None:
        (self.programs / name).write_text(text)
        (self.programs / name).chmod(0o755)

    def _settings(self) -> None:
        """The board's own, but for where things lie, and for plain bundles: not every kernel that tests has dm-verity."""
        settings = configparser.ConfigParser()
        settings.optionxform = str  # type: ignore[assignment,method-assign]
        settings.read(OTA / "system.conf")
        system = settings["system"]
        system.update({"bootloader": "custom", "statusfile": f"{self.folder}/rauc.status", "mountprefix": f"{self.folder}/mnt"})
        del system["bundle-formats"]
        (self.folder / "mnt").mkdir()
        settings["handlers"] = {"bootloader-custom-backend": f"{self.programs}/loader"}
        settings["keyring"]["path"] = str(self.cert)
        for number, name in enumerate("AB"):
            settings[f"slot.rootfs.{number}"]["device"] = str(self.slots[name])
        with (self.folder / "system.conf").open("w") as file:
            settings.write(file, space_around_delimiters=False)

    def bundle(self, version: str, *, cert: Path | None = None, key: Path | None = None, compatible: str = COMPATIBLE) -> Path:
        """A bundle whose root file system says its version."""
        content = self.folder / f"content-{version}"
        (content / "tree").mkdir(parents=True)
        (content / "tree/version").write_text(version)
        image = content / "rootfs.ext4"
        image.write_bytes(bytes(4_000_000))
        subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", "-d", content / "tree", image], check=True)
        shutil.rmtree(content / "tree")
        text = manifest(version).replace("format=verity", "format=plain").replace(COMPATIBLE, compatible)
        (content / "manifest.raucm").write_text(text)
        out = self.folder / f"{version}.raucb"
        signed = [f"--cert={cert or self.cert}", f"--key={key or self.key}"]
        subprocess.run(["rauc", "bundle", *signed, content, out], check=True, capture_output=True)
        return out

    @contextmanager
    def running(self) -> Iterator[str]:
        """The boot loader starts its first choice, or the other where that one is bad; RAUC's service on what was started."""
        first = (self.folder / "primary").read_text().strip()
        other = "B" if first == "A" else "A"
        slot = first if (self.folder / f"state-{first}").read_text().strip() == "good" else other
        (self.folder / "reboot").unlink(missing_ok=True)
        command = [self.programs / "rauc", f"--override-boot-slot={slot}", "service"]
        with (
            (self.folder / "service.log").open("ab") as log,
            subprocess.Popen(command, env=self.environment, stdout=log, stderr=log) as service,
        ):
            try:
                asyncio.run(until(lambda: self.rauc("status").returncode == 0))
                yield slot
            finally:
                service.terminate()

    def rauc(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self.programs / "rauc", *words], env=self.environment, capture_output=True, text=True, check=False)

    def health(self, *, ears: bool, turn: bool) -> None:
        """The package's health check, and what the daemon of this system says."""
        status = '{"wake_ready": %s}' % ("true" if ears else "false")
        answer = '{"event": "answer"}' if turn else ""
        self._program("cabin", f"#!/bin/sh\ncase $1 in status) echo '{status}';; ask) echo '{answer}';; esac\n")
        subprocess.run([OTA / "cabin-voice-health"], env=self.environment, check=True, capture_output=True)

    @property
    def reboots(self) -> bool:
        """The health check has asked for a restart."""
        return (self.folder / "reboot").exists()

    def holds(self, slot: str, version: str) -> bool:
        """Whether a slot's file system is that of a version."""
        told = subprocess.run(["debugfs", "-R", "cat version", self.slots[slot]], capture_output=True, text=True, check=True)
        return told.stdout == version


@pytest.fixture
def car(tmp_path: Path) -> Iterator[Car]:
    socket, file = tmp_path / "bus", tmp_path / "bus.conf"
    file.write_text(BUS.format(socket=socket))
    command = ["dbus-daemon", f"--config-file={file}", "--nofork", "--nopidfile", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as bus:
        assert bus.stdout is not None
        address = bus.stdout.readline().strip()
        try:
            yield Car(tmp_path, address)
        finally:
            bus.terminate()


def test_a_healthy_update_stays(car: Car) -> None:
    with car.running() as slot:
        assert slot == "A"
        done = car.rauc("install", car.bundle("2"))
        assert done.returncode == 0, done.stderr
    with car.running() as slot:
        assert slot == "B"
        assert car.holds("B", "2")
        car.health(ears=True, turn=True)
        assert not car.reboots
    with car.running() as slot:
        assert slot == "B"


@pytest.mark.parametrize(("ears", "turn"), [(False, True), (True, False)], ids=["deaf", "dumb"])
def test_an_update_that_is_not_well_goes_back_and_can_be_mended(car: Car, ears: bool, turn: bool) -> None:
    with car.running():
        assert car.rauc("install", car.bundle("2")).returncode == 0
    with car.running() as slot:
        assert slot == "B"
        car.health(ears=ears, turn=turn)
        assert car.reboots
    with car.running() as slot:
        assert slot == "A", "the system before runs again"
        car.health(ears=True, turn=True)
        assert car.rauc("install", car.bundle("3")).returncode == 0
    with car.running() as slot:
        assert slot == "B"
        assert car.holds("B", "3")
        car.health(ears=True, turn=True)
        assert not car.reboots


def test_what_is_not_ours_or_not_for_us_is_not_installed(car: Car, tmp_path: Path) -> None:
    cert, key = make_test_key(tmp_path / "stranger")
    before = car.slots["B"].read_bytes()
    with car.running():
        for bundle in (car.bundle("4", cert=cert, key=key), car.bundle("5", compatible="another-board")):
            assert car.rauc("install", bundle).returncode != 0
    assert car.slots["B"].read_bytes() == before
    with car.running() as slot:
        assert slot == "A"
