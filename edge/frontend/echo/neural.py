"""The trained suppressor of residual echo and noise.

A small recurrent network looks at the band energies of what the linear stage left, of the echo it took out, of the microphone
and of the reference, and gives two gains for every band: one that keeps the talker whole, for recognisers, and one for
listening; besides, the probability that somebody in the cabin talks. Made by `deploy/training/echo`. The plan, a linear filter
and a network fed with its echo estimate, is that of Z. Wang et al., "NWPU's AEC-NS-AGC system", arXiv 2202.06850, and J.-M.
Valin's, "A hybrid DSP/deep learning approach to real-time full-band speech enhancement", MMSP 2018, for gains in bands.

Analysis and synthesis overlap by half with square-root Hann windows, so the output is one frame of 10 ms later than the input.
A block of two frames is one call of the network and one of each transform.
"""

from __future__ import annotations

from typing import Final, Protocol, cast

import numpy as np

from edge.audio.frame import Samples
from edge.errors import WeightsError
from edge.frontend.echo.bands import BINS, FFT, HOP, analysis_window
from edge.frontend.echo.kalman import BLOCK
from edge.frontend.echo.linear import Separated
from edge.frontend.echo.spectrum import Real, Spectrum, irfft, power, rfft
from edge.onnx import OnnxSession

_INPUTS: Final = ("power", "first", "second")
_FRAMES: Final = BLOCK // HOP
_REFERENCES: Final = 2


class _Described(Protocol):
    def get_inputs(self) -> list[_Tensor]: ...


class _Tensor(Protocol):
    name: str
    shape: list[int | str | None]


class NeuralSuppressor:
    """Turns down residual echo and noise in blocks of 320 samples at 16 kHz."""

    def __init__(self, network: OnnxSession, floor_db: float = -14.0) -> None:
        """network: `suppressor.onnx`. floor_db: least gain of the output for recognisers.

        Raises WeightsError when the graph is another one.
        """
        inputs = {tensor.name: tensor.shape for tensor in cast(_Described, network).get_inputs()}
        if tuple(inputs) != _INPUTS or [*inputs["power"]][::2] != [4, BINS]:
            raise WeightsError("suppressor", f"not an echo suppressor: it takes {', '.join(inputs)}")
        self._network = network
        self._hidden = int(inputs["first"][-1] or 0)
        self._floor = np.float32(10 ** (floor_db / 20))
        window, plain = analysis_window(), np.float32(np.sqrt(FFT))
        # The network was trained on plain transforms, and on references without a window.
        self._analysis = np.stack([window * plain] * 3 + [np.full(FFT, plain)] * _REFERENCES)
        self._synthesis = window / plain
        self._fading = window[HOP:] ** 2
        self.restart()

    def restart(self) -> None:
        """Back to the state before the first frame."""
        # The last frames of what was left, of the echo that was taken out, of the microphone, and of the references.
        self._held = np.zeros((3 + _REFERENCES, HOP + BLOCK), np.float32)
        self._windowed = np.zeros((3 + _REFERENCES, _FRAMES, FFT), np.float32)
        self._tails: Real = np.zeros((2, HOP), np.float32)
        self._first: Real = np.zeros((1, 1, self._hidden), np.float32)
        self._second: Real = np.zeros((1, 1, self._hidden), np.float32)
        self._bypassed = True
        self.listening: Samples = np.zeros(BLOCK, np.float32)
        """The last block as it is for listening; `process` returns the one for recognisers."""
        self.talk: Samples = np.ones(_FRAMES, np.float32)
        """Probability of each frame that somebody in the cabin talks; 1 while no echo is expected and nobody asks."""
        self.spectra: tuple[Real, Real, Real] | None = None
        """Power spectra of each frame, shape (2, 161): what was left, the echo taken out, the output for recognisers."""

    def delay_only(self, residual: Samples) -> Samples:
        """One block while no echo is expected: what came a frame before comes out as it was."""
        held = self._held[0]
        out: Samples = np.concatenate([held[BLOCK:], residual[:-HOP]])
        held[HOP:] = residual
        self._bypassed = True
        self.listening = out
        self.talk = np.ones(_FRAMES, np.float32)
        self.spectra = None
        return out

    def process(self, microphone: Samples, separated: Separated) -> Samples:
        """One block with echo, shape (320,). Returns what came a frame before, with its echo turned down."""
        held = self._held
        if self._bypassed:
            # The first half of the frame to come was never windowed: bring it in as if the gain had been one.
            self._bypassed = False
            held[1] = 0
            held[2] = held[0]
            held[3:] = 0
            self._tails[:] = held[0, BLOCK:] * self._fading
        rows = 3 + len(separated.references)
        held[:, :HOP] = held[:, BLOCK:]
        held[0, HOP:] = separated.residual
        held[1, HOP:] = separated.echo
        held[2, HOP:] = microphone
        held[3:rows, HOP:] = separated.references
        windowed = self._windowed[:rows]
        for frame in range(_FRAMES):
            np.multiply(held[:rows, frame * HOP : frame * HOP + FFT], self._analysis[:rows], out=windowed[:, frame])
        spectra = rfft(windowed)
        powers = power(spectra)
        if rows > 4:
            powers[3] += powers[4]
        feed = {"power": powers[:4], "first": self._first, "second": self._second}
        gains, talk, self._first, self._second = self._network.run(None, feed)
        self.talk = talk.reshape(-1)
        recognising = gains[:, 0]
        np.maximum(recognising, self._floor, out=recognising)
        self.spectra = powers[0], powers[1], powers[0] * recognising * recognising
        frames = irfft(cast(Spectrum, gains * spectra[0][:, None]), FFT)
        frames *= self._synthesis
        # Overlap-add: shape (frames, outputs, 320) to (outputs, 320).
        out: Samples = np.concatenate([self._tails + frames[0, :, :HOP], frames[0, :, HOP:] + frames[1, :, :HOP]], axis=1)
        self._tails = frames[1, :, HOP:]
        clean: Samples
        clean, self.listening = out
        return clean
