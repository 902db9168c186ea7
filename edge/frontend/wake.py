"""The wake word: heads of a few layers on the stream of speech embeddings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.errors import InputError
from edge.frontend.wake_embedding import EMBEDDING_SIZE, HEAD_WINDOW, STEP, WakeEmbedding
from edge.frontend.wake_stream import EmbeddingStream
from edge.onnx import OnnxSession, open_session

SMOOTHING_STEPS: Final = 4
"""The score is the mean over so many windows, 40 ms apart: one that fires alone does not wake, and a phrase does not depend on how
it falls on the grid of embeddings."""

CONFIRMED_SHARE: Final = 0.8
"""Part of the threshold that the second look has to reach.

A single window wavers, for phrases that people say as for other talk, so two are looked at. At thresholds of 0.7, 0.75, 0.8 and
0.85 the first look hears 78, 77, 75 and 74 of 85 phrases by people, in quiet and noise. This refuses 1, 0, 1 and 0 of them, and
leaves 19, 14, 9 and 7 of 20, 17, 12 and 7 false accepts; one window at 0.9 refuses 0, 1, 2 and 1 and leaves 17, 14, 9 and 7.
"""

SPEED_BANDS: Final = ((60.0, 0.3), (100.0, 0.6))
"""From which speed in km/h on thresholds are lowered, and by how much in the logit of the score.

Road noise lowers the scores of a phrase and of other talk alike: one threshold for all speeds would miss more on the motorway
and accept more in town than it must.
"""

PLAYBACK_EASING: Final = 0.5
"""By how much the logit of a threshold is lowered while the loudspeakers play: what the echo's suppressor takes lowers scores.

Of 36 phrases over playback 32 are heard with it and 30 without, 34 where nothing plays. What it costs: among near misses and
other talk over playback, densely, for 0.19 h, false accepts rise from 4 to 7 (hello cabin) and from 4 to 5 (你好小舱).
"""

_DEFAULT_THRESHOLD: Final = 0.5


class _Described(Protocol):
    def get_modelmeta(self) -> _ModelMeta: ...
    def get_inputs(self) -> Sequence[_Input]: ...


class _ModelMeta(Protocol):
    custom_metadata_map: dict[str, str]


class _Input(Protocol):
    name: str
    shape: list[int | str | None]


class WakeHead:
    """One phrase: a network from 16 embeddings to a probability.

    phrase: the words. lang: their language, "" when not told. threshold: the score from which the phrase counts as said.
    """

    def __init__(self, session: OnnxSession, phrase: str, lang: str, threshold: float, input_name: str = "x") -> None:
        self._session = session
        self._input = input_name
        self.phrase = phrase
        self.lang = lang
        self.threshold = threshold

    @classmethod
    def load(cls, path: Path) -> WakeHead:
        """Open a head; phrase, lang and threshold come from the model's metadata.

        Raises WeightsError when it is no ONNX graph, InputError when it is no wake head or its threshold is no probability.
        """
        session = open_session(path)
        described = cast(_Described, session)
        inputs = described.get_inputs()
        shape = list(inputs[0].shape) if len(inputs) == 1 else []
        if len(shape) != 3 or shape[1:] != [HEAD_WINDOW, EMBEDDING_SIZE]:
            raise InputError(path, f"not a wake head: it does not take {HEAD_WINDOW} embeddings of {EMBEDDING_SIZE}")
        facts = described.get_modelmeta().custom_metadata_map
        text = facts.get("threshold", str(_DEFAULT_THRESHOLD))
        try:
            threshold = float(text)
        except ValueError:
            threshold = -1.0
        if not 0 < threshold < 1:
            raise InputError(path, f"threshold {text!r} in its metadata is no probability")
        phrase = facts.get("phrase", path.stem.replace("_", " "))
        return cls(session, phrase, facts.get("lang", ""), threshold, inputs[0].name)

    def scores(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probabilities of windows, shape (n, 16, 96) to shape (n,)."""
        if not len(windows):
            return np.zeros(0, np.float32)
        return self._session.run(None, {self._input: np.ascontiguousarray(windows)})[0].reshape(-1)


@dataclass(frozen=True, slots=True)
class WakeHit:
    """A phrase was said. at: sample index of the end of the window that fired."""

    word: str
    score: float
    at: int
    head: WakeHead


