"""The short tones of the assistant: rising when it listens, falling when it has stopped, level when another one answers."""

from __future__ import annotations

import numpy as np

from edge.audio.frame import VOICE_RATE, Samples

_LEVEL = 0.08
_NOTE_S = 0.07
_LOW_HZ = 587.33
_HIGH_HZ = 880.0


def listening() -> Samples:
    """The turn is open. Shape (n,), 24 kHz, about 0.14 s."""
    return np.concatenate([_note(_LOW_HZ), _note(_HIGH_HZ)])


def sign_off() -> Samples:
    """Listening has ended. Shape (n,), 24 kHz, about 0.14 s."""
    return np.concatenate([_note(_HIGH_HZ), _note(_LOW_HZ)])


def change() -> Samples:
    """Another endpoint answers from here on. Shape (n,), 24 kHz, about 0.14 s."""
    return np.concatenate([_note(_LOW_HZ), _note(_LOW_HZ)])


def _note(hertz: float) -> Samples:
    """A sine with a raised-cosine envelope: no click at either end."""
    count = round(_NOTE_S * VOICE_RATE)
    time = np.arange(count) / VOICE_RATE
    envelope = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(count) / (count - 1))
    return (_LEVEL * envelope * np.sin(2 * np.pi * hertz * time)).astype(np.float32)
