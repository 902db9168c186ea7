"""A compiled database: JSON that loads in milliseconds and needs no other package, whatever format it came from."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from edge.errors import InputError
from edge.vehicle.dbc import EXTENDED, MAX_LENGTH, Database, MessageSpec, SignalSpec, load_dbc

SUFFIX = ".json"
_MAX_FILE = 64 * 1024 * 1024
_DEFAULTS: dict[str, Any] = {"real": 0, "choices": {}, "multiplexer": False, "selector": None, "ranges": (), "unit": ""}


class _Signal(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    name: Annotated[str, Field(min_length=1, max_length=300)]
    start: Annotated[int, Field(ge=0, lt=8 * MAX_LENGTH)]
    length: Annotated[int, Field(ge=1, le=8 * MAX_LENGTH)]
    little_endian: bool
    signed: bool
    scale: float
    offset: float
    minimum: float = 0.0
    maximum: float = 0.0
    unit: str = ""
    real: Literal[0, 32, 64] = 0
    choices: dict[int, str] = {}
    multiplexer: bool = False
    selector: str | None = None
    ranges: tuple[tuple[int, int], ...] = ()


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[int, Field(ge=0, lt=2 * EXTENDED)]
    name: Annotated[str, Field(min_length=1, max_length=300)]
    length: Annotated[int, Field(ge=0, le=MAX_LENGTH)]
    cycle_ms: Annotated[int, Field(gt=0)] | None = None
    j1939: bool = False
    signals: tuple[_Signal, ...]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: Annotated[Literal[1], Field(alias="schema")]
    messages: tuple[_Message, ...]


def table_text(database: Database) -> str:
    """The table as JSON; the same database gives the same bytes. What no frame can carry is left out."""
    messages = []
    for message in database.messages.values():
        if message.length > MAX_LENGTH:
            continue
        entry = asdict(message)
        entry["signals"] = [_lean(signal) for signal in message.signals.values()]
        messages.append({key: value for key, value in entry.items() if value is not None and value is not False})
    return json.dumps({"schema": 1, "messages": messages}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _lean(signal: SignalSpec) -> dict[str, Any]:
    entry = {key: value for key, value in asdict(signal).items() if key not in _DEFAULTS or value != _DEFAULTS[key]}
    if signal.choices:
        entry["choices"] = dict(signal.choices)
    return entry


def load_table(path: Path) -> Database:
    """Read a compiled table. Raises InputError naming the file and the field."""
    try:
        if path.stat().st_size > _MAX_FILE:
            raise InputError(path, "is too large for a table of signals")
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"is not JSON: {error}") from error
    try:
        table = _Table.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    return Database({message.key: _message(message, path) for message in table.messages})


def _message(entry: _Message, path: Path) -> MessageSpec:
    signals = {signal.name: SignalSpec(**signal.model_dump()) for signal in entry.signals}
    for signal in signals.values():
        where = f"{entry.name}.{signal.name}"
        if not signal.fits(entry.length):
            raise InputError(path, f"{where}: does not fit into {entry.length} bytes")
        if signal.real and signal.real != signal.length:
            raise InputError(path, f"{where}: a {signal.real}-bit real has no {signal.length} bits")
        seen = {signal.name}
        selector = signal.selector
        while selector is not None:
            if selector not in signals or selector in seen:
                raise InputError(path, f"{where}: selector {selector!r} leads nowhere")
            seen.add(selector)
            selector = signals[selector].selector
    return MessageSpec(entry.key, entry.name, entry.length, signals, entry.cycle_ms, entry.j1939)


def load_database(path: Path) -> Database:
    """A DBC file or a compiled table, by its suffix. Raises InputError."""
    return load_table(path) if path.suffix.lower() == SUFFIX else load_dbc(path)
