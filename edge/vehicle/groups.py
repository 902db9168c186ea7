"""Signals of one message that are present together: compiled to a function that tells those that changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from edge.vehicle.bits import Place, build, prologue
from edge.vehicle.catalogue import Value
from edge.vehicle.codec import linear_source
from edge.vehicle.convert import SMALL_BITS, Conversion, Converted
from edge.vehicle.signal_map import Entry
from edge.vehicle.state import Heartbeat, Quality

Update = tuple[str, Value | None, Quality]
Condition = tuple[Place, int, int, tuple[tuple[int, int], ...]]
"""A multiplexer and what it must say: (place, sign bit or 0, 1 << length, ranges)."""
_FLIPPED = bytes(255 - byte for byte in range(256))
_REMEMBERED = 2048  # raw values of a signal with what is told of them
_WIDE_BITS = 16  # up to so many bits a conversion that computes more than scale and offset is remembered
_CHOICES = 512  # values of multiplexers remembered with what they select; a wide one begins anew


class Filter:
    """Debounce and hysteresis of one signal."""

    def __init__(self, entry: Entry) -> None:
        self._needed, self._hysteresis = entry.debounce, entry.hysteresis
        self._candidate: Converted | None = None
        self._seen = 0
        self._told: Converted | None = None

    def take(self, converted: Converted) -> bool:
        """Whether this value is to be told."""
        if converted != self._candidate:
            self._candidate, self._seen = converted, 0
        self._seen += 1
        # A value that is not valid is told at once: waiting would keep a wrong one alive.
        if self._seen < self._needed and converted[1] is Quality.VALID and self._told is not None:
            return False
        if self._told is not None and (converted == self._told or self._near(converted)):
            return False
        self._told = converted
        return True

    def reset(self) -> None:
        self._candidate = self._told = None
        self._seen = 0

    def _near(self, converted: Converted) -> bool:
        new, old = converted[0], self._told[0] if self._told else None
        if isinstance(new, bool) or not isinstance(new, int | float) or not isinstance(old, int | float):
            return False
        return abs(new - old) < self._hysteresis


@dataclass(frozen=True, slots=True)
class Item:
    """One mapped signal."""

    path: str
    place: Place
    conversion: Conversion
    filter: Filter | None


class _Told(dict[int, Update]):
    """Raw bits to what is told of them; equal tidings are one object. Bounded: a full one begins anew."""

    def __init__(self, item: Item) -> None:
        self._item = item
        self._same: dict[Converted, Update] = {}

    def __missing__(self, raw: int) -> Update:
        if len(self) >= _REMEMBERED:
            self.clear()
            self._same.clear()
        converted = self._item.conversion.convert(raw)
        update = self._same.setdefault(converted, (self._item.path, *converted))
        self[raw] = update
        return update


@dataclass(slots=True)
class Group:
    """Signals that are present under the same conditions, and so grow old together."""

    conditions: tuple[Condition, ...]
    heartbeat: Heartbeat
    items: list[Item] = field(default_factory=list)
    last: bytes = b""
    """The last frame that carried the group."""
    told: list[Update | None] = field(default_factory=list)
    run: Callable[[bytes, bytes, list[Update | None], Callable[[Update], None]], None] | None = None

    def first(self, data: bytes, tell: Callable[[Update], None]) -> None:
        """Tell everything: there is no last frame to compare with."""
        if self.run is None:
            self.run = _compile(self.items)
        self.run(data, data.translate(_FLIPPED), self.told, tell)
        self.last = data

    def reset(self) -> None:
        """Tell everything anew at the next frame."""
        self.last, self.told = b"", [None] * len(self.items)
        for item in self.items:
            if item.filter is not None:
                item.filter.reset()


class Choice(dict[Any, list[Group]]):
    """The groups that a frame carries, by what its multiplexers say; remembered when first seen."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups
        self._selectors = list(dict.fromkeys(condition[0] for group in groups for condition in group.conditions))
        places = self._selectors
        keys = ", ".join(place.expression() for place in places)
        self.key: Callable[[bytes], Any] = build("key", "data", [*prologue(places), f"return ({keys},)"], {})

    def __missing__(self, key: tuple[int, ...]) -> list[Group]:
        if len(self) >= _CHOICES:
            self.clear()
        raws = dict(zip(self._selectors, key, strict=True))
        found = self[key] = [group for group in self._groups if all(_holds(c, raws) for c in group.conditions)]
        return found


