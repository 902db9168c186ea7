"""The polkit rule, asked of polkit itself: a bus, a polkitd and users of its own, in namespaces that end with the test."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

RULES = Path(__file__).parents[2] / "systemd" / "polkit"
POLICY = Path("/usr/share/polkit-1/actions/org.freedesktop.login1.policy")
POLKITD = Path("/usr/lib/polkit-1/polkitd")

# $1: a directory with passwd, policy and rules. $2: a user. $3: an action. Prints polkit's word.
ASK = """
set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/dbus
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/policy" {policy}
mount --bind "$1/rules" /usr/share/polkit-1/rules.d
dbus-daemon --system --nopidfile --nofork >/dev/null 2>&1 &
until [ -S /run/dbus/system_bus_socket ]; do sleep 0.02; done
{polkitd} --no-debug >/dev/null 2>&1 &
gdbus wait --system --timeout 20 org.freedesktop.PolicyKit1
setpriv --reuid "$2" --clear-groups sh -c 'exec pkcheck --action-id "$1" --process $$' ask "$3" 2>/dev/null && echo yes || echo no
"""

for program in ("unshare", "setpriv", "gdbus", "pkcheck", "dbus-daemon"):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed", allow_module_level=True)
if os.geteuid() != 0 or not POLKITD.exists() or not POLICY.exists():
    pytest.skip("polkit in a namespace takes root, polkitd and logind's list of actions", allow_module_level=True)


@pytest.mark.parametrize(
    ("user", "action", "said"),
    [
        ("cabin-voice", "org.freedesktop.login1.inhibit-delay-sleep", "yes"),
        ("cabin-voice-model", "org.freedesktop.login1.inhibit-delay-sleep", "no"),
        ("cabin-voice", "org.freedesktop.login1.inhibit-block-sleep", "no"),
        ("cabin-voice", "org.freedesktop.login1.reboot", "no"),
    ],
)
def test_the_daemon_may_delay_a_suspend_and_nothing_else(tmp_path: Path, user: str, action: str, said: str) -> None:
    tmp_path.chmod(0o755)
    users = "cabin-voice:x:64101:64101::/:/bin/false\ncabin-voice-model:x:64102:64102::/:/bin/false\n"
    (tmp_path / "passwd").write_text(Path("/etc/passwd").read_text() + users)
    # As on a system whose owner allows nothing by itself.
    (tmp_path / "policy").write_text(POLICY.read_text().replace("<allow_any>yes<", "<allow_any>no<"))
    shutil.copytree(RULES, tmp_path / "rules")
    script = ASK.format(policy=POLICY, polkitd=POLKITD)
    done = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", script, "ask", tmp_path, user, action],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split()[-1:] == [said], done.stderr
