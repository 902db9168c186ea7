"""Bytes between the audio callback and the DSP thread, in memory that is allocated once."""

from __future__ import annotations

import threading


class ByteRing:
    """One thread writes, one reads. What does not fit is refused as a whole and counted by the writer."""

    def __init__(self, capacity: int) -> None:
        """capacity: in bytes."""
        self._store = bytearray(capacity)
        self._view = memoryview(self._store)
        self._capacity = capacity
        self._written = 0
        self._taken = 0
        # Only `take_back` moves the writer's end backwards; it must not meet a reader halfway.
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return self._written - self._taken

    @property
    def room(self) -> int:
        """Bytes that can be written."""
        return self._capacity - len(self)

    def write(self, data: bytes) -> bool:
        """Append all of it, or nothing and say False."""
        size = len(data)
        if size > self.room:
            return False
        start = self._written % self._capacity
        head = min(size, self._capacity - start)
        self._view[start : start + head] = data[:head]
        self._view[: size - head] = data[head:]
        self._written += size
        return True

    def read(self, size: int) -> bytes:
        """The oldest bytes, at most `size`."""
        with self._lock:
            size = min(size, len(self))
            data = self._at(self._taken, size)
            self._taken += size
        return data

    def take_back(self, keep: int) -> bytes:
        """The writer takes back all but the oldest `keep` bytes and returns them."""
        with self._lock:
            start = min(self._taken + keep, self._written)
            data = self._at(start, self._written - start)
            self._written = start
        return data

    def _at(self, position: int, size: int) -> bytes:
        start = position % self._capacity
        head = min(size, self._capacity - start)
        if head == size:
            return bytes(self._view[start : start + size])
        return bytes(self._view[start:]) + bytes(self._view[: size - head])
