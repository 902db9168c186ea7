"""What a rendered clause goes through before it is heard: trimmed, brought to one loudness, faded at both ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import VOICE_RATE, Samples

SPEECH_LEVEL_DBFS = -20.0
"""RMS of the speaking parts of a clause at gain 0 dB."""

PEAK = 0.97
"""No sample of a clause is larger."""

_KNEE = 0.8
_STEP = VOICE_RATE // 200  # 5 ms
_SILENCE_DB = -42.0  # below the loudest 5 ms; Kokoro's own silence lies 60 dB down, a soft /f/ about 35 dB
_SPEAKING_DB = -25.0
_LEAD_S = 0.015
_TAIL_S = 0.045
_FADE_IN_S = 0.004
_FADE_OUT_S = 0.020


class ClauseStream:
    """The same for a clause that comes in parts, with a gain and a threshold of silence known beforehand."""

    def __init__(self, gain: float, loudest: float) -> None:
        """gain: factor of the samples. loudest: mean power of the loudest 5 ms that this voice is expected to have."""
        self._gain = gain
        self._threshold = loudest * 10 ** (_SILENCE_DB / 10)
        self._held = np.zeros(0, np.float32)
        self._begun = False

    def push(self, samples: Samples) -> Samples:
        """Take a part; what can be heard now. Silence is held back until it is known that speech follows."""
        pending = np.concatenate([self._held, samples])
        loud = self._loud(pending)
        if not self._begun:
            if not loud.size:
                self._held = pending[-round(_LEAD_S * VOICE_RATE) - _STEP :]
                return pending[:0]
            start = max(0, int(loud[0]) * _STEP - round(_LEAD_S * VOICE_RATE))
            pending, loud = pending[start:], loud - start / _STEP
        fall = round(_FADE_OUT_S * VOICE_RATE)
        until = min(round(float(loud[-1] + 1) * _STEP), pending.size - fall) if loud.size else 0
        if until <= 0:
            self._held = pending
            self._begun = self._begun or bool(loud.size)
            return pending[:0]
        out, self._held = limited(pending[:until] * np.float32(self._gain)), pending[until:]
        if not self._begun:
            self._begun = True
            rise = min(round(_FADE_IN_S * VOICE_RATE), out.size)
            out[:rise] *= _ramp(rise)
        return out

    def close(self) -> Samples:
        """What is left, faded out."""
        if not self._begun:
            return self._held[:0]
        loud = self._loud(self._held)
        end = (int(loud[-1]) + 1 if loud.size else 0) * _STEP + round(_TAIL_S * VOICE_RATE)
        out = limited(self._held[:end] * np.float32(self._gain))
        fall = min(round(_FADE_OUT_S * VOICE_RATE), out.size)
        out[out.size - fall :] *= _ramp(fall)[::-1]
        self._held, self._begun = self._held[:0], False
        return out

    def _loud(self, samples: Samples) -> NDArray[np.float64]:
        """Numbers of the 5 ms that are not silent."""
        if samples.size < _STEP:
            return np.zeros(0)
        return np.flatnonzero(_energy(samples) > self._threshold).astype(np.float64)


def limited(samples: Samples) -> Samples:
    """The samples, those near full scale bent so that none passes PEAK."""
    size = np.abs(samples)
    bent = _KNEE + (PEAK - _KNEE) * np.tanh((size - _KNEE) / (PEAK - _KNEE))
    return np.where(size > _KNEE, np.copysign(bent, samples), samples).astype(np.float32)


def speaking_power(samples: Samples) -> tuple[float, float]:
    """Mean power of the speaking parts of a clause, and of its loudest 5 ms; zeros for silence."""
    energy = _energy(samples)
    loudest = float(energy.max()) if energy.size else 0.0
    if loudest <= 0:
        return 0.0, 0.0
    return float(energy[energy > loudest * 10 ** (_SPEAKING_DB / 10)].mean()), loudest


def finish_clause(samples: Samples, gain_db: float = 0.0) -> Samples:
    """Trim the silence around speech, level and fade it. All samples at VOICE_RATE; silence in gives an empty array."""
    trimmed = trim(samples)
    if trimmed.size == 0:
        return trimmed
    return fade(level(trimmed, SPEECH_LEVEL_DBFS + gain_db))


def trim(samples: Samples) -> Samples:
    """The part that speaks, with a few milliseconds around it."""
    energy = _energy(samples)
    if energy.size == 0 or energy.max() < 1e-8:
        return np.zeros(0, np.float32)
    loud = np.flatnonzero(energy > energy.max() * 10 ** (_SILENCE_DB / 10))
    start = max(0, int(loud[0]) * _STEP - round(_LEAD_S * VOICE_RATE))
    stop = min(samples.size, int(loud[-1] + 1) * _STEP + round(_TAIL_S * VOICE_RATE))
    return samples[start:stop]


def level(samples: Samples, target_dbfs: float) -> Samples:
    """Bring the RMS of the speaking parts to target_dbfs, as far as the peaks allow."""
    energy = _energy(samples)
    if energy.size == 0 or energy.max() <= 0:
        return samples
    speaking = energy[energy > energy.max() * 10 ** (_SPEAKING_DB / 10)]
    gain = 10 ** (target_dbfs / 20) / float(np.sqrt(speaking.mean()))
    return (samples * min(gain, PEAK / float(np.abs(samples).max()))).astype(np.float32)


def fade(samples: Samples) -> Samples:
    """Raised-cosine ramps at both ends, so that no clause begins or ends with a click."""
    out = samples.copy()
    rise = min(round(_FADE_IN_S * VOICE_RATE), out.size // 2)
    fall = min(round(_FADE_OUT_S * VOICE_RATE), out.size // 2)
    out[:rise] *= _ramp(rise)
    out[out.size - fall :] *= _ramp(fall)[::-1]
    return out


def silence(seconds: float) -> Samples:
    """A pause at VOICE_RATE."""
    return np.zeros(max(0, round(seconds * VOICE_RATE)), np.float32)


def _ramp(length: int) -> Samples:
    return (0.5 - 0.5 * np.cos(np.pi * np.arange(length) / max(1, length))).astype(np.float32)


def _energy(samples: Samples) -> Samples:
    """Mean power of every 5 ms; of all samples where there are fewer."""
    step = min(_STEP, max(1, samples.size))
    whole = samples.size // step * step
    return np.asarray(np.square(samples[:whole]).reshape(-1, step).mean(axis=1), np.float32)