class WakeDetector:
    """Several heads on one stream, with smoothing, a second look, a refractory time, and thresholds that follow the speed.

    The second look: where the score says that a phrase was said, the same audio is put before the head once more, cut into
    embeddings half a step earlier, and so is that of the step before. A phrase keeps its score under that, other talk that
    happened to fall on the grid well loses it. It costs something only where there is something to decide.
    """

    def __init__(
        self,
        embedding: WakeEmbedding,
        heads: Sequence[WakeHead],
        *,
        refractory_s: float = 1.5,
        threshold: float | None = None,
        bands: Sequence[tuple[float, float]] = SPEED_BANDS,
    ) -> None:
        """refractory_s: seconds for which a phrase that was heard is not heard again.

        threshold: replaces that of every head. bands: as SPEED_BANDS, slowest first.
        """
        self.heads = tuple(heads)
        self._chosen = {head.phrase: head.threshold if threshold is None else threshold for head in self.heads}
        self._bands = tuple(bands)
        self._thresholds = dict(self._chosen)
        self._stream = EmbeddingStream(embedding)
        self._refractory = int(refractory_s * ENGINE_RATE)
        self.reset()

    @property
    def thresholds(self) -> dict[str, float]:
        """The score from which each phrase counts as said, at the speed the car has now."""
        return dict(self._thresholds)

    def reset(self) -> None:
        """Back to the state before the first sample."""
        self._stream.reset()
        self._last: dict[str, NDArray[np.float32]] = {h.phrase: np.zeros(SMOOTHING_STEPS, np.float32) for h in self.heads}
        self._quiet_until = dict.fromkeys(self._last, 0)
        self.scores: dict[str, float] = dict.fromkeys(self._last, 0.0)
        """Smoothed score of each phrase in the last hop that was looked at, the highest of its windows."""

    def expect(self, speed_kmh: float | None) -> None:
        """How fast the car goes from now on; None when it is not known, which counts as standing."""
        easing = max((by for since, by in self._bands if speed_kmh is not None and speed_kmh >= since), default=0.0)
        self._thresholds = {phrase: _eased(chosen, easing) for phrase, chosen in self._chosen.items()}

    def process(self, samples: Samples, wanted: bool, playing: bool = False) -> list[WakeHit]:
        """One frame, shape (160,). wanted: whether there was anything like a voice lately; if not, nothing is computed.

        playing: whether the loudspeakers play, or have just played.
        """
        if not self._stream.write(samples) or not self.heads:
            return []
        if not wanted:
            if any(self.scores.values()):
                self.scores = dict.fromkeys(self._last, 0.0)
                for last in self._last.values():
                    last[:] = 0
            return []
        windows, step = self._stream.advance()
        hits = []
        if len(windows):
            self.scores = dict(self.scores)
            for head in self.heads:
                means = [self._smoothed(head, score) for score in head.scores(windows)]
                self.scores[head.phrase] = max(means)
                threshold = _eased(self._thresholds[head.phrase], PLAYBACK_EASING if playing else 0.0)
                found = (self._judge(head, mean, threshold, step + k) for k, mean in enumerate(means))
                hits += [hit for hit in found if hit is not None]
        return hits

    def _smoothed(self, head: WakeHead, score: np.float32) -> float:
        last = self._last[head.phrase]
        last[:-1] = last[1:]
        last[-1] = score
        return float(last.mean())

    def _judge(self, head: WakeHead, smoothed: float, threshold: float, step: int) -> WakeHit | None:
        at = step * STEP
        if smoothed < threshold or at < self._quiet_until[head.phrase]:
            return None
        if not self._confirmed(head, threshold, step):
            return None
        self._quiet_until[head.phrase] = at + self._refractory
        return WakeHit(head.phrase, smoothed, at, head)

    def _confirmed(self, head: WakeHead, threshold: float, step: int) -> bool:
        windows = self._stream.between(step)
        return windows is None or float(head.scores(windows).mean()) >= CONFIRMED_SHARE * threshold


def _eased(threshold: float, by: float) -> float:
    """The threshold with its logit lowered."""
    odds = threshold / (1 - threshold) * math.exp(-by)
    return odds / (1 + odds)
