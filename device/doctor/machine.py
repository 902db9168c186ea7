"""The board itself: settings, weights, clock, temperature, memory, disk and rights."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from device.doctor.finding import Finding, Grade, Patient
from device.resources import shipped
from device.service.thermal import thermal_zones
from device.weights_fetch.signature import Verdict, judge
from edge.errors import CabinError
from edge.weights.catalogue import read_catalogue
from edge.weights.verify import verify_entry

NOT_BEFORE_S = 1_767_225_600
"""2026-01-01: this program did not exist earlier, so a clock that says less is wrong."""
HOT_C, TOO_HOT_C = 85.0, 95.0
_MODEL_MB = 700
_FREE_MB = 50


def check_weights(patient: Patient) -> list[Finding]:
    """Is every weight that the product needs there, every byte right?"""
    try:
        entries = read_catalogue(shipped("weights.toml")).select(None)
        damages = [str(damage) for name, entry in entries.items() for damage in verify_entry(patient.store, name, entry)]
    except CabinError as error:
        return [Finding("weights", Grade.WRONG, str(error), "reinstall the program")]
    except OSError as error:
        text = f"{error.filename or patient.store.root}: {error.strerror}"
        return [Finding("weights", Grade.WRONG, text, f"chmod -R a+rX {patient.store.root}")]
    if not damages:
        author = judge(shipped("weights.toml"))
        text = f"{len(entries)} entries in {patient.store.root}, every hash right; the list is {author}"
        if author is Verdict.FORGED:
            text = f"{shipped('weights.toml')} was changed after it was signed"
            mend = "reinstall the program; in a checkout of your own: cabin weights sign KEY"
            return [Finding("weights", Grade.WARNING, text, mend)]
        return [Finding("weights", Grade.FINE, text, figures={"list": str(author)})]
    return [
        Finding("weights", Grade.WRONG, damage, "systemctl start cabin-voice-weights, or cabin weights fetch") for damage in damages
    ]


def check_clock(patient: Patient) -> list[Finding]:
    """A wrong clock makes every certificate look expired."""
    return [judge_clock(time.time(), (patient.root / "run/systemd/timesync/synchronized").exists())]


def judge_clock(now_s: float, synchronised: bool) -> Finding:
    """now_s: seconds since 1970."""
    said = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(now_s))
    if now_s < NOT_BEFORE_S:
        text = f"it says {said}, which cannot be: no certificate will be valid"
        return Finding("clock", Grade.WRONG, text, "timedatectl set-ntp true, and fit the battery of the board's clock")
    return Finding("clock", Grade.FINE, f"{said}{', set by the network' if synchronised else ''}")


def check_temperature(patient: Patient) -> list[Finding]:
    """The hottest of the kernel's thermal zones."""
    zones = thermal_zones(patient.root)
    if not zones:
        return [Finding("temperature", Grade.SKIPPED, "this machine tells none")]
    where, hottest = max(zones.items(), key=lambda zone: zone[1])
    grade = Grade.WRONG if hottest >= TOO_HOT_C else Grade.WARNING if hottest >= HOT_C else Grade.FINE
    mend = "" if grade is Grade.FINE else "cool the board; from 85 degrees on the on-device model is the first to go"
    return [Finding("temperature", grade, f"{hottest:.0f} degrees at {where}", mend, {"celsius": round(hottest, 1)})]


def check_room(patient: Patient) -> list[Finding]:
    """Memory for the model, room on the disk for the ledger."""
    found = []
    memory = _available_mb(patient.root / "proc/meminfo")
    if memory is not None:
        tight = patient.settings.local.enabled and memory < _MODEL_MB
        text = f"{memory} MB are free" + (f"; the on-device model needs {_MODEL_MB}" if tight else "")
        mend = "set local.enabled = false, or free memory" if tight else ""
        found.append(Finding("memory", Grade.WARNING if tight else Grade.FINE, text, mend, {"available_mb": memory}))
    try:
        free = shutil.disk_usage(_existing(patient.state)).free // 1_000_000
    except OSError as error:
        return [*found, Finding("disk", Grade.WRONG, f"{patient.state}: {error.strerror}", f"ls -ld {patient.state}")]
    full = free < _FREE_MB
    mend = "journalctl --vacuum-size=20M; apt clean" if full else ""
    text = f"{free} MB are free at {patient.state}"
    return [*found, Finding("disk", Grade.WRONG if full else Grade.FINE, text, mend, {"free_mb": free})]


def check_rights(patient: Patient) -> list[Finding]:
    """May this user open the sound cards, and write what the daemon writes?"""
    found = []
    cards = sorted((patient.root / "dev/snd").glob("pcm*"))
    closed = [str(card) for card in cards if not os.access(card, os.R_OK | os.W_OK)]
    if closed:
        text = f"this user may not open {closed[0]}" + (f" and {len(closed) - 1} more" if len(closed) > 1 else "")
        found.append(Finding("rights", Grade.WRONG, text, "usermod -aG audio USER, and log in anew"))
    for folder in (patient.runtime, patient.state):
        if not os.access(_existing(folder), os.W_OK | os.X_OK):
            text = f"this user may not write to {folder}"
            found.append(Finding("rights", Grade.WRONG, text, f"run as root or as the service's user; ls -ld {folder}"))
    return found or [Finding("rights", Grade.FINE, "sound cards and directories are open to this user")]


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists: where it would be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _available_mb(meminfo: Path) -> int | None:
    try:
        lines = dict(line.split(":", 1) for line in meminfo.read_text().splitlines() if ":" in line)
        return int(lines["MemAvailable"].split()[0]) // 1000
    except (OSError, ValueError, LookupError):
        return None
