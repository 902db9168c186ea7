"""The networks of the front end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edge.errors import InputError
from edge.frontend.wake import WakeHead
from edge.frontend.wake_embedding import WakeEmbedding
from edge.onnx import OnnxSession, open_session
from edge.weights.store import WeightStore


@dataclass(frozen=True, slots=True)
class FrontEndModels:
    """silero: voice activity. embedding: what wake heads look at. heads: one a phrase, possibly none."""

    silero: OnnxSession
    embedding: WakeEmbedding
    heads: tuple[WakeHead, ...]

    @classmethod
    def load(cls, store: WeightStore, heads: Sequence[Path]) -> FrontEndModels:
        """Open everything.

        Raises WeightsError when weights are not fetched or a file is no ONNX graph, InputError when a head is no wake head
        or two heads have one phrase.
        """
        embedding = WakeEmbedding.load(
            store.path("wake-embedding", "melspectrogram.onnx"), store.path("wake-embedding", "embedding_model.onnx")
        )
        loaded: dict[str, WakeHead] = {}
        for path in heads:
            head = WakeHead.load(path)
            if head.phrase in loaded:
                raise InputError(path, f"a second wake head for {head.phrase!r}")
            loaded[head.phrase] = head
        return cls(open_session(store.path("silero-vad", "silero_vad.onnx")), embedding, tuple(loaded.values()))
