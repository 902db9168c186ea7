"""Protocol buffers' integers of variable length: seven bits a byte, the least first."""

from __future__ import annotations


def varint(value: int) -> bytes:
    """value: not negative."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
