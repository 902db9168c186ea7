"""Changing the sample rate: a low-delay streaming resampler for live audio, soxr for whole signals.

soxr's streaming mode works in large FFT blocks. Fed with 10 ms blocks it held back up to 37 ms from 48 to 16 kHz and
115 ms from 8 to 16 kHz, and then gave 30 ms at once (measured with soxr 1.1.0, "MQ" and "HQ"). That would delay a
barge-in and make the load of the audio thread uneven, so live audio takes a polyphase filter of its own: it holds back
about 3 ms and gives 10 ms for every 10 ms.
"""

from __future__ import annotations

from functools import lru_cache
from math import gcd

import numpy as np
import soxr
from numpy.typing import NDArray

from edge.audio.frame import Samples

_ATTENUATION_DB = 70.0
_PASS = 0.9
_MOST_PHASES = 4096
_CHUNK = 480
_MOST_PLANS = 8
_MOST_BLOCK_PHASES = 8
_LEAST_BLOCK = 16
_MOST_PRODUCTS = 200_000
"""Multiplications in one go: from 262,144 on OpenBLAS wakes its other threads for them, which takes longer than the work."""


def resample(samples: Samples, source_rate: int, target_rate: int) -> Samples:
    """A whole signal at another rate, by soxr at high quality.

    samples: shape (n,), or (n, channels).
    Returns round(n * target_rate / source_rate) samples, time-aligned with the input.
    """
    if source_rate == target_rate:
        return np.array(samples, np.float32)
    wanted = output_count(samples.shape[0], source_rate, target_rate)
    if samples.shape[0] == 0:
        return np.zeros((0, *samples.shape[1:]), np.float32)
    result = soxr.resample(np.ascontiguousarray(samples, np.float32), source_rate, target_rate, quality="HQ")
    short = wanted - result.shape[0]
    if short > 0:
        result = np.pad(result, [(0, short)] + [(0, 0)] * (result.ndim - 1))
    return np.asarray(result[:wanted], np.float32)


def output_count(count: int, source_rate: int, target_rate: int) -> int:
    """How many samples at `target_rate` last as long as `count` samples at `source_rate`, halves rounded up."""
    return (2 * count * target_rate + source_rate) // (2 * source_rate)


