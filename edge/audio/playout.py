"""The answer's jitter buffer: what is to be played, what was heard, and how it is stopped without a click.

Generation and playback are two things. A response may be complete at the server while its first second is still playing, and an
interrupted one is silent here at once whether or not the server heard of it. Every pushed sample ends in exactly one place:
`pushed == heard + dropped + queued` holds after every call.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass, field, replace

import numpy as np

from edge.audio.frame import VOICE_RATE, Samples
from edge.audio.playout_events import Finished, Heard, PlayoutCounters, PlayoutEvent, Started, Underrun

__all__ = ["Finished", "Heard", "Playout", "PlayoutCounters", "PlayoutEvent", "Started", "Underrun"]

_DEAD_IDS_KEPT = 32
"""Of the newest responses that are over. A late piece comes seconds after its response ended, not ten turns later."""
_ITEMS_KEPT = 32
"""Of which is known how much was heard: full after half an hour of talk, so that a day's memory is flat from then on."""
_RELEASE = VOICE_RATE * 5 // 1000
FADE_MS = 10.0
"""Of what is stopped in its middle, unless asked otherwise: what is shorter clicks, and every millisecond is talked against."""


@dataclass(slots=True)
class _Response:
    """One response in the queue: its audio not yet played, and how far it got."""

    response_id: str
    parts: deque[tuple[str, Samples]] = field(default_factory=deque)
    queued: int = 0
    items: dict[str, int] = field(default_factory=dict)
    started: bool = False
    flowing: bool = False
    complete: bool = False
    cut: bool = False
    rise: int = 0
    flushes: int = 0


@dataclass(slots=True)
class _Pulled:
    """A run of samples handed to the output; response is None for silence. flushes: how often it had been flushed by then."""

    response: _Response | None
    item_id: str
    samples: Samples
    flushes: int = 0


