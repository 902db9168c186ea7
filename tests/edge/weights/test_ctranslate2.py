"""Reading CTranslate2's binary format."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.errors import WeightsError
from edge.weights.ctranslate2 import Ctranslate2Model, read_model, write_model

MODEL = Ctranslate2Model(
    "WhisperSpec",
    3,
    {
        "a/weight": np.arange(6, dtype=np.float16).reshape(2, 3),
        "a/bias": np.array([1.5, -2.0], np.float32),
        "small": np.array([-128, 127], np.int8),
        "count": np.array(7, np.int32),
    },
)


def test_round_trip(tmp_path: Path) -> None:
    write_model(tmp_path / "model.bin", MODEL)
    again = read_model(tmp_path / "model.bin")
    assert (again.specification, again.revision) == ("WhisperSpec", 3)
    assert list(again.tensors) == list(MODEL.tensors)
    for name, tensor in MODEL.tensors.items():
        assert again.tensors[name].dtype == tensor.dtype
        np.testing.assert_array_equal(again.tensors[name], tensor)


def test_layout_byte_by_byte(tmp_path: Path) -> None:
    """One tensor and one alias, written out by hand from the format's description."""
    raw = (
        b"\x06\0\0\0" + b"\x02\0S\0" + b"\x01\0\0\0"
        + b"\x01\0\0\0" + b"\x02\0t\0" + b"\x02" + b"\x01\0\0\0\x02\0\0\0" + b"\x01" + b"\x02\0\0\0" + b"\x05\xff"
        + b"\x01\0\0\0" + b"\x02\0u\0" + b"\x02\0t\0"
    )  # fmt: skip
    (tmp_path / "model.bin").write_bytes(raw)
    model = read_model(tmp_path / "model.bin")
    assert model.specification == "S"
    np.testing.assert_array_equal(model.tensors["t"], np.array([[5, -1]], np.int8))
    assert model.tensors["u"] is model.tensors["t"]


def test_cut_anywhere_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    write_model(path, MODEL)
    whole = path.read_bytes()
    for length in range(len(whole) - 4):
        path.write_bytes(whole[:length])
        with pytest.raises(WeightsError, match=r"model\.bin: cut short"):
            read_model(path)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.binary(max_size=120).map(lambda tail: b"\x06\0\0\0\x02\0S\0\x01\0\0\0" + tail))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(raw)
    message = "it is read"
    try:
        read_model(path)
    except WeightsError as error:
        message = str(error)
    assert len(message.splitlines()) == 1
