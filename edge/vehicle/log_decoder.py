"""A log to rows: every change of a signal's value or quality, with what became of the frames that say nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from edge.vehicle.catalogue import Value
from edge.vehicle.codec import MessageCodec, Number
from edge.vehicle.dbc import Database, MessageSpec, SignalSpec
from edge.vehicle.decoder import Decoder
from edge.vehicle.freshness import Freshness, Period
from edge.vehicle.state import Heartbeat, Quality


@dataclass(frozen=True, slots=True)
class Row:
    """time_ns: since the log's first frame. text: the word the DBC has for the value, "" for none."""

    time_ns: int
    path: str
    value: Value | None
    unit: str
    quality: Quality
    text: str = ""


@dataclass(slots=True)
class _Shown:
    """One signal of the DBC, as it was last told."""

    path: str
    spec: SignalSpec
    words: dict[Number, str]
    low: float
    high: float
    period: Period
    beat: Heartbeat = field(default_factory=Heartbeat)
    last: Number | None = None

    @classmethod
    def of(cls, message: MessageSpec, spec: SignalSpec, period: Period) -> _Shown:
        slack = abs(spec.scale) / 2
        bounded = spec.minimum < spec.maximum
        words = {number * spec.scale + spec.offset: text for number, text in spec.choices.items()}
        low, high = (spec.minimum - slack, spec.maximum + slack) if bounded else (-math.inf, math.inf)
        return cls(f"{message.name}.{spec.name}", spec, words, low, high, Period(None) if spec.selector else period)


@dataclass(slots=True)
class _Message:
    codec: MessageCodec
    period: Period
    shown: dict[str, _Shown]


class PlainLog:
    """By the DBC alone: MESSAGE.SIGNAL, physical values, and staleness by the messages' periods."""

    def __init__(self, database: Database, *, every: bool = False) -> None:
        """every: tell what every frame carries, changed or not."""
        self.unknown_id = self.wrong_length = 0
        self._every = every
        self._freshness = Freshness()
        self._messages: dict[int, _Message] = {}
        self._by_path: dict[str, _Shown] = {}
        for key, spec in database.messages.items():
            period = Period(spec.cycle_ms)
            shown = {name: _Shown.of(spec, signal, period) for name, signal in spec.signals.items()}
            self._messages[key] = _Message(MessageCodec(spec), period, shown)
            self._by_path |= {signal.path: signal for signal in shown.values()}

    def feed(self, key: int, data: bytes, time_ns: int) -> Iterator[Row]:
        """What one frame tells, after what has grown stale before it."""
        yield from self.advance(time_ns)
        message = self._messages.get(key)
        if message is None:
            self.unknown_id += 1
            return
        if len(data) < message.codec.spec.length:
            self.wrong_length += 1
            return
        message.period.note(time_ns)
        for name, value in message.codec.decode(data).items():
            shown = message.shown[name]
            shown.beat.time_ns = time_ns
            if shown.period is not message.period:
                shown.period.note(time_ns)
            if value == shown.last and not self._every:
                continue
            shown.last = value
            yield self._row(shown, value, time_ns)

    def advance(self, time_ns: int) -> Iterator[Row]:
        """What has grown stale by then."""
        for at, path in self._freshness.advance(time_ns):
            shown = self._by_path[path]
            shown.last = None
            yield Row(at, path, None, shown.spec.unit, Quality.STALE)

    def _row(self, shown: _Shown, value: Number, time_ns: int) -> Row:
        unit = shown.spec.unit
        if not math.isfinite(value):
            self._freshness.forget(shown.path)
            return Row(time_ns, shown.path, None, unit, Quality.ERROR)
        word = shown.words.get(value, "")
        quality = Quality.VALID if shown.low <= value <= shown.high else Quality.NOT_AVAILABLE if word else Quality.OUT_OF_RANGE
        self._freshness.told(shown.path, shown.beat, shown.period)
        return Row(time_ns, shown.path, value, unit, quality, word)


class MappedLog:
    """By a map: paths, checked and converted as the daemon does it, and staleness by the log's own time."""

    def __init__(self, decoder: Decoder, *, every: bool = False) -> None:
        """every: tell what every frame carries, changed or not."""
        self._decoder, self._every = decoder, every
        self._freshness = Freshness()
        self._limits: dict[str, Period | int] = {}
        self._learning: dict[int, tuple[Heartbeat, Period]] = {}
        for path in decoder.paths:
            limit = decoder.time_out(path)
            if limit is None:
                beat = decoder.heartbeat(path)
                self._limits[path] = self._learning.setdefault(id(beat), (beat, Period(None)))[1]
            elif limit:
                self._limits[path] = limit

    @property
    def unknown_id(self) -> int:
        return self._decoder.counters.unknown_id

    @property
    def wrong_length(self) -> int:
        return self._decoder.counters.wrong_length

    @property
    def failed_checks(self) -> int:
        """Frames whose counter or checksum was wrong."""
        return self._decoder.counters.failed_checks

    def feed(self, key: int, data: bytes, time_ns: int) -> Iterator[Row]:
        """What one frame tells, after what has grown stale before it."""
        yield from self.advance(time_ns)
        if self._every:
            self._decoder.reset()
        updates = self._decoder.feed(key, data, time_ns)
        for beat, period in self._learning.values():
            if beat.time_ns == time_ns:
                period.note(time_ns)
        for path, value, quality in updates:
            if quality is not Quality.VALID:
                self._freshness.forget(path)
            elif path in self._limits:
                self._freshness.told(path, self._decoder.heartbeat(path), self._limits[path])
            yield Row(time_ns, path, value, self._decoder.signals[path].unit, quality)

    def advance(self, time_ns: int) -> Iterator[Row]:
        """What has grown stale by then."""
        for at, path in self._freshness.advance(time_ns):
            self._decoder.forget(path)
            yield Row(at, path, None, self._decoder.signals[path].unit, Quality.STALE)
