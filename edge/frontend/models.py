"""The networks of the front end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edge.errors import InputError
from edge.frontend.silero import open_silero
from edge.frontend.smart_turn import SmartTurn
from edge.frontend.wake import WakeHead
from edge.frontend.wake_embedding import WakeEmbedding
from edge.onnx import OnnxSession, open_session
from edge.weights.store import WeightStore


@dataclass(frozen=True, slots=True)
class FrontEndModels:
    """silero: voice activity. embedding: what wake heads look at. heads: one a phrase, possibly none.

    echo: the trained suppressor of residual echo; None takes one without a model.
    near_end: tells whether somebody begins to talk over what plays; None leaves that to the voice detector.
    smart_turn: judges whether a turn sounds finished; None leaves that to the hangover.
    """

    silero: OnnxSession
    embedding: WakeEmbedding
    heads: tuple[WakeHead, ...]
    smart_turn: SmartTurn | None = None
    echo: OnnxSession | None = None
    near_end: OnnxSession | None = None

    @classmethod
    def load(
        cls, store: WeightStore, heads: Sequence[Path], *, smart_turn: bool = False, echo: Path | None = None
    ) -> FrontEndModels:
        """Open everything. smart_turn: with the network that judges ends of turns, which is opened when it is first needed.
        echo: the file of the trained suppressor of residual echo; without it, or where it is absent, a suppressor without a
        model is taken. `near_end.onnx` beside it tells whether somebody begins to talk over what plays.

        Raises WeightsError when weights are not fetched or a file is no ONNX graph, InputError when a head is no wake head
        or two heads have one phrase.
        """
        embedding = WakeEmbedding.load(
            store.path("wake-embedding", "melspectrogram.onnx"), store.path("wake-embedding", "embedding_dense.onnx")
        )
        loaded: dict[str, WakeHead] = {}
        for path in heads:
            head = WakeHead.load(path)
            if head.phrase in loaded:
                raise InputError(path, f"a second wake head for {head.phrase!r}")
            loaded[head.phrase] = head
        silero = open_silero(store.path("silero-vad", "silero_vad.onnx"))
        network = SmartTurn.load(store.path("smart-turn", "smart_turn.onnx")) if smart_turn else None
        suppressor = open_session(echo) if echo is not None and echo.is_file() else None
        near_end = echo.with_name("near_end.onnx") if suppressor is not None and echo is not None else None
        detector = open_session(near_end) if near_end is not None and near_end.is_file() else None
        return cls(silero, embedding, tuple(loaded.values()), network, suppressor, detector)
