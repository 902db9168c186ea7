"""`cabin devices`: the sound cards that can be chosen in the settings."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(devices)


def devices(as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """List the sound devices, their rates and channels."""
    from dataclasses import asdict

    from device.audio.pa_devices import list_devices

    found = list_devices()
    for one in found:
        if as_json:
            print(json.dumps(asdict(one), ensure_ascii=False))
    if as_json:
        return
    if not found:
        print("No sound device. Is a sound card there, and may this user open it (group audio)?")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("", "name", "in", "out", "rate", "default", box=None, header_style="bold")
    for one in found:
        default = " ".join(word for word, yes in (("in", one.default_input), ("out", one.default_output)) if yes)
        table.add_row(str(one.index), one.name, str(one.inputs), str(one.outputs), f"{one.rate} Hz", default)
    Console().print(table)
