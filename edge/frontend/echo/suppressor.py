"""Residual echo suppression: what the linear filter leaves is turned down, never below a floor.

A Wiener-type gain in each bin. The residual echo is taken to be the linear estimate times a leakage, and the leakage of a bin
is the regression of the residual's power on the estimate's, as in J.-M. Valin, "On adjusting the learning rate in frequency
domain echo cancellation with double-talk", IEEE Trans. ASLP 15 (2007). The floor matters more than the echo it lets through:
wake-word and speech recognisers stumble over holes, not over a faint voice. Nor is anything turned down below the background
noise: noise that comes and goes with the echo's syllables sounds like speech to a voice detector.

Analysis and synthesis overlap by half with square-root Hann windows, so the output is one frame later than the input.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from edge.audio.frame import Samples
from edge.frontend.echo.kalman import HOP
from edge.frontend.echo.linear import Separated
from edge.frontend.echo.spectrum import Real, irfft, power, rfft

LATENCY: Final = HOP
"""Samples from input to output, suppressing or not."""

_FFT: Final = 2 * HOP
_BINS: Final = HOP + 1
_POWER_SMOOTHING: Final = np.float32(0.6)
_LEAK_SMOOTHING: Final = np.float32(0.97)
_GAIN_SMOOTHING: Final = np.float32(0.3)
_BACKGROUND_SMOOTHING: Final = np.float32(0.9)
_BACKGROUND_RISE: Final = np.float32(1.003)
_TINY: Final = np.float32(1e-12)


class ResidualEchoSuppressor:
    """Turns down residual echo in frames of 160 samples at 16 kHz."""

    def __init__(self, floor_db: float = -14.0, overestimation: float = 2.0) -> None:
        """floor_db: least gain. overestimation: factor on the expected residual echo."""
        self._floor = np.float32(10 ** (floor_db / 20))
        self._over = np.float32(overestimation)
        self._window = np.sin(np.pi * (np.arange(_FFT) + 0.5) / _FFT).astype(np.float32)
        plain = np.float32(np.sqrt(_FFT))
        self._analysis, self._synthesis = self._window * plain, self._window / plain
        self.restart()

    def restart(self) -> None:
        """Back to the state before the first frame."""
        # The last two frames of the residual, and of the echo that was taken out.
        self._held = np.zeros((2, _FFT), np.float32)
        self._tail = np.zeros(HOP, np.float32)
        self._power = np.zeros(_BINS, np.float32)
        self._cross = np.full(_BINS, 0.1, np.float32) * _TINY
        self._square = np.full(_BINS, _TINY, np.float32)
        self._steady_power = np.full(_BINS, 1e-3, np.float32)
        self._background = np.full(_BINS, 1e-3, np.float32)
        self._gain = np.ones(_BINS, np.float32)
        self._bypassed = True
        self._out: Samples = np.zeros(HOP, np.float32)
        self.talk = 1.0
        """Whether somebody talks is not judged here."""
        self.spectra: Real | None = None
        """Nor kept: the near-end detector was trained on the trained suppressor."""

    @property
    def listening(self) -> Samples:
        """The frame that came out last: there is no other one for listening."""
        return self._out

    def delay_only(self, residual: Samples) -> Samples:
        """One frame while no echo is expected: the previous frame comes out as it was."""
        held = self._held[0]
        out: Samples = held[HOP:].copy()
        held[HOP:] = residual
        self._bypassed = True
        self._out = out
        return out

    def process(self, microphone: Samples, separated: Separated) -> Samples:
        """One frame with echo, shape (160,). Returns the frame before, with its echo turned down."""
        del microphone
        residual, echo = separated.residual, separated.echo
        if self._bypassed:
            # The first half of the frame to come was never windowed: bring it in as if the gain had been one.
            self._bypassed = False
            self._held[1] = 0
            self._gain[:] = 1
            self._tail = self._held[0, HOP:] * self._window[HOP:] ** 2
        held = self._held
        held[:, :HOP] = held[:, HOP:]
        held[0, HOP:] = residual
        held[1, HOP:] = echo
        spectrum, echo_spectrum = rfft(held * self._analysis)
        echo_power = power(echo_spectrum)
        self._learn(power(spectrum), echo_power)
        leak = np.clip(self._cross / self._square, np.float32(1e-3), np.float32(1))
        wanted = 1 - self._over * leak * echo_power / (self._power + _TINY)
        background_gain = np.sqrt(np.minimum(1, self._background / (self._power + _TINY)))
        np.maximum(wanted, np.maximum(self._floor, background_gain), out=wanted)
        self._gain = _GAIN_SMOOTHING * self._gain + (1 - _GAIN_SMOOTHING) * wanted
        frame = irfft(spectrum * self._gain, _FFT) * self._synthesis
        out: Samples = self._tail + frame[:HOP]
        self._tail = frame[HOP:]
        self._out = out
        return out

    def _learn(self, residual_power: Samples, echo_power: Samples) -> None:
        self._power = _POWER_SMOOTHING * self._power + (1 - _POWER_SMOOTHING) * residual_power
        self._steady_power += (1 - _BACKGROUND_SMOOTHING) * (residual_power - self._steady_power)
        # Least power of late: it falls at once and doubles in about two seconds.
        self._background = np.minimum(self._background * _BACKGROUND_RISE, self._steady_power)
        # A residual louder than the echo is the talker: it must not count as leakage.
        square = echo_power * echo_power
        self._cross = _LEAK_SMOOTHING * self._cross + (1 - _LEAK_SMOOTHING) * np.minimum(residual_power * echo_power, square)
        self._square = _LEAK_SMOOTHING * self._square + (1 - _LEAK_SMOOTHING) * square + _TINY * _TINY
