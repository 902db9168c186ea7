"""On-board diagnostics: what may be asked, and what the answers mean (SAE J1979, services 01 and 03).

The requests of this module are all there are. Services that write, clear, unlock, reset or start something have no words
here: they cannot be asked for by any setting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from edge.vehicle.catalogue import Value
from edge.vehicle.state import Moving, VehicleState

REQUEST_ID, ANSWER_ID = 0x7E0, 0x7E8
"""Physical addresses of the first control unit (ISO 15765-4)."""
PAUSE_NS = 1_000_000_000
"""At most one request a second."""
_CODES_EVERY_NS = 60_000_000_000
_MAX_CODES = 32


@dataclass(frozen=True, slots=True)
class Pid:
    """length: bytes of the value. meaning: from those bytes to the value of the path."""

    pid: int
    path: str
    length: int
    meaning: Callable[[bytes], Value]


PIDS: Mapping[int, Pid] = {
    entry.pid: entry
    for entry in (
        Pid(0x05, "Powertrain.CombustionEngine.EngineCoolant.Temperature", 1, lambda b: float(b[0] - 40)),
        Pid(0x0C, "Powertrain.CombustionEngine.IsRunning", 2, lambda b: int.from_bytes(b, "big") > 0),
        Pid(0x1F, "TripDuration", 2, lambda b: float(int.from_bytes(b, "big"))),
        Pid(0x2F, "Powertrain.FuelSystem.RelativeLevel", 1, lambda b: round(b[0] * 100 / 255)),
        Pid(0x46, "Exterior.AirTemperature", 1, lambda b: float(b[0] - 40)),
        Pid(0x5B, "Powertrain.TractionBattery.StateOfCharge.Displayed", 1, lambda b: b[0] * 100 / 255),
        Pid(0xA6, "TraveledDistance", 4, lambda b: int.from_bytes(b, "big") * 100),
    )
}
"""The parameters that are read, by number. Speed is not among them: the bus itself tells it, and faster."""

ALLOWED = frozenset({*(bytes([0x01, pid]) for pid in PIDS), b"\x03"})
"""Every request that can ever be sent."""


class Poller:
    """Decides what is asked next, and puts answers into a state. Reads no clock."""

    def __init__(self, state: VehicleState) -> None:
        self._state = state
        self._turn = 0
        self._asked_ns: int | None = None
        self._codes_ns: int | None = None
        self._unsupported: set[int] = set()
        self._awaited: bytes | None = None
        self.refused = 0
        """Answers that did not belong to the request, or made no sense."""

    def next_request(self, now_ns: int) -> bytes | None:
        """The request to send now, if any. Only a car that is known to be parked is asked."""
        if self._asked_ns is not None and 0 <= now_ns - self._asked_ns < PAUSE_NS:
            return None
        if self._state.moving(now_ns) is not Moving.PARKED:
            return None
        self._asked_ns = now_ns
        if self._codes_ns is None or now_ns - self._codes_ns >= _CODES_EVERY_NS:
            self._codes_ns, request = now_ns, b"\x03"
        else:
            wanted = [pid for pid in PIDS if pid not in self._unsupported]
            if not wanted:
                return None
            self._turn += 1
            request = bytes([0x01, wanted[self._turn % len(wanted)]])
        self._awaited = request
        return request

    def answer(self, payload: bytes, now_ns: int) -> None:
        """Take what the control unit said."""
        awaited, self._awaited = self._awaited, None
        if awaited is None or not payload:
            self.refused += 1
        elif payload[0] == 0x7F:
            if awaited[0] == 0x01:
                self._unsupported.add(awaited[1])
        elif awaited == b"\x03" and payload[0] == 0x43:
            codes = trouble_codes(payload)
            if codes is None:
                self.refused += 1
                return
            self._state.set("Diagnostics.DTCCount", len(codes), now_ns)
            self._state.set("Diagnostics.DTCList", codes, now_ns)
        elif len(awaited) == 2 and payload[:2] == bytes([0x41, awaited[1]]) and len(payload) == 2 + PIDS[awaited[1]].length:
            entry = PIDS[awaited[1]]
            self._state.set(entry.path, entry.meaning(payload[2:]), now_ns)
        else:
            self.refused += 1


def trouble_codes(payload: bytes) -> tuple[str, ...] | None:
    """The fault codes of an answer to service 03 (SAE J2012); None where its length does not fit its count."""
    if len(payload) < 2 or len(payload) < 2 + 2 * payload[1] or payload[1] > _MAX_CODES:
        return None
    pairs = [payload[place : place + 2] for place in range(2, 2 + 2 * payload[1], 2)]
    return tuple(f"{'PCBU'[pair[0] >> 6]}{pair[0] >> 4 & 3}{pair[0] & 15:X}{pair[1]:02X}" for pair in pairs if pair != b"\0\0")
