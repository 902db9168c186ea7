"""The board's root file system, from Debian's arm64 packages and the product's own, without running any of their programs.

Maintainer scripts would have to be emulated, which takes minutes: this machine's own tools do what the image needs of them.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from pathlib import Path

from deploy.debian.running import run
from deploy.debian.site import python_of_target
from deploy.debian.target import PYTHON, BuildError

_MERGED = ("bin", "sbin", "lib")
_LEFT_OUT = ("./usr/share/doc/*", "./usr/share/man/*", "./usr/share/locale/*", "./usr/share/info/*", "./usr/share/bug/*")
_UNITS = ("cabin-voice.service", "cabin-voice-model.service", "cabin-voice-key.path")
_ENABLED = ("ssh.service", "systemd-networkd.service")
_MASKED = (
    # asks on the console for a locale and waits
    "systemd-firstboot.service",
    "systemd-networkd-wait-online.service",
    "apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer", "e2scrub_all.timer", "e2scrub_reap.service",
    "fstrim.timer",
)  # fmt: skip


def lay_out(root: Path, archives: Iterable[Path]) -> None:
    """Unpack Debian's packages into an empty `root` and write what dpkg would know of them."""
    for name in _MERGED:
        (root / "usr" / name).mkdir(parents=True)
        (root / name).symlink_to(f"usr/{name}")
    database = root / "var/lib/dpkg"
    for folder in ("info", "updates", "triggers", "alternatives"):
        (database / folder).mkdir(parents=True)
    status = [_unpack(root, archive) for archive in archives]
    (database / "status").write_text("\n".join(status), encoding="utf-8")
    (database / "arch").write_text("arm64\n", encoding="utf-8")


def install(root: Path, archive: Path) -> None:
    """Unpack the product's package as dpkg would, scripts for later upgrades included, and switch its units on."""
    status = root / "var/lib/dpkg/status"
    status.write_text(status.read_text(encoding="utf-8") + "\n" + _unpack(root, archive, scripts=True), encoding="utf-8")
    run(["systemd-sysusers", f"--root={root}"])
    run(["systemd-tmpfiles", f"--root={root}", "--create", "cabin-voice.conf"])
    for unit in _UNITS:
        run(["systemctl", f"--root={root}", "enable", unit])
        _note_enabled(root, unit)


def finish(root: Path) -> None:
    """What Debian's scripts would have done: users, shells, linker cache, host keys, units."""
    shutil.copy(root / "usr/share/base-passwd/passwd.master", root / "etc/passwd")
    shutil.copy(root / "usr/share/base-passwd/group.master", root / "etc/group")
    for name in ("passwd", "group"):
        file = root / "etc" / name
        lines = [line.split(":") for line in file.read_text(encoding="utf-8").splitlines()]
        file.write_text("".join(":".join([fields[0], "x", *fields[2:]]) + "\n" for fields in lines), encoding="utf-8")
    users = [line.split(":")[0] for line in (root / "etc/passwd").read_text(encoding="utf-8").splitlines()]
    shadow = root / "etc/shadow"
    shadow.write_text("".join(f"{user}:*:19000:0:99999:7:::\n" for user in users), encoding="utf-8")
    shadow.chmod(0o640)
    (root / "etc/gshadow").touch(mode=0o640)
    (root / "usr/lib/sysusers.d/zz-rig.conf").write_text('u sshd - "sshd" /run/sshd\nu messagebus - "dbus" /nonexistent\n')
    run(["systemd-sysusers", f"--root={root}"])
    for place in ("auth", "account", "password", "session", "session-noninteractive"):
        kind = place.removesuffix("-noninteractive")
        (root / f"etc/pam.d/common-{place}").write_text(f"{kind} required pam_permit.so\n")
    if not (root / "usr/bin/sh").exists():
        (root / "usr/bin/sh").symlink_to("dash")
    for name, target in (("awk", "mawk"), ("pager", "more")):
        if not (root / "usr/bin" / name).exists() and (root / "usr/bin" / target).exists():
            (root / "usr/bin" / name).symlink_to(target)
    # Directories in the package, links once it is installed: where many programs look for the system bus.
    for name, target in (("run", "/run"), ("lock", "/run/lock")):
        shutil.rmtree(root / "var" / name, ignore_errors=True)
        (root / "var" / name).symlink_to(target)
    run(["ldconfig", "-r", root])
    (root / "etc/ssh/sshd_config").write_text("PermitRootLogin prohibit-password\nUsePAM no\nUseDNS no\nGatewayPorts no\n")
    (root / "usr/lib/tmpfiles.d/rig-sshd.conf").write_text("d /run/sshd 0755 root root\n")
    run(["ssh-keygen", "-q", "-A", "-f", root])
    # systemctl would run Debian's helper for these, in the board's own instructions.
    shutil.rmtree(root / "etc/init.d")
    for unit in _ENABLED:
        run(["systemctl", f"--root={root}", "enable", unit])
    for unit in _MASKED:
        run(["systemctl", f"--root={root}", "mask", unit])
    run(["systemctl", f"--root={root}", "set-default", "multi-user.target"])
    # As the interpreter's own script does when it is installed; without it every start would compile the standard library.
    library = f"usr/lib/python{PYTHON}"
    options = ["-q", "-j", "1", "-s", str(root), "-p", "/", "-x", "lib2to3/tests|/test/"]
    run([python_of_target(), "-m", "compileall", *options, root / library])


