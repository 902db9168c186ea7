"""`cabin bench`: what the parts of the product can do, measured."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def bench(
        name: Annotated[
            str,
            typer.Argument(help="What to measure: echo, wake, vad, endpoint, frontend, can, persona, link, model, board or all."),
        ],
        as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line; the last one holds every figure.")] = False,
        quick: Annotated[bool, typer.Option("--quick", help="Fewer cases, under a minute.")] = False,
        seed: Annotated[int, typer.Option(help="The same seed gives the same cases.")] = 1,
        turns: Annotated[int | None, typer.Option(min=1, help="Turns of a simulated conversation (link).")] = None,
        fuzz: Annotated[int | None, typer.Option(min=0, help="Malformed events of a server (link).")] = None,
        peers: Annotated[bool, typer.Option(help="Measure other people's software as well.")] = True,
    ) -> None:
        """Measure a part of the product, and its peers in the same run."""
        from device.bench.framework import BenchOptions, lines, load, table

        options = BenchOptions(quick=quick, seed=seed, peers=peers, turns=turns, fuzz=fuzz)
        if name == "all":
            from device.bench.goals import run_all

            rows = run_all(options, lambda line: typer.echo(line, err=True))
            if not as_json:
                rows = (row for row in rows if "verdict" in row)
        else:
            rows = load(name).run(options)
        for line in (lines if as_json else table)(rows):
            typer.echo(line)
