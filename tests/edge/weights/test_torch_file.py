"""Checkpoints read without PyTorch: what is let through, and what is not."""

from __future__ import annotations

import io
import os
import pickle
import struct
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge.errors import WeightsError
from edge.weights.torch_file import read_checkpoint

MAGIC = 0x1950A86A20F9469CFC6C
VALUES = np.arange(12, dtype="<f4")


class _Global:
    """Pickles as a name of another module, called with arguments where there are any."""

    def __init__(self, name: str, *arguments: Any) -> None:
        self.name, self.arguments = name, arguments


class _Storage:
    """Pickles as the persistent id of a storage."""

    def __init__(self, kind: _Global) -> None:
        self.kind = kind


class _Writer(pickle._Pickler):  # type: ignore[name-defined,misc]
    """Writes names of PyTorch without PyTorch."""

    def save(self, obj: Any, save_persistent_id: bool = True) -> None:
        if isinstance(obj, _Storage):
            self.write(pickle.MARK)
            for part in ("storage", obj.kind, "7", "cpu", 12):
                self.save(part)
            self.write(pickle.TUPLE + pickle.BINPERSID)
        elif isinstance(obj, _Global):
            self.write(b"c" + obj.name.replace(" ", "\n").encode() + b"\n")
            if obj.arguments:
                super().save(obj.arguments)
                self.write(pickle.REDUCE)
        else:
            super().save(obj, save_persistent_id)


def checkpoint(folder: Path, content: Any, storages: dict[str, bytes], magic: int = MAGIC) -> Path:
    out = io.BytesIO()
    for part in (magic, 1001, {"little_endian": True}):
        pickle.dump(part, out, protocol=2)
    _Writer(out, protocol=2).dump(content)
    pickle.dump(list(storages), out, protocol=2)
    for raw in storages.values():
        out.write(struct.pack("<q", len(raw) // 4) + raw)
    path = folder / "model.pt"
    path.write_bytes(out.getvalue())
    return path


def tensor(shape: tuple[int, ...], strides: tuple[int, ...], offset: int = 0, kind: str = "torch FloatStorage") -> _Global:
    return _Global("torch._utils _rebuild_tensor_v2", _Storage(_Global(kind)), offset, shape, strides, False, OrderedDict())


def test_tensors_are_views_of_their_storage(tmp_path: Path) -> None:
    content = {
        "step": 3,
        "model_state": {"a": tensor((3, 4), (4, 1)), "b": tensor((4, 3), (1, 4)), "c": tensor((2,), (1,), 10), "n": 5},
    }
    found = read_checkpoint(checkpoint(tmp_path, content, {"7": VALUES.tobytes()}), "model_state")
    assert sorted(found) == ["a", "b", "c"]
    assert np.array_equal(found["a"], VALUES.reshape(3, 4))
    assert np.array_equal(found["b"], VALUES.reshape(3, 4).T)
    assert np.array_equal(found["c"], VALUES[10:])


@pytest.mark.parametrize(
    "content",
    [
        {"model_state": _Global("os system", "true")},
        {"model_state": {"a": tensor((1,), (1,), kind="torch HalfStorage")}},
        {"model_state": {"a": tensor((13,), (1,))}},
        {"model_state": {"a": tensor((2, 2), (-1, 1))}},
        {"model_state": {"a": tensor((2,), (1,), -1)}},
        {"other": {}},
        [],
    ],
    ids=["runs code", "other type", "too long", "negative stride", "negative offset", "no such key", "no dictionary"],
)
def test_anything_else_is_refused(tmp_path: Path, content: Any) -> None:
    with pytest.raises(WeightsError, match=r"model\.pt"):
        read_checkpoint(checkpoint(tmp_path, content, {"7": VALUES.tobytes()}), "model_state")


def test_other_files_are_refused(tmp_path: Path) -> None:
    good = checkpoint(tmp_path, {"model_state": {"a": tensor((3, 4), (4, 1))}}, {"7": VALUES.tobytes()})
    data = good.read_bytes()
    for bad in (b"", data[:-4], data[:40], os.urandom(100), b"PK\x03\x04" + data):
        good.write_bytes(bad)
        with pytest.raises(WeightsError):
            read_checkpoint(good, "model_state")
    with pytest.raises(WeightsError, match="magic"):
        read_checkpoint(checkpoint(tmp_path, {"model_state": {}}, {}, magic=5), "model_state")
    with pytest.raises(WeightsError, match="nowhere"):
        read_checkpoint(tmp_path / "nowhere.pt", "model_state")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 400), byte=st.integers(0, 255))
def test_a_flipped_byte_is_an_error_or_harmless(tmp_path: Path, place: int, byte: int) -> None:
    path = checkpoint(tmp_path, {"model_state": {"a": tensor((3, 4), (4, 1))}}, {"7": VALUES.tobytes()})
    data = bytearray(path.read_bytes())
    data[place % len(data)] = byte
    path.write_bytes(data)
    try:
        read_checkpoint(path, "model_state")
    except WeightsError as error:
        assert "model.pt" in str(error)
