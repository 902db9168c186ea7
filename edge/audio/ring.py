"""A bounded store of the latest samples."""

from __future__ import annotations

import numpy as np

from edge.audio.frame import Samples


class SampleRing:
    """Holds up to `capacity` mono samples; when it is full, the oldest are dropped and counted in `dropped`.

    Not thread-safe: it belongs to one thread.
    """

    def __init__(self, capacity: int) -> None:
        """capacity: in samples, at least 1."""
        if capacity < 1:
            raise ValueError(f"a ring holds at least one sample, not {capacity}")
        self._store: Samples = np.zeros(capacity, np.float32)
        self._first = 0
        self._count = 0
        self.dropped = 0

    @property
    def capacity(self) -> int:
        """The most samples it can hold."""
        return int(self._store.shape[0])

    def __len__(self) -> int:
        return self._count

    def write(self, samples: Samples) -> int:
        """Append; shape (n,). Returns how many old samples had to go to make room."""
        size = self.capacity
        over = max(0, self._count + int(samples.shape[0]) - size)
        new = samples[-size:]
        if over:
            gone = min(over, self._count)
            self._first = (self._first + gone) % size
            self._count -= gone
            self.dropped += over
        start = (self._first + self._count) % size
        head = min(new.shape[0], size - start)
        self._store[start : start + head] = new[:head]
        self._store[: new.shape[0] - head] = new[head:]
        self._count += new.shape[0]
        return over

    def peek(self, count: int) -> Samples:
        """A copy of the oldest `count` samples, fewer when fewer are held."""
        return self._copy(self._first, min(count, self._count))

    def read(self, count: int) -> Samples:
        """Take the oldest `count` samples out, fewer when fewer are held."""
        samples = self.peek(count)
        self._first = (self._first + samples.shape[0]) % self.capacity
        self._count -= samples.shape[0]
        return samples

    def latest(self, count: int) -> Samples:
        """A copy of the newest `count` samples, fewer when fewer are held."""
        count = min(count, self._count)
        return self._copy((self._first + self._count - count) % self.capacity, count)

    def clear(self) -> int:
        """Forget everything; returns how many samples were held. They do not count as dropped."""
        held, self._first, self._count = self._count, 0, 0
        return held

    def _copy(self, start: int, count: int) -> Samples:
        head = min(count, self.capacity - start)
        return np.concatenate([self._store[start : start + head], self._store[: count - head]])
