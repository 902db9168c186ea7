"""`cabin record save` and `cabin replay`: the flight recorder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="record", help="The flight recorder.", no_args_is_help=True)


@app.callback()
def record() -> None:
    """The flight recorder."""


@app.command()
def save(
    runtime: Annotated[Path | None, typer.Option("--runtime", help="Runtime directory, where it is not the usual one.")] = None,
) -> None:
    """Save what the running daemon has recorded; prints the file."""
    import time

    from device.control.socket import NAME, request
    from device.service.runtime import runtime_place
    from edge.errors import CabinError

    file = Path(request(runtime_place(runtime) / NAME, "record")["file"])
    until = time.monotonic() + 60
    while not file.is_file():
        if time.monotonic() > until:
            raise CabinError(f"{file}: not written within a minute; the daemon's log says why")
        time.sleep(0.05)
    print(file)


def register(app: typer.Typer) -> None:
    """Add `cabin replay`."""
    app.command()(replay)


def replay(
    file: Annotated[Path, typer.Argument(help="A recording (.mcap).")],
    as_json: Annotated[bool, typer.Option("--json", help="Only the events, one JSON object a line.")] = False,
) -> None:
    """Run a recording again and compare, bit for bit; exit code 1 when something came out differently."""
    from device.recorder.replay import replay as run
    from device.weights_fetch import default_store

    result = run(file, default_store(), print)
    if not as_json:
        counts = result.counts
        print(
            f"replayed {counts['frame']} frames of sound, {counts['can']} of the bus, {counts['receive']} batches of endpoints, "
            f"{counts['pull']} pulls of the loudspeaker and {counts['events']} batches of events: "
            + ("the same, bit for bit" if result.same else f"{result.differing} steps differ")
        )
        for line in result.differences:
            print(line)
    raise typer.Exit(0 if result.same else 1)
