"""Counters and checksums of protected messages: a frame that fails them is not looked at.

Sources: AUTOSAR "E2E Protocol Specification" (profiles 1, 2, 4 and 5) and "Specification of CRC Routines" (polynomials
and check values); the car makers' sums are those the opendbc project documents for their messages.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from edge.vehicle.codec import field as field_of
from edge.vehicle.dbc import MessageSpec
from edge.vehicle.signal_map import Protection

FAIL_AFTER = 3  # bad frames in a row until the values are distrusted
TRUST_AFTER = 3  # good frames in a row until they are trusted again


class Verdict(Enum):
    """GOOD: use the frame. DROPPED: leave it out. FAILED: leave it out and distrust the message's values."""

    GOOD = "good"
    DROPPED = "dropped"
    FAILED = "failed"


def _table(polynomial: int, bits: int, *, reflected: bool) -> tuple[int, ...]:
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    if reflected:
        mirrored = int(f"{polynomial:0{bits}b}"[::-1], 2)
        rows = []
        for value in range(256):
            for _ in range(8):
                value = (value >> 1) ^ mirrored if value & 1 else value >> 1
            rows.append(value)
        return tuple(rows)
    rows = []
    for byte in range(256):
        value = byte << (bits - 8)
        for _ in range(8):
            value = ((value << 1) ^ polynomial if value & top else value << 1) & mask
        rows.append(value)
    return tuple(rows)


_J1850 = _table(0x1D, 8, reflected=False)
_H2F = _table(0x2F, 8, reflected=False)
_CCITT = _table(0x1021, 16, reflected=False)
_P4 = _table(0xF4ACFB13, 32, reflected=True)


def crc8(data: bytes, start: int = 0xFF, final: int = 0xFF, table: tuple[int, ...] = _J1850) -> int:
    """CRC-8 SAE J1850 by default; check value of b"123456789" is 0x4B."""
    value = start
    for byte in data:
        value = table[value ^ byte]
    return value ^ final


def crc8_h2f(data: bytes, start: int = 0xFF, final: int = 0xFF) -> int:
    """CRC-8 with polynomial 0x2F; check value 0xDF."""
    return crc8(data, start, final, _H2F)


def crc16_ccitt(data: bytes, start: int = 0xFFFF) -> int:
    """CRC-16 CCITT-FALSE; check value 0x29B1."""
    value = start
    for byte in data:
        value = ((value << 8) & 0xFFFF) ^ _CCITT[(value >> 8) ^ byte]
    return value


def crc32_p4(data: bytes, start: int = 0xFFFFFFFF) -> int:
    """CRC-32 of profile 4, polynomial 0xF4ACFB13 reflected; check value 0x1697D06A."""
    value = start
    for byte in data:
        value = (value >> 8) ^ _P4[(value ^ byte) & 0xFF]
    return value ^ 0xFFFFFFFF


# A check returns the alive counter and its number of values, None for a message without one; False: the sum is wrong.
Check = Callable[[bytes], tuple[int, int] | bool | None]


class Guard:
    """The checks of one message and its trust: distrusted after three failures in a row, trusted after three successes."""

    def __init__(self, protection: Protection, message: MessageSpec) -> None:
        """Raises ValueError where the protection does not suit the message."""
        self._check = _checks(protection, message)
        self._max_delta = protection.max_delta
        self._last: int | None = None
        self._bad = 0
        self._good = 0
        self._trusted = True
        self.failures = 0

    def check(self, data: bytes) -> Verdict:
        """The verdict on one frame of the message's length."""
        if self._passes(data):
            self._bad = 0
            self._good += 1
            if not self._trusted and self._good >= TRUST_AFTER:
                self._trusted = True
            return Verdict.GOOD if self._trusted else Verdict.DROPPED
        self._good = 0
        self._bad += 1
        self.failures += 1
        if self._trusted and self._bad >= FAIL_AFTER:
            self._trusted = False
            return Verdict.FAILED
        return Verdict.DROPPED

    def _passes(self, data: bytes) -> bool:
        counter = self._check(data)
        if isinstance(counter, bool):
            return counter
        if counter is None:
            return True
        value, modulus = counter
        last, self._last = self._last, value
        return last is None or 1 <= (value - last) % modulus <= self._max_delta


