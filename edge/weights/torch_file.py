"""Reading a PyTorch checkpoint of the legacy format (before 1.6) without PyTorch.

Such a file is a row of pickles (a magic number, a version, facts about the machine, the object, the keys of its storages),
then each storage: its number of values as int64 and the values, little endian. A pickle can run code, so only the few names
a dictionary of float32 tensors consists of are let through; a tensor is a strided view of its storage.
"""

from __future__ import annotations

import io
import pickle
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from edge.errors import WeightsError

_MAGIC: Final = 0x1950A86A20F9469CFC6C
_MOST_VALUES: Final = 1 << 28
_DAMAGE: Final = (
    pickle.UnpicklingError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    MemoryError,
)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _View:
    """A tensor before its storage was read."""

    storage: str
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


class _FloatStorage:
    """Stands for torch.FloatStorage."""


def _view(storage: str, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object) -> _View:
    return _View(storage, int(offset), tuple(map(int, shape)), tuple(map(int, strides)))


class _Names(pickle.Unpickler):
    """Lets through what a dictionary of float tensors needs, and nothing else."""

    _KNOWN: Final[dict[tuple[str, str], Any]] = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _view,
        ("torch", "FloatStorage"): _FloatStorage,
    }

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self._KNOWN:
            raise pickle.UnpicklingError(f"it names {module}.{name}")
        return self._KNOWN[module, name]

    def persistent_load(self, pid: Any) -> str:
        kind, storage, key, *_ = pid
        if kind != "storage" or storage is not _FloatStorage:
            raise pickle.UnpicklingError("it holds something else than float32")
        return str(key)


def read_checkpoint(path: Path, key: str) -> dict[str, Floats]:
    """The tensors of the dictionary under `key` of a checkpoint, by name.

    Raises WeightsError naming the file when it is damaged or holds anything else than float32 tensors.
    """
    try:
        return _read(path.read_bytes(), key)
    except OSError as error:
        raise WeightsError(path, f"cannot be read ({error.strerror})") from error
    except _DAMAGE as error:
        raise WeightsError(path, f"not a checkpoint of float32 tensors ({error})") from error


def _read(data: bytes, key: str) -> dict[str, Floats]:
    file = io.BytesIO(data)
    magic, _, _, content, storages = (_Names(file).load() for _ in range(5))
    if magic != _MAGIC:
        raise ValueError("another magic number")
    values: dict[str, Floats] = {}
    for storage in storages:
        count = int.from_bytes(file.read(8), "little", signed=True)
        if not 0 <= count <= _MOST_VALUES or file.tell() + 4 * count > len(data):
            raise ValueError("a storage is cut short")
        values[str(storage)] = np.frombuffer(data, "<f4", count, file.tell())
        file.seek(4 * count, io.SEEK_CUR)
    return {str(name): _tensor(view, values) for name, view in content[key].items() if isinstance(view, _View)}


def _tensor(view: _View, values: dict[str, Floats]) -> Floats:
    held = values[view.storage]
    last = view.offset + sum((length - 1) * stride for length, stride in zip(view.shape, view.strides, strict=True))
    if min((view.offset, *view.shape, *view.strides, 0)) < 0 or 0 in view.shape or last >= held.size:
        raise ValueError("a tensor lies outside its storage")
    strides = tuple(4 * stride for stride in view.strides)
    return np.lib.stride_tricks.as_strided(held[view.offset :], view.shape, strides, writeable=False).astype(np.float32)
