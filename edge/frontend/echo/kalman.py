"""The linear stage of the echo canceller: a partitioned-block frequency-domain Kalman filter.

The echo path is a Markov process in the frequency domain; the filter estimates it together with the variance of its own
error, and from that variance follows the step of every bin, which is what makes it hold still in double talk. After
G. Enzner and P. Vary, "Frequency-domain adaptive Kalman filter for acoustic echo control in hands-free telephones", Signal
Processing 86 (2006), and its partitioned form by F. Kuech, E. Mabande and G. Enzner, "State-space architecture of the
partitioned-block-based acoustic echo controller", ICASSP 2014.

A block is one frame of 160 samples and its transform has 320 points, so a frame goes in and its residual comes out: this
stage has no latency. A call of the transform costs more than its arithmetic at this size; the filter therefore learns from a
frame's residual when the next one comes, and all of a frame's transforms are done in two calls.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import Samples
from edge.frontend.echo.spectrum import Real, Spectrum, irfft, power, rfft

HOP: Final = 160
"""Samples a block."""

_FFT: Final = 2 * HOP
_BINS: Final = HOP + 1
_FORGETTING: Final = np.float32(0.9992**2)
_NOISE_SMOOTHING: Final = np.float32(0.8)
_START_VARIANCE: Final = np.float32(0.1)
_START_NOISE: Final = np.float32(1e-2)
_TINY: Final = np.float32(1e-10)
# Share of a transform that carries new samples: how much one block tells about the path.
_BLOCK_SHARE: Final = np.float32(HOP / _FFT)
# Window constraint and process noise take a quarter of the partitions in turn; all of them every time gains nothing.
_TURNS: Final = 4


class KalmanEchoFilter:
    """Estimates the echo of a reference in a microphone signal.

    The filter spans `partitions` frames of 10 ms. Signals are float32 at 16 kHz, full scale ±1.
    """

    def __init__(self, partitions: int = 20) -> None:
        """partitions: length of the echo path in frames of 10 ms, a multiple of 4."""
        if partitions < _TURNS or partitions % _TURNS:
            raise ValueError(f"the number of partitions is a multiple of {_TURNS}: {partitions} is not")
        self.partitions = partitions
        rows = partitions // _TURNS
        # Spectra of the reference, newest first. Each is written twice so that the newest rows are one view.
        self._spectra = np.zeros((2 * partitions, _BINS), np.complex64)
        self._powers = np.zeros((2 * partitions, _BINS), np.float32)
        self._newest = 0
        self._path = np.zeros((partitions, _BINS), np.complex64)
        self._variance = np.full((partitions, _BINS), _START_VARIANCE, np.float32)
        self._noise = np.full(_BINS, _START_NOISE, np.float32)
        self._turn = 0
        # Rows to transform: the reference, the last residual behind zeros, and the responses that are being constrained.
        self._forward = np.zeros((2 + rows, _FFT), np.float32)
        self._backward = np.zeros((1 + rows, _BINS), np.complex64)

    def process(self, reference: Samples, microphone: Samples) -> tuple[Samples, Samples]:
        """One block: take the echo out. What is left is learnt from when the next block comes.

        reference, microphone: shape (160,). Returns the residual and the estimated echo, shape (160,) each.
        """
        forward, backward = self._forward, self._backward
        forward[0, :HOP] = forward[0, HOP:]
        forward[0, HOP:] = reference
        transformed = rfft(forward)
        turn = slice(self._turn, None, _TURNS)
        self._path[turn] = transformed[2:]
        self._learn(transformed[1], turn)
        spectra = self._push(transformed[0])
        self._turn = (self._turn + 1) % _TURNS
        backward[0] = np.add.reduce(self._path * spectra)
        backward[1:] = self._path[self._turn :: _TURNS]
        responses = irfft(backward, _FFT)
        echo = responses[0, HOP:]
        residual = microphone - echo
        forward[1, HOP:] = residual
        forward[2:, :HOP] = responses[1:, :HOP]
        return residual, echo

    @property
    def reference_power(self) -> Real:
        """Power spectrum of the last two blocks of the reference, shape (161,), a view that is good until the next block."""
        power_spectrum: Real = self._powers[self._newest]
        return power_spectrum

    def forget_reference(self) -> None:
        """The reference has been silent for longer than the filter: what is left of it is dropped."""
        self._spectra[:] = 0
        self._powers[:] = 0
        self._forward[:2] = 0

    def doubt(self, share: float = 1.0) -> None:
        """The echo path has moved: raise the variance so that the filter learns anew at once.

        share: variance as a share of the power that the filter now has.
        """
        present = power(self._path)
        wanted = np.maximum(present, present.mean(axis=1, keepdims=True)) * np.float32(share)
        np.maximum(self._variance, wanted, out=self._variance)

    def restart(self) -> None:
        """Forget the path: back to the state before the first block, but for the reference."""
        self._put(np.zeros(self.partitions * HOP, np.float32))
        self._variance[:] = _START_VARIANCE

    def impulse_response(self) -> Real:
        """The estimated path, shape (partitions * 160,)."""
        return irfft(self._path, _FFT)[:, :HOP].reshape(-1)

    def shift(self, samples: int) -> None:
        """Move the path by `samples` towards its start, as the reference is now read that much later."""
        response = self.impulse_response()
        moved = np.zeros_like(response)
        if 0 <= samples < len(response):
            moved[: len(response) - samples] = response[samples:]
        elif -len(response) < samples < 0:
            moved[-samples:] = response[:samples]
        self._put(moved)
        # The variance knows only whole partitions: it forgets where it was.
        self._variance[:] = self._variance.mean(axis=0)

    def _put(self, response: Real) -> None:
        blocks = np.zeros((self.partitions, _FFT), np.float32)
        blocks[:, :HOP] = response.reshape(self.partitions, HOP)
        self._path = rfft(blocks)
        self._forward[1] = 0
        self._forward[2:] = blocks[self._turn :: _TURNS]

    def _push(self, spectrum: Spectrum) -> Spectrum:
        first = self._newest = (self._newest - 1) % self.partitions
        second = first + self.partitions
        self._spectra[first] = self._spectra[second] = spectrum
        self._powers[first] = self._powers[second] = power(spectrum)
        return self._spectra[first:second]

    def _learn(self, residual: Spectrum, turn: slice) -> None:
        """Update path and variance from the residual of the block before, whose reference is still the newest."""
        spectra = self._spectra[self._newest : self._newest + self.partitions]
        powers = self._powers[self._newest : self._newest + self.partitions]
        # All of the residual counts as noise. That is too much while the filter learns, and safe in double talk.
        self._noise *= _NOISE_SMOOTHING
        self._noise += (1 - _NOISE_SMOOTHING) * power(residual)
        variance = self._variance
        gain: NDArray[np.float32] = variance * powers
        expected = np.add.reduce(gain)
        expected += self._noise
        expected += _TINY
        scale = np.reciprocal(expected)
        # gain * reference * residual is the step of the path; gain * power is what the variance loses.
        self._path += (variance * (residual * scale)) * np.conj(spectra)
        gain *= scale * (-_FORGETTING * _BLOCK_SHARE)
        gain += _FORGETTING
        variance *= gain
        variance[turn] += (_TURNS * (1 - _FORGETTING)) * power(self._path[turn])
        variance += _TINY
