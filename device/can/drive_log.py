"""Writes drives of the demonstration car as candump logs: `python -m device.can.drive_log OUT.log --range-km 312`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from device.resources import shipped
from edge.vehicle.dbc import EXTENDED, load_dbc
from edge.vehicle.drive import Drive, drive_frames

_START_S = 1_700_000_000.0  # wall time of the first frame; any value does, it only has to stay the same


def write_drive(path: Path, drive: Drive | None = None, *, range_km: int | None = None, seed: int | None = None) -> None:
    """Write a drive of the demonstration car to a candump log. The same arguments give the same bytes."""
    chosen = drive or Drive()
    if range_km is not None:
        chosen = replace(chosen, range_km=range_km)
    if seed is not None:
        chosen = replace(chosen, seed=seed)
    database = load_dbc(shipped("vehicles", "demo", "demo.dbc"))
    with path.open("w", encoding="ascii") as file:
        for at, key, data in drive_frames(database, chosen):
            identifier = f"{key & ~EXTENDED:08X}" if key & EXTENDED else f"{key:03X}"
            file.write(f"({_START_S + at:.6f}) can0 {identifier}#{data.hex().upper()}\n")


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--range-km", type=int, default=312)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    write_drive(arguments.out, range_km=arguments.range_km, seed=arguments.seed)


if __name__ == "__main__":
    _main()
