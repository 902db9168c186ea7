"""How good a head is: streams scored as the detector scores them, false accepts, and the threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from device.wake_training.material import Windows
from device.wake_training.network import Floats, Head
from edge.frontend.wake import SMOOTHING_STEPS
from edge.frontend.wake_embedding import STEP

REFRACTORY_S = 1.5
"""Seconds after a detection in which no second one counts, as in the detector."""

_STEP_S = STEP / 16_000


def mean_logits(heads: Sequence[Head], windows: Windows) -> Floats:
    """The mean logit of the heads of an ensemble, shape (n,), in chunks that fit in memory."""
    numbers = np.arange(len(windows))
    parts = [
        np.mean([head.logits(windows.take(numbers[i : i + 4096]).astype(np.float32)) for head in heads], axis=0)
        for i in numbers[::4096]
    ]
    return np.asarray(np.concatenate([*parts, np.zeros(0)]), dtype=np.float32)


def smoothed(probabilities: Floats, spacing: int = 2) -> Floats:
    """The detector's score after each window of a stream that begins in silence: the mean over the last windows.

    spacing: windows in 80 ms.
    """
    if not len(probabilities):
        return np.zeros(0, np.float32)
    count = SMOOTHING_STEPS * spacing // 2
    padded = np.concatenate([np.zeros(count - 1, np.float32), probabilities])
    windows = np.lib.stride_tricks.sliding_window_view(padded, count)
    return np.asarray(windows.mean(axis=-1), dtype=np.float32)


def peaks(scores: Floats, spacing: int = 2) -> list[float]:
    """The highest score of each stretch of a refractory time, greedily from the highest down, as separate events."""
    apart = round(REFRACTORY_S / _STEP_S * spacing / 2)
    left = scores.copy()
    found: list[float] = []
    while len(left):
        best = int(np.argmax(left))
        if left[best] <= 0.02:
            break
        found.append(float(left[best]))
        left[max(0, best - apart) : best + apart + 1] = 0
    return found


@dataclass(frozen=True, slots=True)
class Negatives:
    """The events of a head on streams without the phrase. hours: their length. events: peak scores, highest first."""

    name: str
    hours: float
    events: tuple[float, ...]

    def accepts(self, threshold: float) -> int:
        """False accepts at a threshold."""
        return sum(event >= threshold for event in self.events)


def judge_streams(name: str, streams: Sequence[Floats], spacing: int = 2) -> Negatives:
    """Collect the events of several streams of probabilities. spacing: numbers in 80 ms."""
    events = [peak for stream in streams for peak in peaks(smoothed(stream, spacing), spacing)]
    hours = sum(len(stream) for stream in streams) * _STEP_S * 2 / spacing / 3600
    return Negatives(name, hours, tuple(sorted(events, reverse=True)))


def tail_threshold(negatives: Sequence[Negatives], per_hour: float) -> float:
    """The threshold at which an exponential tail of the events' logits reaches a rate of false accepts.

    The peaks-over-threshold method: the highest twentieth of the events (at least ten) is taken as exponential in the
    logit, which gives rates below one event in the hours at hand. 0.5 where there is too little to go by.
    """
    hours = sum(n.hours for n in negatives)
    events = np.sort(np.array([e for n in negatives for e in n.events], dtype=np.float64))[::-1]
    if len(events) < 3 or hours <= 0:
        return 0.5
    probability = np.clip(events, 1e-4, 1 - 1e-4)
    logits = np.log(probability / (1 - probability))
    count = min(len(logits) - 1, max(10, len(logits) // 20))
    base = logits[count]
    scale = max(0.25, float(np.mean(logits[:count] - base)))
    wanted = base + scale * np.log(max(count / hours / per_hour, 1e-9))
    return float(1 / (1 + np.exp(-wanted)))


LOWEST, HIGHEST = 0.55, 0.85
"""Thresholds between which the choice is made: people score lower than the synthetic voices that judge a head. The lowest best
scores of seven people's "computer" and of ten recordings of "alexa" were 0.86 and 0.88."""


def choose_threshold(negatives: Sequence[Negatives], phrase_scores: Sequence[float], per_hour: float) -> float:
    """The threshold for a rate of false accepts, as far as the phrase stays heard.

    phrase_scores: highest smoothed score of each held-out utterance of the phrase in good conditions; 95 % of them are to
    be heard.
    """
    wanted = tail_threshold(negatives, per_hour)
    heard = float(np.quantile(np.asarray(phrase_scores), 0.05)) if len(phrase_scores) else HIGHEST
    return round(float(np.clip(min(wanted, heard), LOWEST, HIGHEST)), 3)
