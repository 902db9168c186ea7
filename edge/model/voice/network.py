"""Running the Kokoro network: whole, or its vocoder part by part, so that a clause is heard before it is finished.

The parts agree because the vocoder's normalisations use fixed statistics: those of one phrase in the same voice, measured once.
With the statistics of the clause itself, parts with CONTEXT frames around them differ from the whole by -30 dB. With those
of the phrase, the timbre differs a little from a rendering in one piece, without a change in the judgement of DNSMOS (3.04
against 3.04) or of a recogniser. And frames that hold only silence need not be rendered at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import Samples
from edge.onnx import OnnxSession

FRAME = 300
"""Samples between two frames of the vocoder's input."""

CONTEXT = 5
"""Frames rendered and thrown away at either side of a part."""

FIRST_FRAMES = 26
"""Frames of the first part: 0.33 s, of which the first 0.08 s are silence."""

PART_FRAMES = 48

SHORT_FRAMES = 96
"""1.2 s of speech: what is shorter is mostly silence, whose channels are nothing like those of a phrase. With a phrase's
statistics a single syllable (嗯, 好, "hm") comes out as nothing at all, so it is rendered in one piece with its own."""

_LEAD_FRAMES = 6
_TAIL_FRAMES = 16
_OVERHANG = 10
_AMPLITUDE = 4.0
_HARMONICS = 60  # frames of the harmonic source to one of the vocoder
_STYLE = 128
_FRAMES_A_DURATION = 2


@dataclass(frozen=True, slots=True, eq=False)
class Timbre:
    """What is known of a voice once it has said something.

    statistics: means and mean squares of the vocoder's channels, shape (2, channels).
    speaking: mean power of the speaking parts. loudest: mean power of the loudest 5 ms.
    """

    statistics: NDArray[np.float32]
    speaking: float
    loudest: float


class Network(Protocol):
    """Tokens to sound."""

    def whole(self, tokens: Sequence[int], style: NDArray[np.float32], speed: float) -> Samples:
        """A clause in one piece, at VOICE_RATE. tokens: with the padding at both ends. style: shape (1, 256)."""
        ...


class OneGraph:
    """The network as one graph."""

    def __init__(self, session: OnnxSession) -> None:
        self._session = session

    def whole(self, tokens: Sequence[int], style: NDArray[np.float32], speed: float) -> Samples:
        """See Network."""
        return np.asarray(self._session.run(None, _inputs(tokens, style, speed))[0].reshape(-1), np.float32)


class SplitGraph:
    """The network as two graphs (see `edge.weights.kokoro_onnx`)."""

    def __init__(self, front: OnnxSession, generator: OnnxSession, channels: int = 9216) -> None:
        """channels: how many the normalisations of the generator have together."""
        self._front = front
        self._generator = generator
        self._nothing = np.zeros((2, channels), np.float32)

    def whole(self, tokens: Sequence[int], style: NDArray[np.float32], speed: float) -> Samples:
        """See Network."""
        return self.measure(tokens, style, speed)[0]

    def measure(self, tokens: Sequence[int], style: NDArray[np.float32], speed: float) -> tuple[Samples, NDArray[np.float32]]:
        """A clause in one piece, and the statistics of its channels."""
        x, harmonic, _ = self._prepare(tokens, style, speed)
        return self._vocode(x, harmonic, style, self._nothing, 0.0)

    def opening(self, tokens: Sequence[int], style: NDArray[np.float32], speed: float, count: int) -> Samples:
        """The first `count` tokens of a clause, as they sound with the rest of it still to come; only they are rendered."""
        x, harmonic, durations = self._prepare(tokens, style, speed)
        stop = min(x.shape[2], round(float(durations[:count].sum()) * _FRAMES_A_DURATION))
        right = min(x.shape[2], stop + CONTEXT)
        audio, _ = self._vocode(x[:, :, :right], harmonic[:, :, : _HARMONICS * right + 1], style, self._nothing, 0.0)
        return audio[: FRAME * stop]

    def parts(
        self,
        tokens: Sequence[int],
        style: NDArray[np.float32],
        speed: float,
        statistics: NDArray[np.float32],
        mute: Sequence[bool],
    ) -> Iterator[Samples]:
        """A clause part by part; each is rendered when it is asked for.

        statistics: of the voice. mute: which tokens make no sound; at both ends they are left out.
        """
        x, harmonic, durations = self._prepare(tokens, style, speed)
        start, stop = _speaking(durations, mute, x.shape[2])
        if 0 < stop - start < SHORT_FRAMES:
            audio, _ = self._vocode(x, harmonic, style, self._nothing, 0.0)
            yield audio[FRAME * start : FRAME * stop]
            return
        size = FIRST_FRAMES
        while start < stop:
            end = min(stop, start + size)
            if stop - end < PART_FRAMES // 3:
                end = stop
            left, right = max(0, start - CONTEXT), min(x.shape[2], end + CONTEXT)
            excitation = harmonic[:, :, _HARMONICS * left : _HARMONICS * right + 1]
            audio, _ = self._vocode(x[:, :, left:right], excitation, style, statistics, 1.0)
            yield audio[FRAME * (start - left) : FRAME * (end - left)]
            start, size = end, PART_FRAMES

    def _prepare(
        self, tokens: Sequence[int], style: NDArray[np.float32], speed: float
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        x, harmonic, durations = self._front.run(["x", "har", "durations"], _inputs(tokens, style, speed))
        return x, harmonic, durations.reshape(-1)

    def _vocode(
        self,
        x: NDArray[np.float32],
        harmonic: NDArray[np.float32],
        style: NDArray[np.float32],
        prior: NDArray[np.float32],
        weight: float,
    ) -> tuple[Samples, NDArray[np.float32]]:
        feed: dict[str, NDArray[np.generic]] = {
            "x": x,
            "har": harmonic,
            "style": style[:, :_STYLE],
            "prior": prior,
            "weight": np.array([weight], np.float32),
        }
        audio, statistics = self._generator.run(["audio", "statistics"], feed)
        return np.asarray(audio.reshape(-1)[_OVERHANG:-_OVERHANG] * np.float32(_AMPLITUDE)), statistics


def _inputs(tokens: Sequence[int], style: NDArray[np.float32], speed: float) -> dict[str, NDArray[np.generic]]:
    return {"tokens": np.array([tokens], np.int64), "style": style, "speed": np.array([speed], np.float32)}


def _speaking(durations: NDArray[np.float32], mute: Sequence[bool], frames: int) -> tuple[int, int]:
    """First and last frame that must be rendered: the tokens that sound, with some room for how they begin and fade."""
    ends = np.cumsum(durations) * _FRAMES_A_DURATION
    sounding = np.flatnonzero(~np.asarray(mute, np.bool_))
    if not sounding.size:
        return 0, 0
    first = int(ends[sounding[0] - 1]) if sounding[0] else 0
    return max(0, first - _LEAD_FRAMES), min(frames, int(ends[sounding[-1]]) + _TAIL_FRAMES)
