"""Error frames of a CAN controller, counted by what they mean."""

from __future__ import annotations

from dataclasses import dataclass, fields

# Bits of linux/can/error.h
_CONTROLLER, _BUS_OFF, _RESTARTED = 0x04, 0x40, 0x100
_RX_OVERFLOW, _PASSIVE = 0x01, 0x10 | 0x20


@dataclass(slots=True)
class ReaderCounters:
    """What happened on one bus since the start."""

    frames: int = 0
    error_frames: int = 0
    bus_off: int = 0
    restarted: int = 0
    passive: int = 0
    controller_overflow: int = 0
    """The controller itself lost frames."""
    kernel_dropped: int = 0
    """Frames the kernel had no room for."""
    reopened: int = 0
    failures: int = 0
    """Times that opening or reading failed."""

    def note_error(self, kind: int, data: bytes) -> None:
        """Count one error frame by its class bits and its data."""
        self.error_frames += 1
        self.bus_off += bool(kind & _BUS_OFF)
        self.restarted += bool(kind & _RESTARTED)
        if kind & _CONTROLLER and len(data) > 1:
            self.controller_overflow += bool(data[1] & _RX_OVERFLOW)
            self.passive += bool(data[1] & _PASSIVE)

    def as_dict(self) -> dict[str, int]:
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}
