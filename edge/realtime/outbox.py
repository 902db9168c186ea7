"""Text frames on their way out, bounded: when nobody takes them, the oldest audio goes first."""

from __future__ import annotations

from collections import deque


class DropOldestAudioOutbox:
    """A queue of text frames that drops the oldest audio when full, and never a control event.

    Control events are few and small, and losing one would break the protocol, so they only count towards the limit.
    """

    def __init__(self, limit_bytes: int = 8 * 1024 * 1024) -> None:
        """limit_bytes: frames held at most, about two minutes of audio by default."""
        self.limit_bytes = limit_bytes
        self.held_bytes = 0
        # Audio bytes (before base64) dropped since the start.
        self.dropped_audio_bytes = 0
        # (frame, audio bytes in it; 0 for control events)
        self._frames: deque[tuple[str, int]] = deque()

    def put(self, frame: str, audio_bytes: int = 0) -> None:
        """Queue a frame. audio_bytes: raw audio in it, which makes it one that may be dropped."""
        self._frames.append((frame, audio_bytes))
        self.held_bytes += len(frame)
        if self.held_bytes > self.limit_bytes:
            self._shrink()

    def _shrink(self) -> None:
        # A quarter at once, so that a full queue is not walked through for every frame put into it.
        low_water = self.limit_bytes * 3 // 4
        kept: deque[tuple[str, int]] = deque()
        while self._frames and self.held_bytes > low_water:
            frame, audio_bytes = self._frames.popleft()
            if audio_bytes:
                self.held_bytes -= len(frame)
                self.dropped_audio_bytes += audio_bytes
            else:
                kept.append((frame, audio_bytes))
        kept.extend(self._frames)
        self._frames = kept

    def take(self) -> list[str]:
        """All queued frames in order; the queue is empty afterwards."""
        if not self._frames:
            return []
        frames = [frame for frame, _ in self._frames]
        self._frames.clear()
        self.held_bytes = 0
        return frames

    def take_one(self) -> str | None:
        """The oldest frame, None when there is none: for a writer that leaves the rest here, where it can be dropped."""
        if not self._frames:
            return None
        frame, _ = self._frames.popleft()
        self.held_bytes -= len(frame)
        return frame