def _unpack(root: Path, archive: Path, *, scripts: bool = False) -> str:
    """Unpack one package; returns its paragraph of dpkg's status. scripts: keep its maintainer scripts, too."""
    left_out = [] if scripts else [word for pattern in _LEFT_OUT for word in ("--exclude", pattern)]
    content = subprocess.run(["dpkg-deb", "--fsys-tarfile", archive], capture_output=True, check=False).stdout
    options = [f"--directory={root}", "--keep-directory-symlink", "--preserve-permissions", *left_out]
    done = subprocess.run(["tar", "--extract", "--file=-", *options], input=content, capture_output=True, check=False)
    if done.returncode:
        raise BuildError(f"{archive.name}: {done.stderr.decode(errors='replace').strip()}")
    fields = run(["dpkg-deb", "--field", archive])
    name = next(line.split(": ")[1] for line in fields.splitlines() if line.startswith("Package: "))
    info = root / "var/lib/dpkg/info"
    if scripts:
        run(["dpkg-deb", "--control", archive, info / "new"])
        for file in (info / "new").iterdir():
            if file.name != "control":
                file.rename(info / f"{name}.{file.name}")
        shutil.rmtree(info / "new")
        fields = _with_conffiles(fields, info / f"{name}.conffiles", root)
    (info / f"{name}.list").write_text(_listing(content), encoding="utf-8")
    head, _, rest = fields.partition("\n")
    return f"{head}\nStatus: install ok installed\n{rest.rstrip()}\n"


def _with_conffiles(fields: str, listed: Path, root: Path) -> str:
    if not listed.is_file():
        return fields
    lines = ["Conffiles:"]
    for name in listed.read_text(encoding="utf-8").split():
        digest = run(["md5sum", root / name.lstrip("/")]).split()[0]
        lines.append(f" {name} {digest}")
    return fields.rstrip() + "\n" + "\n".join(lines) + "\n"


def _listing(content: bytes) -> str:
    with tarfile.open(fileobj=io.BytesIO(content)) as members:
        names = [member.name.removeprefix(".").rstrip("/") or "/." for member in members]
    return "".join(f"{name}\n" for name in names)


def _note_enabled(root: Path, unit: str) -> None:
    """What deb-systemd-helper keeps, so that an upgrade finds the unit as the first installation left it."""
    notes = root / "var/lib/systemd/deb-systemd-helper-enabled"
    wants = notes / "multi-user.target.wants"
    wants.mkdir(parents=True, exist_ok=True)
    (wants / unit).touch()
    (notes / f"{unit}.dsh-also").write_text(f"/etc/systemd/system/multi-user.target.wants/{unit}\n", encoding="utf-8")
