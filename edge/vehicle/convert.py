"""From a raw number of a frame to a value with a quality: codes, scale, plausibility, transform, type."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from edge.vehicle.catalogue import Signal, Value
from edge.vehicle.codec import Field, Number, physical
from edge.vehicle.dbc import SignalSpec
from edge.vehicle.expression import Compiled, compile_expression
from edge.vehicle.signal_map import Entry, Step
from edge.vehicle.state import Quality

Converted = tuple[Value | None, Quality]
Convert = Callable[[int], Converted]

SMALL_BITS = 4  # signals of up to so many bits are a table; computing a wider one is quicker than finding it in memory
MEMO_BITS = 10  # signals of up to so many bits remember every value they ever had

_NOT_AVAILABLE: Converted = (None, Quality.NOT_AVAILABLE)
_ERROR: Converted = (None, Quality.ERROR)
_OUT_OF_RANGE: Converted = (None, Quality.OUT_OF_RANGE)


@dataclass(frozen=True, slots=True)
class Linear:
    """Scale, offset and bounds of a wide number; low and high are finite. whole: the value is rounded to an integer."""

    steps: Field
    low: float
    high: float
    whole: bool
    codes: dict[int, Converted]

    @property
    def always_inside(self) -> bool:
        """No bits give a value outside the bounds."""
        _, _, _, mask, sign, *_ = self.steps
        ends = [physical(self.steps, raw) for raw in ((sign, mask >> 1) if sign else (0, mask))]
        return self.low <= min(ends) and max(ends) <= self.high


@dataclass(frozen=True, slots=True)
class Conversion:
    """What turns unsigned bits into a value. linear: the same as data, where it is no more than scale, offset and bounds."""

    convert: Convert
    linear: Linear | None = None


class _Memo(dict[int, Converted]):
    """Converts each raw value once. Bounded by the signal's few bits."""

    def __init__(self, convert: Convert) -> None:
        self._convert = convert

    def __missing__(self, raw: int) -> Converted:
        result = self[raw] = self._convert(raw)
        return result


def converter(spec: SignalSpec, steps: Field, entry: Entry, signal: Signal, *, j1939: bool = False) -> Conversion:
    """The conversion of one mapped signal. Raises ValueError where the entry does not suit the signal.

    j1939: the codes for "not available" and "error" are those of SAE J1939-71, where the map gives none.
    """
    if j1939 and not entry.invalid_raw and not entry.error_raw and not spec.real:
        inner = _convert(spec, steps, entry, signal, frozenset(), frozenset())
        return Conversion(_j1939(spec, inner.convert))
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
) -> Conversion:
    low, high = _limits(spec, entry, signal)
    invalid |= _labelled(spec, steps, signal, low, high)
    if spec.length > SMALL_BITS and entry.transform is None and not spec.real and signal.numeric:
        codes = dict.fromkeys(invalid, _NOT_AVAILABLE) | dict.fromkeys(fault, _ERROR)
        least, most = signal.limits
        linear = Linear(steps, max(low, least), min(high, most), signal.type not in ("float", "double"), codes)
        return Conversion(_linear(linear), linear if math.isfinite(linear.low) and math.isfinite(linear.high) else None)
    shape = _shape(spec, entry, signal)

    def convert(raw: int) -> Converted:
        if raw in invalid:
            return _NOT_AVAILABLE
        if raw in fault:
            return _ERROR
        number = physical(steps, raw)
        if not math.isfinite(number):
            return _ERROR
        if not low <= number <= high:
            return _OUT_OF_RANGE
        return shape(number)

    return Conversion(_Memo(convert).__getitem__ if spec.length <= MEMO_BITS else convert)


def _linear(linear: Linear) -> Convert:
    """What most signals are: a wide number with scale and offset. All steps in one function, since it runs most often."""
    _, _, _, _, sign, full, _, scale, offset = linear.steps
    low, high, whole, codes, valid = linear.low, linear.high, linear.whole, linear.codes, Quality.VALID

    def convert(raw: int) -> Converted:
        if raw in codes:
            return codes[raw]
        number: Number = ((raw - full) if sign and raw & sign else raw) * scale + offset
        if low <= number <= high:
            return (round(number) if whole else float(number)), valid
        return _OUT_OF_RANGE

    return convert


def _codes(spec: SignalSpec, codes: tuple[int, ...]) -> frozenset[int]:
    """Codes as unsigned bits: a map may write them signed or unsigned."""
    mask = (1 << spec.length) - 1
    for code in codes:
        if not -(1 << (spec.length - 1)) <= code <= mask:
            raise ValueError(f"the raw code {code} does not fit into the {spec.length} bits of {spec.name}")
    return frozenset(code & mask for code in codes)


def _limits(spec: SignalSpec, entry: Entry, signal: Signal) -> tuple[float, float]:
    """The map's range, else the DBC's; a list of pairs is its own check, and so is a list of words for a text."""
    if entry.range is not None:
        return entry.range
    listed = entry.transform is not None and entry.transform.mapping is not None
    if listed or (spec.choices and not signal.numeric) or spec.minimum >= spec.maximum:
        return -math.inf, math.inf
    slack = abs(spec.scale) / 2
    return spec.minimum - slack, spec.maximum + slack


def _labelled(spec: SignalSpec, steps: Field, signal: Signal, low: float, high: float) -> frozenset[int]:
    """Codes of a number that have a word and lie outside its range: "SNA", "init" and the like, which are no values."""
    if not signal.numeric or spec.real:
        return frozenset()
    mask = (1 << spec.length) - 1
    return frozenset(code & mask for code in spec.choices if not low <= physical(steps, code & mask) <= high)


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
