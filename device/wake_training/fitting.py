"""Training of a head: weighted cross entropy, AdamW, a cosine schedule, and noise on the windows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from device.wake_training.network import Floats, Head, new_head, sigmoid


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a head is trained.

    steps: updates of the weights.
    batch: windows in an update, of which positive_share are positives.
    rate: learning rate at its highest.
    decay: weight decay of AdamW.
    smoothing: how far labels are drawn towards the middle.
    noise: spread of the noise added to standardised embeddings.
    """

    steps: int = 2000
    batch: int = 256
    positive_share: float = 0.35
    rate: float = 2e-3
    decay: float = 0.02
    smoothing: float = 0.02
    noise: float = 0.25


@dataclass(frozen=True, slots=True)
class Material:
    """Windows to train on, float16 to halve their memory; shape (n, 16, 96) each.

    groups: negatives by kind with the share of a batch's negatives that comes from each.
    """

    positives: NDArray[np.float16]
    groups: tuple[tuple[NDArray[np.float16], float], ...]

    def joined(self, windows: NDArray[np.float16], share: float) -> Material:
        """The same with one more group of negatives."""
        return Material(self.positives, (*self.groups, (windows, share)))

    def statistics(self) -> tuple[Floats, Floats]:
        """Mean and spread of the embeddings of all kinds, shape (96,) each."""
        parts = [self.positives, *(windows for windows, _ in self.groups)]
        some = np.concatenate([part[:: max(1, len(part) // 4000)].reshape(-1, part.shape[-1]) for part in parts])
        wide = some.astype(np.float32)
        return wide.mean(axis=0), wide.std(axis=0)


def fit(material: Material, fitting: Fitting, seed: int, on_step: Callable[[int, float], None] = lambda step, loss: None) -> Head:
    """Train one head; the same seed and material give the same head. on_step: told the step and its loss."""
    rng = np.random.default_rng(seed)
    mean, spread = material.statistics()
    head = new_head(mean, spread, rng)
    update = AdamW(head, fitting)
    hiss = rng.standard_normal((2048, *material.positives.shape[1:]), dtype=np.float32) * spread
    average = [p.copy() for p in head.parameters]
    for step in range(fitting.steps):
        windows, labels = draw(material, fitting, hiss, rng)
        logits = head.logits(windows, rng)
        gradient = (sigmoid(logits) - labels) / np.float32(len(labels))
        head.backward(gradient)
        update.step(step)
        keep = min(0.995, (step + 1) / (step + 10))
        for slow, fast in zip(average, head.parameters, strict=True):
            slow += np.float32(1 - keep) * (fast - slow)
        if step % 100 == 0:
            on_step(step, cross_entropy(logits, labels))
    for slow, fast in zip(average, head.parameters, strict=True):
        fast[...] = slow
    return head


def hardest(material: Material, scout: Head, part: float) -> NDArray[np.float16]:
    """Of each group of negatives the part that a head of a first, short training takes for the phrase most of all."""
    found = []
    for windows, _ in material.groups:
        scores = np.concatenate([scout.logits(windows[i : i + 4096].astype(np.float32)) for i in range(0, len(windows), 4096)])
        found.append(windows[np.argsort(-scores, kind="stable")[: max(1, round(part * len(windows)))]])
    return np.concatenate(found)


def draw(material: Material, fitting: Fitting, hiss: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """One batch: windows with noise and masked stretches, and smoothed labels.

    hiss: windows of noise to draw from, with the spread of the embeddings.
    """
    positives = int(fitting.batch * fitting.positive_share)
    parts = [material.positives[rng.integers(len(material.positives), size=positives)]]
    rest = fitting.batch - positives
    total = sum(share for _, share in material.groups)
    for windows, share in material.groups:
        count = round(rest * share / total)
        parts.append(windows[rng.integers(len(windows), size=count)])
    batch = np.concatenate(parts).astype(np.float32)
    labels = np.full(len(batch), fitting.smoothing / 2, np.float32)
    labels[:positives] = 1 - fitting.smoothing
    batch += np.float32(fitting.noise) * hiss[rng.integers(len(hiss), size=len(batch))]
    # A stretch of one or two embeddings lost in one window of five: a cough, a bump of the road.
    for row in np.flatnonzero(rng.random(len(batch)) < 0.2):
        start = int(rng.integers(0, batch.shape[1]))
        batch[row, start : start + int(rng.integers(1, 3))] = batch[int(rng.integers(len(batch))), 0]
    return batch, labels


def cross_entropy(logits: Floats, labels: Floats) -> float:
    """Mean binary cross entropy."""
    return float(np.mean(np.logaddexp(0, logits) - labels * logits))


class AdamW:
    """Adam with decoupled weight decay (Loshchilov and Hutter, 2019), warm-up and a cosine schedule."""

    def __init__(self, head: Head, fitting: Fitting) -> None:
        self._head, self._fitting = head, fitting
        self._first = [np.zeros_like(p) for p in head.parameters]
        self._second = [np.zeros_like(p) for p in head.parameters]

    def step(self, step: int) -> None:
        """Change the parameters by the gradients of the last backward pass. step: counted from 0."""
        warm = min(1.0, (step + 1) / 100)
        cosine = 0.5 * (1 + np.cos(np.pi * min(1.0, step / self._fitting.steps)))
        rate = self._fitting.rate * warm * max(0.02, float(cosine))
        correct1, correct2 = 1 - 0.9 ** (step + 1), 1 - 0.999 ** (step + 1)
        state = zip(self._head.parameters, self._head.gradients, self._first, self._second, strict=True)
        for parameter, gradient, first, second in state:
            first += np.float32(0.1) * (gradient - first)
            second += np.float32(0.001) * (gradient**2 - second)
            move = (first / np.float32(correct1)) / (np.sqrt(second / np.float32(correct2)) + np.float32(1e-8))
            if parameter.ndim > 1:
                move += np.float32(self._fitting.decay) * parameter
            parameter -= np.float32(rate) * move
