"""`cabin bench board`: what the product costs on the ARM64 board, measured on the virtual one, whose clock counts instructions."""

from __future__ import annotations

from collections.abc import Iterator

from device.bench.board.measure import NOTHING, measure
from device.bench.framework import BenchOptions, Row

ABOUT = "On the virtual ARM64 board: time to wake-ready, instructions for a second of front end, memory, exposure."


def run(options: BenchOptions) -> Iterator[Row]:
    """One row a figure, then all of them. Where there is no virtual board, the last row says in one line what is missing."""
    try:
        from deploy.rig.machine import Machine, qemu_missing
        from deploy.rig.place import Place
    except ImportError:
        yield {**NOTHING, "missing": "this is an installed package: the virtual board is built by `make rig` in a checkout"}
        return
    if (why := qemu_missing()) is not None:
        yield {**NOTHING, "missing": why}
        return
    figures: dict[str, float | str] = {}
    with Machine(Place()) as machine:
        machine.wait()
        for name, value, about in measure(machine.shell):
            figures[name] = value
            yield {"figure": name, "value": value, "about": about}
    yield dict(figures)
