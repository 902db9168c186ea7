"""`cabin config`: what is set, and where it was set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="config", help="The settings.", no_args_is_help=True)


@app.callback()
def config() -> None:
    """The settings."""


@app.command()
def show(
    file: Annotated[Path | None, typer.Option("--config", help="Settings file instead of the system's.")] = None,
    profile: Annotated[Path | None, typer.Option(help="Board profile.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Print each setting, its value and where it came from; secrets are hidden."""
    from rich.console import Console
    from rich.table import Table

    from device.settings import load_settings

    loaded = load_settings(file=file, profile=profile)
    if as_json:
        for key, value, origin in loaded.rows():
            print(json.dumps({"key": key, "value": value, "from": origin}, ensure_ascii=False))
        return
    table = Table("setting", "value", "from", box=None, header_style="bold")
    for row in loaded.rows():
        table.add_row(*row)
    Console().print(table)
