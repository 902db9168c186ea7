"""The on-device model behind a simulated clock: real answers, invented answering times.

A drive that runs faster than real time cannot wait for a model that does not. So the model's work is real, its wire events are
real, and only the moments at which they arrive are computed: from the length of what was heard and said, with the speed of a board
as measured. Two runs give the same moments.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edge.model.session import ModelSession

WIRE_BYTES_PER_SECOND = 48_000 * 4 / 3
"""Base64 of 24 kHz PCM."""


@dataclass(frozen=True, slots=True)
class AnsweringTimes:
    """How long the simulated model takes, in seconds."""

    recognise: float = 0.15
    recognise_per_second: float = 0.08
    """Per second of audio in the turn."""
    first_clause: float = 0.05
    render_per_second: float = 0.35
    """Per second of speech rendered."""


class SimulatedEndpoint:
    """A model session that answers at computed times."""

    def __init__(self, session: ModelSession, times: AnsweringTimes | None = None) -> None:
        self._session = session
        self._times = times or AnsweringTimes()
        self._incoming: deque[str] = deque()
        self._answering: Iterator[str] | None = None
        self._next: str | None = None
        self._due = 0.0
        self._heard_s = 0.0

    def send(self, frames: Sequence[str]) -> None:
        """Wire frames from the client."""
        for frame in frames:
            if '"response.cancel"' in frame:
                self._session.interrupt()
            self._incoming.append(frame)

    @property
    def busy(self) -> bool:
        """Something is on its way, or asked for."""
        return self._next is not None or self._answering is not None or bool(self._incoming)

    def receive(self, t: float, now_ns: int) -> list[str]:
        """The wire frames that have arrived at the client by audio time t."""
        arrived: list[str] = []
        while True:
            if self._next is None and not self._advance(t, now_ns):
                return arrived
            if self._next is not None and self._due > t:
                return arrived
            if self._next is not None:
                arrived.append(self._next)
                self._next = None

    def _advance(self, t: float, now_ns: int) -> bool:
        """Have the model produce its next frame; False when it has nothing to do."""
        while True:
            if self._answering is None:
                if not self._incoming:
                    return False
                frame = self._incoming.popleft()
                self._due = max(self._due, t)
                self._note(frame)
                self._answering = self._session.receive(frame, now_ns)
            self._next = next(self._answering, None)
            if self._next is not None:
                self._due += self._cost(self._next)
                return True
            self._answering = None

    def _note(self, frame: str) -> None:
        if '"input_audio_buffer.append"' in frame[:200]:
            self._heard_s += len(frame) / WIRE_BYTES_PER_SECOND

    def _cost(self, frame: str) -> float:
        """Seconds the model takes for a frame."""
        kind = str(json.loads(frame)["type"])
        if kind.endswith("input_audio_transcription.completed"):
            seconds, self._heard_s = self._heard_s, 0.0
            return self._times.recognise + self._times.recognise_per_second * seconds
        if kind == "response.audio.delta":
            return self._times.render_per_second * len(frame) / WIRE_BYTES_PER_SECOND
        if kind == "response.output_item.added":
            return self._times.first_clause
        return 0.0
