"""How loud audio is, and whether something is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edge.audio.frame import Samples

SILENCE_DBFS = -120.0
"""What a level is called when there is nothing to measure."""

_CLIP_AT = 0.999
_KNEE = np.float32(0.95)


def decibels(ratio: float) -> float:
    """An amplitude ratio in dB, not below SILENCE_DBFS."""
    return max(SILENCE_DBFS, 20.0 * float(np.log10(ratio))) if ratio > 0 else SILENCE_DBFS


def amplitude(level_db: float) -> float:
    """A level in dB as an amplitude ratio."""
    return float(10.0 ** (level_db / 20.0))


def rms_dbfs(samples: Samples) -> float:
    """Root mean square level in dB relative to full scale (a full-scale square wave is 0 dBFS)."""
    if samples.size == 0:
        return SILENCE_DBFS
    return decibels(float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))))


def peak_dbfs(samples: Samples) -> float:
    """Level of the largest sample in dB relative to full scale."""
    return decibels(float(np.max(np.abs(samples)))) if samples.size else SILENCE_DBFS


def active_dbfs(samples: Samples, rate: int, range_db: float = 30.0) -> float:
    """Level of speech while there is speech: the RMS of those 10 ms blocks that are within `range_db` of the loudest one.

    A simple stand-in for ITU-T P.56, whose hangover matters little at the block lengths used here.
    """
    size = max(1, rate // 100)
    count = samples.size // size
    if count == 0:
        return rms_dbfs(samples)
    power = np.mean(np.square(samples[: count * size].reshape(count, size), dtype=np.float64), axis=1)
    loudest = float(power.max())
    if loudest <= 0:
        return SILENCE_DBFS
    active = power[power > loudest * 10 ** (-range_db / 10)]
    return decibels(float(np.sqrt(active.mean())))


def rounded_peaks(samples: Samples) -> Samples:
    """The same samples where they stay below 0.95 of full scale, and peaks that bend instead of breaking where they do not.

    A filter that takes rumble out of a recording that uses the whole scale moves phases, and so some peaks beyond it.
    """
    size = np.abs(samples)
    room = 1 - _KNEE
    bent: Samples = np.copysign(_KNEE + room * np.tanh((size - _KNEE) / room), samples)
    return np.where(size > _KNEE, bent, samples)


@dataclass(frozen=True, slots=True)
class Levels:
    """What one stretch of audio looks like.

    rms_dbfs, peak_dbfs: dB relative to full scale. offset: mean (DC), full scale ±1.
    clipped: share of samples at full scale, 0 to 1.
    """

    rms_dbfs: float
    peak_dbfs: float
    offset: float
    clipped: float

    @property
    def dead(self) -> bool:
        """Nothing but a constant arrives: an unplugged or muted microphone. A live one has noise in its last bits."""
        return self.rms_dbfs <= SILENCE_DBFS + 1 or (self.peak_dbfs - self.rms_dbfs < 0.01 and self.clipped == 0)

    @property
    def problem(self) -> str | None:
        """One line for `cabin doctor`, None when the audio looks sound."""
        if self.dead:
            return "the channel is dead: nothing but a constant arrives"
        if self.clipped > 0.001:
            return f"clipping: {self.clipped:.1%} of the samples are at full scale"
        if abs(self.offset) > 0.05:
            return f"DC offset of {self.offset:+.2f} of full scale"
        return None


def measure(samples: Samples) -> Levels:
    """The levels of shape (n,), n may be 0."""
    if samples.size == 0:
        return Levels(SILENCE_DBFS, SILENCE_DBFS, 0.0, 0.0)
    return Levels(
        rms_dbfs=rms_dbfs(samples),
        peak_dbfs=peak_dbfs(samples),
        offset=float(np.mean(samples, dtype=np.float64)),
        clipped=float(np.mean(np.abs(samples) >= _CLIP_AT)),
    )
