"""The echo canceller: aligns the far end, takes its echo out of the microphone, and says how well that goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from edge.audio.frame import Samples
from edge.frontend.echo.linear import LinearStage
from edge.frontend.echo.suppressor import LATENCY, ResidualEchoSuppressor


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
    """

    far_end_active: bool = False
    delay_ms: float | None = None
    drift_ppm: float = 0.0
    erle_db: float = 0.0
    double_talk: bool = False
    trust: float = 0.0
    moves: int = 0


class EchoCanceller:
    """Frames of 160 samples at 16 kHz in, cleaned frames out, LATENCY samples later.

    While the far end is silent nothing is filtered and the signal passes unchanged.
    """

    latency_samples: Final = LATENCY

    def __init__(self, *, floor_db: float = -14.0) -> None:
        """floor_db: least gain of the residual echo suppressor."""
        self._floor_db = floor_db
        self.reset()

    def reset(self) -> None:
        """Back to the state before the first frame."""
        self._linear = LinearStage()
        self._suppressor = ResidualEchoSuppressor(self._floor_db)

    @property
    def far_end_active(self) -> bool:
        """Whether echo is to be expected now."""
        return self._linear.far_end_active

    @property
    def delay_known(self) -> bool:
        """Whether the echo was found in the microphone yet."""
        return self._linear.delay.estimate is not None

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
            trust=gauge.trust,
            moves=linear.moves,
        )

    def process(self, microphone: Samples, far_end: Samples | None) -> Samples:
        """One frame of each, shape (160,); no far end is a silent one. Returns the cleaned frame of LATENCY ago."""
        separated = self._linear.process(microphone, far_end)
        if separated is None:
            return self._suppressor.delay_only(microphone)
        return self._suppressor.process(separated.residual, separated.echo)
