"""All checks, in the order in which a person would mend things."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from device.doctor.bus import check_bus
from device.doctor.finding import Check, Finding, Grade, Patient
from device.doctor.links import check_links
from device.doctor.machine import check_clock, check_rights, check_room, check_temperature, check_weights
from device.doctor.running import check_daemon
from device.doctor.sound import check_devices, check_round_trip
from device.doctor.stages import check_stages
from device.service.runtime import NAME
from device.settings import Settings, load_settings
from device.settings.load import CREDENTIAL, LoadedSettings
from device.weights_fetch import default_store
from edge.errors import SettingsError

CREDENTIAL_STORE = Path("/etc/credstore")

CHECKS: Mapping[str, Check] = {
    "rights": check_rights,
    "clock": check_clock,
    "temperature": check_temperature,
    "room": check_room,
    "weights": check_weights,
    "daemon": check_daemon,
    "devices": check_devices,
    "round-trip": check_round_trip,
    "stages": check_stages,
    "bus": check_bus,
    "links": check_links,
}
"""By the name that `--only` takes."""


def examine(
    patient: Patient, problem: Finding | None, only: list[str] | None = None, told: Callable[[str], None] = lambda _: None
) -> Iterator[Finding]:
    """Run the checks, all or the named ones. problem: what was wrong with the settings. told: hears the name of each check."""
    if problem is not None:
        yield problem
    for name, check in CHECKS.items():
        if not only or name in only:
            told(name)
            yield from check(patient)


def read_patient(file: Path | None, profile: Path | None, chirp: bool) -> tuple[Patient, Finding | None]:
    """The settings and places as the service would see them; unusable settings become a finding, and the defaults are taken."""
    environment = dict(os.environ)
    if "CREDENTIALS_DIRECTORY" not in environment and os.access(CREDENTIAL_STORE / CREDENTIAL, os.R_OK):
        environment["CREDENTIALS_DIRECTORY"] = str(CREDENTIAL_STORE)
    loaded: LoadedSettings | None = None
    problem: Finding | None = None
    try:
        loaded = load_settings(environment, file, profile)
    except SettingsError as error:
        mend = "mend the line; the other checks go by the defaults"
        problem = Finding("settings", Grade.WRONG, str(error), mend)
    settings = loaded.settings if loaded is not None else Settings()
    runtime = _place("RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR", Path("/tmp") / f"{NAME}-{os.getuid()}")
    chosen = settings.service.runtime_directory
    state = _place("STATE_DIRECTORY", "XDG_STATE_HOME", Path.home() / ".local" / "state" / NAME)
    return Patient(settings, loaded, default_store(), chosen or runtime, state, chirp=chirp), problem


def _place(given: str, base: str, otherwise: Path) -> Path:
    """As `device.service.runtime` finds it, but nothing is made: looking must not change what is looked at."""
    if value := os.environ.get(given):
        return Path(value.split(":")[0])
    return Path(os.environ[base]) / NAME if os.environ.get(base) else otherwise
