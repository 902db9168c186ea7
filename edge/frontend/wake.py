"""The wake word: heads of a few layers on the stream of speech embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.ring import SampleRing
from edge.errors import InputError
from edge.frontend.wake_embedding import (
    CONTEXT,
    EMBEDDING_SIZE,
    HEAD_WINDOW,
    HOP,
    MEL_BINS,
    MEL_PER_HOP,
    MEL_WINDOW,
    WARM_UP_HOPS,
    WakeEmbedding,
    head_windows,
)
from edge.onnx import OnnxSession, open_session

SMOOTHING_HOPS: Final = 2
"""The score is the mean over so many hops of 80 ms: one window that fires alone does not wake."""

_HISTORY_HOPS: Final = WARM_UP_HOPS + HEAD_WINDOW - 1
"""Hops behind the first score: 2 s."""

_CATCH_UP: Final = 5
_DEFAULT_THRESHOLD: Final = 0.5
_FAR_END_HOPS: Final = _HISTORY_HOPS + 10


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


class EmbeddingStream:
    """Embeddings of a stream, one a hop of 80 ms, made only while they are wanted.

    It keeps the last 2 s of samples, so that the embeddings behind the first score can be made up for when they are wanted
    again; that work is spread over several hops. The stream is taken to begin after 2 s of faint noise: heads fire on an
    embedding of zeros.
    """

    def __init__(self, embedding: WakeEmbedding) -> None:
        self._embedding = embedding
        self.reset()

    def reset(self) -> None:
        """Back to the state before the first sample."""
        length = CONTEXT + (_HISTORY_HOPS + 1) * HOP
        noise = np.random.Generator(np.random.PCG64(0)).standard_normal(length)
        self._samples = (noise * 1e-4).astype(np.float32)
        self._filled = 0
        self._incoming = np.zeros(HOP, np.float32)
        self._hop = 0
        self._mel_hop = -_HISTORY_HOPS
        self._mel = np.zeros((MEL_WINDOW + MEL_PER_HOP, MEL_BINS), np.float32)
        self._waiting: list[NDArray[np.float32]] = []
        self._waiting_hop = 0
        self._recent = np.zeros((0, EMBEDDING_SIZE), np.float32)

    def write(self, samples: Samples) -> bool:
        """Append a frame, shape (160,). Returns whether a hop is complete: then call `advance`."""
        size = samples.shape[0]
        self._incoming[self._filled : self._filled + size] = samples
        self._filled += size
        if self._filled < HOP:
            return False
        self._filled = 0
        self._samples[:-HOP] = self._samples[HOP:]
        self._samples[-HOP:] = self._incoming
        self._hop += 1
        return True

    def advance(self) -> tuple[NDArray[np.float32], int]:
        """Make what is due.

        Returns the head windows that became complete, shape (n, 16, 96), and the hop in which the first of them ended,
        counted from 1.
        """
        self._make_mel()
        batch, self._waiting = self._waiting[:_CATCH_UP], self._waiting[_CATCH_UP:]
        first = self._waiting_hop
        self._waiting_hop += len(batch)
        if batch:
            made = self._embedding.embed_windows(np.stack(batch))
            self._recent = np.concatenate([self._recent, made])[-(HEAD_WINDOW - 1 + len(batch)) :]
        windows = head_windows(self._recent) if batch else np.zeros((0, HEAD_WINDOW, EMBEDDING_SIZE), np.float32)
        windows = windows[-len(batch) :] if batch else windows
        ended = first + len(batch) - len(windows)
        self._recent = self._recent[-(HEAD_WINDOW - 1) :]
        return windows, ended

    def _make_mel(self) -> None:
        oldest = self._hop - _HISTORY_HOPS
        if self._mel_hop < oldest:
            # Too long ago to make up for: start over with the samples at hand.
            self._mel_hop = oldest
            self._waiting.clear()
            self._recent = self._recent[:0]
        fresh = not self._waiting and not len(self._recent)
        if fresh:
            self._waiting_hop = self._mel_hop + WARM_UP_HOPS
        while self._mel_hop < self._hop:
            self._mel_hop += 1
            end = len(self._samples) - (self._hop - self._mel_hop) * HOP
            self._mel[:-MEL_PER_HOP] = self._mel[MEL_PER_HOP:]
            self._mel[-MEL_PER_HOP:] = self._embedding.mel_frames(self._samples[end - HOP - CONTEXT : end])
            if self._mel_hop >= self._waiting_hop + len(self._waiting):
                self._waiting.append(self._mel[-MEL_WINDOW:].copy())


class WakeDetector:
    """Several heads on one stream, with smoothing and a refractory time."""

    def __init__(self, embedding: WakeEmbedding, heads: Sequence[WakeHead], *, refractory_s: float = 1.5) -> None:
        """heads: at least one. refractory_s: seconds for which a phrase that was heard is not heard again."""
        self.heads = tuple(heads)
        self._stream = EmbeddingStream(embedding)
        self._refractory = int(refractory_s * ENGINE_RATE)
        self.reset()

    @property
    def thresholds(self) -> dict[str, float]:
        """The score from which each phrase counts as said."""
        return {head.phrase: head.threshold for head in self.heads}

    def reset(self) -> None:
        """Back to the state before the first sample."""
        self._stream.reset()
        self._last: dict[str, NDArray[np.float32]] = {h.phrase: np.zeros(SMOOTHING_HOPS, np.float32) for h in self.heads}
        self._quiet_until = dict.fromkeys(self._last, 0)
        self.scores: dict[str, float] = dict.fromkeys(self._last, 0.0)
        """Smoothed score of each phrase after the last hop that was looked at."""

    def process(self, samples: Samples, wanted: bool) -> list[WakeHit]:
        """One frame, shape (160,). wanted: whether there was anything like a voice lately; if not, nothing is computed."""
        if not self._stream.write(samples) or not self.heads:
            return []
        if not wanted:
            if any(self.scores.values()):
                self.scores = dict.fromkeys(self._last, 0.0)
                for last in self._last.values():
                    last[:] = 0
            return []
        windows, hop = self._stream.advance()
        hits = []
        if len(windows):
            self.scores = dict(self.scores)
            for head in self.heads:
                for k, score in enumerate(head.scores(windows)):
                    hit = self._judge(head, float(score), (hop + k) * HOP)
                    if hit is not None:
                        hits.append(hit)
        return hits

    def _judge(self, head: WakeHead, score: float, at: int) -> WakeHit | None:
        last = self._last[head.phrase]
        last[:-1] = last[1:]
        last[-1] = score
        smoothed = self.scores[head.phrase] = float(last.mean())
        if smoothed < head.threshold or at < self._quiet_until[head.phrase]:
            return None
        self._quiet_until[head.phrase] = at + self._refractory
        return WakeHit(head.phrase, smoothed, at, head)


class FarEndVeto:
    """Whether a phrase came from the car's own loudspeakers: the same head on the far end.

    The far end is only looked at when the microphone has heard the phrase, and then the last 2.8 s of it at once: the echo
    is up to half a second behind.
    """

    def __init__(self, embedding: WakeEmbedding, share: float = 0.6) -> None:
        """share: part of the head's threshold from which the far end counts as having said it."""
        self._embedding = embedding
        self._share = share
        self._ring = SampleRing(_FAR_END_HOPS * HOP)

    def reset(self) -> None:
        """Forget the far end."""
        self._ring.clear()

    def write(self, samples: Samples) -> None:
        """Append a frame of the far end, shape (160,)."""
        self._ring.write(samples)

    def said(self, head: WakeHead) -> bool:
        """Whether the far end said the head's phrase lately."""
        windows = head_windows(self._embedding.embed(self._ring.latest(self._ring.capacity)))
        return len(windows) > 0 and float(head.scores(windows).max()) >= self._share * head.threshold
