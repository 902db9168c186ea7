"""Whether a turn sounds finished: Smart Turn 3.2 (pipecat-ai, BSD-2-Clause), a small network on the last eight seconds of speech.

It hears intonation and words alike: a sentence that breaks off sounds open, a question that was put sounds closed. A call costs
about 80 ms of one core, so it is made once when a voice falls silent and never on the way of the audio.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.log_mel import log_mel
from edge.errors import WeightsError
from edge.onnx import OnnxSession, open_session

SECONDS: Final = 8
"""What the network looks at."""

_SAMPLES: Final = SECONDS * ENGINE_RATE


class SmartTurn:
    """The network and its features. It is opened when it is first needed: no start waits for it, and no quiet car carries it."""

    def __init__(self, open_network: Callable[[], OnnxSession]) -> None:
        """open_network: opens `smart_turn.onnx`, input `input_features` (1, 80, 800), output a probability (1, 1)."""
        self._open = open_network
        self._session: OnnxSession | None = None

    @classmethod
    def load(cls, model: Path) -> SmartTurn:
        """The network of a file. Raises WeightsError when the file is missing."""
        if not model.is_file():
            raise WeightsError(model, "no such file; `cabin weights fetch smart-turn` brings it")
        # Run a few times a minute: what a run needs is not kept.
        return cls(lambda: open_session(model, arena=False))

    def prepare(self) -> OnnxSession:
        """Open the network if it is not open yet. Raises WeightsError when its file is no ONNX graph."""
        if self._session is None:
            self._session = self._open()
        return self._session

    def release(self) -> None:
        """Close the network until it is needed again."""
        self._session = None

    def probability(self, audio: Samples) -> float:
        """Probability that a turn is finished.

        audio: shape (n,), 16 kHz, the turn so far with the silence after it; the last 8 s count. Raises WeightsError as
        `prepare` does.
        """
        answer = self.prepare().run(None, {"input_features": features(audio)})
        return float(answer[0].reshape(-1)[0])


def features(audio: Samples) -> NDArray[np.float32]:
    """What the network takes: the last 8 s, silence before what is shorter, mean 0 and variance 1, as a log-mel spectrogram.

    Returns shape (1, 80, 800). It is Whisper's spectrogram (Radford et al. 2022), as the network's makers computed it.
    """
    padded = np.zeros(_SAMPLES, np.float32)
    last = audio[-_SAMPLES:]
    padded[_SAMPLES - last.shape[0] :] = last
    padded -= padded.mean()
    padded /= np.sqrt(padded.var() + np.float32(1e-7))
    return log_mel(padded, float(SECONDS))
