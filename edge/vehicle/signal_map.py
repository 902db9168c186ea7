"""The map of a car: which signal of which message is which path.

The words are a subset of those of Eclipse Kuksa's CAN provider (`signal`, `interval_ms`, `on_change`, `transform`), whose
own JSON files are read as well; `message`, `timeout_ms`, `invalid_raw`, `error_raw`, `range`, `debounce` and
`hysteresis` are added.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from edge.errors import InputError
from edge.toml_lines import line_of
from edge.vehicle.expression import compile_expression

_MAX_FILE = 32 * 1024 * 1024


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Strict):
    """One pair of a value list: `from` is a value's text in the DBC or its number."""

    from_: Annotated[str | bool | int | float, Field(alias="from")]
    to: str | bool | int | float


class Transform(_Strict):
    """Either arithmetic in x, or a list of pairs."""

    math: Annotated[str, Field(min_length=1)] | None = None
    mapping: Annotated[tuple[Step, ...], Field(min_length=1)] | None = None

    @field_validator("math")
    @classmethod
    def _allowed(cls, text: str | None) -> str | None:
        if text is not None:
            compile_expression(text)
        return text


class Entry(_Strict):
    """How one path is filled.

    interval_ms, on_change: how often a change is worth a report to others; the state itself always has the newest value.
    timeout_ms: silence of the message after which the value is stale. invalid_raw, error_raw: raw codes for "not
    available" and "fault". range: plausible physical values before the transform, instead of the DBC's; debounce: equal
    samples before a new value counts; hysteresis: a smaller change is no change.
    """

    signal: Annotated[str, Field(min_length=1)]
    message: str | None = None
    interval_ms: Annotated[int, Field(ge=0)] = 1000
    on_change: bool = False
    transform: Transform | None = None
    timeout_ms: Annotated[int, Field(gt=0)] | None = None
    invalid_raw: tuple[int, ...] = ()
    error_raw: tuple[int, ...] = ()
    range: tuple[float, float] | None = None
    debounce: Annotated[int, Field(ge=1, le=100)] = 1
    hysteresis: Annotated[float, Field(ge=0)] = 0.0
    say: bool = True
    """False: known to the device, never put into a prompt."""


Profile = Literal["autosar-1", "autosar-2", "autosar-4", "autosar-5", "toyota", "honda", "vw-mqb"]


class Protection(_Strict):
    """Counter and checksum of one message.

    data_id: the profile's data id. offset: byte where the profile's header begins. data_ids: the sixteen ids of profile 2
    and of VW's checksum.
    counter: name of the alive counter for profiles without one of their own. max_delta: largest step that is no loss.
    """

    profile: Profile | None = None
    data_id: Annotated[int, Field(ge=0, lt=1 << 32)] = 0
    data_ids: Annotated[tuple[int, ...], Field(max_length=16)] = ()
    offset: Annotated[int, Field(ge=0, le=56)] = 0
    counter: str | None = None
    max_delta: Annotated[int, Field(ge=1, le=14)] = 3


class _File(_Strict):
    schema_: Annotated[Literal[1], Field(alias="schema")] = 1
    signals: dict[str, Entry]
    messages: dict[str, Protection] = {}


@dataclass(frozen=True, slots=True)
class MapEntry:
    """An entry with what the file says about its path: type and unit where the file gives them (Kuksa's do)."""

    path: str
    entry: Entry
    type: str | None = None
    unit: str | None = None
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignalMap:
    """All entries by path. lenient: a signal that the DBC does not have is left out (Kuksa's files name many)."""

    source: object
    entries: Mapping[str, MapEntry]
    protections: Mapping[str, Protection]
    lenient: bool = False

    def restricted(self, paths: Mapping[str, object]) -> SignalMap:
        """Only the entries for these paths, so that the bus filters let nothing else through."""
        kept = {path: entry for path, entry in self.entries.items() if path in paths}
        return SignalMap(self.source, kept, self.protections, self.lenient)


def load_map(path: Path) -> SignalMap:
    """Read a map: TOML, JSON of the same shape, or Kuksa's vss_dbc.json.

    Raises InputError naming the file and the field, and in TOML the line.
    """
    try:
        if path.stat().st_size > _MAX_FILE:
            raise InputError(path, "is too large for a map")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(path, f"is not UTF-8 text (byte {error.start})") from error
    try:
        raw = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"is neither TOML nor JSON: {error}") from error
    if not isinstance(raw, dict):
        raise InputError(path, "holds no table")
    lines = "" if text.lstrip().startswith("{") else text
    if "signals" in raw:
        return _own(raw, path, lines)
    found = dict(_tree(raw, path, lines))
    if not found:
        raise InputError(path, "maps no signal: it has neither a table [signals] nor Kuksa's dbc2vss entries")
    return SignalMap(path, found, {}, lenient=True)


def _own(raw: dict[str, object], path: Path, text: str) -> SignalMap:
    try:
        file = _File.model_validate(raw)
    except ValidationError as error:
        raise _input_error(path, (), error, text) from error
    entries = {name.removeprefix("Vehicle."): entry for name, entry in file.signals.items()}
    return SignalMap(path, {name: MapEntry(name, entry) for name, entry in entries.items()}, file.messages)


def _tree(
    tree: Mapping[str, object], path: Path, text: str, above: tuple[str, ...] = (), depth: int = 0
) -> Iterator[tuple[str, MapEntry]]:
    """The leaves of a VSS tree that carry `dbc2vss` (or `dbc`, its older name), nested by `children` or written flat."""
    for name, node in tree.items():
        if not isinstance(node, dict) or depth > 40:
            continue
        here = (*above, name)
        children = node.get("children")
        raw = node.get("dbc2vss", node.get("dbc"))
        if isinstance(children, dict):
            yield from _tree(children, path, text, here, depth + 1)
        elif not isinstance(raw, dict):
            yield from _tree(node, path, text, here, depth + 1)
        if not isinstance(raw, dict):
            continue
        known = {key: value for key, value in raw.items() if key in Entry.model_fields}
        try:
            entry = Entry.model_validate(known)
        except ValidationError as error:
            raise _input_error(path, here, error, text) from error
        leaf = ".".join(here).removeprefix("Vehicle.")
        allowed = node.get("allowed")
        texts = tuple(str(item) for item in allowed) if isinstance(allowed, list) else ()
        yield leaf, MapEntry(leaf, entry, str(node.get("datatype", "float")), str(node.get("unit", "")), texts)


def _input_error(path: Path, above: tuple[str, ...], error: ValidationError, text: str) -> InputError:
    first = error.errors()[0]
    place = (*above, *first["loc"])
    line = line_of(text, place)
    problem = "is not known here" if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, ")
    return InputError(path if line is None else f"{path}:{line}", f"{'.'.join(map(str, place))}: {problem}")
