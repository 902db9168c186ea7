"""Training of a head: weighted cross entropy, AdamW, a cosine schedule, and noise on the windows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from device.wake_training.material import Half, Material, Windows
from device.wake_training.network import Floats, Head, new_head, sigmoid
from edge.frontend.wake_embedding import EMBEDDING_SIZE, HEAD_WINDOW

_LATER_RATE = 0.6
"""Share of the learning rate in all rounds but the first."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a head is trained.

    rounds: how often the hardest negatives are looked for anew, the first time not at all. A third round, tried on "computer",
        made more false accepts (11 for 5), not fewer.
    steps: updates of the weights in a round.
    hard_part, hard_share: of each kind so much is hardest for the head of the round before, and gets this share of its own.
    batch: windows in an update, of which positive_share are positives.
    rate: learning rate at its highest.
    decay: weight decay of AdamW.
    smoothing: how far labels are drawn towards the middle.
    noise: spread of the noise added to standardised embeddings.
    """

    rounds: int = 2
    steps: int = 1600
    hard_part: float = 0.03
    hard_share: float = 1.6
    batch: int = 320
    positive_share: float = 0.3
    rate: float = 2e-3
    decay: float = 0.02
    smoothing: float = 0.02
    noise: float = 0.25


def fit(material: Material, fitting: Fitting, seed: int, on_step: Callable[[int, float], None] = lambda step, loss: None) -> Head:
    """Train one head; the same seed and material give the same head. on_step: told the step and its loss.

    After each round but the last the head goes through all negatives, and the next round draws much of them from those that it
    takes for the phrase most of all: of hours of talk only minutes are hard.
    """
    rng = np.random.default_rng(seed)
    mean, spread = material.statistics()
    head = new_head(mean, spread, rng)
    hiss = rng.standard_normal((2048, HEAD_WINDOW, EMBEDDING_SIZE), dtype=np.float32) * spread
    drawn_from = material
    for number in range(fitting.rounds):
        if number:
            # Every second window: its neighbours are as hard as it is.
            hard = hardest(material, head, fitting.hard_part, every=2, first=number % 2)
            drawn_from = material.joined(hard, fitting.hard_share)
        update = AdamW(head, fitting, _LATER_RATE if number else 1.0)
        average = [p.copy() for p in head.parameters]
        for step in range(fitting.steps):
            windows, labels = draw(drawn_from, fitting, hiss, rng)
            logits = head.logits(windows, rng)
            gradient = (sigmoid(logits) - labels) / np.float32(len(labels))
            head.backward(gradient)
            update.step(step)
            keep = min(0.995, (step + 1) / (step + 10))
            for slow, fast in zip(average, head.parameters, strict=True):
                slow += np.float32(1 - keep) * (fast - slow)
            if step % 100 == 0:
                on_step(number * fitting.steps + step, cross_entropy(logits, labels))
        for slow, fast in zip(average, head.parameters, strict=True):
            fast[...] = slow
    return head


def hardest(material: Material, head: Head, part: float, *, every: int = 1, first: int = 0) -> Windows:
    """Of each group of negatives the part that a head takes for the phrase most of all.

    every, first: only every so-manieth window is looked at, from that one on; the part is of those.
    """
    found: list[Half] = []
    for windows, _ in material.groups:
        looked_at = np.arange(min(first, len(windows) - 1), len(windows), every)
        chunks = [looked_at[i : i + 4096] for i in range(0, len(looked_at), 4096)]
        scores = np.concatenate([head.logits(windows.take(chunk).astype(np.float32)) for chunk in chunks])
        best = np.argsort(-scores, kind="stable")[: max(1, round(part * len(looked_at)))]
        found.append(windows.take(looked_at[best]))
    return Windows.separate(found)


def draw(material: Material, fitting: Fitting, hiss: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """One batch: windows with noise and masked stretches, and smoothed labels.

    hiss: windows of noise to draw from, with the spread of the embeddings.
    """
    positives = int(fitting.batch * fitting.positive_share)
    parts = [material.positives.sample(positives, rng)]
    rest = fitting.batch - positives
    total = sum(share for _, share in material.groups)
    for windows, share in material.groups:
        parts.append(windows.sample(round(rest * share / total), rng))
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

    def __init__(self, head: Head, fitting: Fitting, share: float = 1.0) -> None:
        """share: of the learning rate."""
        self._head, self._fitting, self._rate = head, fitting, share * fitting.rate
        self._first = [np.zeros_like(p) for p in head.parameters]
        self._second = [np.zeros_like(p) for p in head.parameters]

    def step(self, step: int) -> None:
        """Change the parameters by the gradients of the last backward pass. step: counted from 0."""
        warm = min(1.0, (step + 1) / 100)
        cosine = 0.5 * (1 + np.cos(np.pi * min(1.0, step / self._fitting.steps)))
        rate = self._rate * warm * max(0.02, float(cosine))
        correct1, correct2 = 1 - 0.9 ** (step + 1), 1 - 0.999 ** (step + 1)
        state = zip(self._head.parameters, self._head.gradients, self._first, self._second, strict=True)
        for parameter, gradient, first, second in state:
            first += np.float32(0.1) * (gradient - first)
            second += np.float32(0.001) * (gradient**2 - second)
            move = (first / np.float32(correct1)) / (np.sqrt(second / np.float32(correct2)) + np.float32(1e-8))
            if parameter.ndim > 1:
                move += np.float32(self._fitting.decay) * parameter
            parameter -= np.float32(rate) * move
