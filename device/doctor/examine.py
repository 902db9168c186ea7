"""All checks, in the order in which a person would mend things."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from device.doctor.bus import check_bus
from device.doctor.finding import Check, Finding, Grade, Patient
from device.doctor.links import check_links
from device.doctor.machine import check_clock, check_rights, check_room, check_temperature, check_weights
from device.doctor.running import check_daemon
from device.doctor.sound import check_devices, check_round_trip
from device.doctor.stages import check_stages
from device.service.runtime import NAME
from device.settings import load_what_is_right
from device.settings.load import CREDENTIAL
from device.usable import usable
from device.weights_fetch import default_store
from edge.errors import CabinError

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
    patient: Patient, problems: Sequence[Finding], only: list[str] | None = None, told: Callable[[str], None] = lambda _: None
) -> Iterator[Finding]:
    """Run the checks, all or the named ones. problems: what was wrong with the settings. told: hears the name of each check."""
    yield from problems
    for name, check in CHECKS.items():
        if not only or name in only:
            told(name)
            yield from check(patient)


def read_patient(file: Path | None, profile: Path | None, chirp: bool) -> tuple[Patient, list[Finding]]:
    """The settings and places as the service would see them. What is wrong with the settings becomes findings, and is left out."""
    environment = dict(os.environ)
    if "CREDENTIALS_DIRECTORY" not in environment and os.access(CREDENTIAL_STORE / CREDENTIAL, os.R_OK):
        environment["CREDENTIALS_DIRECTORY"] = str(CREDENTIAL_STORE)
    loaded, mistakes = load_what_is_right(environment, file, profile)
    settings = loaded.settings
    more: Sequence[CabinError] = ()
    try:
        settings, more = usable(settings)
    except CabinError as error:
        more = [error]
    mend = "mend it; like the daemon, the other checks go by what is right"
    problems = [Finding("settings", Grade.WRONG, str(mistake), mend) for mistake in (*mistakes, *more)]
    runtime = _place("RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR", Path("/tmp") / f"{NAME}-{os.getuid()}")
    chosen = settings.service.runtime_directory
    state = _place("STATE_DIRECTORY", "XDG_STATE_HOME", Path.home() / ".local" / "state" / NAME)
    return Patient(settings, loaded, default_store(), chosen or runtime, state, chirp=chirp), problems


def _place(given: str, base: str, otherwise: Path) -> Path:
    """As `device.service.runtime` finds it, but nothing is made: looking must not change what is looked at."""
    if value := os.environ.get(given):
        return Path(value.split(":")[0])
    return Path(os.environ[base]) / NAME if os.environ.get(base) else otherwise
