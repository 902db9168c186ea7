"""The few messages of Kuksa's databroker that are needed, in and out of protobuf's wire format (kuksa.val.v2, proto3).

Own code for a handful of messages, because the generated one ties its user to one release of protobuf. Field numbers are
those of `kuksa/val/v2/types.proto` and `val.proto` of the Eclipse Kuksa project.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from edge.varint import varint
from edge.vehicle.catalogue import Value

SUBSCRIBE = "/kuksa.val.v2.VAL/Subscribe"
GET_VALUE = "/kuksa.val.v2.VAL/GetValue"
BATCH_ACTUATE = "/kuksa.val.v2.VAL/BatchActuate"

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_STRING, _BOOL, _INT32, _INT64, _UINT32, _UINT64, _FLOAT, _DOUBLE, _STRINGS = 11, 12, 13, 14, 15, 16, 17, 18, 21
_SIGNED = ("int8", "int16", "int32", "int64")


class ProtobufError(ValueError):
    """Bytes that are no message of this format."""


@dataclass(frozen=True, slots=True)
class Datapoint:
    """value: None where the broker has none. time_s: seconds since 1970, as published; None where it does not say."""

    value: Value | None
    time_s: float | None


def subscribe_request(paths: Sequence[str], buffer_size: int = 1000) -> bytes:
    """Ask for the paths (with `Vehicle.`); buffer_size: updates kept for us when we are slow."""
    return b"".join(_text(1, path) for path in paths) + _tag(2, _VARINT) + varint(buffer_size)


def get_value_request(path: str) -> bytes:
    """Ask for one path (with `Vehicle.`): the way to learn whether the broker knows it."""
    return _bytes(1, _text(2, path))


def batch_actuate_request(wishes: Mapping[str, tuple[str, Value]]) -> bytes:
    """All wishes or none: path (with `Vehicle.`) to (VSS type, value). Raises ValueError for a type that cannot be sent."""
    requests = (_bytes(1, _text(2, path)) + _bytes(2, _value(kind, value)) for path, (kind, value) in wishes.items())
    return b"".join(_bytes(1, request) for request in requests)


def subscribe_response(data: bytes) -> dict[str, Datapoint]:
    """Datapoints by path. Raises ProtobufError."""
    found: dict[str, Datapoint] = {}
    for number, entry in _fields(data):
        if number != 1 or not isinstance(entry, bytes):
            continue
        path, point = "", Datapoint(None, None)
        for part, content in _fields(entry):
            if part == 1 and isinstance(content, bytes):
                path = _decode_text(content)
            elif part == 2 and isinstance(content, bytes):
                point = _datapoint(content)
        found[path] = point
    return found


def _datapoint(data: bytes) -> Datapoint:
    value: Value | None = None
    time_s: float | None = None
    for number, content in _fields(data):
        if number == 1 and isinstance(content, bytes):
            parts = {part: amount for part, amount in _fields(content) if isinstance(amount, int)}
            time_s = _signed64(parts.get(1, 0)) + parts.get(2, 0) / 1e9
        elif number == 2 and isinstance(content, bytes):
            value = _take_value(content)
    return Datapoint(value, time_s)


def _take_value(data: bytes) -> Value | None:
    found: Value | None = None
    for number, content in _fields(data):
        if isinstance(content, bytes):
            if number == _STRING:
                found = _decode_text(content)
            elif number == _STRINGS:
                found = tuple(_decode_text(text) for part, text in _fields(content) if part == 1 and isinstance(text, bytes))
        elif isinstance(content, float):
            found = content
        elif number == _BOOL:
            found = bool(content)
        elif number in (_INT32, _INT64):
            found = content >> 1 ^ -(content & 1)
        elif number in (_UINT32, _UINT64):
            found = content
    return found


def _value(kind: str, value: Value) -> bytes:
    if kind == "boolean" and isinstance(value, bool):
        return _tag(_BOOL, _VARINT) + varint(int(value))
    if kind == "string" and isinstance(value, str):
        return _text(_STRING, value)
    if isinstance(value, bool | str | tuple):
        raise ValueError(f"{value!r} is no {kind}")
    if kind == "float":
        return _tag(_FLOAT, _FIXED32) + struct.pack("<f", value)
    if kind == "double":
        return _tag(_DOUBLE, _FIXED64) + struct.pack("<d", value)
    whole = int(value)
    if kind in _SIGNED:
        return _tag(_INT64 if kind == "int64" else _INT32, _VARINT) + varint(whole << 1 if whole >= 0 else (-whole << 1) - 1)
    if whole < 0:
        raise ValueError(f"{value!r} is no {kind}")
    return _tag(_UINT64 if kind == "uint64" else _UINT32, _VARINT) + varint(whole)


def _tag(number: int, wire: int) -> bytes:
    return varint(number << 3 | wire)


def _bytes(number: int, content: bytes) -> bytes:
    return _tag(number, _BYTES) + varint(len(content)) + content


def _text(number: int, text: str) -> bytes:
    return _bytes(number, text.encode())


def _decode_text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ProtobufError("a string is not UTF-8") from error


def _signed64(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


def _fields(data: bytes) -> Iterator[tuple[int, int | float | bytes]]:
    at = 0
    while at < len(data):
        tag, at = _read_varint(data, at)
        number, wire = tag >> 3, tag & 7
        if wire == _VARINT:
            value, at = _read_varint(data, at)
            yield number, value
            continue
        if wire == _BYTES:
            size, at = _read_varint(data, at)
        elif wire in (_FIXED32, _FIXED64):
            size = 4 if wire == _FIXED32 else 8
        else:
            raise ProtobufError(f"wire type {wire} is not used")
        if at + size > len(data):
            raise ProtobufError("ends in the middle of a field")
        content = data[at : at + size]
        at += size
        if wire == _BYTES:
            yield number, content
        else:
            yield number, float(struct.unpack("<f" if size == 4 else "<d", content)[0])


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, at
        shift += 7
    raise ProtobufError("ends in the middle of a number")
