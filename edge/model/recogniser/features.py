"""Features of the recogniser: the log-mel spectrogram, which the end-of-turn network also looks at."""

from __future__ import annotations

from edge.audio.log_mel import HOP, MELS, WINDOW, log_mel

__all__ = ["HOP", "MELS", "WINDOW", "log_mel"]
