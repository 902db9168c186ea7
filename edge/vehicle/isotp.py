"""ISO-TP, as far as asking for diagnostic data needs it: requests of one frame, answers of many (ISO 15765-2). Sans-I/O."""

from __future__ import annotations

from enum import Enum, auto

MAX_ANSWER = 4095  # bytes; what a first frame of classic CAN can announce
PADDING = 0xCC
_TIMEOUT_NS = 1_000_000_000  # N_Cr: between two consecutive frames


def single_frame(payload: bytes) -> bytes:
    """A request as one frame of eight bytes. Raises ValueError for more than seven bytes."""
    if not 1 <= len(payload) <= 7:
        raise ValueError(f"{len(payload)} bytes do not fit into a single frame")
    return (bytes([len(payload)]) + payload).ljust(8, bytes([PADDING]))


FLOW_CONTROL = bytes([0x30, 0, 0]).ljust(8, bytes([PADDING]))
"""Go on, all at once, without pauses."""


class Fault(Enum):
    """Why an answer was given up."""

    SEQUENCE = auto()
    TOO_LONG = auto()
    TIMEOUT = auto()
    MALFORMED = auto()


class Assembler:
    """Puts the frames of one sender together. One answer at a time: a new first frame ends an unfinished one."""

    def __init__(self) -> None:
        self._parts = bytearray()
        self._length = 0
        self._next = 0
        self._last_ns = 0
        self.faults: dict[Fault, int] = dict.fromkeys(Fault, 0)

    def feed(self, data: bytes, now_ns: int) -> tuple[bytes | None, bool]:
        """(answer if this frame completes one, whether FLOW_CONTROL is to be sent)."""
        if not data:
            return self._give_up(Fault.MALFORMED)
        kind, low = data[0] >> 4, data[0] & 0x0F
        if kind == 0:
            self._length = 0
            if not 1 <= low <= 7 or len(data) < 1 + low:
                return self._give_up(Fault.MALFORMED)
            return data[1 : 1 + low], False
        if kind == 1:
            return self._first(data, now_ns)
        if kind == 2:
            return self._consecutive(data, now_ns)
        return None, False  # flow control of others is not for us

    def _first(self, data: bytes, now_ns: int) -> tuple[bytes | None, bool]:
        length = (data[0] & 0x0F) << 8 | data[1] if len(data) == 8 else 0
        if length < 8:
            return self._give_up(Fault.MALFORMED if length else Fault.TOO_LONG)
        self._parts, self._length, self._next, self._last_ns = bytearray(data[2:]), length, 1, now_ns
        return None, True

    def _consecutive(self, data: bytes, now_ns: int) -> tuple[bytes | None, bool]:
        if not self._length:
            return None, False
        if now_ns - self._last_ns > _TIMEOUT_NS:
            return self._give_up(Fault.TIMEOUT)
        if data[0] & 0x0F != self._next & 0x0F:
            return self._give_up(Fault.SEQUENCE)
        self._parts += data[1:]
        self._next, self._last_ns = self._next + 1, now_ns
        if len(self._parts) < self._length:
            return None, False
        answer, self._length = bytes(self._parts[: self._length]), 0
        return answer, False

    def _give_up(self, fault: Fault) -> tuple[None, bool]:
        self.faults[fault] += 1
        self._length = 0
        return None, False
