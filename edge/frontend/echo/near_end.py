"""Whether somebody in the cabin has just begun to make a sound while the loudspeakers play: within a few frames of it.

The voice detector needs a tenth of a second to be sure of somebody; talk over an answer has to silence it sooner. So what the
linear stage leaves is compared, band by band, with what it has left of late and with what echo and noise explain, as in the
likelihood ratio of J. Sohn, N. Kim and W. Sung, "A statistical model-based voice activity detection", IEEE Signal Processing
Letters 6 (1999); a small network, made by `deploy/training/near_end`, weighs the excesses of two frames and of the last few. It is
no voice detector: a cough or a bang is somebody too, and what follows has to be looked at.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import numpy as np

from edge.errors import WeightsError
from edge.frontend.echo.spectrum import Real
from edge.onnx import OnnxSession

_EDGES_HZ: Final = (200, 400, 600, 850, 1150, 1500, 2000, 2600, 3400, 4500, 6000, 7600)
_BIN_HZ: Final = 50
BANDS: Final = len(_EDGES_HZ) - 1
_FIGURES: Final = 4
_RISES: Final = _FIGURES + 2 * BANDS
_NOW: Final = _RISES + BANDS
FEATURES: Final = 3 * _NOW + 1
"""Of one frame, of the one before it and of some 40 ms the rises of two signals in each band, the excess of one of them over what
echo and noise explain there, and four figures of the whole; and the noise. A hiss in two bands is much or little by whether the
loudspeakers hiss."""
LIKELY: Final = -0.5
"""Log-odds from which somebody may well have begun; a few frames of that are enough."""
_LATELY: Final = np.float32(0.25)
"""Share of the difference by which what was seen lately follows a frame. A word that begins with a hiss, as "stop" does, rises a
little for a tenth of a second before it rises much."""

_WARM: Final = 30
"""Frames after a silent far end until the levels are known well enough."""
_SMALL: Final = 1e-9
_TINY: Final = np.float32(_SMALL)
_FOLLOW: Final = np.float32(0.05)
_FOLLOW_LOUD: Final = np.float32(0.01)
"""Share of the difference by which a level follows a frame, and the same for frames far above it, which may be somebody."""
_LOUD_DB: Final = 10.0
_LEAK: Final = np.float32(10**-1.5)
"""Share of the estimated echo's power that is taken to be left at most."""
_ECHO_FALL: Final = np.float32(0.7)
_NOISE_SMOOTHING: Final = np.float32(0.1)
_NOISE_RISE: Final = np.float32(1.005)


def _gathering() -> Real:
    """From the bins of a spectrum to the mean power of each band, and to the sum of these means: shape (161, BANDS + 1)."""
    found = np.zeros((161, BANDS + 1), np.float32)
    edges = [hertz // _BIN_HZ for hertz in _EDGES_HZ]
    for band, (first, end) in enumerate(pairwise(edges)):
        found[first:end, band] = 1 / (end - first)
    found[:, BANDS] = found[:, :BANDS].sum(axis=1)
    return found


class NearEndFeatures:
    """What the network looks at, from the power spectra of one frame after the other."""

    def __init__(self) -> None:
        self._gathering = _gathering()
        self._spectra: Real = np.zeros((3, 161), np.float32)
        self.restart()

    def restart(self) -> None:
        """The far end was silent: levels of before do not count."""
        self._frames = 0
        self._levels: Real = np.zeros((2, BANDS + 1), np.float32)
        self._echo: Real = np.zeros(BANDS, np.float32)
        self._smooth: Real = np.zeros(BANDS, np.float32)
        self._noise: Real = np.zeros(BANDS, np.float32)
        self._features: Real = np.zeros((1, FEATURES), np.float32)

    @property
    def warm(self) -> bool:
        """Whether the levels are known well enough for the features to mean something."""
        return self._frames > _WARM

    def process(self, residual: Real, echo: Real, clean: Real, talk: float) -> Real:
        """One frame: power spectra of shape (161,) of what the linear stage left, of the echo it took out and of the cleaned
        signal, all of 20 ms under the square root of a Hann window, and the suppressor's probability of a talker.
        Shape (1, FEATURES), valid until the next frame.
        """
        spectra = self._spectra
        spectra[0], spectra[1], spectra[2] = residual, clean, echo
        bands = spectra @ self._gathering
        left, taken = bands[0, :BANDS], bands[2, :BANDS]
        level = np.log10(bands[:2] + _TINY)
        level *= 10
        self._frames += 1
        if self._frames == 1:
            self._levels, self._smooth, self._noise = level, left.copy(), left + _TINY
        rise = level - self._levels
        self._levels += np.where(rise < _LOUD_DB, _FOLLOW, _FOLLOW_LOUD) * rise
        self._echo = np.maximum(taken, _ECHO_FALL * self._echo)
        self._smooth += _NOISE_SMOOTHING * (left - self._smooth)
        self._noise = np.minimum(self._noise * _NOISE_RISE, self._smooth + _TINY)
        expected = self._noise + _LEAK * self._echo
        noise = float(self._noise.sum())
        bounded = min(0.997, max(0.003, talk))
        features = self._features[0]
        features[_NOW : 2 * _NOW] = features[:_NOW]
        features[0] = math.log(bounded / (1 - bounded))
        features[1] = min(20.0, max(-10.0, float(rise[0, BANDS])))
        features[2] = min(20.0, max(-10.0, float(rise[1, BANDS])))
        features[3] = min(20.0, max(-10.0, 10 * math.log10((float(bands[0, BANDS]) + _SMALL) / (float(expected.sum()) + _SMALL))))
        np.minimum(np.maximum(rise[:, :BANDS], -3), 15, out=features[_FIGURES:_RISES].reshape(2, BANDS))
        excess = np.log10((left + _TINY) / (expected + _TINY))
        excess *= 10
        np.minimum(np.maximum(excess, -10), 25, out=features[_RISES:_NOW])
        lately = features[2 * _NOW : 3 * _NOW]
        lately += (_LATELY if self._frames > 1 else 1) * (features[:_NOW] - lately)
        features[-1] = math.log10(noise + _SMALL)
        return self._features


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
            self.log_odds = float(self._network.run(None, {"features": features})[0][0, 0])
