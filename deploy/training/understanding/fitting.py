"""Logistic regression over hashed features, in plain numpy: of one class by AdaGrad, of many by Adam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


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


@dataclass(frozen=True, slots=True)
class Course:
    """How classes are learned. rate: of the first epoch, falling to nothing. bias_rate: the biases' share of it."""

    epochs: int
    batch: int
    rate: float
    bias_rate: float = 1.0
    decay: float = 0.0
    least: float = 1e-7
    """Added to the root of a slope's mean square."""


def fit_classes(
    rows: Floats, classes: npt.NDArray[np.int64], counted: Floats | None, count: int, course: Course, seed: int
) -> tuple[Floats, Floats]:
    """Weights (buckets, count) and biases (count,) of a multinomial logistic regression, by Adam without its bias memory.

    rows: (examples, buckets). counted: how much each example counts, (examples,); None where all count alike.
    """
    rng = np.random.default_rng(seed)
    weights, biases = np.zeros((rows.shape[1], count), np.float32), np.zeros(count, np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    step = 0
    for epoch in range(course.epochs):
        order = rng.permutation(len(rows))
        rate = course.rate * (1 - epoch / course.epochs)
        for start in range(0, len(order), course.batch):
            chosen = order[start : start + course.batch]
            logits = rows[chosen] @ weights + biases
            chances = np.exp(logits - logits.max(1, keepdims=True))
            chances /= chances.sum(1, keepdims=True)
            chances[np.arange(len(chosen)), classes[chosen]] -= 1
            if counted is not None:
                chances *= counted[chosen, None]
            gradient = rows[chosen].T @ chances / len(chosen) + course.decay * weights
            step += 1
            first = 0.9 * first + 0.1 * gradient
            second = 0.99 * second + 0.01 * gradient**2
            weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + course.least)
            biases -= course.bias_rate * rate * chances.mean(0)
    return weights, biases
