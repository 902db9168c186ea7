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
    import asyncio

    from device.main import run_daemon
    from device.settings import load_what_is_right

    asyncio.run(run_daemon(lambda: load_what_is_right(file=file, profile=profile)))
