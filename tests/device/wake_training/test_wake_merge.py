"""Heads of one phrase merged into one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from device.wake_training.export import save, to_onnx
from device.wake_training.network import new_head
from edge.frontend.wake import WakeHead

ROOT = Path(__file__).parents[3]


def _head(path: Path, seed: int, phrase: str = "hello cabin") -> Path:
    head = new_head(np.zeros(96, np.float32), np.ones(96, np.float32), np.random.default_rng(seed))
    save(to_onnx([head], {"phrase": phrase, "lang": "en", "threshold": "0.6"}), path)
    return path


def _merge(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "deploy" / "training" / "wake" / "merge.py"), *words]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)


def test_the_merged_head_gives_the_mean_logit(tmp_path: Path) -> None:
    one, other, out = _head(tmp_path / "one.onnx", 1), _head(tmp_path / "other.onnx", 2), tmp_path / "both.onnx"
    done = _merge(str(one), str(other), "--threshold", "0.7", "--out", str(out))
    assert done.returncode == 0, done.stderr
    windows = np.random.default_rng(3).standard_normal((20, 16, 96)).astype(np.float32)
    p, q = (WakeHead.load(path).scores(windows) for path in (one, other))
    both = WakeHead.load(out)
    assert (both.phrase, both.lang, both.threshold) == ("hello cabin", "en", 0.7)
    logits = (np.log(p / (1 - p)) + np.log(q / (1 - q))) / 2
    assert np.allclose(both.scores(windows), 1 / (1 + np.exp(-logits)), atol=1e-4)


def test_weights_say_how_much_of_the_mean_is_whose(tmp_path: Path) -> None:
    one, other, out = _head(tmp_path / "one.onnx", 1), _head(tmp_path / "other.onnx", 2), tmp_path / "both.onnx"
    done = _merge(str(one), str(other), "--weights", "1", "3", "--threshold", "0.7", "--out", str(out))
    assert done.returncode == 0, done.stderr
    windows = np.random.default_rng(3).standard_normal((20, 16, 96)).astype(np.float32)
    p, q = (WakeHead.load(path).scores(windows) for path in (one, other))
    logits = (np.log(p / (1 - p)) + 3 * np.log(q / (1 - q))) / 4
    assert np.allclose(WakeHead.load(out).scores(windows), 1 / (1 + np.exp(-logits)), atol=1e-4)


def test_what_cannot_be_merged_is_one_line(tmp_path: Path) -> None:
    one, other = _head(tmp_path / "one.onnx", 1), _head(tmp_path / "other.onnx", 2, "hello radio")
    for words, message in (
        ((str(one), str(other), "--threshold", "0.7"), "not heads of one phrase: hello cabin, hello radio"),
        ((str(one), str(one), "--weights", "1", "--threshold", "0.7"), "2 positive numbers are needed"),
        ((str(one), "--threshold", "7"), "7 is no probability"),
    ):
        done = _merge(*words, "--out", str(tmp_path / "out.onnx"))
        assert done.returncode == 2
        assert message in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out.onnx").exists()
