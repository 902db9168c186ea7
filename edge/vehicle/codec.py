"""Between the bytes of a frame and the numbers in it: shifts and masks on one big integer."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from edge.vehicle.dbc import MessageSpec, SignalSpec

Number = int | float

# (name, big-endian, shift, mask, sign bit or 0, 1 << length, real bits, scale, offset); a tuple is the fastest to unpack
Field = tuple[str, bool, int, int, int, int, int, Number, Number]

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


def real(raw: int, bits: int) -> float:
    """An unsigned integer's bits as an IEEE 754 number."""
    value: float = _REAL[bits].unpack(raw.to_bytes(bits // 8, "little"))[0]
    return value


def raw_real(value: float, bits: int) -> int:
    """The bits of an IEEE 754 number as an unsigned integer."""
    return int.from_bytes(_REAL[bits].pack(value), "little")


class MessageCodec:
    """All signals of one message, selected ones only where their multiplexer says so."""

    def __init__(self, spec: MessageSpec) -> None:
        self.spec = spec
        self._plain: list[Field] = []
        self._selected: list[tuple[Field, str, tuple[tuple[int, int], ...]]] = []
        waiting = dict(spec.signals)
        known: set[str] = set()
        while waiting:  # selectors before what they select; the reader has cut all circles
            ready = [s for s in waiting.values() if s.selector is None or s.selector in known]
            for signal in ready:
                steps = field(signal, spec.length)
                if signal.selector is None:
                    self._plain.append(steps)
                else:
                    self._selected.append((steps, signal.selector, signal.ranges))
                known.add(signal.name)
                del waiting[signal.name]
        self._selectors = {selector for _, selector, _ in self._selected}

    def decode(self, data: bytes) -> dict[str, Number]:
        """Physical values by name. data: at least the message's length in bytes; what is longer is ignored.

        Raises ValueError for a frame that is too short.
        """
        length = self.spec.length
        if len(data) < length:
            raise ValueError(f"{self.spec.name}: {len(data)} bytes instead of {length}")
        data = data[:length]
        little, big = int.from_bytes(data, "little"), int.from_bytes(data, "big")
        values: dict[str, Number] = {}
        raws: dict[str, int] = {}
        for steps in self._plain:
            self._extract(steps, little, big, values, raws)
        for steps, selector, ranges in self._selected:
            chosen = raws.get(selector)
            if chosen is not None and any(low <= chosen <= high for low, high in ranges):
                self._extract(steps, little, big, values, raws)
        return values

    def _extract(self, steps: Field, little: int, big: int, values: dict[str, Number], raws: dict[str, int]) -> None:
        name, is_big, shift, mask, sign, full, bits, scale, offset = steps
        raw = ((big if is_big else little) >> shift) & mask
        if name in self._selectors:
            raws[name] = raw - full if sign and raw & sign else raw
        if bits:
            values[name] = real(raw, bits) * scale + offset
            return
        if sign and raw & sign:
            raw -= full
        values[name] = raw * scale + offset

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
        scaled = (value - signal.offset) / signal.scale
        return raw_real(scaled, signal.real) if signal.real else round(scaled)
