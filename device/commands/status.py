"""`cabin status`, `cabin mute` and `cabin ledger`: over the control socket of a running daemon."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

Runtime = Annotated[Path | None, typer.Option("--runtime", help="Runtime directory of the daemon, where it is not the usual one.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(status)
    app.command()(mute)
    app.command()(ledger)


def status(runtime: Runtime = None, as_json: AsJson = False) -> None:
    """Show what the running daemon is doing."""
    _show(_ask("status", runtime), as_json)


def mute(
    off: Annotated[bool, typer.Option("--off", help="Switch the microphone on again.")] = False,
    runtime: Runtime = None,
    as_json: AsJson = False,
) -> None:
    """Switch the microphone off before anything hears it."""
    _show(_ask("unmute" if off else "mute", runtime), as_json)


def ledger(as_json: AsJson = False) -> None:
    """List what left the car, when, for how long and why."""
    from dataclasses import asdict

    from device.service.ledger import Ledger
    from device.service.runtime import state_directory

    lines = list(Ledger(state_directory() / "ledger.jsonl").lines())
    for line in lines:
        if as_json:
            print(json.dumps(asdict(line), ensure_ascii=False))
        else:
            print(f"{line.at}  {line.endpoint}  {line.seconds:6.1f} s  {line.why}")
    if not lines and not as_json:
        print("Nothing has left the car.")


def _ask(word: str, runtime: Path | None) -> dict[str, Any]:
    from device.control.socket import NAME, request
    from device.service.runtime import runtime_place

    return request(runtime_place(runtime) / NAME, word)


def _show(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    for key, value in answer.items():
        if isinstance(value, dict):
            for name, text in value.items():
                print(f"{key + ' ' + name:20} {text}")
        else:
            print(f"{key:20} {value}")
