"""`cabin model`: the on-device model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="model", help="The on-device speech model.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The on-device speech model."""


@app.command("serve")
def serve(
    unix: Annotated[Path | None, typer.Option(help="Listen on this Unix socket.")] = None,
    port: Annotated[int | None, typer.Option(help="Listen on this TCP port of 127.0.0.1; 0 takes any free one.")] = None,
) -> None:
    """Serve the model as a realtime endpoint until it is stopped."""
    import asyncio
    import logging

    from device import model_server
    from device.weights_fetch import default_store
    from edge.errors import InputError

    if (unix is None) == (port is None):
        raise InputError("model serve", "give either --unix PATH or --port N")
    if port is not None and not 0 <= port <= 65535:
        raise InputError("--port", f"{port} is not a port")
    if unix is not None and not unix.absolute().parent.is_dir():
        raise InputError(unix, "the directory of the socket does not exist")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    engine = model_server.start_engine(default_store())

    def ready(address: str) -> None:
        print(f"ready {address}", flush=True)

    asyncio.run(model_server.serve(engine, unix=unix, port=port or 0, ready=ready))