@lru_cache(maxsize=16)
def _filter_bank(source_rate: int, target_rate: int) -> NDArray[np.float32]:
    """One low-pass per output phase: shape (phases, taps), taps even.

    Kaiser-windowed sinc; the stop band begins at the lower of the two Nyquist frequencies. Number of taps by Kaiser's formula
    (Oppenheim and Schafer, Discrete-Time Signal Processing, section 7.5).
    """
    limit = min(source_rate, target_rate) / 2
    width = 2 * np.pi * limit * (1 - _PASS) / source_rate
    half = int(np.ceil((_ATTENUATION_DB - 8) / (2.285 * width) / 2)) + 1
    beta = 0.1102 * (_ATTENUATION_DB - 8.7)
    common = gcd(source_rate, target_rate)
    phases = min(target_rate // common, _MOST_PHASES)
    cutoff = limit * (1 + _PASS) / 2 / source_rate
    offset = np.arange(1 - half, half + 1)[None, :] - (np.arange(phases) / phases)[:, None]
    window = np.i0(beta * np.sqrt(np.maximum(0.0, 1 - (offset / half) ** 2))) / np.i0(beta)
    bank = 2 * cutoff * np.sinc(2 * cutoff * offset) * window
    bank /= bank.sum(axis=1, keepdims=True)
    return bank.astype(np.float32)


class Resampler:
    """A stream at another rate with little delay: linear-phase polyphase filter, mono.

    Output sample k is the input at time k / target_rate exactly: there is no shift between input and output, the last
    `delay` seconds of the input are only held back until what follows them is known. Two resamplers that are fed the same
    counts give the same counts, and the result does not depend on how the input was cut, but for rounding.
    """

    def __init__(self, source_rate: int, target_rate: int) -> None:
        """Rates in Hz, integers above 0."""
        if source_rate < 1 or target_rate < 1:
            raise ValueError(f"rates are above 0 Hz: {source_rate} to {target_rate} are not")
        self.source_rate = source_rate
        self.target_rate = target_rate
        common = gcd(source_rate, target_rate)
        self._up = target_rate // common
        self._down = source_rate // common
        self._same = self._up == self._down
        self._bank = _filter_bank(1, 1) if self._same else _filter_bank(source_rate, target_rate)
        self._half = 0 if self._same else self._bank.shape[1] // 2
        self._plans: dict[tuple[int, int], tuple[NDArray[np.int64] | slice, NDArray[np.float32]]] = {}
        # Outputs of a block: whole rounds of the phases. 0: too many phases for blocks.
        self._block = 0
        if self._up <= _MOST_BLOCK_PHASES:
            self._block = self._up
            while self._block < _LEAST_BLOCK:
                self._block *= 2
        self._matrices: dict[int, NDArray[np.float32]] = {}
        self._buffer: Samples = np.zeros(0, np.float32)
        self.reset()

    @property
    def delay(self) -> float:
        """Seconds of input held back while the stream runs; 0 when the rates are equal."""
        return self._half / self.source_rate

    def reset(self) -> None:
        """Begin a new stream: the past is silence, counts start at 0."""
        self._given = 0
        self._taken = 0
        # The buffer begins half - 1 samples before the first input sample: the past of the first output.
        self._buffer = np.zeros(max(0, self._half - 1), np.float32)
        self._buffer_start = -self._buffer.shape[0]

    def process(self, samples: Samples, last: bool = False) -> Samples:
        """Feed shape (n,), get what is ready, shape (m,).

        last: the stream ends with these samples; what was held back comes out, so that all outputs together are as long as
        all inputs, to the nearest sample. Then a new stream begins.
        """
        if not last and samples.shape[0] == 0:
            return np.zeros(0, np.float32)
        self._taken += samples.shape[0]
        if self._same:
            if last:
                self.reset()
            return np.array(samples, np.float32)
        parts = [self._buffer, samples]
        if last:
            parts.append(np.zeros(self._half + 1, np.float32))
            until = output_count(self._taken, self.source_rate, self.target_rate)
        else:
            # Output k reads input samples up to floor(k * down / up) + half.
            reach = self._taken - self._half
            until = max(self._given, -(-reach * self._up // self._down)) if reach > 0 else self._given
        self._buffer = np.concatenate(parts, dtype=np.float32)
        result = self._filter(until)
        if last:
            self.reset()
        return result

    def _filter(self, until: int) -> Samples:
        count = until - self._given
        if count <= 0:
            return np.zeros(0, np.float32)
        first = self._given * self._down // self._up - (self._half - 1) - self._buffer_start
        result = np.empty(count, np.float32)
        for offset in range(self._filter_blocks(first, result), count, _CHUNK):
            size = min(_CHUNK, count - offset)
            starts, coefficients = self._plan((self._given + offset) % self._up, size)
            base = first + (self._given + offset) * self._down // self._up - self._given * self._down // self._up
            np.einsum("kt,kt->k", self._windows(base)[starts], coefficients, out=result[offset : offset + size])
        self._given = until
        keep = until * self._down // self._up - (self._half - 1) - self._buffer_start
        self._buffer = self._buffer[keep:]
        self._buffer_start += keep
        return result

    def _filter_blocks(self, first: int, result: Samples) -> int:
        """Fill the front of `result` with as many whole blocks as it holds; returns how many outputs that are.

        A block's outputs are its stretch of the input times one matrix of shifted filters, mostly zeros: several times quicker
        than one product an output all the same, since nothing is gathered. first: where the first output begins to read.
        """
        rows = result.shape[0] // self._block if self._block else 0
        if not rows:
            return 0
        matrix = self._matrix(self._given % self._up)
        step = self._block * self._down // self._up
        most = max(1, _MOST_PRODUCTS // matrix.size)
        for row in range(0, rows, most):
            size = min(most, rows - row)
            shape = (size, matrix.shape[0])
            stretches = np.ndarray(shape, np.float32, self._buffer.data, (first + row * step) * 4, (step * 4, 4))
            outputs = result[row * self._block : (row + size) * self._block].reshape(size, self._block)
            np.matmul(np.ascontiguousarray(stretches), matrix, out=outputs)
        return rows * self._block

    def _matrix(self, phase: int) -> NDArray[np.float32]:
        """What a stretch of the input is multiplied with for a block whose first output has this phase: shape (stretch, block)."""
        matrix = self._matrices.get(phase)
        if matrix is None:
            taps = self._bank.shape[1]
            position = (phase + np.arange(self._block)) * self._down
            starts = position // self._up - position[0] // self._up
            matrix = np.zeros((int(starts[-1]) + taps, self._block), np.float32)
            for output, (start, fraction) in enumerate(zip(starts, position % self._up, strict=True)):
                matrix[start : start + taps, output] = self._bank[fraction]
            self._matrices[phase] = matrix
        return matrix

    def _windows(self, base: int) -> NDArray[np.float32]:
        """Every stretch of the filter's length from `base` on, as a view (sliding_window_view takes longer than the filter)."""
        taps = self._bank.shape[1]
        shape = (self._buffer.shape[0] - base - taps + 1, taps)
        return np.ndarray(shape, np.float32, self._buffer.data, base * 4, (4, 4))

    def _plan(self, phase: int, count: int) -> tuple[NDArray[np.int64] | slice, NDArray[np.float32]]:
        """For `count` outputs from `phase` on: where each begins to read, relative to the first, and what it multiplies with."""
        plan = self._plans.get((phase, count))
        if plan is None:
            position = (phase + np.arange(count, dtype=np.int64)) * self._down
            starts = position // self._up
            fraction = position - starts * self._up
            phases = self._bank.shape[0]
            if phases != self._up:
                fraction = fraction * phases // self._up
            starts -= starts[0]
            even = self._up == 1
            plan = (slice(0, count * self._down, self._down) if even else starts, self._bank[fraction])
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            self._plans[phase, count] = plan
        return plan
