"""`cabin score`: how well an endpoint answers, in five dimensions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("score")(score)


def score(
    endpoint: Annotated[str | None, typer.Option(help="wss://…, ws://… or ws+unix:/path; the local model without it.")] = None,
    lang: Annotated[str, typer.Option(help="en, zh or both.")] = "both",
    spoken: Annotated[bool, typer.Option("--spoken/--written", help="Let the synthesiser speak the questions.")] = False,
    dimension: Annotated[list[str] | None, typer.Option(help="Only this one; may be given several times.")] = None,
    passes: Annotated[int, typer.Option(help="How often the automotive cases are run: Pass^N.")] = 3,
    persona: Annotated[Path | None, typer.Option(help="A persona file.")] = None,
    out: Annotated[Path | None, typer.Option(help="A folder for every case, the rating sheet and the answers' sound.")] = None,
    ratings: Annotated[list[Path] | None, typer.Option(help="Filled-in rating sheets to count.")] = None,
    cluster: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, tcp://HOST:PORT: its workers talk.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line; the last one is the scorecard.")] = False,
) -> None:
    """Score an endpoint on open cases of our own, both languages."""
    import json

    from device.score.card import table
    from device.score.run import ScoreOptions, run

    options = ScoreOptions(
        endpoint=endpoint,
        languages=_languages(lang),
        spoken=spoken,
        dimensions=tuple(dimension or ()),
        passes=passes,
        persona=persona,
        out=out,
        ratings=tuple(ratings or ()),
        cluster=cluster,
    )
    last: dict[str, object] = {}
    for row in run(options):
        last = dict(row)
        if as_json:
            print(json.dumps(row, ensure_ascii=False), flush=True)
    if not as_json:
        print(table(last), end="")


def _languages(lang: str) -> tuple[str, ...]:
    from edge.errors import InputError

    if lang not in ("en", "zh", "both"):
        raise InputError("--lang", f"{lang!r} is not en, zh or both")
    return ("en", "zh") if lang == "both" else (lang,)
