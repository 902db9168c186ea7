"""Whether somebody in the cabin has just begun to make a sound while the loudspeakers play: within a few frames of it.

The voice detector needs a tenth of a second to be sure of somebody; talk over an answer has to silence it sooner. So what the
linear stage leaves is compared, band by band, with what it has left of late and with what echo and noise explain, as in the
likelihood ratio of J. Sohn, N. Kim and W. Sung, "A statistical model-based voice activity detection", IEEE Signal Processing
Letters 6 (1999); a small network, made by `deploy/training/near_end`, weighs the excesses of two frames. It is no voice detector:
a cough or a bang is somebody too, and what follows has to be looked at.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from edge.errors import WeightsError
from edge.frontend.echo.spectrum import Real
from edge.onnx import OnnxSession

_EDGES_HZ: Final = (200, 400, 600, 850, 1150, 1500, 2000, 2600, 3400, 4500, 6000, 7600)
_BIN_HZ: Final = 50
_STARTS: Final = np.array([hertz // _BIN_HZ for hertz in _EDGES_HZ])
_WIDTHS: Final = np.diff(_STARTS).astype(np.float32)
BANDS: Final = len(_EDGES_HZ) - 1
FEATURES: Final = 2 * (2 * BANDS + 4) + 1
"""Of one frame and the one before it the excesses of two signals in each band and four figures of the whole; and the noise."""

_WARM: Final = 30
"""Frames after a silent far end until the levels are known well enough."""
_TINY: Final = 1e-9
_FOLLOW: Final = np.float32(0.05)
_FOLLOW_LOUD: Final = np.float32(0.01)
"""Share of the difference by which a level follows a frame, and the same for frames far above it, which may be somebody."""
_LOUD_DB: Final = 10.0
_LEAK: Final = np.float32(10**-1.5)
"""Share of the estimated echo's power that is taken to be left at most."""
_ECHO_FALL: Final = np.float32(0.7)
_NOISE_SMOOTHING: Final = np.float32(0.1)
_NOISE_RISE: Final = np.float32(1.005)


class NearEndFeatures:
    """What the network looks at, from the power spectra of one frame after the other."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """The far end was silent: levels of before do not count."""
        self._frames = 0
        self._levels: Real = np.zeros(2 * BANDS + 2, np.float32)
        self._echo: Real = np.zeros(BANDS, np.float32)
        self._smooth: Real = np.zeros(BANDS, np.float32)
        self._noise: Real = np.zeros(BANDS, np.float32)
        self._before: Real = np.zeros(FEATURES // 2, np.float32)

    @property
    def warm(self) -> bool:
        """Whether the levels are known well enough for the features to mean something."""
        return self._frames > _WARM

    def process(self, residual: Real, echo: Real, clean: Real, talk: float) -> Real:
        """One frame: power spectra of shape (161,) of what the linear stage left, of the echo it took out and of the cleaned
        signal, all of 20 ms under the square root of a Hann window, and the suppressor's probability of a talker.
        Shape (FEATURES,).
        """
        left, taken, kept = np.add.reduceat(np.stack([residual, echo, clean]), _STARTS, axis=1)[:, :-1] / _WIDTHS
        return self.of_bands(left, taken, kept, talk)

    def of_bands(self, left: Real, taken: Real, kept: Real, talk: float) -> Real:
        """The same from the mean power of the bins of each band, shape (BANDS,) each."""
        wholes = np.array([left.sum(), kept.sum()])
        level = (10 * np.log10(np.concatenate([left, kept, wholes]) + _TINY)).astype(np.float32)
        self._frames += 1
        if self._frames == 1:
            self._levels, self._smooth, self._noise = level.copy(), left.copy(), left + np.float32(_TINY)
        rise = level - self._levels
        self._levels += np.where(rise < _LOUD_DB, _FOLLOW, _FOLLOW_LOUD) * rise
        self._echo = np.maximum(taken, _ECHO_FALL * self._echo)
        self._smooth += _NOISE_SMOOTHING * (left - self._smooth)
        self._noise = np.minimum(self._noise * _NOISE_RISE, self._smooth + np.float32(_TINY))
        noise = float(self._noise.sum())
        explained = noise + float(_LEAK * self._echo.sum())
        bounded = min(0.997, max(0.003, talk))
        figures = (
            math.log(bounded / (1 - bounded)),
            min(20.0, max(-10.0, float(rise[-2]))),
            min(20.0, max(-10.0, float(rise[-1]))),
            min(20.0, max(-10.0, 10 * math.log10((wholes[0] + _TINY) / (explained + _TINY)))),
        )
        now = np.concatenate([np.array(figures, np.float32), np.clip(rise[:-2], -3, 15)])
        before, self._before = self._before, now
        return np.concatenate([now, before, np.array([10 * math.log10(noise + _TINY) / 10], np.float32)])


class NearEndDetector:
    """Log-odds that somebody in the cabin makes a sound, frame by frame while echo is to be expected."""

    def __init__(self, network: OnnxSession) -> None:
        """network: `near_end.onnx`. Raises WeightsError when the graph is another one."""
        try:
            network.run(None, {"features": np.zeros((1, FEATURES), np.float32)})
        except (ValueError, RuntimeError) as problem:
            raise WeightsError("near end", f"not a near-end detector of {FEATURES} features") from problem
        self._network = network
        self._features = NearEndFeatures()
        self.log_odds: float | None = None
        """Of the last frame; None where nobody can tell."""

    def silent(self) -> None:
        """No echo is to be expected in this frame."""
        if self.log_odds is not None or self._features.warm:
            self._features.restart()
            self.log_odds = None

    def process(self, residual: Real, echo: Real, clean: Real, talk: float) -> None:
        """One frame; see `NearEndFeatures.process`."""
        features = self._features.process(residual, echo, clean, talk)
        if self._features.warm:
            self.log_odds = float(self._network.run(None, {"features": features[None]})[0][0, 0])
