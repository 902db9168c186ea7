"""A bundle for support: what was found and what the board is, without secrets, words or audio."""

from __future__ import annotations

import importlib.metadata
import io
import json
import os
import platform
import re
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path

from device.doctor.finding import Finding, Patient
from device.doctor.running import daemon_status
from edge.errors import InputError

_JOURNAL = ("journalctl", "--no-pager", "--output=short-iso", "--lines=2000", "--unit=cabin-voice*")
_WORDS = re.compile(r'"event": ?"(transcript|answer|tool|signal|alert)"')
"""Events that say what was said or where the car is; they are in the journal only at log level debug."""
_SECRETS = re.compile(r"(?i)(bearer\s+|api[_-]?key\W{1,4}|token\W{1,4}|password\W{1,4})[^\s\"',;]{4,}")
_KEYS = re.compile(r"\b(?:sk-[\w-]{8,}|eyJ[\w-]{4,}\.[\w-]+\.[\w-]+)")
"""The shapes of an API key and of a JSON web token, wherever they stand."""
_HIDDEN = "(hidden)"


def write_bundle(file: Path, patient: Patient, findings: Sequence[Finding]) -> None:
    """Write a .tar.gz. Raises InputError when the file cannot be written."""
    members = {
        "findings.json": json.dumps([finding.to_json() for finding in findings], indent=1, ensure_ascii=False),
        "settings.txt": _settings(patient),
        "board.txt": _board(patient.root),
        "packages.txt": "\n".join(sorted(f"{one.name} {one.version}" for one in importlib.metadata.distributions())),
        "status.json": json.dumps(daemon_status(patient.runtime), indent=1, ensure_ascii=False),
        "journal.txt": _journal(),
    }
    try:
        with (
            os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
            tarfile.open(fileobj=out, mode="w:gz") as archive,
        ):
            for name, text in members.items():
                content = redact(text, _key(patient)).encode()
                member = tarfile.TarInfo(f"cabin-doctor/{name}")
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
    except OSError as error:
        raise InputError(file, f"cannot be written ({error.strerror})") from None


def redact(text: str, key: str = "") -> str:
    """Without the key, without what looks like one, without lines that tell what was said."""
    if key:
        text = text.replace(key, _HIDDEN)
    lines = (line for line in text.splitlines() if not _WORDS.search(line))
    return "\n".join(_KEYS.sub(_HIDDEN, _SECRETS.sub(lambda found: found[1] + _HIDDEN, line)) for line in lines) + "\n"


def _key(patient: Patient) -> str:
    key = patient.settings.cloud.api_key
    return key.get_secret_value() if key is not None else ""


def _settings(patient: Patient) -> str:
    if patient.loaded is None:
        return "cannot be read"
    return "\n".join(f"{key} = {value}  # {origin}" for key, value, origin in patient.loaded.rows())


def _board(root: Path) -> str:
    lines = [" ".join(platform.uname()), f"python {platform.python_version()}"]
    for name in ("etc/os-release", "proc/meminfo", "proc/loadavg", "proc/asound/cards", "proc/device-tree/model"):
        try:
            lines += [f"--- {name}", (root / name).read_text(errors="replace").strip("\0\n")]
        except OSError as error:
            lines.append(f"({error.strerror})")
    return "\n".join(lines)


def _journal() -> str:
    try:
        done = subprocess.run(_JOURNAL, capture_output=True, text=True, errors="replace", timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"no journal: {error}"
    return done.stdout or done.stderr
