"""How fast frames become values, against cantools, and what reading a busy bus costs, against python-can's Notifier."""

from __future__ import annotations

from collections.abc import Iterator

from device.bench.framework import BenchOptions, Row

ABOUT = "decoding and reading CAN, against cantools and python-can"


def run(options: BenchOptions) -> Iterator[Row]:
    """Rows; the last one holds every figure."""
    from device.bench.can.decoding import decoding
    from device.bench.can.receiving import receiving
    from device.bench.can.workload import open_workload

    work = open_workload(options)
    total: dict[str, object] = {"dbc": work.name, "messages": len(work.database.messages), "frames": len(work.frames)}
    for part in (decoding(work, options), receiving(work, options)):
        for row in part:
            yield row
            total.update({key: value for key, value in row.items() if key != "case"})
    yield total  # type: ignore[misc]
