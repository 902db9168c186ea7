"""The front end over recorded audio: faster than real time, the same bytes in give the same lines out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from edge.audio.frame import ENGINE_RATE, FRAME_MS, Frame, Samples
from edge.events import TimelineEvent
from edge.frontend.frontend import FrontEnd

_FRAME: Final = ENGINE_RATE * FRAME_MS // 1000
_FRAME_NS: Final = FRAME_MS * 1_000_000
_AFTER_THE_END_S: Final = 1.5
# Silence that is added after the end must not tell tales about the recording.
_TOLD_AFTER_THE_END: Final = frozenset({"speech_start", "speech_end", "wake", "wake_veto", "turn_end"})


class OfflineRun:
    """One pass over a recording. Iterate `events` to the end; `clean` comes out piece by piece on the way."""

    def __init__(self, front_end: FrontEnd, *, always_armed: bool = True, moved: int = 0, listening: bool = False) -> None:
        """front_end: fresh. always_armed: every silence that is long enough ends a turn.

        listening: give the audio that is cleaned for people to listen to, not the one for recognisers.
        moved: by how many samples at 16 kHz the far end was moved ahead (`moved_ahead`); the delays that are told do not have it.
        """
        self._front_end = front_end
        self._moved = moved
        self._listening = listening
        if always_armed:
            front_end.arm_turn()
        self.samples = 0
        """Samples of the recording at 16 kHz so far."""

    def run(
        self, microphone: Iterable[Samples], far_end: Iterable[Samples] | None = None, side: Iterable[Samples] | None = None
    ) -> Iterator[tuple[Samples, tuple[TimelineEvent, ...]]]:
        """Feed pieces of any length at 16 kHz, shape (n,) each. side: of a stereo far end, whose mid is far_end.

        Yields cleaned audio and events. The pieces of cleaned audio together are as long as the recording and aligned with
        it. What the end cuts off (a word, a turn) is told at the time of the end.
        """
        references = None if far_end is None else _frames(far_end)
        sides = None if side is None else _frames(side)
        skip = self._front_end.latency_samples
        written = 0
        index = 0
        for samples, size in _frames(microphone):
            self.samples += size
            reference = None if references is None else next(references, (None, 0))[0]
            aside = None if sides is None else next(sides, (None, 0))[0]
            clean, events = self._step(index, samples, reference, aside)
            index += _FRAME
            clean, skip = clean[skip:], max(0, skip - len(clean))
            written += len(clean)
            yield clean, events
        if index == 0:
            return
        end = self.samples / ENGINE_RATE
        for _ in range(int(_AFTER_THE_END_S * ENGINE_RATE) // _FRAME):
            clean, events = self._step(index, np.zeros(_FRAME, np.float32), None)
            index += _FRAME
            clean = clean[: self.samples - written] if written < self.samples else clean[:0]
            written += len(clean)
            yield clean, tuple(_cut(event, end) for event in events if event.event in _TOLD_AFTER_THE_END)

    def _step(
        self, index: int, samples: Samples, reference: Samples | None, side: Samples | None = None
    ) -> tuple[Samples, tuple[TimelineEvent, ...]]:
        time_ns = index // _FRAME * _FRAME_NS

        def frame(of: Samples) -> Frame:
            return Frame(of, ENGINE_RATE, index, time_ns)

        far = None if reference is None else frame(reference)
        output = self._front_end.process(frame(samples), far, None if side is None else frame(side))
        clean = self._front_end.listening if self._listening else output.clean
        return clean, tuple(self._told(event) for event in output.events)

    def _told(self, event: TimelineEvent) -> TimelineEvent:
        """With the delay that the recordings have, not the one that was left of it."""
        delay = event.fields.get("delay_ms")
        if not self._moved or not isinstance(delay, float):
            return event
        told = round(delay - self._moved * 1000 / ENGINE_RATE, 1)
        return TimelineEvent(event.t, event.event, {**event.fields, "delay_ms": told})


def moved_ahead(pieces: Iterable[Samples], samples: int) -> Iterator[Samples]:
    """The same pieces without the first so many samples; behind so much silence when samples is negative."""
    if samples < 0:
        yield np.zeros(-samples, np.float32)
    for piece in pieces:
        dropped = min(max(0, samples), len(piece))
        samples -= dropped
        yield piece[dropped:]


def _cut(event: TimelineEvent, end: float) -> TimelineEvent:
    """An event told no later than the end of the recording."""
    fields = {
        key: min(value, round(end, 3)) if key in ("onset", "offset") and isinstance(value, float) else value
        for key, value in event.fields.items()
    }
    return TimelineEvent(min(event.t, end), event.event, fields)


def _frames(pieces: Iterable[Samples]) -> Iterator[tuple[Samples, int]]:
    """Cut pieces into frames of 160 samples, the last one filled up with zeros; with each, how many samples were there."""
    rest = np.zeros(0, np.float32)
    for piece in pieces:
        rest = np.concatenate([rest, piece]) if len(rest) else piece
        whole = len(rest) // _FRAME * _FRAME
        for at in range(0, whole, _FRAME):
            yield rest[at : at + _FRAME], _FRAME
        rest = rest[whole:]
    if len(rest):
        yield np.concatenate([rest, np.zeros(_FRAME - len(rest), np.float32)]), len(rest)
