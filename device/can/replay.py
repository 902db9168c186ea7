"""Plays a CAN log again, as messages of python-can or straight into the state, with the log's own timing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from device.can.frames import LoggedFrame, read_frames
from device.can.lean import import_can
from edge.vehicle.dbc import EXTENDED
from edge.vehicle.decoder import Decoder
from edge.vehicle.state import VehicleState

if TYPE_CHECKING:
    import can


def replay(path: Path) -> Iterator[can.Message]:
    """The messages of a log with their times (seconds, as in the log). Raises InputError as `read_frames` does."""
    import_can()
    import can

    for frame in read_frames(path):
        yield can.Message(
            timestamp=frame.time_s,
            arbitration_id=frame.key & ~EXTENDED,
            is_extended_id=bool(frame.key & EXTENDED),
            is_error_frame=frame.error,
            is_remote_frame=frame.remote,
            is_fd=frame.fd,
            data=None if frame.remote else frame.data,
            channel=frame.channel,
            check=False,
        )


class LogPlayer:
    """Feeds a log into a state as time goes on: `advance` is called with a clock, real or simulated.

    The whole log is read first (a damaged one is refused before the drive starts). loop: begin again at the end.
    """

    def __init__(self, path: Path, decoder: Decoder, state: VehicleState, *, start_ns: int, loop: bool = False) -> None:
        """start_ns: the time at which the log's first frame is due. Raises InputError for a log that cannot be read."""
        self._frames: list[LoggedFrame] = [f for f in read_frames(path) if not (f.error or f.remote)]
        self._decoder, self._state = decoder, state
        self._start_ns = start_ns
        self._first_s = self._frames[0].time_s if self._frames else 0.0
        self._next = 0
        self._loop = loop
        decoder.attach(state)

    @property
    def seconds(self) -> float:
        """Length of the log."""
        return self._frames[-1].time_s - self._first_s if self._frames else 0.0

    @property
    def finished(self) -> bool:
        return self._next >= len(self._frames)

    def advance(self, now_ns: int) -> int:
        """Feed all frames due by now, each with its own time; returns how many."""
        fed = 0
        while True:
            while self._next < len(self._frames):
                frame = self._frames[self._next]
                due = self._start_ns + round((frame.time_s - self._first_s) * 1e9)
                if due > now_ns:
                    self._state.sweep(now_ns)
                    return fed
                self._decoder.feed_state(self._state, frame.key, frame.data, due)
                self._next += 1
                fed += 1
            if not self._loop or self.seconds <= 0:
                self._state.sweep(now_ns)
                return fed
            self._start_ns += round(self.seconds * 1e9) + 20_000_000
            self._next = 0
            if self._start_ns > now_ns:
                return fed
