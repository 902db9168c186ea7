"""Between the bytes of a frame and the numbers in it."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from edge.vehicle.bits import Place, build, prologue
from edge.vehicle.dbc import MessageSpec, SignalSpec

Number = int | float

# (name, big-endian, shift, mask, sign bit or 0, 1 << length, real bits, scale, offset); a tuple is the fastest to unpack
Field = tuple[str, bool, int, int, int, int, int, Number, Number]

_DISPLAY = 15  # entries of a dict that Python builds in one step; more it builds in parts and merges

_REAL = {32: struct.Struct("<f"), 64: struct.Struct("<d")}


def field(spec: SignalSpec, frame_length: int) -> Field:
    """The steps to extract one signal from a frame of so many bytes."""
    whole = spec.scale.is_integer() and spec.offset.is_integer() and not spec.real
    return (
        spec.name,
        not spec.little_endian,
        spec.shift(frame_length),
        (1 << spec.length) - 1,
        1 << (spec.length - 1) if spec.signed and not spec.real else 0,
        1 << spec.length,
        spec.real,
        int(spec.scale) if whole else spec.scale,
        int(spec.offset) if whole else spec.offset,
    )


def place_of(spec: SignalSpec, frame_length: int) -> Place:
    """Where the signal lies in a frame of so many bytes."""
    return Place(not spec.little_endian, spec.shift(frame_length), spec.length, frame_length)


def real(raw: int, bits: int) -> float:
    """An unsigned integer's bits as an IEEE 754 number."""
    value: float = _REAL[bits].unpack(raw.to_bytes(bits // 8, "little"))[0]
    return value


def raw_real(value: float, bits: int) -> int:
    """The bits of an IEEE 754 number as an unsigned integer."""
    return int.from_bytes(_REAL[bits].pack(value), "little")


def physical(steps: Field, raw: int) -> Number:
    """The physical value of unsigned bits."""
    _, _, _, _, sign, full, bits, scale, offset = steps
    if bits:
        return real(raw, bits) * scale + offset
    return (raw - full if raw & sign else raw) * scale + offset


def linear_source(steps: Field, raw: str) -> str:
    """The source of `physical` for an integer signal, with what changes nothing left out.

    Only numbers enter it, and they are written so that reading them gives the same number again.
    """
    _, _, _, _, sign, _, _, scale, offset = steps
    text = f"(({raw}) ^ {sign}) - {sign}" if sign else raw
    if scale != 1 or isinstance(scale, float):
        text = f"({text}) * {scale!r}"
    if offset:
        text = f"{text} + {offset!r}" if scale != 1 or isinstance(scale, float) else f"({text}) + {offset!r}"
    return text


class MessageCodec:
    """All signals of one message, selected ones only where their multiplexer says so."""

    def __init__(self, spec: MessageSpec) -> None:
        self.spec = spec
        self._length = spec.length
        self._steps = {name: field(signal, spec.length) for name, signal in spec.signals.items()}
        by_selector: dict[str | None, list[SignalSpec]] = {}
        for signal in spec.signals.values():
            by_selector.setdefault(signal.selector, []).append(signal)
        self._selected = {name: signals for name, signals in by_selector.items() if name is not None}
        self.decode: Callable[[bytes], dict[str, Number]] = self._compile(by_selector.get(None, []), first=True)
        """Physical values by name. data: at least the message's length in bytes; what is longer is ignored.

        Raises ValueError for a frame that is too short.
        """

    def _cut(self, data: bytes) -> bytes:
        if len(data) < self._length:
            raise ValueError(f"{self.spec.name}: {len(data)} bytes instead of {self._length}")
        return data[: self._length]

    def _compile(self, signals: list[SignalSpec], *, first: bool) -> Callable[..., Any]:
        """One function for signals that are present together; it goes on to those that they select."""
        names: dict[str, Any] = {}
        texts: dict[str, str] = {}
        items: list[str] = []
        places = [place_of(signal, self._length) for signal in signals]
        body = prologue(places)
        onward: list[str] = []
        for number, (signal, place) in enumerate(zip(signals, places, strict=True)):
            texts[f"K{number}"] = signal.name
            items.append(f"K{number}: {self._source(signal, place, number, names)}")
            if signal.name in self._selected:
                names[f"S{number}"] = _Branches(self, signal)
                sign = self._steps[signal.name][4]
                raw = place.expression()
                onward.append(f"S{number}[{f'(({raw}) ^ {sign}) - {sign}' if sign else raw}](data, values)")
        table = "{" + ", ".join(items[:_DISPLAY]) + "}"
        stores = [f"values[{item.replace(': ', '] = ', 1)}" for item in items]
        if first:
            names |= {"size": len, "cut": self._cut}
            body[:0] = [f"if size(data) != {self._length}:", "    data = cut(data)"]
            rest = [*stores[_DISPLAY:], *onward]
            body += [f"values = {table}", *rest, "return values"] if rest else [f"return {table}"]
            return build("decode", "data", body, names, texts)
        body += [*stores, *onward]
        return build("decode", "data, values", body, names, texts)

    def _source(self, signal: SignalSpec, place: Place, number: int, names: dict[str, Any]) -> str:
        steps = self._steps[signal.name]
        raw = place.expression()
        if steps[6]:
            names[f"R{number}"] = lambda bits, steps=steps: physical(steps, bits)
            return f"R{number}({raw})"
        source = linear_source(steps, raw)
        if place.in_one_byte and source != f"b{place.bytes_used[0]}":
            names[f"T{number}"] = _table(place.shift % 8, ("", False, 0, *steps[3:]))
            return f"T{number}[b{place.bytes_used[0]}]"
        return source

    def _branch(self, selector: SignalSpec, chosen: int) -> Callable[..., Any]:
        taken = [s for s in self._selected[selector.name] if any(low <= chosen <= high for low, high in s.ranges)]
        if not taken:
            return _nothing
        return self._compile(taken, first=False)

    def encode(self, values: Mapping[str, Number], raw: Mapping[str, int] | None = None) -> bytes:
        """A frame from physical values, for simulated cars only. Signals not given are 0.

        raw: values that are written as they are, such as the code for "not available". Raises KeyError for an unknown
        signal and ValueError for a value that does not fit its bits.
        """
        length = self.spec.length
        frame = 0
        written = {name: self._raw(self.spec.signals[name], value) for name, value in values.items()}
        written.update(raw or {})
        for name, bits in written.items():
            signal = self.spec.signals[name]
            size = signal.length
            low, high = (-(1 << (size - 1)), (1 << (size - 1)) - 1) if signal.signed and not signal.real else (0, (1 << size) - 1)
            if not low <= bits <= (1 << size) - 1 or (bits > high and name not in (raw or {})):
                raise ValueError(f"{self.spec.name}.{name}: {values.get(name, bits)} does not fit")
            placed = (bits & ((1 << size) - 1)) << signal.shift(length)
            if signal.little_endian:
                frame |= placed
            else:
                frame |= int.from_bytes(placed.to_bytes(length, "big"), "little")
        return frame.to_bytes(length, "little")

    @staticmethod
    def _raw(signal: SignalSpec, value: Number) -> int:
        if not signal.scale:
            raise ValueError(f"{signal.name}: every value is {signal.offset}")
        scaled = (value - signal.offset) / signal.scale
        return raw_real(scaled, signal.real) if signal.real else round(scaled)


@lru_cache(maxsize=4096)
def _table(low: int, steps: Field) -> tuple[Number, ...]:
    """Physical values by the whole byte that holds the signal. Shared by all signals alike: small tables stay in the cache."""
    once = [physical(steps, bits) for bits in range(steps[3] + 1)]
    return tuple(once[byte >> low & steps[3]] for byte in range(256))


class _Branches(dict[int, Callable[..., Any]]):
    """What a multiplexer's value selects, compiled when it first appears. Bounded: a wide multiplexer keeps the last ones."""

    _LIMIT = 512

    def __init__(self, codec: MessageCodec, selector: SignalSpec) -> None:
        self._codec, self._selector = codec, selector

    def __missing__(self, chosen: int) -> Callable[..., Any]:
        if len(self) >= self._LIMIT:
            self.clear()
        made = self[chosen] = self._codec._branch(self._selector, chosen)
        return made


def _nothing(data: bytes, values: dict[str, Number]) -> None:
    del data, values
