"""From a raw number of a frame to a value with a quality: codes, scale, plausibility, transform, type."""

from __future__ import annotations

import math
from collections.abc import Callable

from edge.vehicle.catalogue import Signal, Value
from edge.vehicle.codec import Field, Number, real
from edge.vehicle.dbc import SignalSpec
from edge.vehicle.expression import Compiled, compile_expression
from edge.vehicle.signal_map import Entry, Step
from edge.vehicle.state import Quality

Converted = tuple[Value | None, Quality]
Convert = Callable[[int], Converted]

_MEMO_BITS = 10  # signals of up to so many bits remember every value they ever had

_NOT_AVAILABLE: Converted = (None, Quality.NOT_AVAILABLE)
_ERROR: Converted = (None, Quality.ERROR)
_OUT_OF_RANGE: Converted = (None, Quality.OUT_OF_RANGE)


class _Memo(dict[int, Converted]):
    """Converts each raw value once. Bounded by the signal's few bits."""

    def __init__(self, convert: Convert) -> None:
        self._convert = convert

    def __missing__(self, raw: int) -> Converted:
        result = self[raw] = self._convert(raw)
        return result


def converter(spec: SignalSpec, steps: Field, entry: Entry, signal: Signal, *, j1939: bool = False) -> Convert:
    """The conversion of one mapped signal. Raises ValueError where the entry does not suit the signal.

    j1939: the codes for "not available" and "error" are those of SAE J1939-71, where the map gives none.
    """
    if j1939 and not entry.invalid_raw and not entry.error_raw and not spec.real:
        inner = _convert(spec, steps, entry, signal, frozenset(), frozenset())
        return _j1939(spec, inner)
    invalid, fault = _codes(spec, entry.invalid_raw), _codes(spec, entry.error_raw)
    return _convert(spec, steps, entry, signal, invalid, fault)


def _j1939(spec: SignalSpec, inner: Convert) -> Convert:
    """Whole bytes: the top byte 0xFF is "not available", 0xFE "error", 0xFB to 0xFD reserved. Fewer bits: the two highest codes."""
    length = spec.length
    if length % 8:
        top = (1 << length) - 1
        if length == 1:
            return inner
        return lambda raw: _NOT_AVAILABLE if raw == top else _ERROR if raw == top - 1 else inner(raw)
    shift = length - 8

    def convert(raw: int) -> Converted:
        high = raw >> shift
        if high < 0xFB:
            return inner(raw)
        return _NOT_AVAILABLE if high == 0xFF else _ERROR

    return convert


def _convert(
    spec: SignalSpec, steps: Field, entry: Entry, signal: Signal, invalid: frozenset[int], fault: frozenset[int]
) -> Convert:
    low, high = _limits(spec, entry)
    if spec.length > _MEMO_BITS and entry.transform is None and not spec.real and signal.numeric:
        codes = dict.fromkeys(invalid, _NOT_AVAILABLE) | dict.fromkeys(fault, _ERROR)
        return _linear(steps, codes, low, high, signal)
    physical = _physical(steps)
    shape = _shape(spec, entry, signal)

    def convert(raw: int) -> Converted:
        if raw in invalid:
            return _NOT_AVAILABLE
        if raw in fault:
            return _ERROR
        number = physical(raw)
        if not math.isfinite(number):
            return _ERROR
        if not low <= number <= high:
            return _OUT_OF_RANGE
        return shape(number)

    return _Memo(convert).__getitem__ if spec.length <= _MEMO_BITS else convert


def _linear(steps: Field, codes: dict[int, Converted], low: float, high: float, signal: Signal) -> Convert:
    """What most signals are: a wide number with scale and offset. All steps in one function, since it runs most often."""
    _, _, _, _, sign, full, _, scale, offset = steps
    least, most = signal.limits
    low, high, whole, valid = max(low, least), min(high, most), signal.type not in ("float", "double"), Quality.VALID

    def convert(raw: int) -> Converted:
        if raw in codes:
            return codes[raw]
        number: Number = ((raw - full) if sign and raw & sign else raw) * scale + offset
        if low <= number <= high:
            return (round(number) if whole else float(number)), valid
        return _OUT_OF_RANGE

    return convert


def _physical(steps: Field) -> Callable[[int], Number]:
    _, _, _, _, sign, full, bits, scale, offset = steps
    if bits:
        return lambda raw: real(raw, bits) * scale + offset
    if sign:
        return lambda raw: (raw - full if raw & sign else raw) * scale + offset
    return lambda raw: raw * scale + offset


def _codes(spec: SignalSpec, codes: tuple[int, ...]) -> frozenset[int]:
    """Codes as unsigned bits: a map may write them signed or unsigned."""
    mask = (1 << spec.length) - 1
    for code in codes:
        if not -(1 << (spec.length - 1)) <= code <= mask:
            raise ValueError(f"the raw code {code} does not fit into the {spec.length} bits of {spec.name}")
    return frozenset(code & mask for code in codes)


def _limits(spec: SignalSpec, entry: Entry) -> tuple[float, float]:
    """The map's range, else the DBC's; a list of pairs is its own check."""
    if entry.range is not None:
        return entry.range
    listed = entry.transform is not None and entry.transform.mapping is not None
    if listed or spec.choices or spec.minimum >= spec.maximum:
        return -math.inf, math.inf
    slack = abs(spec.scale) / 2
    return spec.minimum - slack, spec.maximum + slack


def _shape(spec: SignalSpec, entry: Entry, signal: Signal) -> Callable[[Number], Converted]:
    transform = entry.transform
    if transform is not None and transform.mapping is not None:
        return _listed(spec, transform.mapping, signal)
    arithmetic = compile_expression(transform.math) if transform is not None and transform.math is not None else None
    if signal.type == "string":
        return _text(spec, signal)
    return _numeric(arithmetic, signal)


def _listed(spec: SignalSpec, mapping: tuple[Step, ...], signal: Signal) -> Callable[[Number], Converted]:
    numbers = {text.lower(): float(number * spec.scale + spec.offset) for number, text in spec.choices.items()}
    table: dict[float, Converted] = {}
    for step in mapping:
        if isinstance(step.from_, str):
            found = numbers.get(step.from_.lower())
            if found is None:
                raise ValueError(f"{spec.name} has no value {step.from_!r}")
        else:
            found = float(step.from_)
        value = signal.coerce(step.to)
        if value is None:
            raise ValueError(f"{step.to!r} is no value of {signal.path}")
        table[found] = (value, Quality.VALID)
    # A code without a pair must not leave the old value standing.
    return lambda number: table.get(float(number), _NOT_AVAILABLE)


def _text(spec: SignalSpec, signal: Signal) -> Callable[[Number], Converted]:
    words = {number * spec.scale + spec.offset: text for number, text in spec.choices.items()}

    def convert(number: Number) -> Converted:
        text = words.get(number)
        if text is None:
            return _NOT_AVAILABLE
        value = signal.coerce(text) if signal.coerce(text) is not None else signal.coerce(text.upper())
        return (value, Quality.VALID) if value is not None else _NOT_AVAILABLE

    return convert


def _numeric(arithmetic: Compiled | None, signal: Signal) -> Callable[[Number], Converted]:
    boolean = signal.type == "boolean"

    def convert(number: Number) -> Converted:
        result: Number = number
        if arithmetic is not None:
            try:
                result = arithmetic(float(number))
            except (ArithmeticError, ValueError):
                return _ERROR
        if boolean and result not in (0, 1):
            return _OUT_OF_RANGE
        value = signal.coerce(result)
        return _OUT_OF_RANGE if value is None else (value, Quality.VALID)

    return convert
