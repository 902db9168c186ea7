"""The server's buffer of a user's audio that is not committed yet."""

from __future__ import annotations

from edge.realtime.config import BYTES_PER_SECOND


class DropOldestAudioBuffer:
    """Audio up to a limit; when a client never commits, the oldest goes."""

    def __init__(self, limit_bytes: int = 300 * BYTES_PER_SECOND) -> None:
        """limit_bytes: five minutes by default."""
        self.limit_bytes = limit_bytes
        self.dropped_bytes = 0
        # Bytes written since the session began, for the times of speech events.
        self.total_bytes = 0
        self._pcm = bytearray()

    def __len__(self) -> int:
        return len(self._pcm)

    def append(self, pcm: bytes) -> None:
        """Add audio."""
        self._pcm += pcm
        self.total_bytes += len(pcm)
        over = len(self._pcm) - self.limit_bytes
        if over > 0:
            # Whole seconds at once: cutting the front of a buffer for every append would move all of it every time.
            over += -over % BYTES_PER_SECOND
            del self._pcm[:over]
            self.dropped_bytes += over

    def take(self) -> bytes:
        """All whole samples; the buffer is empty afterwards."""
        pcm = bytes(self._pcm[: len(self._pcm) & ~1])
        self._pcm.clear()
        return pcm

    def clear(self) -> None:
        """Throw everything away."""
        self._pcm.clear()
