"""What a DBC file says, as plain tables: messages, signals, multiplexing, value texts, cycle times.

The format is Vector's "DBC File Format Documentation". The reader is tolerant, because real files are: statements it
does not need are skipped, odd ones become warnings. Only a message or signal line that cannot be understood is an error,
since leaving it out silently would be worse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edge.errors import InputError

EXTENDED = 1 << 31  # set in a key for a 29-bit arbitration id, as in the file itself
_ID_29, _ID_11 = 0x1FFFFFFF, 0x7FF
MAX_LENGTH = 64  # bytes of a CAN FD frame


@dataclass(frozen=True, slots=True)
class SignalSpec:
    """One signal of a message.

    start: bit number as in the file (least significant bit of a little-endian signal, most significant of a big-endian
    one). real: 0 for an integer, 32 or 64 for an IEEE 754 number. minimum == maximum: the file gives no range.
    multiplexer: it selects others. selector: name of the signal that selects this one; ranges: the values that do.
    """

    name: str
    start: int
    length: int
    little_endian: bool
    signed: bool
    scale: float
    offset: float
    minimum: float
    maximum: float
    unit: str
    real: int = 0
    choices: Mapping[int, str] = field(default_factory=dict)
    multiplexer: bool = False
    selector: str | None = None
    ranges: tuple[tuple[int, int], ...] = ()

    def shift(self, frame_length: int) -> int:
        """Right shift that brings the signal to bit 0 of the frame read as one integer in its byte order."""
        if self.little_endian:
            return self.start
        from_top = 8 * (self.start // 8) + 7 - self.start % 8
        return 8 * frame_length - from_top - self.length

    def fits(self, frame_length: int) -> bool:
        """Whether all bits lie inside a frame of so many bytes."""
        shift = self.shift(frame_length)
        return shift >= 0 and shift + self.length <= 8 * frame_length and self.start < 8 * frame_length


@dataclass(frozen=True, slots=True)
class MessageSpec:
    """One message. key: arbitration id, with EXTENDED set for 29 bits. cycle_ms: None where the file does not say.

    j1939: the id names a parameter group of SAE J1939; priority and source address of a frame may differ from it.
    """

    key: int
    name: str
    length: int
    signals: Mapping[str, SignalSpec]
    cycle_ms: int | None = None
    j1939: bool = False

    @property
    def arbitration_id(self) -> int:
        return self.key & _ID_29

    @property
    def extended(self) -> bool:
        return bool(self.key & EXTENDED)


@dataclass(frozen=True, slots=True)
class Database:
    """All messages by key. warnings: what was skipped or mended, each with its line."""

    messages: Mapping[int, MessageSpec]
    warnings: tuple[str, ...] = ()

    def message(self, name: str) -> MessageSpec | None:
        return next((m for m in self.messages.values() if m.name == name), None)

    def find_signal(self, name: str) -> list[MessageSpec]:
        """The messages that have a signal of this name."""
        return [m for m in self.messages.values() if name in m.signals]


def load_dbc(path: Path) -> Database:
    """Read a DBC file, UTF-8 or Windows-1252. Raises InputError naming the file and the line."""
    from edge.vehicle.dbc_reader import parse_dbc

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from error
    if b"\0" in raw[:4096]:
        raise InputError(path, "is not a DBC file (it is binary)")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return parse_dbc(text, path)


def parameter_group(key: int) -> tuple[int, int]:
    """The parameter group of a J1939 id and the mask of the bits that name it (SAE J1939-21, section 5.2).

    Below format 240 the second byte is the destination and not part of the group.
    """
    mask = 0x03FF0000 if (key >> 16) & 0xFF < 240 else 0x03FFFF00
    return key & mask, mask


def message_key(raw_id: int) -> tuple[int, bool]:
    """The key for an id of the file, and whether it had to be mended: too large for what its top bit says."""
    if raw_id & EXTENDED:
        return EXTENDED | (raw_id & _ID_29), bool(raw_id & 0x60000000)
    if raw_id > _ID_11:
        return EXTENDED | (raw_id & _ID_29), True
    return raw_id, False
