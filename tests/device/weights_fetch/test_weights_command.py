"""`cabin weights` as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from edge.weights.store import WeightStore

ROOT = Path(__file__).parents[3]


def _cabin(*words: str, store: Path, mirror: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CABIN_WEIGHTS": str(store), "PIP_NO_INDEX": "1", "PYTHONPATH": str(ROOT)}
    environment["CABIN_WEIGHTS_MIRROR"] = str(mirror or "")
    command = [sys.executable, "-c", "from device.cli import main; main()", "weights", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)


def test_list(tmp_path: Path) -> None:
    answer = _cabin("list", "--json", store=tmp_path)
    assert answer.returncode == 0, answer.stderr
    rows = {row["entry"]: row for row in map(json.loads, answer.stdout.splitlines())}
    assert rows["kokoro"]["state"] == "absent"
    assert rows["kokoro"]["default"]
    assert rows["smart-turn"]["default"]
    assert not rows["piper-joe"]["default"]
    assert "voices/zf_xiaoxiao.bin" in rows["kokoro"]["files"]
    assert "kokoro" in _cabin("list", store=tmp_path).stdout


def test_verify_is_one_line_for_each_damage_and_exit_2(tmp_path: Path) -> None:
    (tmp_path / "silero-vad").mkdir()
    (tmp_path / "silero-vad" / "silero_vad.onnx").write_bytes(b"not it")
    answer = _cabin("verify", "silero-vad", "wake-embedding", store=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr.splitlines() == [
        "cabin: silero-vad/silero_vad.onnx: has 6 bytes where the catalogue says 2327524; "
        "`cabin weights fetch silero-vad` mends it",
        "cabin: wake-embedding: not fetched yet: run `cabin weights fetch wake-embedding`",
    ]
    as_json = _cabin("verify", "silero-vad", "--json", store=tmp_path)
    assert as_json.returncode == 2
    assert [json.loads(line)["file"] for line in as_json.stdout.splitlines()] == ["silero_vad.onnx"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("fetch", "nonsense"), "cabin: nonsense: no such entry; the catalogue has: whisper-base, kokoro"),
        (("convert", "silero-vad"), "cabin: silero-vad: has no recipe: its files are used as they come"),
        (("convert", "whisper-base", "--source", "x"), "cabin: convert: --source and --out go together"),
        (("convert", "whisper-base", "--source", "/none", "--out", "/tmp"), "cabin: /none: no such file"),
        (("convert", "whisper-base", "--source", __file__, "--out", "/tmp"), f"cabin: {__file__}: CTranslate2 format "),
    ],
)
def test_mistakes_are_one_line(tmp_path: Path, words: tuple[str, ...], line: str) -> None:
    answer = _cabin(*words, store=tmp_path)
    assert answer.returncode == 2
    assert answer.stderr.startswith(line)
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.weights
def test_a_store_serves_as_mirror_for_another(tmp_path: Path, weights: WeightStore) -> None:
    answer = _cabin("fetch", "wake-embedding", "silero-vad", store=tmp_path, mirror=weights.root)
    assert answer.returncode == 0, answer.stderr
    assert "wake-embedding: fetched, 3.7 MB" in answer.stdout
    assert _cabin("fetch", "--quiet", "wake-embedding", store=tmp_path).stdout == ""
    assert _cabin("verify", "wake-embedding", "silero-vad", store=tmp_path).returncode == 0
