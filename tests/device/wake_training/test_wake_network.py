"""The layers' gradients, training on a small set, and the ONNX form of a head."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from device.wake_training.export import save, to_onnx
from device.wake_training.fitting import Fitting, fit
from device.wake_training.material import Material, Windows
from device.wake_training.network import Convolution, Dense, Floats, Head, new_head, sigmoid
from edge.frontend.wake import WakeHead
from edge.onnx import open_session


def _untrained(seed: int) -> Head:
    mean = np.full(96, 0.5, np.float32)
    return new_head(mean, np.full(96, 2.0, np.float32), np.random.default_rng(seed))


def _in_double_precision(head: Head) -> Head:
    for layer in head.layers:
        if isinstance(layer, Convolution | Dense):
            layer.weight = layer.weight.astype(np.float64)  # type: ignore[assignment]
            layer.bias = layer.bias.astype(np.float64)  # type: ignore[assignment]
            layer.gradients = [np.zeros_like(layer.weight), np.zeros_like(layer.bias)]
    return head


def test_gradients_are_those_of_finite_differences() -> None:
    rng = np.random.default_rng(3)
    head = _in_double_precision(_untrained(0))
    x = rng.normal(0.5, 2.0, (6, 16, 96))
    labels = np.array([1, 0, 1, 0, 0, 1], np.float64)

    def loss() -> float:
        logits = head.logits(x)  # type: ignore[arg-type]
        return float(np.sum(np.logaddexp(0, logits) - labels * logits))

    head.backward((1 / (1 + np.exp(-head.logits(x))) - labels).astype(np.float64))  # type: ignore[arg-type]
    exact = [g.copy() for g in head.gradients]
    for parameter, gradient in zip(head.parameters, exact, strict=True):
        for flat in rng.integers(parameter.size, size=8):
            at = np.unravel_index(int(flat), parameter.shape)
            before = parameter[at]
            parameter[at] = before + 1e-6
            above = loss()
            parameter[at] = before - 1e-6
            below = loss()
            parameter[at] = before
            assert gradient[at] == pytest.approx((above - below) / 2e-6, rel=1e-4, abs=1e-6)


@pytest.fixture(scope="module")
def material() -> Material:
    """Windows in which a pattern of three steps is the phrase, anywhere in the last six steps."""
    rng = np.random.default_rng(11)
    pattern = rng.normal(0, 1.5, (3, 96))
    positives = rng.normal(0, 1, (400, 16, 96))
    for window in positives:
        at = int(rng.integers(8, 13))
        window[at : at + 3] += pattern
    half = rng.normal(0, 1, (400, 16, 96))
    half[:, 9:11] += pattern[:2]
    noise = rng.normal(0, 1, (400, 16, 96))
    phrase, part, other = (Windows.separate([windows.astype(np.float16)]) for windows in (positives, half, noise))
    return Material(phrase, ((part, 0.5), (other, 0.5)))


@pytest.fixture(scope="module")
def head(material: Material) -> Head:
    return fit(material, Fitting(rounds=2, steps=80, batch=96), seed=5)


def test_training_converges(material: Material, head: Head) -> None:
    every = np.arange(400)
    heard = head.logits(material.positives.take(every).astype(np.float32)) > 0
    wrong = head.logits(material.groups[0][0].take(every).astype(np.float32)) > 0
    assert heard.mean() > 0.97
    assert wrong.mean() < 0.03


def test_the_same_seed_gives_the_same_head(material: Material) -> None:
    short = Fitting(rounds=2, steps=4, batch=32)
    first, second, other = (fit(material, short, seed) for seed in (5, 5, 6))
    for a, b in zip(first.parameters, second.parameters, strict=True):
        np.testing.assert_array_equal(a, b)
    assert any(not np.array_equal(a, b) for a, b in zip(first.parameters, other.parameters, strict=True))


@pytest.mark.parametrize("count", [1, 3])
def test_onnx_head_equals_numpy(count: int, tmp_path: Path) -> None:
    heads = [_untrained(seed) for seed in range(count)]
    path = tmp_path / "head.onnx"
    save(to_onnx(heads, {"phrase": "open sesame", "lang": "en", "threshold": "0.7"}), path)
    x: Floats = np.random.default_rng(0).normal(0, 3, (7, 16, 96)).astype(np.float32)
    p = open_session(path).run(None, {"x": x})[0]
    assert p.shape == (7, 1)
    np.testing.assert_allclose(p[:, 0], sigmoid(np.mean([head.logits(x) for head in heads], axis=0)), atol=2e-6)


def test_detector_reads_the_metadata(tmp_path: Path) -> None:
    path = tmp_path / "head.onnx"
    save(to_onnx([_untrained(0)], {"phrase": "你好小舱", "lang": "zh", "threshold": "0.612"}), path)
    head = WakeHead.load(path)
    assert (head.phrase, head.lang, head.threshold) == ("你好小舱", "zh", 0.612)


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(to_onnx([_untrained(4)], {"phrase": "open sesame", "lang": "en", "threshold": "0.7"}), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
