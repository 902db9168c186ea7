"""The tape: steps in the one order in which they happened, in memory, in segments that each begin with a checkpoint."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from edge.audio.frame import Samples

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened. number: its place in the order. time_ns: CLOCK_BOOTTIME. op: what. fields: JSON values.

    audio: by name, shape (n,) or (n, channels), int16, 16 kHz.
    """

    number: int
    time_ns: int
    op: str
    fields: Fields
    audio: dict[str, np.ndarray[Any, np.dtype[np.int16]]] = field(default_factory=dict)


@dataclass(slots=True)
class Segment:
    """A stretch of the tape. checkpoint: the parts at its beginning, as `checkpoint.py` wrote them."""

    begun_ns: int
    checkpoint: bytes
    steps: list[Step] = field(default_factory=list)


class Order(Protocol):
    """What the taps tell: the tape while recording, the player while replaying."""

    lock: threading.RLock
    """Held from the moment a step is written until it has been done, where two threads could pass each other."""

    def step(self, op: str, time_ns: int | None, fields: Fields, **audio: Samples) -> None:
        """Something came in."""
        ...

    def mark(self, op: str) -> None:
        """The assistant is about to touch what another thread touches, too."""
        ...

    def inside(self) -> Any:
        """A context: what the parts do to each other meanwhile follows from the step before and is none of its own."""
        ...

    def voiced(self, found: bool | None) -> bool:
        """What webrtcvad found, which keeps its state to itself; None asks for what it found then."""
        ...

    def take_voiced(self) -> list[int]:
        """All that it found in the present frame."""
        ...

    @property
    def outermost(self) -> bool:
        """No step is being carried out on the event loop."""
        ...


class Tape:
    """Records. Holds the newest segments; `seconds` is what is kept at least, once so much was recorded."""

    def __init__(self, seconds: float) -> None:
        self.lock = threading.RLock()
        self.segments: deque[Segment] = deque(maxlen=2)
        self.steps = 0
        self._segment_ns = round(seconds * 1e9)
        self._now_ns = 0
        self._depth = 0
        self._voiced: list[int] = []

    @property
    def outermost(self) -> bool:
        """See `Order`."""
        return self._depth == 0

    @property
    def due(self) -> bool:
        """It is time for the next segment."""
        return not self.segments or self._now_ns - self.segments[-1].begun_ns >= self._segment_ns

    @property
    def now_ns(self) -> int:
        """The newest time on the tape."""
        return self._now_ns

    def begin_segment(self, checkpoint: bytes) -> None:
        """From here on; the oldest of three segments goes. Call it with the lock held."""
        self.segments.append(Segment(self._now_ns, checkpoint))

    def step(self, op: str, time_ns: int | None, fields: Fields, **audio: Samples) -> None:
        """See `Order`."""
        with self.lock:
            self._now_ns = max(self._now_ns, time_ns or 0)
            if not self.segments:
                return
            pcm = {name: pcm16(samples) for name, samples in audio.items()}
            self.steps += 1
            self.segments[-1].steps.append(Step(self.steps, self._now_ns, op, fields, pcm))

    def mark(self, op: str) -> None:
        """See `Order`."""
        if self._depth:
            self.step(op, None, {})

    @contextmanager
    def inside(self) -> Iterator[None]:
        """See `Order`."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def voiced(self, found: bool | None) -> bool:
        """See `Order`."""
        self._voiced.append(int(bool(found)))
        return bool(found)

    def take_voiced(self) -> list[int]:
        """What webrtcvad found since the last call."""
        found, self._voiced = self._voiced, []
        return found


def pcm16(samples: Samples) -> np.ndarray[Any, np.dtype[np.int16]]:
    """Samples that lie on the grid of 16 bits, as such."""
    return np.asarray(np.rint(samples * np.float32(32768)), np.int16)


def on_grid(samples: Samples) -> Samples:
    """The same samples on the grid of 16 bits, 98 dB below full scale: what is recorded is then exactly what was heard."""
    return np.asarray(np.clip(np.rint(samples * np.float32(32768)), -32768, 32767) / np.float32(32768), np.float32)
