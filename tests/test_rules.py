"""The rules of ARCHITECTURE.md that a machine can hold."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EDGE = sorted((ROOT / "edge").rglob("*.py"))
DEVICE = sorted((ROOT / "device").rglob("*.py"))
FORBIDDEN_IN_EDGE = {
    "device",
    "socket",
    "asyncio",
    "time",
    "subprocess",
    "pyaudio",
    "can",
    "websockets",
    "requests",
    "urllib.request",
}


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


@pytest.mark.parametrize("file", EDGE, ids=lambda file: str(file.relative_to(ROOT)))
def test_edge_is_pure(file: Path) -> None:
    found = {name for name in _imports(file) if name in FORBIDDEN_IN_EDGE or name.split(".")[0] in FORBIDDEN_IN_EDGE}
    assert not found, f"{file.relative_to(ROOT)} imports {', '.join(sorted(found))}"


@pytest.mark.parametrize("file", EDGE, ids=lambda file: str(file.relative_to(ROOT)))
def test_edge_reads_no_clock(file: Path) -> None:
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    calls = {node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
    assert not calls & {"now", "utcnow", "today", "monotonic", "clock_gettime_ns"}


def test_one_place_imports_onnxruntime() -> None:
    users = [
        file.relative_to(ROOT) for file in EDGE + DEVICE if any(name.split(".")[0] == "onnxruntime" for name in _imports(file))
    ]
    assert users == [Path("edge/onnx.py")]


def test_onnxruntime_leaves_nothing_in_the_home_directory(tmp_path: Path) -> None:
    """Telemetry would write a device id below the home directory."""
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", "import edge.onnx"], env=environment, cwd=ROOT, check=True)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_files_can_be_read_in_one_sitting() -> None:
    long = {
        str(file.relative_to(ROOT)): count
        for file in EDGE + DEVICE
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > 450
    }
    assert not long
