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

from edge.audio.frame import Samples
from edge.frontend.echo.spectrum import TOGETHER, Real, Spectrum, irfft, power, rfft

HOP: Final = 160
"""Samples a block."""

_FFT: Final = 2 * HOP
_BINS: Final = HOP + 1
_FORGETTING: Final = np.float32(0.9992**2)
_NOISE_SMOOTHING: Final = np.float32(0.8)
_START_VARIANCE: Final = np.float32(0.1)
# Spectra are orthonormal: their powers are those of the plain transform over its points.
_START_NOISE: Final = np.float32(1e-2 / _FFT)
_LEAST_POWER: Final = np.float32(1e-10 / _FFT)
_TINY: Final = np.float32(1e-10)
_PLAIN: Final = np.float32(np.sqrt(_FFT))
# Share of a transform that carries new samples: how much one block tells about the path.
_BLOCK_SHARE: Final = np.float32(HOP / _FFT)
# Window constraint and process noise take a quarter of the partitions in turn: all of them every time gains nothing, a tenth of
# them costs half a hundredth of intelligibility (STOI) over music.
_TURNS: Final = 4
# Spectra are kept in a buffer of so many times the partitions, filled from its end: moved back only when it is full.
_ROOM: Final = 3


class KalmanEchoFilter:
    """Estimates the echo of one or two references in a microphone signal.

    The filter spans `partitions` frames of 10 ms. Signals are float32 at 16 kHz, full scale ±1. Two references share one
    residual and one measure of noise; each has a path and a variance of its own, and what one explains is not learnt by the other.
    """

    def __init__(self, partitions: int = 20, references: int = 1) -> None:
        """partitions: length of the echo path in frames of 10 ms, a multiple of 4. references: how many."""
        if partitions < _TURNS or partitions % _TURNS:
            raise ValueError(f"the number of partitions is a multiple of {_TURNS}: {partitions} is not")
        self.partitions = partitions
        self.references = references
        rows = references * partitions // _TURNS
        # Spectra of the references, newest first, as they are and conjugated, and their powers.
        self._spectra = np.zeros((2, references, _ROOM * partitions, _BINS), np.complex64)
        self._powers = np.zeros((references, _ROOM * partitions, _BINS), np.float32)
        self._newest = (_ROOM - 1) * partitions
        self._path = np.zeros((references, partitions, _BINS), np.complex64)
        self._variance = np.full((references, partitions, _BINS), _START_VARIANCE, np.float32)
        self._noise = np.full(_BINS, _START_NOISE, np.float32)
        self._turn = 0
        # Rows to transform: the references, the last residual behind zeros, and the responses that are being constrained.
        self._rows = 1 + rows
        self._forward = np.zeros((_whole_groups(references + self._rows), _FFT), np.float32)
        self._backward = np.zeros((_whole_groups(self._rows), _BINS), np.complex64)
        self._products = np.zeros_like(self._path)
        self._gain = np.zeros_like(self._variance)

    def widened(self) -> KalmanEchoFilter:
        """The same filter with one reference more, which was silent so far."""
        wider = KalmanEchoFilter(self.partitions, self.references + 1)
        known = self.references
        for name in ("_powers", "_path", "_variance"):
            getattr(wider, name)[:known] = getattr(self, name)
        wider._spectra[:, :known] = self._spectra
        wider._newest, wider._noise = self._newest, self._noise.copy()
        wider._forward[:known] = self._forward[:known]
        wider._forward[known + 1] = self._forward[known]
        wider._constrain_next(self._turn)
        return wider

    def process(self, reference: Samples, microphone: Samples) -> tuple[Samples, Samples]:
        """One block: take the echo out. What is left is learnt from when the next block comes.

        reference: shape (160,), or (references, 160). microphone: shape (160,).
        Returns the residual and the estimated echo, shape (160,) each.
        """
        forward, backward, count = self._forward, self._backward, self.references
        forward[:count, :HOP] = forward[:count, HOP:]
        forward[:count, HOP:] = reference
        transformed = rfft(forward)
        turn = slice(self._turn, None, _TURNS)
        used = self._rows
        self._path[:, turn] = transformed[count + 1 : count + used].reshape(count, -1, _BINS)
        self._learn(transformed[count], turn)
        spectra = self._push(transformed[:count])
        np.multiply(self._path, spectra, out=self._products)
        np.add.reduce(self._products.reshape(-1, _BINS), axis=0, out=backward[0])
        self._turn = (self._turn + 1) % _TURNS
        backward[1:used] = self._path[:, self._turn :: _TURNS].reshape(-1, _BINS)
        responses = irfft(backward, _FFT)
        echo = responses[0, HOP:]
        residual = microphone - echo
        forward[count, HOP:] = residual
        forward[count + 1 : count + used, :HOP] = responses[1:used, :HOP]
        return residual, echo

    @property
    def reference_power(self) -> Real:
        """Power of the orthonormal spectrum of the last two blocks of the references, shape (161,)."""
        powers = self._powers[:, self._newest]
        power_spectrum: Real = powers[0] if self.references == 1 else np.add.reduce(powers)
        return power_spectrum

    def forget_reference(self) -> None:
        """The reference has been silent for longer than the filter: what is left of it is dropped."""
        self._spectra[:] = 0
        self._powers[:] = 0
        self._forward[: self.references + 1] = 0

    def doubt(self, share: float = 1.0) -> None:
        """The echo path has moved: raise the variance so that the filter learns anew at once.

        share: variance as a share of the power that the filter now has.
        """
        present = power(self._path)
        wanted = np.maximum(present, present.mean(axis=2, keepdims=True)) * np.float32(share)
        np.maximum(self._variance, wanted, out=self._variance)

    def restart(self) -> None:
        """Forget the path: back to the state before the first block, but for the reference."""
        self._put(np.zeros((self.references, self.partitions * HOP), np.float32))
        self._variance[:] = _START_VARIANCE

    def impulse_response(self, reference: int = 0) -> Real:
        """The estimated path of a reference, shape (partitions * 160,)."""
        response: Real = irfft(self._path[reference], _FFT)[:, :HOP].reshape(-1) / _PLAIN
        return response

    def shift(self, samples: int) -> None:
        """Move the paths by `samples` towards their start, as the references are now read that much later."""
        response = np.stack([self.impulse_response(k) for k in range(self.references)])
        moved = np.zeros_like(response)
        size = response.shape[1]
        if 0 <= samples < size:
            moved[:, : size - samples] = response[:, samples:]
        elif -size < samples < 0:
            moved[:, -samples:] = response[:, :samples]
        self._put(moved)
        # The variance knows only whole partitions: it forgets where it was.
        self._variance[:] = self._variance.mean(axis=1, keepdims=True)

    def _put(self, response: Real) -> None:
        """Take over paths, shape (references, partitions * 160)."""
        blocks = np.zeros((self.references, self.partitions, _FFT), np.float32)
        blocks[..., :HOP] = response.reshape(self.references, self.partitions, HOP) * _PLAIN
        self._path = rfft(blocks)
        self._forward[self.references] = 0
        self._constrain_next(self._turn)

    def _constrain_next(self, turn: int) -> None:
        """The partitions whose turn it is are transformed with the next block."""
        self._turn = turn
        rows = irfft(self._path[:, turn::_TURNS].reshape(-1, _BINS), _FFT)
        self._forward[self.references + 1 : self.references + self._rows, :HOP] = rows[:, :HOP]

    def _push(self, spectra: Spectrum) -> Spectrum:
        """Add the newest spectra. Returns those of the whole filter, newest first, shape (references, partitions, 161)."""
        if not self._newest:
            kept = self.partitions - 1
            self._newest = (_ROOM - 1) * self.partitions + 1
            for buffer in (self._spectra, self._powers):
                buffer[..., self._newest : self._newest + kept, :] = buffer[..., :kept, :]
        self._newest -= 1
        newest = self._newest
        self._spectra[0, :, newest] = spectra
        np.conjugate(spectra, out=self._spectra[1, :, newest])
        self._powers[:, newest] = power(spectra)
        return self._spectra[0, :, newest : newest + self.partitions]

    def _learn(self, residual: Spectrum, turn: slice) -> None:
        """Update path and variance from the residual of the block before, whose reference is still the newest."""
        place = slice(self._newest, self._newest + self.partitions)
        variance, gain, products = self._variance, self._gain, self._products
        # All of the residual counts as noise. That is too much while the filter learns, and safe in double talk.
        self._noise *= _NOISE_SMOOTHING
        self._noise += (1 - _NOISE_SMOOTHING) * power(residual) + _LEAST_POWER
        np.multiply(variance, self._powers[:, place], out=gain)
        expected = np.add.reduce(gain.reshape(-1, _BINS), axis=0)
        expected += self._noise
        scale = np.reciprocal(expected, out=expected)
        # gain * reference * residual is the step of the path; gain * power is what the variance loses.
        np.multiply(self._spectra[1, :, place], residual * scale, out=products)
        products *= variance
        self._path += products
        scale *= -_FORGETTING * _BLOCK_SHARE
        gain *= scale
        gain += _FORGETTING
        variance *= gain
        variance[:, turn] += (_TURNS * (1 - _FORGETTING)) * power(self._path[:, turn]) + _TINY


def _whole_groups(rows: int) -> int:
    """As many rows, or more, as are transformed best."""
    return -(-rows // TOGETHER) * TOGETHER
