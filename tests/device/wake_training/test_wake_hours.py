"""Judging a head on hours of recordings whose embeddings are kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from device.resources import shipped

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "deploy" / "training" / "wake" / "hours.py"


def _hours(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *words]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=240, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


@pytest.mark.weights
def test_embeddings_are_made_once_and_a_head_is_judged_on_them(tmp_path: Path) -> None:
    recordings, cache = tmp_path / "recordings", tmp_path / "cache"
    recordings.mkdir()
    noise = (np.random.default_rng(1).standard_normal(6 * 16_000) * 0.01).astype(np.float32)
    sf.write(recordings / "hiss.wav", noise, 16_000)
    made = _hours("embed", str(recordings), "--kind", "hiss", "--cache", str(cache))
    assert made.returncode == 0, made.stderr
    (kept,) = cache.rglob("*.npy")
    before = kept.stat().st_mtime_ns
    again = _hours("embed", str(recordings), "--kind", "hiss", "--cache", str(cache), "--altered", "3")
    assert again.returncode == 0, again.stderr
    assert kept.stat().st_mtime_ns == before
    assert sorted(place.name for place in cache.iterdir()) == ["hiss", "hiss, altered"]
    told = _hours("judge", str(shipped("wake", "hello_cabin.onnx")), "--cache", str(cache))
    assert told.returncode == 0, told.stderr
    assert "| hiss | 0.00 | 0 |" in told.stdout
    assert "0: 0.0 in 24 h, at most" in told.stdout


def test_what_is_not_there_is_one_line(tmp_path: Path) -> None:
    head = str(shipped("wake", "hello_cabin.onnx"))
    for words, said in (
        (("judge", head, "--cache", str(tmp_path / "none")), "holds no embeddings"),
        (("embed", str(tmp_path), "--kind", "x", "--cache", str(tmp_path)), "holds no recordings"),
    ):
        done = _hours(*words)
        assert done.returncode == 2
        assert said in done.stderr
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("seen", "most"), [(0, 3.0), (1, 4.74), (2, 6.3), (5, 10.51)])
def test_the_upper_end_of_what_a_count_may_mean(seen: int, most: float) -> None:
    sys.path.insert(0, str(SCRIPT.parent))
    try:
        from hours import at_most
    finally:
        sys.path.pop(0)
    assert at_most(seen) == pytest.approx(most, abs=0.01)
