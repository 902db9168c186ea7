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
    lite: Annotated[bool, typer.Option("--lite", help="Understanding and phrases rendered before, for boards under 1 GB.")] = False,
    recogniser: Annotated[str, typer.Option(help="whisper, sense-voice or zipformer (fetch their weights first).")] = "whisper",
    fast_voice: Annotated[bool, typer.Option("--fast-voice", help="Piper speaks English, on slow boards.")] = False,
    idle_unload: Annotated[float, typer.Option(help="Let go of ears and voice after so many idle seconds; 0 never.")] = 0.0,
    memory_mb: Annotated[int, typer.Option(help="Above so many MB resident, let go of them at idle; 0 for no cap.")] = 0,
) -> None:
    """Serve the model as a realtime endpoint until it is stopped."""
    import asyncio
    import logging

    from device import model_server
    from device.heap import give_back_large_blocks
    from device.language_model import open_language_model
    from device.settings.load import load_settings
    from device.weights_fetch import default_store
    from edge.errors import InputError
    from edge.model.voices import FAST_VOICES

    if (unix is None) == (port is None):
        raise InputError("model serve", "give either --unix PATH or --port N")
    if port is not None and not 0 <= port <= 65535:
        raise InputError("--port", f"{port} is not a port")
    if unix is not None and not unix.absolute().parent.is_dir():
        raise InputError(unix, "the directory of the socket does not exist")
    for option, value in (("--idle-unload", idle_unload), ("--memory-mb", memory_mb)):
        if value < 0:
            raise InputError(option, f"{value:g} is below zero")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    model_server.give_way()
    give_back_large_blocks()
    progress = model_server.Progress(None if unix is None else status_file(unix))
    engine = model_server.start_engine(
        default_store(), progress, lite=lite, cache=model_server.cache_folder(), recogniser=recogniser, fast=fast_voice
    )
    if fast_voice and not any(name in engine.voices for name in FAST_VOICES):
        raise InputError("--fast-voice", "needs the program espeak-ng and `cabin weights fetch piper-joe`")
    if not lite:
        engine.free_talk = open_language_model(load_settings().settings.language_model)

    def ready(address: str) -> None:
        print(f"ready {address}", flush=True)

    asyncio.run(
        model_server.serve(
            engine,
            unix=unix,
            port=port or 0,
            ready=ready,
            progress=progress,
            idle_unload_s=idle_unload,
            memory_mb=memory_mb,
        )
    )


@app.command("status")
def status(
    unix: Annotated[Path, typer.Option(help="The Unix socket the model serves.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """What a model service is doing: loading, ready, idle or unloaded."""
    import json

    from edge.errors import InputError

    file = status_file(unix)
    try:
        text = file.read_text(encoding="utf-8")
        entry = json.loads(text)
    except (OSError, ValueError) as error:
        raise InputError(unix, "no model service has left a status there") from error
    if as_json:
        print(text.strip())
    else:
        part = f" ({entry['part']})" if entry.get("part") else ""
        print(f"{entry['state']}{part} after {entry['seconds']} s, {entry['rss_mb']} MB, process {entry['pid']}")


def status_file(unix: Path) -> Path:
    """Where the service on a socket writes what it is doing."""
    return unix.with_name(f"{unix.name}.status.json")
