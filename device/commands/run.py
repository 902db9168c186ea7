"""`cabin run`: the daemon."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(run)


def run(
    file: Annotated[Path | None, typer.Option("--config", help="Settings file instead of the system's.")] = None,
    profile: Annotated[Path | None, typer.Option(help="Board profile.")] = None,
) -> None:
    """Listen for the wake phrase and answer, until told to stop."""
    import os
    import sys

    if file is not None:
        os.environ["CABIN_CONFIG"] = str(file)
    if profile is not None:
        os.environ["CABIN_PROFILE"] = str(profile)
    # The daemon takes the process's place, so that for months to come it does not carry the parser of the command line.
    os.execv(sys.executable, [sys.executable, "-P", "-m", "device.start"])
