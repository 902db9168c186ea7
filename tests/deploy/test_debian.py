"""The Debian packages, from small trees: layout, scripts, the same bytes twice, install, upgrade and purge."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from email.parser import Parser
from pathlib import Path

import pytest

from deploy.debian import package, sbom, site
from deploy.debian.running import run
from deploy.debian.target import TARGETS, BuildError
from device.settings import load_settings

ROOT = Path(__file__).parents[2]
EPOCH = 1_767_225_600


@pytest.fixture(autouse=True, scope="module")
def _tools() -> None:
    if shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg-deb is not installed: packages can be built on Debian and Ubuntu alone")


def _build(folder: Path, version: str = "1.0", module: str = "x = 1\n") -> Path:
    """A package with one small module in the place of site-packages."""
    tree = folder / "tree"
    content = tree / package.SITE
    content.mkdir(parents=True)
    (content / "device.py").write_text(module)
    site.compile_bytecode(content, Path("/", package.SITE))
    package.lay_out(tree)
    control = package.control_of("cabin-voice", version, TARGETS["amd64"])
    return package.pack(
        tree, "cabin-voice", control, ("postinst", "prerm", "postrm"), ("/etc/cabin-voice/cabin.toml",), EPOCH, folder / "out"
    )


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    _need_python()
    return _build(tmp_path_factory.mktemp("first"))


def _need_python() -> None:
    if sys.version_info[:2] != (3, 11) and shutil.which("python3.11") is None:
        pytest.skip("python3.11 is not installed: bytecode for Debian 12 is made by its own version")


def _names(archive: Path) -> dict[str, tarfile.TarInfo]:
    done = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(archive)], capture_output=True, check=True)
    listing = archive.with_suffix(".tar")
    listing.write_bytes(done.stdout)
    with tarfile.open(listing) as content:
        return {member.name.removeprefix("./"): member for member in content}


def test_layout(first: Path) -> None:
    names = _names(first)
    for name in (
        "usr/bin/cabin",
        "usr/lib/cabin-voice/pyvenv.cfg",
        "usr/lib/systemd/system/cabin-voice.service",
        "usr/lib/systemd/system/cabin-voice-model.service",
        "usr/lib/systemd/network/80-cabin-voice-can.network",
        "usr/lib/udev/rules.d/85-cabin-voice-sound.rules",
        "usr/lib/sysusers.d/cabin-voice.conf",
        "usr/lib/tmpfiles.d/cabin-voice.conf",
        "etc/cabin-voice/cabin.toml",
        "usr/share/doc/cabin-voice/copyright",
    ):
        assert name in names, name
    assert names["usr/lib/cabin-voice/bin/python3"].linkname == "/usr/bin/python3.11"
    assert names["usr/bin/cabin"].mode & 0o111
    assert {member.mtime for member in names.values()} == {EPOCH}
    assert {(member.uid, member.gid) for member in names.values()} == {(0, 0)}
    control = run(["dpkg-deb", "--info", first])
    assert "Depends: python3.11," in control
    assert "cabin.toml" in run(["dpkg-deb", "--info", first, "conffiles"])


def test_the_units_run_what_the_package_brings(first: Path) -> None:
    names = _names(first)
    for unit in (ROOT / "systemd").glob("*.service"):
        for line in unit.read_text().splitlines():
            if line.startswith("ExecStart=/usr/lib/cabin-voice"):
                assert line.split("=", 1)[1].split()[0].lstrip("/") in names


def test_the_same_input_gives_the_same_bytes(first: Path, tmp_path: Path) -> None:
    old = os.umask(0o077)
    try:
        again = _build(tmp_path)
    finally:
        os.umask(old)
    assert again.read_bytes() == first.read_bytes()


def test_the_settings_that_ship_are_right() -> None:
    settings = load_settings({}, package.FILES / "cabin.toml").settings
    assert settings.can.require_listen_only
    assert settings.vehicle.mode == "off"


@pytest.mark.parametrize("script", ["postinst", "prerm", "postrm"])
def test_scripts_are_shell(script: str) -> None:
    run(["sh", "-n", package.FILES / f"cabin-voice.{script}"])


def test_upgrade_keeps_settings_and_purge_leaves_nothing(first: Path, tmp_path: Path) -> None:
    """dpkg with a root and a database of its own; scripts are left out here, their programs are not in that root."""
    if shutil.which("dpkg") is None or os.geteuid() != 0:
        pytest.skip("dpkg installs below a root of its own only for root")
    root = tmp_path / "root"
    for name in ("info", "updates", "triggers"):
        (root / "var/lib/dpkg" / name).mkdir(parents=True)
    (root / "var/lib/dpkg/status").touch()

    def dpkg(*arguments: str) -> None:
        run(["dpkg", f"--root={root}", "--force-depends,not-root,bad-path,script-chrootless", "--force-confold", *arguments])

    def bare(archive: Path, target: Path) -> Path:
        content = target / "content"
        run(["dpkg-deb", "--raw-extract", archive, content])
        for script in ("postinst", "prerm", "postrm"):
            (content / "DEBIAN" / script).unlink()
        return Path(run(["dpkg-deb", "--build", content, target]).split("'")[3])

    (tmp_path / "a").mkdir()
    dpkg("--install", str(bare(first, tmp_path / "a")))
    settings = root / "etc/cabin-voice/cabin.toml"
    settings.write_text('[audio]\nbackend = "null"\n')
    (tmp_path / "b").mkdir()
    second = _build(tmp_path / "b", version="1.1", module="x = 2\n")
    (tmp_path / "c").mkdir()
    dpkg("--install", str(bare(second, tmp_path / "c")))
    assert 'backend = "null"' in settings.read_text()
    assert (root / package.SITE / "device.py").read_text() == "x = 2\n"
    dpkg("--purge", "cabin-voice")
    left = [path for path in root.rglob("*") if "cabin" in path.name]
    assert not left


def test_bytecode_is_taken_without_a_look_at_the_source(tmp_path: Path) -> None:
    _need_python()
    (tmp_path / "module.py").write_text("x = 1\n")
    site.compile_bytecode(tmp_path, Path("/usr/lib/elsewhere"))
    (compiled,) = (tmp_path / "__pycache__").glob("*.pyc")
    assert compiled.read_bytes()[4:8] == b"\x01\x00\x00\x00"
    assert str(tmp_path).encode() not in compiled.read_bytes()
    assert b"/usr/lib/elsewhere/module.py" in compiled.read_bytes()


def test_pruning_takes_tests_and_tools_alone(tmp_path: Path) -> None:
    for name in (
        "numpy/tests/a.py",
        "numpy/core.py",
        "onnxruntime/tools/b.py",
        "onnxruntime/capi/libonnxruntime.so.1.2",
        "x.dist-info/RECORD",
        "x.dist-info/METADATA",
        "m.pyi",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    site.prune(tmp_path)
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"numpy/core.py", "x.dist-info/METADATA"}


def test_the_lock_holds_every_dependency_and_none_for_developers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[<>=\[ ]", line)[0].lower() for line in project["dependencies"]}
    text = site.LOCK.read_text()
    locked = set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
    assert names <= locked
    assert not locked & {"onnx", "torch", "pytest", "mypy", "ruff", "hypothesis", "cantools", "huggingface-hub"}
    assert text.count("--hash=sha256:") > len(locked)


# The bill of materials


def _site(folder: Path, metadata: str) -> Path:
    (folder / "thing-1.0.dist-info").mkdir(parents=True)
    (folder / "thing-1.0.dist-info" / "METADATA").write_text(metadata)
    return folder


def test_bill_of_materials(tmp_path: Path) -> None:
    content = _site(tmp_path, "Name: Thing\nVersion: 1.0\nSummary: A thing\nLicense-Expression: MIT\n")
    text = sbom.bill_of_materials(content, ROOT / "deploy" / "weights.toml", "0.1", TARGETS["arm64"], EPOCH)
    assert text == sbom.bill_of_materials(content, ROOT / "deploy" / "weights.toml", "0.1", TARGETS["arm64"], EPOCH)
    bill = json.loads(text)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    parts = {one["name"]: one for one in bill["components"]}
    assert parts["thing"]["licenses"] == [{"expression": "MIT"}]
    assert parts["kokoro"]["licenses"] == [{"expression": "Apache-2.0"}]
    assert parts["kokoro"]["components"][0]["hashes"][0]["alg"] == "SHA-256"
    references = [one["bom-ref"] for one in bill["components"]]
    assert len(references) == len(set(references))
    assert set(bill["dependencies"][0]["dependsOn"]) == set(references)


def test_a_package_without_licence_is_no_part_of_the_product(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="Thing"):
        sbom.bill_of_materials(
            _site(tmp_path, "Name: Thing\nVersion: 1.0\n"), ROOT / "deploy" / "weights.toml", "0.1", TARGETS["arm64"], EPOCH
        )


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ("License: Apache 2.0", "Apache-2.0"),
        ("License: MIT License", "MIT"),
        ("Classifier: License :: OSI Approved :: ISC License (ISCL)", "ISC"),
        ("License: whatever", None),
        ("License-Expression: BSD-3-Clause AND MIT", "BSD-3-Clause AND MIT"),
    ],
)
def test_licences_as_authors_write_them(metadata: str, expected: str | None) -> None:
    assert sbom.licence_of(Parser().parsestr(f"Name: thing\n{metadata}\n")) == expected
