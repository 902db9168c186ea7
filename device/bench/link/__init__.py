"""Turns over links that fail at random, and what a link costs in time and CPU, against the same exchange through the openai SDK."""

from __future__ import annotations

from collections.abc import Iterator

from device.bench.framework import BenchOptions, Row

ABOUT = "turns over failing links, latency and CPU of a link, against the openai SDK"
TURNS, QUICK_TURNS = 10_000, 200
_ROW_TURNS = 500


def run(options: BenchOptions) -> Iterator[Row]:
    """Rows; the last one holds every figure."""
    from device.bench.link.live import live_rows
    from device.bench.link.simulation import Simulation

    turns = options.turns if options.turns is not None else QUICK_TURNS if options.quick else TURNS
    simulation = Simulation(options.seed)
    left = turns
    while left:
        now = min(left, _ROW_TURNS)
        simulation.run(now)
        left -= now
        yield {"case": "simulated turns", **simulation.figures()}
    total = simulation.figures()
    for row in live_rows(options):
        yield row
        total.update({key: value for key, value in row.items() if key != "case"})
    yield {**total, "seed": options.seed}
