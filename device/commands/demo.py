"""`cabin demo`: a scripted drive through the virtual cabin."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    out: Annotated[Path, typer.Option(help="Directory for events.jsonl, cabin.wav and report.html.")] = Path("demo-out"),
    lang: Annotated[str, typer.Option(help="Languages of the drive, in order: en, zh or en,zh.")] = "en,zh",
    fast: Annotated[bool, typer.Option("--fast", help="Faster than real time, with simulated answering times.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of noise and cabin.")] = 1,
    log: Annotated[Path | None, typer.Option(help="Another candump of the demo car.")] = None,
) -> None:
    """Drive through the virtual cabin: ask for the range, talk over the answer, go on in Chinese."""
    from device.demo.run import DemoOptions, run_demo
    from edge.errors import InputError
    from edge.language import Language

    known: dict[str, Language] = {"en": "en", "zh": "zh"}
    words = [word.strip() for word in lang.split(",")]
    if not all(word in known for word in words):
        raise InputError("--lang", f"{lang!r} is not en, zh or en,zh")
    if log is not None and not log.is_file():
        raise InputError(log, "no such file")
    run_demo(DemoOptions(out, [known[word] for word in words], fast, seed, log))
