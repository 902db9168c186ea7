"""Turns over links that fail at random, nonsense from servers, talk over the answer, and what a link costs in time and CPU.

The latency is compared with the same exchange through the openai SDK.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from device.bench.framework import BenchOptions, Row

ABOUT = "turns over failing links, malformed events, barge-in, latency and CPU of a link, against the openai SDK"
TURNS, QUICK_TURNS = 10_000, 200
FUZZ, QUICK_FUZZ = 100_000, 5_000
_ROW_TURNS = 500
_SHORT = 2_000
"""Who asks for fewer turns than this wants a short run of the rest as well."""


def run(options: BenchOptions) -> Iterator[Row]:
    """Rows; the last one holds every figure."""
    from device.bench.link.fuzz import fuzz_rows
    from device.bench.link.simulation import Simulation

    turns = options.turns if options.turns is not None else QUICK_TURNS if options.quick else TURNS
    options = replace(options, quick=options.quick or turns < _SHORT)
    simulation = Simulation(options.seed)
    left = turns
    while left:
        now = min(left, _ROW_TURNS)
        simulation.run(now)
        left -= now
        yield {"case": "simulated turns", **simulation.figures()}
    total = simulation.figures()
    events = options.fuzz if options.fuzz is not None else QUICK_FUZZ if options.quick else FUZZ
    for rows in (_live(options), _barge_in(options), fuzz_rows(events, options.seed) if events else iter(())):
        for row in rows:
            yield row
            total.update({key: value for key, value in row.items() if key != "case"})
    yield {**total, "seed": options.seed}


def _live(options: BenchOptions) -> Iterator[Row]:
    from device.bench.link.live import live_rows

    yield from live_rows(options)


def _barge_in(options: BenchOptions) -> Iterator[Row]:
    from device.bench.link.barge_in import barge_in_rows
    from edge.errors import WeightsError

    try:
        yield from barge_in_rows(options)
    except WeightsError as problem:
        yield {"case": "talked over", "barge_in_missing": str(problem)}
