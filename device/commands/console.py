"""`cabin console` and `cabin monitor`: a running daemon on a web page or on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Runtime = Annotated[Path | None, typer.Option("--runtime", help="Runtime directory of the daemon, where it is not the usual one.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(console)
    app.command()(monitor)


def console(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on loopback; 0: a free one.")] = 8765,
    runtime: Runtime = None,
) -> None:
    """Show the running daemon on a web page of this machine, until Ctrl-C."""
    import asyncio

    from device.console.command import serve_console
    from device.service.runtime import runtime_directory

    asyncio.run(serve_console(runtime_directory(runtime), port))


def monitor(
    runtime: Runtime = None,
    once: Annotated[bool, typer.Option("--once", help="Print one picture and end.")] = False,
    lang: Annotated[str, typer.Option(help="en or zh; empty: what the driver speaks.")] = "",
) -> None:
    """Show the running daemon on the terminal, until Ctrl-C or q."""
    import asyncio

    from device.console.monitor import run_monitor
    from device.service.runtime import runtime_place
    from edge.errors import InputError

    if lang not in ("", "en", "zh"):
        raise InputError("--lang", f"{lang!r} is neither en nor zh")
    asyncio.run(run_monitor(runtime_place(runtime), once=once, language=lang))
