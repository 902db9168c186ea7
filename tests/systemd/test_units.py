"""The units: nothing that systemd does not know, little that an intruder could do, and what the parts rely on."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from device.settings import load_settings
from device.settings.load import CREDENTIAL

SYSTEMD = Path(__file__).parents[2] / "systemd"
UNITS = sorted(path for pattern in ("*.service", "*.timer", "*.path") for path in SYSTEMD.glob(pattern))
SERVICES = ("cabin-voice.service", "cabin-voice-model.service", "cabin-voice-weights.service")
EXPOSED = (*SERVICES, "cabin-voice-key.service")
HOST_UNITS = Path("/usr/lib/systemd/system")


@pytest.fixture(scope="module")
def analyze() -> str:
    """systemd-analyze, where there is one."""
    found = shutil.which("systemd-analyze")
    if found is None or not HOST_UNITS.is_dir():
        pytest.skip("systemd is not installed: the units cannot be checked by it (Debian: systemd)")
    return found


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def _settings(unit: str) -> dict[str, list[str]]:
    """Every value of every key of a unit, in order."""
    found: dict[str, list[str]] = {}
    for line in (SYSTEMD / unit).read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_systemd_has_nothing_to_say(analyze: str, tmp_path: Path) -> None:
    """It prints a line and still exits with 0 for a key that it does not know: any output is a failure."""
    units = tmp_path / "usr/lib/systemd/system"
    shutil.copytree(HOST_UNITS, units, symlinks=True)
    (tmp_path / "lib").symlink_to("usr/lib")
    for unit in UNITS:
        shutil.copy(unit, units)
    programs = {value.lstrip("-+!@").split()[0] for unit in UNITS for key, value in _pairs(unit) if key.startswith("Exec")}
    for program in programs:
        target = tmp_path / program.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy("/bin/true", target)
    names = [unit.name.replace("@.", "@cabin-voice.") for unit in UNITS]
    done = _run(analyze, "verify", f"--root={tmp_path}", *names)
    assert (done.stdout + done.stderr).strip() == ""
    assert done.returncode == 0


def _pairs(unit: Path) -> list[tuple[str, str]]:
    return [(key, value) for key, values in _settings(unit.name).items() for value in values]


@pytest.mark.parametrize("unit", EXPOSED)
def test_exposure(unit: str, analyze: str) -> None:
    done = _run(analyze, "security", "--offline=yes", "--no-pager", str(SYSTEMD / unit))
    found = re.search(r"Overall exposure level for .*: ([0-9.]+)", done.stdout)
    assert found is not None, done.stdout + done.stderr
    assert float(found[1]) <= 1.5
    assert _run(analyze, "security", "--offline=yes", "--threshold=15", str(SYSTEMD / unit)).returncode == 0


@pytest.mark.parametrize("unit", SERVICES[:2])
def test_the_processor_stays_visible(unit: str) -> None:
    """ProcSubset=pid hides /proc/cpuinfo, by which onnxruntime knows an ARM core."""
    assert "ProcSubset" not in _settings(unit)


def test_no_key_that_debian_12_does_not_know() -> None:
    for unit in UNITS:
        assert not {"RestartSteps", "RestartMaxDelaySec"} & set(_settings(unit.name))


def test_daemon_and_model_meet_at_one_socket() -> None:
    daemon, model = _settings(SERVICES[0]), _settings(SERVICES[1])
    assert daemon["RuntimeDirectory"] != model["RuntimeDirectory"]
    socket = next(word for word in model["ExecStart"][0].split() if word.endswith(".sock")).replace("%t", "/run")
    link, target = daemon["ExecStartPre"][0].split()[-1], daemon["ExecStartPre"][0].split()[-2]
    assert os.path.normpath(Path(link.replace("%t", "/run")).parent / target) == socket
    # The daemon may pass through the model's directory, and nobody else.
    assert model["Group"][0] in daemon["SupplementaryGroups"][0].split()
    assert model["User"] != daemon["User"]
    assert model["RuntimeDirectoryMode"] == ["0750"]


def test_the_settings_understand_the_units_variables() -> None:
    words = " ".join(_settings(SERVICES[0])["Environment"]).split()
    settings = load_settings(dict(word.split("=", 1) for word in words)).settings
    assert settings.local.enabled
    assert not settings.local.spawn


def test_the_key_is_optional_and_under_the_name_that_the_settings_look_for() -> None:
    # A path would make the unit fail where there is no such file; a bare name is looked for in the credential store.
    assert _settings(SERVICES[0])["LoadCredential"] == [CREDENTIAL]


def test_the_watchdog_and_the_starts() -> None:
    daemon = _settings(SERVICES[0])
    assert daemon["Type"] == ["notify"]
    assert float(daemon["WatchdogSec"][0]) <= 30
    for unit in SERVICES[:2]:
        found = _settings(unit)
        assert found["Restart"] == ["always"]
        burst, interval = int(found["StartLimitBurst"][0]), float(found["StartLimitIntervalSec"][0])
        assert burst * float(found["RestartSec"][0]) < interval


def test_the_bus_cannot_be_disturbed() -> None:
    network = configparser.ConfigParser()
    network.optionxform = str  # type: ignore[assignment,method-assign]
    network.read(SYSTEMD / "network" / "80-cabin-voice-can.network")
    assert network["CAN"]["ListenOnly"] == "yes"
    assert network["CAN"]["RestartSec"]
    assert network["CAN"]["BitRate"]
    assert network["Link"]["RequiredForOnline"] == "no"
    # The start waits for no bus and no network.
    waits = _settings(SERVICES[0]).get("After", []) + _settings(SERVICES[0]).get("Requires", [])
    assert not [word for value in waits for word in value.split() if "can" in word.replace("cabin", "") or "online" in word]


def test_users_are_made_where_systemd_can(tmp_path: Path) -> None:
    program = shutil.which("systemd-sysusers")
    if program is None:
        pytest.skip("systemd-sysusers is not installed")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/group").write_text("audio:x:29:\n")
    (tmp_path / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\n")
    done = _run(program, f"--root={tmp_path}", str(SYSTEMD / "sysusers.d" / "cabin-voice.conf"))
    assert done.returncode == 0, done.stderr
    groups = (tmp_path / "etc/group").read_text()
    assert re.search(r"^audio:.*:cabin-voice$", groups, re.MULTILINE)
    assert re.search(r"^cabin-voice-model:.*:cabin-voice$", groups, re.MULTILINE)
    users = {line.split(":")[0] for line in (tmp_path / "etc/passwd").read_text().splitlines()}
    assert {_settings(unit)["User"][0] for unit in SERVICES} <= users


def test_sound_rules_are_whole() -> None:
    text = (SYSTEMD / "udev" / "85-cabin-voice-sound.rules").read_text()
    rules = [line for line in text.splitlines() if line and not line.startswith("#")]
    for rule in rules:
        for part in rule.split(", "):
            assert re.fullmatch(r'[A-Z]+(\{\w+\})?(==|!=|=)"[^"]*"', part), part
    targets = set(re.findall(r'GOTO="(\w+)"', text))
    assert targets == set(re.findall(r'LABEL="(\w+)"', text))


def test_a_new_key_reaches_the_daemon_where_it_looks() -> None:
    (watched,) = _settings("cabin-voice-key.path")["PathChanged"]
    source, target = _settings("cabin-voice-key.service")["ExecStart"][0].split()[-2:]
    assert watched == source
    assert Path(source).name == CREDENTIAL
    (runtime,) = _settings(SERVICES[0])["RuntimeDirectory"]
    assert Path(target) == load_settings({"RUNTIME_DIRECTORY": f"/run/{runtime}"}).files[-1]


def test_a_loopback_keeps_its_name() -> None:
    rules = (SYSTEMD / "udev" / "85-cabin-voice-sound.rules").read_text().splitlines()
    loopback = next(place for place, rule in enumerate(rules) if "snd_aloop" in rule)
    assert loopback < next(place for place, rule in enumerate(rules) if '"cabin_board"' in rule and "ATTR" in rule)
