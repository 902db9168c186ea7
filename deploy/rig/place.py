"""Where the virtual board is built and kept, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARCH = "arm64"

PACKAGES = (
    # Debian's base
    "base-files", "base-passwd", "bash", "ca-certificates", "coreutils", "dash", "debianutils", "diffutils", "dpkg", "findutils",
    "grep", "gzip", "hostname", "init-system-helpers", "libc-bin", "login", "mount", "netbase", "passwd", "procps", "sed",
    "tar", "util-linux",
    # the system
    "dbus", "iproute2", "kmod", "libpam-systemd", "openssh-server", "systemd", "systemd-sysv", "udev",
    # what the product's package depends on and recommends
    "espeak-ng", "libasound2", "libgcc-s1", "libportaudio2", "libstdc++6", "polkitd", "python3.11",
    # what the tests use
    "alsa-utils", "can-utils",
)  # fmt: skip

KERNEL_MODULES = (
    "virtio_pci", "virtio_blk", "virtio_net", "virtio_rng", "ext4", "crc32c_generic",
    "can", "can-raw", "can-dev", "vcan", "kvaser_pci", "snd-aloop", "i6300esb", "sch_netem",
)  # fmt: skip
"""What the board has, with all that these need; the rest of the kernel's modules is left out of the image."""


PACKAGE_ON_BOARD = "/root/cabin-voice.deb"
"""The product's package, as a file on the virtual board."""


@dataclass(frozen=True)
class Place:
    """Paths below one folder."""

    folder: Path = ROOT / "build" / "rig"

    @property
    def apt(self) -> Path:
        return self.folder / "apt"

    @property
    def root(self) -> Path:
        """The root file system while it is laid out."""
        return self.folder / "root"

    @property
    def disk(self) -> Path:
        """The finished root file system; never written by a board."""
        return self.folder / "disk.img"

    @property
    def weights(self) -> Path:
        """A file system that holds the weights."""
        return self.folder / "weights.img"

    @property
    def kernel(self) -> Path:
        return self.folder / "vmlinuz"

    @property
    def initrd(self) -> Path:
        return self.folder / "initrd.img"

    @property
    def key(self) -> Path:
        """The private key that opens the board's secure shell; made for each build folder."""
        return self.folder / "id_ed25519"

    @property
    def stamp(self) -> Path:
        """Says what the disk was made from."""
        return self.folder / "built.json"
