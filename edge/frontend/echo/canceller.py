"""The echo canceller: aligns the far end, takes its echo out of the microphone, and says how well that goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.audio.frame import Samples
from edge.frontend.echo.comfort import ComfortNoise
from edge.frontend.echo.duplex import Duplex, DuplexJudge
from edge.frontend.echo.leak import LeakGauge
from edge.frontend.echo.linear import LinearStage
from edge.frontend.echo.near_end import NearEndDetector
from edge.frontend.echo.neural import NeuralSuppressor
from edge.frontend.echo.spectrum import Real
from edge.frontend.echo.suppressor import LATENCY, ResidualEchoSuppressor
from edge.onnx import OnnxSession

# With less echo than that behind it, after the start or a move of the path, the filter does not know the path well.
_WARM_S: Final = 1.5
_WARM_TRUST: Final = 0.3
_CAUTION: Final = 6.0


@dataclass(frozen=True, slots=True)
class EchoState:
    """How the canceller is doing.

    far_end_active: whether echo is to be expected now.
    delay_ms: the echo's delay behind the reference, negative when the reference is late; None before it is known.
    drift_ppm: by how much the loudspeaker's clock is found to be faster than the microphone's; it is made up for.
    erle_db: echo return loss enhancement over the last second or so of echo.
    double_talk: whether somebody talks over the echo now.
    trust: 0 (nothing known) to 1 (the echo is under control).
    moves: how often the echo path was found changed.
    double_talk_share: share of the last ten seconds of echo in which somebody talked over it.
    convergence_s: seconds of echo that it took to get the echo under control, after the start or the last move; None before.
    duplex: how the assistant may be interrupted while it speaks.
    bypassed: the car cancels the echo itself; trust then tells how little of it is left.
    """

    far_end_active: bool = False
    delay_ms: float | None = None
    drift_ppm: float = 0.0
    erle_db: float = 0.0
    double_talk: bool = False
    trust: float = 0.0
    moves: int = 0
    double_talk_share: float = 0.0
    convergence_s: float | None = None
    duplex: Duplex = "half"
    bypassed: bool = False


class EchoCanceller:
    """Frames of 160 samples at 16 kHz in, cleaned frames out, LATENCY samples later.

    While the far end is silent nothing is filtered and the signal passes unchanged.
    """

    latency_samples: Final = LATENCY

    def __init__(
        self,
        network: OnnxSession | None = None,
        *,
        near_end: OnnxSession | None = None,
        floor_db: float = -14.0,
        bypass: bool = False,
    ) -> None:
        """network: the trained suppressor; None takes one without a model. near_end: tells from what that one sees whether
        somebody begins to talk. floor_db: least gain towards recognisers.
        bypass: the car cancels the echo itself; what is left of it is measured and the signal passes unchanged.

        Raises WeightsError when a network is another one.
        """
        self._suppressor = ResidualEchoSuppressor(floor_db) if network is None else NeuralSuppressor(network, floor_db)
        self._near_end = NearEndDetector(near_end) if near_end is not None else None
        self._bypass = bypass
        self.reset()

    def reset(self) -> None:
        """Back to the state before the first frame."""
        self._linear = LinearStage()
        self._duplex = DuplexJudge()
        self._leak = LeakGauge()
        self._comfort = ComfortNoise()
        self._listening: Samples = np.zeros(LATENCY, np.float32)
        self._suppressor.restart()
        if self._near_end is not None:
            self._near_end.silent()

    def expect(self, delay: float) -> None:
        """The echo is expected `delay` samples behind its reference: known from elsewhere, before anything was heard."""
        self._linear.expect(delay)

    @property
    def listening(self) -> Samples:
        """The frame that `process` gave last, cleaned for people to listen to: more is taken away. Shape (160,)."""
        return self._listening

    @property
    def talk_probability(self) -> float:
        """Probability that somebody in the cabin talks, for the last frame; 1 where nobody can tell.

        Until the echo path is known, much of the echo is left and taken for a talker: there it is lowered.
        """
        talk, gauge = self._suppressor.talk, self._linear.gauge
        warm = min(gauge.echo_s / _WARM_S, gauge.trust / _WARM_TRUST)
        return talk if warm >= 1 or not self.far_end_active else talk ** (1 + _CAUTION * (1 - warm))

    @property
    def near_end(self) -> float | None:
        """Log-odds that somebody in the cabin has begun to make a sound, for the last frame; None where nobody can tell."""
        return self._near_end.log_odds if self._near_end is not None else None

    @property
    def spectra(self) -> Real | None:
        """Of the last frame, power of what the linear stage left, of the output and of the echo that was taken out, shape (3, 161),
        valid until the next frame; None while no echo is expected, and where the suppressor has no model.
        """
        return self._suppressor.spectra

    @property
    def far_end_active(self) -> bool:
        """Whether echo is to be expected now."""
        return self._linear.far_end_active

    @property
    def delay_known(self) -> bool:
        """Whether the echo was found in the microphone yet."""
        return self._linear.delay.estimate is not None

    @property
    def duplex(self) -> Duplex:
        """How the assistant may be interrupted while it speaks."""
        return self._duplex.mode

    @property
    def trust(self) -> float:
        """0 (nothing known) to 1 (the echo is under control)."""
        return self._leak.trust if self._bypass else self._linear.gauge.trust

    @property
    def state(self) -> EchoState:
        """How the canceller is doing at this moment."""
        linear = self._linear
        estimate, gauge = linear.delay.estimate, linear.gauge
        return EchoState(
            far_end_active=linear.far_end_active,
            delay_ms=None if estimate is None else estimate.samples / 16.0,
            drift_ppm=linear.drift.drift_ppm,
            erle_db=gauge.erle_db,
            double_talk=linear.far_end_active and gauge.double_talk,
            trust=self.trust,
            moves=linear.moves,
            double_talk_share=gauge.double_talk_share,
            convergence_s=gauge.convergence_s,
            duplex=self._duplex.mode,
            bypassed=self._bypass,
        )

    def process(self, microphone: Samples, far_end: Samples | None, side: Samples | None = None) -> Samples:
        """One frame of each, shape (160,); no far end is a silent one. Returns the cleaned frame of LATENCY ago.

        side: half the difference of left and right, where the far end is stereo and far_end their mean.
        """
        separated = self._linear.process(microphone, far_end, side)
        if separated is None or self._bypass:
            if separated is not None:
                self._leak.process(microphone, separated.echo)
                self._duplex.process(self._leak.trust, self.delay_known)
            self._listening = clean = self._suppressor.delay_only(microphone)
            if self._near_end is not None:
                self._near_end.silent()
            return clean
        self._duplex.process(self._linear.gauge.trust, self.delay_known)
        clean = self._suppressor.process(microphone, separated)
        if self._near_end is not None and self._suppressor.spectra is not None:
            self._near_end.process(self._suppressor.spectra, self.talk_probability)
        self._listening = self._comfort.add(self._suppressor.listening, self._linear.gauge.background_rms)
        return clean
