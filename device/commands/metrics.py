"""`cabin metrics`: a running daemon for monitoring."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(metrics)


def metrics(
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Prometheus page on this port of loopback; 0: a free one.")
    ] = None,
    unix: Annotated[Path | None, typer.Option(help="Prometheus page on a Unix socket.")] = None,
    otlp: Annotated[str, typer.Option(help="OpenTelemetry collector on loopback, such as http://127.0.0.1:4318.")] = "",
    runtime: Annotated[Path | None, typer.Option("--runtime", help="Runtime directory, where it is not the usual one.")] = None,
) -> None:
    """Tell Prometheus or OpenTelemetry how the running daemon is doing, until Ctrl-C."""
    import asyncio

    from device.observe.command import run_metrics
    from device.service.runtime import runtime_place
    from edge.errors import InputError

    if port is None and unix is None and not otlp:
        raise InputError("metrics", "give --port, --unix or --otlp: by itself it listens nowhere and sends nothing")
    if port is not None and unix is not None:
        raise InputError("metrics", "give --port or --unix, not both")
    asyncio.run(run_metrics(runtime_place(runtime), port, unix, otlp))
