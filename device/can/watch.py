"""What is wrong with a bus, from what its reader counts: gone, silent, or full of errors."""

from __future__ import annotations

import asyncio

from device.can.bus_errors import ReaderCounters
from device.can.reader import CanReader
from device.service.faults import StandingFaults

LOOK_S = 2.0
SILENT_LOOKS = 5
"""A bus that says nothing for so many looks is silent: the car may be asleep."""
ERRORS_LOOKS = 2
"""Errors and no data for so many looks in a row are no passing disturbance."""


class BusWatch:
    """Judges one bus every two seconds; `look` is plain, so that tests pass the counters in."""

    def __init__(self, reader: CanReader, faults: StandingFaults) -> None:
        self._reader = reader
        self._faults = faults
        self._channel = reader.config.channel
        self._seen = ReaderCounters()
        self._silent = 0
        self._erring = 0

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            self.look(self._reader.counters, self._reader.trouble)

    def look(self, counters: ReaderCounters, trouble: str) -> None:
        """Judge what was counted since the last look. trouble: why the bus is not open, empty while it is."""
        frames, errors = counters.frames - self._seen.frames, counters.error_frames - self._seen.error_frames
        off = counters.bus_off - self._seen.bus_off
        self._seen.frames, self._seen.error_frames, self._seen.bus_off = counters.frames, counters.error_frames, counters.bus_off
        self._silent = 0 if frames or errors else self._silent + 1
        self._erring = self._erring + 1 if errors and not frames else 0
        name = f"CAN {self._channel}"
        if trouble:
            self._faults.stand("can", f"{name}: {trouble}", f"ip link show {self._channel}; tried again by itself")
        elif off and not frames:
            self._faults.stand("can", f"{name} is bus-off", "wiring and termination; the controller restarts by itself")
        elif self._erring >= ERRORS_LOOKS:
            bitrate = f"compare the bit rate: ip -details link show {self._channel}"
            self._faults.stand("can", f"{name}: errors and not one frame: wrong bit rate or wiring", bitrate)
        elif frames:
            self._faults.clear("can")
        if self._silent >= SILENT_LOOKS and not trouble:
            self._faults.stand("can_silent", f"{name} is silent", "nothing to do where the car is asleep")
        elif not self._silent or trouble:
            self._faults.clear("can_silent")
