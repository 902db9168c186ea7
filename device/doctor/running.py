"""The daemon, where one runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from device.control.socket import NAME, request
from device.doctor.finding import Finding, Grade, Patient
from edge.errors import CabinError


def daemon_status(runtime: Path) -> dict[str, Any] | None:
    """What `cabin status` shows, None when no daemon answers."""
    try:
        return request(runtime / NAME, "status")
    except (CabinError, ValueError):
        return None


def check_daemon(patient: Patient) -> list[Finding]:
    """Does it run, does it hear, and has it lost anything?"""
    status = daemon_status(patient.runtime)
    if status is None:
        text = f"no daemon answers below {patient.runtime}"
        return [Finding("daemon", Grade.SKIPPED, text, "systemctl start cabin-voice, or cabin run")]
    figures = {key: value for key, value in status.items() if isinstance(value, int | float | str)}
    if not status.get("wake_ready"):
        text = "it runs, but does not hear: the sound card is not open"
        return [Finding("daemon", Grade.WRONG, text, "journalctl -u cabin-voice -n 20; cabin devices", figures)]
    lost = int(status.get("samples_lost", 0))
    if lost > 0.001 * 160 * int(status.get("frames", 0)):
        text = f"it hears, but has lost {lost / 16000:.1f} s of {status.get('audio_seconds')} s"
        return [Finding("daemon", Grade.WARNING, text, "look for what takes the processor with top", figures)]
    if status.get("muted"):
        return [Finding("daemon", Grade.WARNING, "it is muted", "cabin mute --off", figures)]
    return [Finding("daemon", Grade.FINE, f"it listens, {status.get('state')}, {status.get('rss_mb')} MB", figures=figures)]