class Playout:
    """Plays responses in the order of their first push, at VOICE_RATE; the next begins when the one before it is over.

    Thread-safe. Holds `capacity_s` seconds at most; what does not fit is dropped and counted as overflow.
    """

    def __init__(self, start_ms: float = 120.0, capacity_s: float = 600.0, history_ms: float = 500.0) -> None:
        """start_ms: audio held before a response begins or goes on, so that a late packet is not heard as a gap.

        history_ms: how far back `unplayed` reaches.
        """
        self._threshold = round(start_ms * VOICE_RATE / 1000)
        self._capacity = round(capacity_s * VOICE_RATE)
        self._reach = round(history_ms * VOICE_RATE / 1000)
        self._lock = threading.Lock()
        self._responses: OrderedDict[str, _Response] = OrderedDict()
        self._over: OrderedDict[str, None] = OrderedDict()
        self._heard: OrderedDict[str, int] = OrderedDict()
        self._history: deque[_Pulled] = deque()
        self._history_size = 0
        self._queued = 0
        self._tail: Samples = np.zeros(0, np.float32)
        self._paused = False
        self._events: list[PlayoutEvent] = []
        self._counters = PlayoutCounters()

    @property
    def counters(self) -> PlayoutCounters:
        """A copy of the counters."""
        with self._lock:
            return replace(self._counters)

    @property
    def queued(self) -> int:
        """Samples waiting to be played."""
        with self._lock:
            return self._queued

    @property
    def active(self) -> bool:
        """Something is to be heard: a response is playing or waits for more, audio is queued, or a fade goes on."""
        with self._lock:
            return bool(self._queued or self._tail.size or any(r.started for r in self._responses.values()))

    def heard(self, item_id: str) -> int:
        """Samples of an item handed to the output and not taken back; 0 for an unknown item."""
        with self._lock:
            return self._heard.get(item_id, 0)

    def take_events(self) -> list[PlayoutEvent]:
        """What happened since the last call, in order."""
        if not self._events:  # mostly; what comes at this moment is seen by the next call
            return []
        with self._lock:
            events, self._events = self._events, []
        return events

    def push(self, response_id: str, item_id: str, pcm: Samples) -> None:
        """Queue audio of an item of a response: shape (n,), float32, full scale ±1, at VOICE_RATE."""
        with self._lock:
            count = int(pcm.shape[0])
            if response_id in self._over or (response_id in self._responses and self._responses[response_id].complete):
                self._counters.refused += count
                self._counters.refused_pushes += 1
                return
            response = self._responses.get(response_id)
            if response is None:
                response = self._responses[response_id] = _Response(response_id)
            room = min(count, self._capacity - self._queued)
            if room < count:
                self._counters.overflow += count - room
                response.cut = True
            response.items.setdefault(item_id, 0)
            if room:
                response.parts.append((item_id, np.array(pcm[:room], np.float32)))
                response.queued += room
                self._queued += room
                self._counters.pushed += room

    def finish(self, response_id: str) -> None:
        """No more audio will come for this response; it ends when what is queued was played."""
        with self._lock:
            if response_id in self._over:
                return
            response = self._responses.get(response_id)
            if response is None:
                response = self._responses[response_id] = _Response(response_id)
            response.complete = True
            self._settle()

    def kill(self, response_id: str, fade_ms: float = FADE_MS) -> None:
        """Drop a response, unheard parts and all, and refuse what still arrives for it. When it is playing, it fades out."""
        with self._lock:
            response = self._responses.get(response_id)
            if response is None:
                self._bury(response_id)
                return
            if response is next(iter(self._responses.values())):
                self._release(response, fade_ms)
            self._drop(response)
            response.cut = True
            self._end(response)

    def flush(self, fade_ms: float = FADE_MS) -> Heard:
        """Stop now: drop everything that is queued, of every response, and play a short fade instead.

        A response whose audio is complete is over; another may go on with what is pushed later, unless it is killed.
        When a device took samples back, say so by `unplayed` first: then the fade begins where the listener's ear is.
        """
        with self._lock:
            items: dict[str, int] = {}
            before = self._counters.dropped
            for place, response in enumerate(list(self._responses.values())):
                if place == 0:
                    self._release(response, fade_ms)
                items.update(response.items)
                self._drop(response)
                response.flowing = False
                response.flushes += 1
                if response.complete:
                    self._end(response)
            return Heard(items, self._counters.dropped - before)

    def pause(self, fade_ms: float = FADE_MS) -> None:
        """Be silent from the next pull on, after a short fade; what is queued stays queued, the faded part included."""
        with self._lock:
            if self._paused:
                return
            self._rest(fade_ms)
            self._paused = True

    def resume(self) -> None:
        """Go on where `pause` stopped."""
        with self._lock:
            self._paused = False

    def pull(self, n: int) -> Samples:
        """The next n samples to play, shape (n,); silence where there is nothing."""
        output = np.zeros(n, np.float32)
        with self._lock:
            self._mix_tail(output)
            done = 0
            while done < n:
                response = self._ready()
                if response is None:
                    break
                done += self._play(response, output[done:])
                self._settle()
            if done < n:
                self._remember(_Pulled(None, "", np.broadcast_to(np.float32(0), n - done)))
        return output

    def unplayed(self, n: int) -> None:
        """The device threw the last n pulled samples away unheard.

        They wait to be played again, unless their response is over or was flushed meanwhile. After a `pause`, its fade begins
        anew where the listener's ear is.
        """
        with self._lock:
            lost = requeued = False
            while n > 0 and self._history:
                run = self._history.pop()
                size = run.samples.shape[0]
                back = min(n, size)
                n -= back
                self._history_size -= size
                if back < size:
                    self._remember(replace(run, samples=run.samples[: size - back]))
                if run.response is not None:
                    queued = self._take_back(run.response, run, back)
                    lost, requeued = lost or not queued, requeued or queued
            if requeued:
                self._tail = np.zeros(0, np.float32)
                if self._paused:
                    self._rest(FADE_MS)
            if lost and not self._tail.size and self._history:
                self._tail = _decay(float(self._history[-1].samples[-1]))

    def _ready(self) -> _Response | None:
        """The response whose samples may be played now."""
        response = next(iter(self._responses.values()), None)
        if response is None or response.queued == 0 or self._paused:
            return None
        if not response.flowing:
            if response.queued < self._threshold and not response.complete:
                return None
            response.flowing = True
            if not response.started:
                response.started = True
                self._events.append(Started(response.response_id))
        return response

    def _play(self, response: _Response, output: Samples) -> int:
        """Hand out the next run of a response; returns its length. What follows its end is faded, so that a gap does not click."""
        item_id, samples = response.parts.popleft()
        count = min(int(output.shape[0]), int(samples.shape[0]))
        if count < samples.shape[0]:
            response.parts.appendleft((item_id, samples[count:]))
        played = samples[:count]
        self._remember(_Pulled(response, item_id, played, response.flushes))
        if response.rise:
            played = played.copy()
            size = min(count, response.rise)
            place = _RELEASE - response.rise + np.arange(size, dtype=np.float32)
            played[:size] *= place / np.float32(_RELEASE)
            response.rise -= size
        output[:count] += played
        response.queued -= count
        self._queued -= count
        self._count_heard(response, item_id, count)
        if response.queued == 0:
            self._tail = _add(self._tail, _decay(float(played[-1])))
            self._mix_tail(output[count:])
            if not response.complete:
                response.flowing = False
                response.rise = _RELEASE
                self._counters.underruns += 1
                self._events.append(Underrun(response.response_id))
        return count

    def _mix_tail(self, output: Samples) -> None:
        if not self._tail.size:
            return
        count = min(self._tail.shape[0], output.shape[0])
        output[:count] += self._tail[:count]
        self._tail = self._tail[count:]

    def _rest(self, fade_ms: float) -> None:
        """Fade out what plays, which goes on softly after that."""
        response = next(iter(self._responses.values()), None)
        if response is not None and response.flowing:
            self._fade_out(response, fade_ms)
            response.rise = _RELEASE

    def _release(self, response: _Response, fade_ms: float) -> None:
        """The same for a response that is flushed, unless it is silent already."""
        if response.flowing and not self._paused:
            self._fade_out(response, fade_ms)

    def _fade_out(self, response: _Response, fade_ms: float) -> None:
        """Make the fade that is played instead of what comes next."""
        size = min(round(fade_ms * VOICE_RATE / 1000), response.queued)
        parts: list[Samples] = []
        missing = size
        for _, samples in response.parts:
            parts.append(samples[:missing])
            missing -= parts[-1].shape[0]
            if missing == 0:
                break
        if parts:
            self._tail = _add(self._tail, np.concatenate(parts) * _fall(size))

    def _drop(self, response: _Response) -> None:
        if response.queued:
            response.cut = True
        self._counters.dropped += response.queued
        self._queued -= response.queued
        response.queued = 0
        response.parts.clear()

    def _settle(self) -> None:
        """End the responses at the head that are complete and played."""
        while self._responses:
            response = next(iter(self._responses.values()))
            if response.queued or not response.complete:
                return
            self._end(response)

    def _end(self, response: _Response) -> None:
        del self._responses[response.response_id]
        self._bury(response.response_id)
        self._events.append(Finished(response.response_id, dict(response.items), response.cut))

    def _bury(self, response_id: str) -> None:
        self._over[response_id] = None
        while len(self._over) > _DEAD_IDS_KEPT:
            self._over.popitem(last=False)

    def _take_back(self, response: _Response, run: _Pulled, count: int) -> bool:
        """The last `count` samples of a run were not heard; True when they wait again, False when they were dropped."""
        self._count_heard(response, run.item_id, -count)
        if response.response_id not in self._responses or response.flushes != run.flushes:
            self._counters.dropped += count
            response.cut = True
            return False
        response.parts.appendleft((run.item_id, run.samples[-count:]))
        response.queued += count
        response.flowing = True
        response.rise = 0
        self._queued += count
        return True

    def _count_heard(self, response: _Response, item_id: str, count: int) -> None:
        self._counters.heard += count
        response.items[item_id] = response.items.get(item_id, 0) + count
        self._heard[item_id] = self._heard.get(item_id, 0) + count
        self._heard.move_to_end(item_id)
        while len(self._heard) > _ITEMS_KEPT:
            self._heard.popitem(last=False)

    def _remember(self, run: _Pulled) -> None:
        if run.samples.shape[0] == 0:
            return
        self._history.append(run)
        self._history_size += run.samples.shape[0]
        while self._history_size - self._history[0].samples.shape[0] >= self._reach:
            self._history_size -= self._history.popleft().samples.shape[0]


def _fall(size: int) -> Samples:
    """A raised cosine from just below 1 to 0, shape (size,)."""
    return (0.5 + 0.5 * np.cos(np.pi * np.arange(1, size + 1) / max(1, size))).astype(np.float32)


def _decay(value: float) -> Samples:
    """From the last sample played to silence in a few milliseconds; empty when it is as good as silent."""
    return np.float32(value) * _fall(_RELEASE) if abs(value) > 1e-4 else np.zeros(0, np.float32)


def _add(one: Samples, other: Samples) -> Samples:
    """Their sum, as long as the longer."""
    longer, shorter = (one, other) if one.shape[0] >= other.shape[0] else (other, one)
    total = longer.copy()
    total[: shorter.shape[0]] += shorter
    return total
