"""Convolution of a stream with a long response, block by block and without latency."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import Samples


class PartitionedConvolver:
    """Uniformly partitioned overlap-save convolution (F. Wefers, Partitioned convolution algorithms, 2015, chapter 5)."""

    def __init__(self, response: Samples, block: int) -> None:
        """response: shape (n,). block: samples of every call."""
        self._block = block
        self._parts = max(1, -(-response.shape[0] // block))
        self._response = self._spectra(response)
        self._past: NDArray[np.complex64] = np.zeros((self._parts, block + 1), np.complex64)
        self._window: Samples = np.zeros(2 * block, np.float32)
        self._silent = self._parts
        """Blocks of silence since the last sound; once the response is over, nothing sounds."""

    def _spectra(self, response: Samples) -> NDArray[np.complex64]:
        padded = np.zeros((self._parts, 2 * self._block), np.float32)
        padded[:, : self._block].flat[: response.shape[0]] = response
        return np.fft.rfft(padded, axis=1).astype(np.complex64)

    def with_response(self, response: Samples) -> Self:
        """The same past, another response that is not longer: what the path sounds like once something has moved."""
        other = object.__new__(type(self))
        other._block, other._parts = self._block, self._parts
        other._response = other._spectra(response)
        other._past, other._window = self._past.copy(), self._window.copy()
        other._silent = self._silent
        return other

    def process(self, samples: Samples) -> Samples:
        """Shape (block,) in, shape (block,) out."""
        self._silent = 0 if samples.any() else self._silent + 1
        if self._silent > self._parts:
            return np.zeros(self._block, np.float32)
        self._window[: self._block] = self._window[self._block :]
        self._window[self._block :] = samples
        self._past[1:] = self._past[:-1]
        self._past[0] = np.fft.rfft(self._window)
        spectrum = np.einsum("pf,pf->f", self._past, self._response)
        return np.fft.irfft(spectrum, 2 * self._block)[self._block :].astype(np.float32)


def convolve(samples: Samples, response: Samples) -> Samples:
    """A whole signal with a response: shape (n + m - 1,)."""
    count = samples.shape[0] + response.shape[0] - 1
    size = 1 << max(1, count - 1).bit_length()
    spectrum = np.fft.rfft(samples, size) * np.fft.rfft(response, size)
    return np.fft.irfft(spectrum, size)[:count].astype(np.float32)
