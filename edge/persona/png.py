"""The text chunks of a PNG, where character cards travel (PNG specification, third edition, sections 5 and 11.3)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_BYTES = 32 * 1024 * 1024


def is_png(data: bytes) -> bool:
    return data.startswith(_SIGNATURE)


def read_text(data: bytes) -> dict[str, bytes]:
    """Keyword -> text of all tEXt chunks. Raises ValueError for a PNG that is damaged before its end."""
    found: dict[str, bytes] = {}
    for kind, body in _chunks(data):
        if kind == b"tEXt" and b"\0" in body:
            keyword, text = body.split(b"\0", 1)
            found[keyword.decode("latin-1").lower()] = text
    return found


def with_text(data: bytes, texts: dict[str, bytes]) -> bytes:
    """The same picture with these tEXt chunks, replacing those of the same keyword. Raises ValueError as `read_text`."""
    result = bytearray(_SIGNATURE)
    for kind, body in _chunks(data):
        if kind == b"tEXt" and body.split(b"\0", 1)[0].decode("latin-1").lower() in texts:
            continue
        if kind == b"IEND":
            for keyword, text in texts.items():
                result += _chunk(b"tEXt", keyword.encode("latin-1") + b"\0" + text)
        result += _chunk(kind, body)
    return bytes(result)


def plain_picture(size: int = 64, colour: tuple[int, int, int] = (32, 96, 160)) -> bytes:
    """A square of one colour, for cards without a picture of their own."""
    row = b"\0" + bytes(colour) * size
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(row * size, 9)) + _chunk(b"IEND", b"")
    return _SIGNATURE + body


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not is_png(data):
        raise ValueError("is not a PNG")
    at = len(_SIGNATURE)
    while True:
        if at + 12 > len(data):
            raise ValueError("the PNG is cut off")
        (length,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        if len(body) != length or at + 12 + length > len(data):
            raise ValueError("the PNG is cut off")
        if zlib.crc32(kind + body) != struct.unpack_from(">I", data, at + 8 + length)[0]:
            raise ValueError(f"the PNG is damaged in its chunk {kind.decode('latin-1')!r}")
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + length


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