def _holds(condition: Condition, raws: dict[Place, int]) -> bool:
    place, sign, full, ranges = condition
    raw = raws[place]
    if raw & sign:
        raw -= full
    return any(low <= raw <= high for low, high in ranges)


def _compile(items: Sequence[Item]) -> Callable[..., None]:
    """(data, last, told, tell): what is in bytes that did not change is not looked at."""
    body, names = _source(items)
    return build("changed", "data, last, told, tell", body, names)


def whole_message(group: Group, unchanged: Callable[[], None]) -> Callable[[bytes, int], Sequence[Update]]:
    """All there is to do for a message that is one group and needs no checks, in one function: what most messages are.

    The function takes a frame of the message's length and its time. unchanged: called for a frame like the one before.
    """
    body, names = _source(group.items)
    names |= {"group": group, "flipped": _FLIPPED, "beat": group.heartbeat, "unchanged": unchanged}
    before = [
        "beat.time_ns = time_ns",
        "last = group.last",
        "if data == last:",
        "    unchanged()",
        "    return ()",
        "group.last = data",
        "if not last:",
        "    last = data.translate(flipped)",
        "told = group.told",
        "out = []",
        "tell = out.append",
    ]
    return build("changes", "data, time_ns", [*before, *body, "return out"], names)


def _source(items: Sequence[Item]) -> tuple[list[str], dict[str, Any]]:
    places = [item.place for item in items]
    names: dict[str, Any] = {}
    body = [*prologue(places), *prologue([p for p in places if len(p.bytes_used) <= 3], "l", "last")]
    by_bytes: dict[tuple[int, ...], list[int]] = {}
    for number, item in enumerate(items):
        used = () if item.filter is not None or len(item.place.bytes_used) > 3 else tuple(sorted(item.place.bytes_used))
        by_bytes.setdefault(used, []).append(number)
    for used, numbers in by_bytes.items():
        lines = [line for number in numbers for line in _tell(items[number], number, names)]
        if used:
            body.append(f"if {' or '.join(f'b{n} != l{n}' for n in used)}:")
            lines = [f"    {line}" for line in lines]
        body += lines
    return body, names


def _tell(item: Item, number: int, names: dict[str, Any]) -> list[str]:
    raw, conversion = item.place.expression(), item.conversion
    changed = [f"if u != told[{number}]:", f"    told[{number}] = u", "    tell(u)"]
    if item.filter is not None:
        names[f"C{number}"], names[f"F{number}"], names[f"P{number}"] = conversion.convert, item.filter.take, item.path
        return [f"c = C{number}({raw})", f"if F{number}(c):", f"    tell((P{number}, c[0], c[1]))"]
    linear = conversion.linear
    if item.place.length <= (_WIDE_BITS if linear is None else SMALL_BITS):
        names[f"M{number}"] = _Told(item)
        return [f"u = M{number}[{raw}]", *changed]
    names[f"P{number}"], names[f"C{number}"] = item.path, conversion.convert
    if linear is None or linear.codes:
        return [f"c = C{number}({raw})", f"u = (P{number}, c[0], c[1])", *changed]
    names[f"V{number}"], names[f"O{number}"] = Quality.VALID, (item.path, None, Quality.OUT_OF_RANGE)
    source = linear_source(linear.steps, raw)
    if not isinstance(linear.steps[7], float) and not linear.whole:
        source = f"({source}) * 1.0"  # a whole number of a path that is no whole number
    if linear.whole:
        names["nearest"] = round
        lines = [
            f"v = {source}",
            f"u = (P{number}, nearest(v), V{number}) if {linear.low!r} <= v <= {linear.high!r} else O{number}",
        ]
        return [*lines, *changed]
    fresh = f"(P{number}, {source}, V{number})"
    if item.place.alone and linear.always_inside:
        return [f"tell({fresh})"]  # other bytes are another value
    if linear.always_inside:
        return [f"u = {fresh}", *changed]
    return [
        f"v = {source}",
        f"u = (P{number}, v, V{number}) if {linear.low!r} <= v <= {linear.high!r} else O{number}",
        *changed,
    ]
