"""What the rig's time is spent on: for each test its wall time, the emulator's work, and how long the board had nothing to do.

On a machine with a core for the emulator, wall time is the emulator's work and the board's idle time; on a busy one it is anything.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from board import Board


@dataclass(frozen=True)
class Moment:
    """wall, work: seconds of the rig, and of CPU of its emulator. board, idle: seconds of the board since its boot."""

    wall: float
    work: float
    board: float
    idle: float


@dataclass(frozen=True)
class Spent:
    """Between two moments; boots in between count from the last one."""

    name: str
    wall: float
    work: float
    board: float
    idle: float

    @property
    def quiet(self) -> float:
        """Seconds that it would have taken on a quiet machine."""
        return self.work + self.idle


def moment(board: Board) -> Moment:
    """Now; a real board's emulator does no work."""
    pid = board.power.emulator
    times = psutil.Process(pid).cpu_times() if pid is not None else None
    return Moment(time.monotonic(), times.user + times.system if times is not None else 0.0, *board.spent())


def between(name: str, begin: Moment, end: Moment) -> Spent:
    """A boot starts the board's clock, and another emulator's, again."""
    booted = end.board < begin.board
    start = Moment(begin.wall, 0.0, 0.0, 0.0) if booted else begin
    return Spent(name, end.wall - start.wall, end.work - start.work, end.board - start.board, end.idle - start.idle)


def table(spent: list[Spent]) -> str:
    """One line a test, the dearest first, and the sum."""
    lines = [f"{'wall':>8}{'emulator':>10}{'board':>8}{'idle':>8}  seconds"]
    total = Spent("all", *(sum(getattr(one, field) for one in spent) for field in ("wall", "work", "board", "idle")))
    lines += [
        f"{one.wall:8.1f}{one.work:10.1f}{one.board:8.1f}{one.idle:8.1f}  {one.name}"
        for one in [*sorted(spent, key=lambda one: -one.quiet), total]
    ]
    return "\n".join(lines)
