"""`cabin doctor`: what is wrong, and the command that mends it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

_MARKS = {"fine": "ok", "skipped": "--", "warning": "! ", "wrong": "!!"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor(
    file: Annotated[Path | None, typer.Option("--config", help="Settings file instead of the system's.")] = None,
    profile: Annotated[Path | None, typer.Option(help="Board profile.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Run this check alone; may be repeated.")] = None,
    no_chirp: Annotated[bool, typer.Option("--no-chirp", help="Play nothing; the echo path stays unknown.")] = False,
    bundle: Annotated[Path | None, typer.Option(help="Write a .tar.gz for support, without secrets or audio.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Check sound, echo path, processor, CAN, links, weights, clock, heat and rights.

    Plays two short chirps. Exit code 0: nothing to mend; 1: warnings alone; 2: something is wrong.
    """
    from device.doctor.bundle import write_bundle
    from device.doctor.examine import CHECKS, examine, read_patient
    from device.doctor.finding import exit_code
    from edge.errors import InputError

    unknown = [name for name in only or [] if name not in CHECKS]
    if unknown:
        raise InputError("--only", f"{unknown[0]!r} is none of {', '.join(CHECKS)}")
    patient, problems = read_patient(file, profile, chirp=not no_chirp)

    def told(name: str) -> None:
        if not as_json and sys.stderr.isatty():
            print(f"checking {name} ...\x1b[K", end="\r", file=sys.stderr, flush=True)

    findings = []
    for finding in examine(patient, problems, only, told):
        findings.append(finding)
        if as_json:
            print(json.dumps(finding.to_json(), ensure_ascii=False), flush=True)
            continue
        print(f"{_MARKS[finding.grade]}  {finding.check:12} {finding.text}", flush=True)
        if finding.mend:
            print(f"{'':18}mend: {finding.mend}", flush=True)
    if bundle is not None:
        write_bundle(bundle, patient, findings)
        if not as_json:
            print(f"written: {bundle}")
    raise typer.Exit(exit_code(findings))