def _checks(protection: Protection, message: MessageSpec) -> Check:
    sums: dict[str | None, Callable[[bytes], bool] | Check] = {
        "autosar-1": _profile_1(protection),
        "autosar-2": _profile_2(protection),
        "autosar-4": _profile_4(protection),
        "autosar-5": _profile_5(protection),
        "toyota": _toyota(message),
        "honda": _honda(message),
        "vw-mqb": _vw_mqb(protection),
    }
    least = {"autosar-1": 2, "autosar-2": 2, "autosar-4": 12, "autosar-5": 3, "vw-mqb": 2}.get(protection.profile or "", 1)
    if message.length < protection.offset + least:
        raise ValueError(f"{message.length} bytes are too few for {protection.profile}")
    if protection.profile in ("autosar-2", "vw-mqb") and len(protection.data_ids) != 16:
        raise ValueError(f"{protection.profile} needs 16 data_ids")
    own = sums.get(protection.profile)
    if protection.counter is None:
        if own is None:
            raise ValueError("give a profile, a counter, or both")
        return own
    signal = message.signals.get(protection.counter)
    if signal is None:
        raise ValueError(f"{message.name} has no signal {protection.counter}")
    _, big, shift, mask, *_ = field_of(signal, message.length)

    def with_counter(data: bytes) -> tuple[int, int] | bool:
        if own is not None and own(data) is False:
            return False
        return (int.from_bytes(data, "big" if big else "little") >> shift) & mask, mask + 1

    return with_counter


def _profile_1(protection: Protection) -> Check:
    """Byte `offset` holds the sum, the low nibble of the next one the counter (0 to 14); both bytes of the id are included."""
    at, low, high = protection.offset, protection.data_id & 0xFF, (protection.data_id >> 8) & 0xFF

    def check(data: bytes) -> tuple[int, int] | bool:
        covered = bytes((low, high)) + data[:at] + data[at + 1 :]
        counter = data[at + 1] & 0x0F
        # AUTOSAR starts and ends this sum with 0x00.
        return (counter, 15) if crc8(covered, 0x00, 0x00) == data[at] and counter <= 14 else False

    return check


def _profile_2(protection: Protection) -> Check:
    """Byte 0 holds the sum, the low nibble of byte 1 the counter (0 to 15), which chooses one of sixteen ids."""

    def check(data: bytes) -> tuple[int, int] | bool:
        counter = data[1] & 0x0F
        covered = data[1:] + bytes((protection.data_ids[counter] & 0xFF,))
        return (counter, 16) if crc8_h2f(covered) == data[0] else False

    return check


def _profile_4(protection: Protection) -> Check:
    """Twelve bytes at `offset`: length, counter, id, sum over everything else; big-endian."""
    at = protection.offset

    def check(data: bytes) -> tuple[int, int] | bool:
        length = int.from_bytes(data[at : at + 2], "big")
        counter = int.from_bytes(data[at + 2 : at + 4], "big")
        named = int.from_bytes(data[at + 4 : at + 8], "big")
        stored = int.from_bytes(data[at + 8 : at + 12], "big")
        if length != len(data) or named != protection.data_id:
            return False
        return (counter, 1 << 16) if crc32_p4(data[: at + 8] + data[at + 12 :]) == stored else False

    return check


def _profile_5(protection: Protection) -> Check:
    """Two bytes at `offset` hold the sum (little-endian), the next the counter; the id follows the data in the sum."""
    at = protection.offset

    def check(data: bytes) -> tuple[int, int] | bool:
        covered = data[:at] + data[at + 2 :] + (protection.data_id & 0xFFFF).to_bytes(2, "little")
        stored = int.from_bytes(data[at : at + 2], "little")
        return (data[at + 2], 256) if crc16_ccitt(covered) == stored else False

    return check


def _id_sum(arbitration_id: int) -> int:
    total = 0
    while arbitration_id:
        total, arbitration_id = total + (arbitration_id & 0xFF), arbitration_id >> 8
    return total


def _toyota(message: MessageSpec) -> Check:
    """The last byte is the sum of the id's bytes, the length and all bytes before it."""
    start = message.length + _id_sum(message.arbitration_id)
    return lambda data: (start + sum(data[:-1])) & 0xFF == data[-1]


def _honda(message: MessageSpec) -> Check:
    """The low nibble of the last byte is 8 minus the sum of all other nibbles, those of the id included; 3 more for a long id."""
    start, identifier = 0, message.arbitration_id
    while identifier:
        start, identifier = start + (identifier & 0xF), identifier >> 4
    if message.extended:
        start -= 3

    def check(data: bytes) -> tuple[int, int] | bool:
        total = start + sum((byte >> 4) + (byte & 0xF) for byte in data) - (data[-1] & 0xF)
        counter = (data[-1] >> 4) & 0x3
        return (counter, 4) if (8 - total) & 0xF == data[-1] & 0xF else False

    return check


def _vw_mqb(protection: Protection) -> Check:
    """Byte 0 holds the sum over the other bytes and one of sixteen ids, which the counter in byte 1 chooses."""

    def check(data: bytes) -> tuple[int, int] | bool:
        counter = data[1] & 0x0F
        covered = data[1:] + bytes((protection.data_ids[counter] & 0xFF,))
        return (counter, 16) if crc8_h2f(covered) == data[0] else False

    return check
