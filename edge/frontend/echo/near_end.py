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


def _factor(value: float) -> Real:
    """A number as numpy takes it at once: a scalar is made an array anew in each call, for half of what the call costs."""
    made: Real = np.array(value, np.float32)
    return made


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
_LATELY: Final = _factor(0.25)
"""Share of the difference by which what was seen lately follows a frame. A word that begins with a hiss, as "stop" does, rises a
little for a tenth of a second before it rises much."""

_WARM: Final = 30
"""Frames after a silent far end until the levels are known well enough."""
_SMALL: Final = 1e-9
_TEN: Final = _factor(10)
_AT_ONCE: Final = _factor(1)
_TINY: Final = _factor(_SMALL)
_FOLLOW: Final = _factor(0.05)
_FOLLOW_LOUD: Final = _factor(0.01)
"""Share of the difference by which a level follows a frame, and the same for frames far above it, which may be somebody."""
_LOUD_DB: Final = _factor(10.0)
_LEAK: Final = _factor(10**-1.5)
"""Share of the estimated echo's power that is taken to be left at most."""
_ECHO_FALL: Final = _factor(0.7)
_NOISE_SMOOTHING: Final = _factor(0.1)
_NOISE_RISE: Final = _factor(1.005)


def _bounds(band: tuple[int, int, int], whole: int) -> Real:
    """For the rises of two signals and for the excess: shape (3, BANDS + 1), the last column for the whole."""
    bounds: Real = np.full((3, BANDS + 1), whole, np.float32)
    bounds[:, :BANDS] = np.array(band)[:, None]
    return bounds


_LOWEST: Final = _bounds((-3, -3, -10), -10)
_HIGHEST: Final = _bounds((15, 15, 25), 20)


def _gathering() -> Real:
    """From the bins of a spectrum to the mean power of each band, and to the sum of these means: shape (161, BANDS + 1)."""
    found = np.zeros((161, BANDS + 1), np.float32)
    edges = [hertz // _BIN_HZ for hertz in _EDGES_HZ]
    for band, (first, end) in enumerate(pairwise(edges)):
        found[first:end, band] = 1 / (end - first)
    found[:, BANDS] = found[:, :BANDS].sum(axis=1)
    return found


class NearEndFeatures:
    """What the network looks at, from the power spectra of one frame after the other.

    At this size a call of numpy costs more than its arithmetic: what goes through the same steps lies in one array.
    """

    def __init__(self) -> None:
        self._gathering = _gathering()
        self.restart()

    def restart(self) -> None:
        """The far end was silent: levels of before do not count."""
        self._frames = 0
        # In each band, and the mean powers added up: what is left and what comes out, and what echo and noise explain of it.
        self._powers: Real = np.zeros((3, BANDS + 1), np.float32)
        self._decibels: Real = np.zeros((3, BANDS + 1), np.float32)
        self._levels: Real = np.zeros((2, BANDS + 1), np.float32)
        self._echo: Real = np.zeros(BANDS, np.float32)
        self._smooth: Real = np.zeros(BANDS, np.float32)
        self._noise: Real = np.zeros(BANDS, np.float32)
        self._features: Real = np.zeros((1, FEATURES), np.float32)
        # Rises, excesses and the excess of the whole, bounded in one call.
        self._bounded: Real = np.zeros((3, BANDS + 1), np.float32)

    @property
    def warm(self) -> bool:
        """Whether the levels are known well enough for the features to mean something."""
        return self._frames > _WARM

    def process(self, spectra: Real, talk: float) -> Real:
        """One frame: power spectra, shape (3, 161), of what the linear stage left, of the cleaned signal and of the echo that was
        taken out, all of 20 ms under the square root of a Hann window, and the suppressor's probability of a talker.
        Shape (1, FEATURES), valid until the next frame.
        """
        powers, decibels, bounded = self._powers, self._decibels, self._bounded
        np.matmul(spectra, self._gathering, out=powers)
        left = powers[0, :BANDS]
        echo, smooth, noise = self._echo, self._smooth, self._noise
        first = not self._frames
        self._frames += 1
        if first:
            smooth[:] = left
            np.add(left, _TINY, out=noise)
        echo *= _ECHO_FALL
        np.maximum(powers[2, :BANDS], echo, out=echo)
        smooth += _NOISE_SMOOTHING * (left - smooth)
        noise *= _NOISE_RISE
        np.minimum(noise, smooth + _TINY, out=noise)
        expected = powers[2]
        np.multiply(echo, _LEAK, out=expected[:BANDS])
        expected[:BANDS] += noise
        expected[BANDS] = np.add.reduce(expected[:BANDS])
        np.add(powers, _TINY, out=powers)
        np.log10(powers, out=decibels)
        decibels *= _TEN
        level, levels = decibels[:2], self._levels
        if first:
            levels[:] = level
        rise = bounded[:2]
        np.subtract(level, levels, out=rise)
        np.subtract(decibels[0], decibels[2], out=bounded[2])
        levels += np.where(rise < _LOUD_DB, _FOLLOW, _FOLLOW_LOUD) * rise
        np.minimum(np.maximum(bounded, _LOWEST, out=bounded), _HIGHEST, out=bounded)
        features = self._features[0]
        features[_NOW : 2 * _NOW] = features[:_NOW]
        certain = min(0.997, max(0.003, talk))
        features[0] = math.log(certain / (1 - certain))
        features[1:_FIGURES] = bounded[:, BANDS]
        features[_FIGURES:_NOW].reshape(3, BANDS)[:] = bounded[:, :BANDS]
        lately = features[2 * _NOW : 3 * _NOW]
        lately += (features[:_NOW] - lately) * (_AT_ONCE if first else _LATELY)
        features[-1] = math.log10(float(np.add.reduce(noise)) + _SMALL)
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

    def process(self, spectra: Real, talk: float) -> None:
        """One frame; see `NearEndFeatures.process`."""
        features = self._features.process(spectra, talk)
        if self._features.warm:
            self.log_odds = float(self._network.run(None, {"features": features})[0][0, 0])
