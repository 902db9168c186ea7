"""The store, and the check of every byte in it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from device.resources import shipped
from edge.errors import WeightsError
from edge.weights.catalogue import Entry, read_catalogue
from edge.weights.store import WeightStore
from edge.weights.verify import verify_entry


def _entry(**files: bytes) -> Entry:
    listed = [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), "upstream": "https://a/b"}
        for name, content in files.items()
    ]
    return Entry.model_validate({"title": "t", "licence": "MIT", "files": listed})


def test_absent_weights_name_the_command(tmp_path: Path) -> None:
    store = WeightStore(tmp_path)
    assert not store.has("kokoro")
    with pytest.raises(WeightsError, match=r"^kokoro/model\.onnx: not fetched yet: run `cabin weights fetch kokoro`$"):
        store.path("kokoro", "model.onnx")
    (tmp_path / "kokoro").mkdir()
    (tmp_path / "kokoro" / "model.onnx").write_bytes(b"x")
    assert store.has("kokoro")
    assert store.path("kokoro", "model.onnx") == tmp_path / "kokoro" / "model.onnx"


def test_every_kind_of_damage_is_told(tmp_path: Path) -> None:
    entry, store = _entry(right=b"right", short=b"whole", changed=b"as it was", gone=b"gone"), WeightStore(tmp_path)
    assert [str(damage) for damage in verify_entry(store, "e", entry)] == ["e: not fetched yet: run `cabin weights fetch e`"]
    (tmp_path / "e").mkdir()
    for name, content in {"right": b"right", "short": b"who", "changed": b"as it wax"}.items():
        (tmp_path / "e" / name).write_bytes(content)
    damages = list(verify_entry(store, "e", entry))
    assert [damage.file for damage in damages] == ["short", "changed", "gone"]
    assert damages[0].problem.startswith("has 3 bytes where the catalogue says 5")
    assert damages[1].problem.startswith("has the SHA-256 ")
    assert damages[2].problem.startswith("missing")


@pytest.mark.weights
def test_the_real_weights_are_right(weights: WeightStore) -> None:
    catalogue = read_catalogue(shipped("weights.toml"))
    damages = [str(d) for name, entry in catalogue.select(None).items() for d in verify_entry(weights, name, entry)]
    assert damages == []
