"""The trained suppressor of residual echo and noise.

A small recurrent network looks at the band energies of what the linear stage left, of the echo it took out, of the microphone
and of the reference, and gives two gains for every band: one that keeps the talker whole, for recognisers, and one for
listening; besides, the probability that somebody in the cabin talks. Made by `deploy/training/echo`. The plan, a linear filter
and a network fed with its echo estimate, is that of Z. Wang et al., "NWPU's AEC-NS-AGC system", arXiv 2202.06850, and J.-M.
Valin's, "A hybrid DSP/deep learning approach to real-time full-band speech enhancement", MMSP 2018, for gains in bands.

Analysis and synthesis overlap by half with square-root Hann windows, so the output is one frame later than the input.
"""

from __future__ import annotations

from typing import Final, Protocol, cast

import numpy as np

from edge.audio.frame import Samples
from edge.errors import WeightsError
from edge.frontend.echo.bands import BINS, FFT, analysis_window
from edge.frontend.echo.kalman import HOP
from edge.frontend.echo.linear import Separated
from edge.frontend.echo.spectrum import TOGETHER, Real, Spectrum, irfft, power, rfft
from edge.onnx import OnnxSession

_POINTS: Final = np.float32(FFT)
_INPUTS: Final = ("power", "first", "second")


class _Described(Protocol):
    def get_inputs(self) -> list[_Tensor]: ...


class _Tensor(Protocol):
    name: str
    shape: list[int | str | None]


class NeuralSuppressor:
    """Turns down residual echo and noise in frames of 160 samples at 16 kHz."""

    def __init__(self, network: OnnxSession, floor_db: float = -14.0) -> None:
        """network: `suppressor.onnx`. floor_db: least gain of the output for recognisers.

        Raises WeightsError when the graph is another one.
        """
        inputs = {tensor.name: tensor.shape for tensor in cast(_Described, network).get_inputs()}
        if tuple(inputs) != _INPUTS or inputs["power"] != [4, BINS]:
            raise WeightsError("suppressor", f"not an echo suppressor: it takes {', '.join(inputs)}")
        self._network = network
        self._state_shape = tuple(int(size or 0) for size in inputs["first"])
        self._floor = np.float32(10 ** (floor_db / 20))
        window, plain = analysis_window(), np.float32(np.sqrt(FFT))
        # The network was trained on plain transforms.
        self._analysis = window * plain
        self._synthesis = window / plain
        self._fading = window[HOP:] ** 2
        self.restart()

    def restart(self) -> None:
        """Back to the state before the first frame."""
        # The last two frames of what was left, of the echo that was taken out, of the microphone, and of nothing.
        self._held = np.zeros((TOGETHER, FFT), np.float32)
        self._tails: Real = np.zeros((2, HOP), np.float32)
        self._power = np.zeros((4, BINS), np.float32)
        self._after: Real = np.zeros((3, BINS), np.float32)
        self._first: Real = np.zeros(self._state_shape, np.float32)
        self._second: Real = np.zeros(self._state_shape, np.float32)
        self._bypassed = True
        self.listening: Samples = np.zeros(HOP, np.float32)
        """The last frame as it is for listening; `process` returns the one for recognisers."""
        self.talk = 1.0
        """Probability that somebody in the cabin talks; 1 while no echo is expected and nobody asks."""
        self.spectra: Real | None = None
        """Power spectra of the last frame, shape (3, 161): what was left, the output for recognisers, the echo taken out."""

    def delay_only(self, residual: Samples) -> Samples:
        """One frame while no echo is expected: the previous frame comes out as it was."""
        held = self._held[0]
        out: Samples = held[HOP:].copy()
        held[HOP:] = residual
        self._bypassed = True
        self.listening = out
        self.talk = 1.0
        self.spectra = None
        return out

    def process(self, microphone: Samples, separated: Separated) -> Samples:
        """One frame with echo, shape (160,). Returns the frame before, with its echo turned down."""
        held = self._held
        if self._bypassed:
            # The first half of the frame to come was never windowed: bring it in as if the gain had been one.
            self._bypassed = False
            held[1] = 0
            held[2] = held[0]
            self._tails[:] = held[0, HOP:] * self._fading
        held[:, :HOP] = held[:, HOP:]
        held[0, HOP:] = separated.residual
        held[1, HOP:] = separated.echo
        held[2, HOP:] = microphone
        spectra = rfft(held * self._analysis)
        self._power[:3] = power(spectra[:3])
        np.multiply(separated.reference_power, _POINTS, out=self._power[3])
        feed = {"power": self._power, "first": self._first, "second": self._second}
        gains, talk, self._first, self._second = self._network.run(None, feed)
        self.talk = float(talk[0, 0])
        recognising = gains[0]
        np.maximum(recognising, self._floor, out=recognising)
        after = self._after
        np.multiply(self._power[0], recognising, out=after[1])
        after[1] *= recognising
        after[::2] = self._power[:2]
        self.spectra = after
        frames = irfft(cast(Spectrum, gains * spectra[0]), FFT)
        frames *= self._synthesis
        out = self._tails + frames[:, :HOP]
        self._tails = frames[:, HOP:]
        self.listening = out[1]
        first: Samples = out[0]
        return first
