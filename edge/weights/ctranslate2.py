"""Reading a CTranslate2 `model.bin`: the tensors of a converted Transformer, by name.

The layout of binary format 6, all little endian, as CTranslate2's own writer lays it down:

    uint32   version of the binary format
    string   name of the specification ("WhisperSpec"), with its uint32 revision after it
    uint32   number of tensors, then for each of them
             string name · uint8 rank · uint32 dimensions · uint8 type · uint32 bytes · the values, row by row
    uint32   number of aliases, then for each of them: string alias · string name of the tensor it stands for

A string is a uint16 length and that many bytes, the closing zero counted.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.errors import WeightsError

Tensor = NDArray[np.generic]

_TYPES: dict[int, np.dtype[np.generic]] = {
    0: np.dtype("<f4"),
    1: np.dtype("i1"),
    2: np.dtype("<i2"),
    3: np.dtype("<i4"),
    4: np.dtype("<f2"),
}
_TYPE_CODES = {kind: code for code, kind in _TYPES.items()}
_VERSION = 6


@dataclass(frozen=True, slots=True)
class Ctranslate2Model:
    """What the file holds. Tensors are views of the file's bytes: read-only, in the file's own types."""

    specification: str
    revision: int
    tensors: Mapping[str, Tensor]


def read_model(path: Path) -> Ctranslate2Model:
    """Read a `model.bin`.

    Raises WeightsError naming the file when it is cut short or is no CTranslate2 model.
    """
    reader = _Reader(path, path.read_bytes())
    version = reader.integer("<I")
    if version != _VERSION:
        raise WeightsError(path, f"CTranslate2 format {version} is not known, only {_VERSION}")
    specification = reader.string()
    revision = reader.integer("<I")
    tensors: dict[str, Tensor] = {}
    for _ in range(reader.integer("<I")):
        name = reader.string()
        shape = tuple(reader.integer("<I") for _ in range(reader.integer("<B")))
        tensors[name] = reader.tensor(name, shape)
    if not reader.at_end:
        for _ in range(reader.integer("<I")):
            alias, name = reader.string(), reader.string()
            if name not in tensors:
                raise WeightsError(path, f"alias {alias!r} stands for {name!r}, which is not in the file")
            tensors[alias] = tensors[name]
    return Ctranslate2Model(specification, revision, tensors)


def write_model(path: Path, model: Ctranslate2Model) -> None:
    """Write a `model.bin` of format 6 without aliases: the inverse of `read_model`, for small models made by hand."""
    parts = [struct.pack("<I", _VERSION), _string(model.specification), struct.pack("<II", model.revision, len(model.tensors))]
    for name, tensor in model.tensors.items():
        values = tensor.tobytes()
        parts.append(_string(name) + struct.pack(f"<B{tensor.ndim}I", tensor.ndim, *tensor.shape))
        parts.append(struct.pack("<BI", _TYPE_CODES[tensor.dtype], len(values)) + values)
    path.write_bytes(b"".join(parts) + struct.pack("<I", 0))


def _string(text: str) -> bytes:
    raw = text.encode() + b"\0"
    return struct.pack("<H", len(raw)) + raw


class _Reader:
    """A cursor over the file that refuses to run past its end."""

    def __init__(self, path: Path, data: bytes) -> None:
        self._path = path
        self._data = data
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._data)

    def _take(self, count: int) -> int:
        start = self._at
        if start + count > len(self._data):
            raise WeightsError(self._path, f"cut short: {count} bytes wanted at byte {start} of {len(self._data)}")
        self._at += count
        return start

    def integer(self, form: str) -> int:
        (value,) = struct.unpack_from(form, self._data, self._take(struct.calcsize(form)))
        return int(value)

    def string(self) -> str:
        length = self.integer("<H")
        start = self._take(length)
        try:
            return self._data[start : start + length].rstrip(b"\0").decode()
        except UnicodeDecodeError as error:
            raise WeightsError(self._path, f"a name at byte {start} is not text: no CTranslate2 model") from error

    def tensor(self, name: str, shape: tuple[int, ...]) -> Tensor:
        code = self.integer("<B")
        kind = _TYPES.get(code)
        if kind is None:
            raise WeightsError(self._path, f"tensor {name!r} has the unknown type {code}")
        count = self.integer("<I")
        expected = kind.itemsize
        for length in shape:
            expected *= length
        if count != expected:
            raise WeightsError(self._path, f"tensor {name!r} has {count} bytes where its shape asks for {expected}")
        start = self._take(count)
        return np.frombuffer(self._data, kind, count // kind.itemsize, start).reshape(shape)
