"""Silero VAD for one sample rate.

The published graph is one `If`: the network for 16 kHz, or else the one for 8 kHz, which nobody here asks for. ONNX Runtime
optimises and keeps both. The one that is used is cut out of the serialised graph before it is opened, which saves 7 MB and
half of the time; its nodes and weights are the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from edge.errors import WeightsError
from edge.onnx import OnnxSession, open_session
from edge.varint import varint

# Field numbers of onnx.proto, which the format's stability guarantees.
_MODEL_GRAPH: Final = 7
_GRAPH_NODE, _GRAPH_INPUT, _GRAPH_OUTPUT = 1, 11, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_TYPE, _NODE_ATTRIBUTE = 1, 2, 4, 5
_ATTRIBUTE_NAME, _ATTRIBUTE_GRAPH = 1, 6
_VALUE_NAME = 1
_BYTES: Final = 2
"""Wire type of whatever has a length: text, messages, packed numbers."""

Field = tuple[int, int, bytes]
"""Number, wire type, and the content: without its length for _BYTES, as encoded for the others."""


def open_silero(model: Path) -> OnnxSession:
    """Open `silero_vad.onnx`, version 5 or later, for 16 kHz: inputs `input` and `state`, outputs probability and state.

    Raises WeightsError when the file is missing or is not that graph.
    """
    if not model.is_file():
        raise WeightsError(model, "no such file; `cabin weights fetch silero-vad` brings it")
    try:
        return open_session(_for_16_khz(model.read_bytes()))
    except (ValueError, IndexError, StopIteration) as error:
        raise WeightsError(model, "is not Silero's graph with one network a sample rate") from error


def _for_16_khz(model: bytes) -> bytes:
    """The model whose graph is the `then` branch of its one `If`. Raises ValueError, IndexError or StopIteration for others."""
    fields = list(_fields(model))
    graph = list(_fields(_only(fields, _MODEL_GRAPH)))
    (choice,) = (node for node in (list(_fields(c)) for n, _, c in graph if n == _GRAPH_NODE) if _only(node, _NODE_TYPE) == b"If")
    branches = [list(_fields(content)) for number, _, content in choice if number == _NODE_ATTRIBUTE]
    branch = next(_only(b, _ATTRIBUTE_GRAPH) for b in branches if _only(b, _ATTRIBUTE_NAME) == b"then_branch")
    new = list(_fields(branch))
    # The outer graph hands the results of the `If` on under its own names.
    outputs = [content for number, _, content in graph if number == _GRAPH_OUTPUT]
    ends = [_only(list(_fields(content)), _VALUE_NAME) for number, _, content in new if number == _GRAPH_OUTPUT]
    names = [_only(list(_fields(output)), _VALUE_NAME) for output in outputs]
    renamed = dict(zip(ends, names, strict=True))
    kept = [
        (number, kind, _renamed(content, renamed) if number == _GRAPH_NODE else content)
        for number, kind, content in new
        if number not in (_GRAPH_INPUT, _GRAPH_OUTPUT)
    ]
    kept += [field for field in graph if field[0] == _GRAPH_OUTPUT]
    kept += [f for f in graph if f[0] == _GRAPH_INPUT and _only(list(_fields(f[2])), _VALUE_NAME) != b"sr"]
    return _joined([(n, k, _joined(kept) if n == _MODEL_GRAPH else c) for n, k, c in fields])


def _renamed(node: bytes, names: dict[bytes, bytes]) -> bytes:
    return _joined([(n, k, names.get(c, c) if n in (_NODE_INPUT, _NODE_OUTPUT) else c) for n, k, c in _fields(node)])


def _only(fields: list[Field], number: int) -> bytes:
    (content,) = (content for n, _, content in fields if n == number)
    return content


def _fields(message: bytes) -> Iterator[Field]:
    """The fields of a serialised message, in order. Raises ValueError or IndexError where it is damaged."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        start = at
        match tag & 7:
            case 0:
                _, at = _varint(message, at)
            case 1:
                at += 8
            case 2:
                length, start = _varint(message, at)
                at = start + length
            case 5:
                at += 4
            case kind:
                raise ValueError(f"wire type {kind}")
        if at > len(message):
            raise ValueError("a field is longer than its message")
        yield tag >> 3, tag & 7, message[start:at]


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _joined(fields: list[Field]) -> bytes:
    parts: list[bytes] = []
    for number, kind, content in fields:
        parts.append(varint(number << 3 | kind))
        if kind == _BYTES:
            parts.append(varint(len(content)))
        parts.append(content)
    return b"".join(parts)
