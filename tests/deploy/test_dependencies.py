"""The audit of what we depend on: pinned by hash, of licences we can ship, nothing left out. And SECURITY.md, which names tests."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.debian.sbom import licence_of

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "deploy" / "debian" / "requirements.lock"
SHIPPABLE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CNRI-Python", "HPND", "ISC", "MIT", "MIT-0",
    "MPL-2.0",
    "PSF-2.0", "Python-2.0", "Unlicense", "Zlib", "bzip2-1.0.6", "zlib-acknowledgement", "Unicode-3.0",
    "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later",
}  # fmt: skip
"""Licences of libraries that may be shipped beside an Apache-2.0 program; what is under the GPL is called as a program."""
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?:\s*;[^\\]*)?\s*\\?$")


def _lock() -> dict[str, tuple[str, int]]:
    """Package to version and number of hashes."""
    found: dict[str, tuple[str, int]] = {}
    name = ""
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if pin := _PIN.match(line):
            name = canonicalize_name(pin[1])
            found[name] = (pin[2], 0)
        elif "--hash=sha256:" in line:
            version, hashes = found[name]
            found[name] = (version, hashes + 1)
        else:
            assert not line.strip() or line.lstrip().startswith("#"), f"neither pin nor hash: {line}"
    return found


def test_every_package_is_pinned_by_hash() -> None:
    lock = _lock()
    assert len(lock) > 20
    assert [name for name, (_, hashes) in lock.items() if not hashes] == []


def test_nothing_the_product_imports_is_left_out() -> None:
    lock = _lock()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    assert asked - set(lock) == set()
    for text in project["dependencies"]:
        wanted = Requirement(text)
        assert wanted.specifier.contains(lock[canonicalize_name(wanted.name)][0]), text


@pytest.mark.parametrize("name", sorted(_lock()))
def test_its_licence_may_be_shipped(name: str) -> None:
    try:
        about = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{name} is not installed here")
    licence = licence_of(about)  # type: ignore[arg-type]
    assert licence is not None
    for part in re.split(r"\s+AND\s+", licence.replace("(", "").replace(")", "")):
        choices = re.split(r"\s+OR\s+", part)
        assert any(choice.partition(" WITH ")[0].strip() in SHIPPABLE for choice in choices), licence


def test_the_threat_model_names_tests_that_exist() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert len(named) > 15
    assert sorted(file for file in named if not (ROOT / file).is_file()) == []
    threats = re.findall(r"^\| (T\d+) ", text, flags=re.M)
    assert threats == [f"T{number}" for number in range(1, len(threats) + 1)]
    for line in text.splitlines():
        if line.startswith("| T"):
            assert len(line.split("|")) == 8, line
