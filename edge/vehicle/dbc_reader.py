"""From the text of a DBC file to its tables: one statement at a time."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from edge.errors import InputError
from edge.vehicle.dbc import EXTENDED, MAX_LENGTH, Database, MessageSpec, SignalSpec, message_key

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_MESSAGE = re.compile(r"BO_\s+(\d+)\s+([^\s:]+)\s*:\s*(\d+)(?:\s+\S+)?\s*;?$")
_SIGNAL = re.compile(
    r"SG_\s+(?P<name>[^\s:]+)\s*(?P<mux>M|m\d*M?)?\s*:\s*(?P<start>\d+)\s*\|\s*(?P<length>\d+)\s*@\s*(?P<order>[01])\s*(?P<sign>[-+])"
    rf"\s*\(\s*(?P<scale>{_NUMBER})\s*,\s*(?P<offset>{_NUMBER})\s*\)"
    rf"(?:\s*\[\s*(?P<min>{_NUMBER})?\s*\|\s*(?P<max>{_NUMBER})?\s*\])?"
    r'(?:\s*"(?P<unit>[^"]*)")?'
)
_VALUES = re.compile(r"VAL_\s+(\d+)\s+(\S+)\s+(.*?);?\s*$", re.DOTALL)
_VALUE = re.compile(r'(-?\d+)\s+"((?:[^"\\]|\\.)*)"', re.DOTALL)
_REAL = re.compile(r"SIG_VALTYPE_\s+(\d+)\s+(\S+?)\s*:?\s*([0-3])\s*;?\s*$")
_EXTENDED_MUX = re.compile(r"SG_MUL_VAL_\s+(\d+)\s+(\S+)\s+(\S+)\s+(.*?);?\s*$", re.DOTALL)
_RANGE = re.compile(r"(\d+)\s*-\s*(\d+)")
_CYCLE = re.compile(r'BA_\s+"GenMsgCycleTime"\s+BO_\s+(\d+)\s+(\d+)')
_CYCLE_DEFAULT = re.compile(r'BA_DEF_DEF_\s+"GenMsgCycleTime"\s+(\d+)')
_FRAME_FORMAT = re.compile(r'BA_\s+"VFrameFormat"\s+BO_\s+(\d+)\s+(?:(\d+)|"([^"]*)")')
_FRAME_FORMATS = re.compile(r'BA_DEF_\s+BO_\s+"VFrameFormat"\s+ENUM\s+(.*?);?\s*$', re.DOTALL)
_FRAME_FORMAT_DEFAULT = re.compile(r'BA_DEF_DEF_\s+"VFrameFormat"\s+"([^"]*)"')
_J1939 = "J1939PG"
_LONG_MESSAGE = re.compile(r'BA_\s+"SystemMessageLongSymbol"\s+BO_\s+(\d+)\s+"([^"]+)"')
_LONG_SIGNAL = re.compile(r'BA_\s+"SystemSignalLongSymbol"\s+SG_\s+(\d+)\s+(\S+)\s+"([^"]+)"')
_KEYWORD = re.compile(r"[A-Z][A-Z_]*_\b|VERSION\b|BS_\b")
_INDEPENDENT = 0xC0000000  # id of the pseudo message that holds signals of no message
_MAX_STATEMENT_LINES = 2000


@dataclass(slots=True)
class _Message:
    key: int
    name: str
    length: int
    line: int
    signals: dict[str, SignalSpec] = field(default_factory=dict)
    cycle_ms: int | None = None
    frame_format: str | None = None


@dataclass(slots=True)
class _Reading:
    source: object
    messages: dict[int, _Message] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    current: _Message | None = None
    long_names: dict[tuple[int, str], str] = field(default_factory=dict)
    cycle_default: int | None = None
    frame_formats: tuple[str, ...] = ("StandardCAN", "ExtendedCAN", "reserved", _J1939)
    frame_format_default: str = ""

    def fail(self, line: int, problem: str) -> InputError:
        return InputError(f"{self.source}:{line}", problem)

    def warn(self, line: int, problem: str) -> None:
        self.warnings.append(f"{self.source}:{line}: {problem}")


def parse_dbc(text: str, source: object = "DBC") -> Database:
    """The tables of a DBC text; source names it in errors. Raises InputError with the line of what cannot be understood."""
    reading = _Reading(source)
    keywords = 0
    for line, statement in _statements(text):
        keyword = statement.split(None, 1)[0].rstrip(":")
        keywords += keyword in _KNOWN
        if keyword == "BO_":
            _message(reading, line, statement)
        elif keyword == "SG_":
            _signal(reading, line, statement)
        elif keyword == "VAL_":
            _values(reading, line, statement)
        elif keyword == "SIG_VALTYPE_":
            _real(reading, line, statement)
        elif keyword == "SG_MUL_VAL_":
            _extended_mux(reading, line, statement)
        elif keyword in ("BA_", "BA_DEF_", "BA_DEF_DEF_"):
            _attribute(reading, statement)
    if not keywords:
        raise InputError(source, "is not a DBC file (line 1 and all others hold no statement of the format)")
    return Database(_finish(reading), tuple(reading.warnings))


_KNOWN = {"VERSION", "NS_", "BS_", "BU_", "BO_", "SG_", "VAL_", "VAL_TABLE_", "CM_", "BA_", "BA_DEF_", "BA_DEF_DEF_",
          "SIG_VALTYPE_", "SG_MUL_VAL_", "EV_", "BO_TX_BU_", "SIG_GROUP_"}  # fmt: skip
_OPEN_ENDED = {"CM_", "VAL_", "VAL_TABLE_", "BA_", "BA_DEF_", "BA_DEF_DEF_", "SG_MUL_VAL_", "SIG_VALTYPE_", "BA_DEF_REL_",
               "BA_REL_", "BA_DEF_DEF_REL_", "SIG_GROUP_", "EV_", "ENVVAR_DATA_", "BO_TX_BU_"}  # fmt: skip


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """(line number, statement). A statement that ends with a semicolon may run over lines, strings included."""
    lines = text.splitlines()
    index = 0
    while index < len(lines):
        first = index
        statement = lines[index].strip()
        index += 1
        if not _KEYWORD.match(statement) or " " not in statement.replace("\t", " "):
            continue  # blank, part of a block that is not needed, or a bare word of the NS_ list
        if statement.split(None, 1)[0] in _OPEN_ENDED:
            while not _closed(statement) and index < len(lines) and index - first < _MAX_STATEMENT_LINES:
                if statement.count('"') % 2 == 0 and _KEYWORD.match(lines[index].strip()):
                    break  # the semicolon was forgotten: the next statement begins
                statement += "\n" + lines[index]
                index += 1
        yield first + 1, statement


def _closed(statement: str) -> bool:
    return statement.rstrip().endswith(";") and statement.replace('\\"', "").count('"') % 2 == 0


def _message(reading: _Reading, line: int, statement: str) -> None:
    match = _MESSAGE.match(statement)
    if match is None:
        raise reading.fail(line, f"malformed message: {_short(statement)}")
    raw_id, name, length = int(match[1]), match[2], int(match[3])
    reading.current = None
    if raw_id >= 1 << 32:
        raise reading.fail(line, f"message {name}: {raw_id} is no arbitration id")
    key, mended = message_key(raw_id)
    independent = raw_id == _INDEPENDENT or name == "VECTOR__INDEPENDENT_SIG_MSG"
    if mended and not independent:
        reading.warn(line, f"message {name}: id {raw_id:#x} is out of range, read as {key & 0x1FFFFFFF:#x} extended")
    if length > MAX_LENGTH:
        reading.warn(line, f"message {name}: {length} bytes are more than a frame carries (a transport protocol's message)")
    message = _Message(key, name, length, line)
    reading.current = message
    if independent:
        return  # its signals are read, so that they do not land in another message, and dropped
    if key in reading.messages:
        reading.warn(line, f"message {name}: id {key & 0x1FFFFFFF:#x} was given before, the later one counts")
    reading.messages[key] = message


def _signal(reading: _Reading, line: int, statement: str) -> None:
    match = _SIGNAL.match(statement)
    if match is None:
        raise reading.fail(line, f"malformed signal: {_short(statement)}")
    message = reading.current
    if message is None:
        raise reading.fail(line, f"signal {match['name']} stands before any message")
    length, scale, offset = int(match["length"]), float(match["scale"]), float(match["offset"])
    if not 1 <= length <= 8 * MAX_LENGTH or not (math.isfinite(scale) and math.isfinite(offset)):
        raise reading.fail(line, f"signal {match['name']}: {length} bits, scale {match['scale']} cannot be")
    minimum, maximum = float(match["min"] or 0), float(match["max"] or 0)
    if not (math.isfinite(minimum) and math.isfinite(maximum)):
        reading.warn(line, f"signal {match['name']}: the range [{match['min']}|{match['max']}] is left out")
        minimum = maximum = 0.0
    mux = match["mux"] or ""
    number = mux.strip("mM")
    if mux == "m":
        reading.warn(line, f"signal {match['name']} is marked as multiplexed without a value, read as always present")
    spec = SignalSpec(
        name=match["name"],
        start=int(match["start"]),
        length=length,
        little_endian=match["order"] == "1",
        signed=match["sign"] == "-",
        scale=scale,
        offset=offset,
        minimum=minimum,
        maximum=maximum,
        unit=match["unit"] or "",
        multiplexer=mux.endswith("M"),
        ranges=((int(number), int(number)),) if number else (),
    )
    if not spec.fits(message.length):
        reading.warn(line, f"signal {spec.name} does not fit into the {message.length} bytes of {message.name} and is left out")
        return
    if spec.name in message.signals:
        reading.warn(line, f"signal {spec.name} was given before in {message.name}, the later one counts")
    message.signals[spec.name] = spec


def _known(reading: _Reading, raw_id: str, name: str) -> tuple[_Message, SignalSpec] | None:
    message = reading.messages.get(message_key(int(raw_id))[0])
    spec = message.signals.get(name) if message is not None else None
    return None if message is None or spec is None else (message, spec)


def _values(reading: _Reading, line: int, statement: str) -> None:
    match = _VALUES.match(statement)
    if match is None:
        return  # VAL_ of an environment variable has no id
    if (known := _known(reading, match[1], match[2])) is None:
        return
    choices = {int(value): text for value, text in _VALUE.findall(match[3])}
    if not choices:
        reading.warn(line, f"no value texts can be read for {match[2]}")
    known[0].signals[match[2]] = replace(known[1], choices=choices)


def _real(reading: _Reading, line: int, statement: str) -> None:
    match = _REAL.match(statement)
    if match is None or (known := _known(reading, match[1], match[2])) is None:
        return
    message, spec = known
    bits = {"1": 32, "2": 64}.get(match[3], 0)
    if bits and spec.length != bits:
        reading.warn(line, f"signal {spec.name} is said to be a {bits}-bit real but has {spec.length} bits, read as an integer")
        return
    message.signals[spec.name] = replace(spec, real=bits)


def _extended_mux(reading: _Reading, line: int, statement: str) -> None:
    match = _EXTENDED_MUX.match(statement)
    if match is None:
        reading.warn(line, f"malformed extended multiplexing: {_short(statement)}")
        return
    if (known := _known(reading, match[1], match[2])) is None:
        return
    message, spec = known
    ranges = tuple((int(low), int(high)) for low, high in _RANGE.findall(match[4]))
    message.signals[spec.name] = replace(spec, selector=match[3], ranges=ranges or spec.ranges)


def _attribute(reading: _Reading, statement: str) -> None:
    if match := _CYCLE.match(statement):
        message = reading.messages.get(message_key(int(match[1]))[0])
        if message is not None:
            message.cycle_ms = int(match[2])
    elif match := _CYCLE_DEFAULT.match(statement):
        reading.cycle_default = int(match[1]) or None
    elif match := _FRAME_FORMATS.match(statement):
        reading.frame_formats = tuple(re.findall(r'"([^"]*)"', match[1]))
    elif match := _FRAME_FORMAT_DEFAULT.match(statement):
        reading.frame_format_default = match[1]
    elif match := _FRAME_FORMAT.match(statement):
        message = reading.messages.get(message_key(int(match[1]))[0])
        if message is not None:
            number = int(match[2] or 0)
            known = reading.frame_formats[number] if number < len(reading.frame_formats) else ""
            message.frame_format = match[3] if match[2] is None else known
    elif match := _LONG_MESSAGE.match(statement):
        message = reading.messages.get(message_key(int(match[1]))[0])
        if message is not None:
            message.name = match[2]
    elif match := _LONG_SIGNAL.match(statement):
        reading.long_names[message_key(int(match[1]))[0], match[2]] = match[3]


def _finish(reading: _Reading) -> dict[int, MessageSpec]:
    result = {}
    for key, message in reading.messages.items():
        signals = _selectors(reading, message)
        names = {short: reading.long_names.get((key, short), short) for short in signals}
        renamed = {
            names[short]: replace(spec, name=names[short], selector=names.get(spec.selector or "", spec.selector))
            for short, spec in signals.items()
        }
        cycle = message.cycle_ms or (reading.cycle_default if message.cycle_ms is None else None)
        chosen = reading.frame_format_default if message.frame_format is None else message.frame_format
        j1939 = chosen == _J1939 and bool(key & EXTENDED)
        result[key] = MessageSpec(key, message.name, message.length, renamed, cycle, j1939)
    return result


def _selectors(reading: _Reading, message: _Message) -> dict[str, SignalSpec]:
    """Simple multiplexing names no selector: it is the one multiplexer that nothing else selects. Circles are cut."""
    roots = [spec.name for spec in message.signals.values() if spec.multiplexer and not spec.ranges]
    signals = {}
    for name, spec in message.signals.items():
        if spec.ranges and spec.selector is None:
            if not roots:
                reading.warn(message.line, f"signal {name} of {message.name} is multiplexed, but nothing selects it; left out")
                continue
            spec = replace(spec, selector=roots[0])
        signals[name] = spec
    for name in list(signals):
        seen, at = {name}, signals[name].selector
        while at is not None:
            if at in seen or at not in signals:
                reading.warn(message.line, f"signal {name} of {message.name} is selected by {at}, which cannot be; left out")
                del signals[name]
                break
            seen.add(at)
            at = signals[at].selector
    return signals


def _short(statement: str) -> str:
    line = " ".join(statement.split())
    return line if len(line) <= 80 else line[:77] + "..."
