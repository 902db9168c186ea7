"""Logistic regression over hashed features by AdaGrad, in plain numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Example:
    """features: hashed, ascending, each once. weight: how much it counts, 1 for one that was written by hand."""

    features: npt.NDArray[np.int64]
    wish: bool
    weight: float


def fit(examples: Sequence[Example], buckets: int, epochs: int, seed: int) -> tuple[npt.NDArray[np.int8], float, float]:
    """Weights (buckets,) int8 with their scale, and the bias; the average over the later half of the epochs."""
    rng = np.random.default_rng(seed)
    weights, squares, average = np.zeros(buckets, np.float32), np.full(buckets, 1e-3, np.float32), np.zeros(buckets, np.float32)
    bias, bias_square, average_bias = 0.0, 1e-3, 0.0
    rate, late = 0.4, epochs - epochs // 2
    for epoch in range(epochs):
        for place in rng.permutation(len(examples)):
            example = examples[place]
            row, value = example.features, 1 / max(len(example.features), 1) ** 0.5
            chance = float(1 / (1 + np.exp(-(float(weights[row].sum()) * value + bias))))
            slope = (chance - example.wish) * example.weight
            squares[row] += (slope * value) ** 2
            weights[row] -= rate * slope * value / np.sqrt(squares[row])
            bias_square += slope**2
            bias -= rate / 8 * slope / bias_square**0.5
        if epoch >= epochs // 2:
            average += weights / late
            average_bias += bias / late
    scale = float(np.abs(average).max()) / 127
    return np.round(average / scale).astype(np.int8), scale, average_bias
