"""The signals the assistant knows: names of the COVESA Vehicle Signal Specification, units, limits and wording.

The list itself is data (`deploy/vehicles/signals.toml`); this module reads it and answers questions about one signal.
Paths are written without the leading "Vehicle." everywhere in this project.
"""

from __future__ import annotations

import difflib
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from edge.errors import InputError
from edge.language import Language

Value = bool | int | float | str | tuple[str, ...]
Tier = Literal["A", "B", "C"]
Kind = Literal["sensor", "actuator", "attribute"]

GEAR_PARK, GEAR_DRIVE, GEAR_NEUTRAL, GEAR_REVERSE = 126, 127, 0, -1

_INTEGERS = {
    "uint8": (0, 255),
    "int8": (-128, 127),
    "uint16": (0, 65535),
    "int16": (-32768, 32767),
    "uint32": (0, 2**32 - 1),
    "int32": (-(2**31), 2**31 - 1),
}
_MAX_TEXT = 200  # characters of a text value that are kept: titles and names, never documents


@dataclass(frozen=True, slots=True)
class Words:
    """One thing's name in both languages."""

    en: str
    zh: str

    def get(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Signal:
    """One leaf of the tree.

    stale_ns: age in nanoseconds from which a value is no longer said; None: it never grows old.
    range: plausible values, both ends included. form: how the state block rounds and words it.
    place: which wheel, door or seat; None for a signal that exists once.
    overlay: the name is this project's own, VSS has none.
    """

    path: str
    kind: Kind
    type: str
    unit: str
    tier: Tier
    form: str
    stale_ns: int | None
    range: tuple[float, float] | None
    allowed: tuple[str, ...]
    words: Words
    place: Words | None = None
    overlay: bool = False

    def coerce(self, value: object) -> Value | None:
        """The value in this signal's type, or None where it does not fit the type, the range or the list of allowed words."""
        if isinstance(value, float) and not math.isfinite(value):
            return None
        if self.type == "boolean":
            return bool(value) if isinstance(value, bool | int | float) else None
        if self.type == "string[]":
            return tuple(str(item)[:_MAX_TEXT] for item in value) if isinstance(value, list | tuple) else None
        if self.type == "string":
            if not isinstance(value, str) or (self.allowed and value not in self.allowed):
                return None
            return value[:_MAX_TEXT]
        if not isinstance(value, int | float):
            return None
        low, high = self.limits
        number: int | float = round(value) if self.type in _INTEGERS else float(value)
        return number if low <= number <= high else None

    @property
    def numeric(self) -> bool:
        return self.type in _INTEGERS or self.type in ("float", "double")

    @property
    def limits(self) -> tuple[float, float]:
        """The least and the greatest plausible number, within what the type can hold."""
        low, high = self.range or (-math.inf, math.inf)
        least, most = _INTEGERS.get(self.type, (-math.inf, math.inf))
        return max(low, least), min(high, most)

    def name(self, language: Language) -> str:
        """The wording with its place, such as "door, passenger" or "副驾车门"."""
        if self.place is None:
            return self.words.get(language)
        if language == "zh":
            return self.place.zh + self.words.zh
        return f"{self.words.en}, {self.place.en}"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    path: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9.{}]+$")]
    each: str | None = None
    kind: Kind
    type: Literal["boolean", "string", "string[]", "float", "double", "uint8", "int8", "uint16", "int16", "uint32", "int32"]
    unit: str = ""
    tier: Tier
    form: str
    stale_s: Annotated[float, Field(gt=0)] | None = None
    range: tuple[float, float] | None = None
    allowed: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    overlay: bool = False
    en: Annotated[str, Field(min_length=1)]
    zh: Annotated[str, Field(min_length=1)]


class _Place(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    path: str
    en: str
    zh: str


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    en: str
    zh: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    schema_: Annotated[Literal[1], Field(alias="schema")]
    groups: dict[str, tuple[_Place, ...]]
    values: dict[str, _Words]
    renamed: dict[str, dict[str, str]] = {}
    signal: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True)
class Renamed:
    """An old name whose values were of another type: `values` maps the old value's text to the new value."""

    path: str
    values: Mapping[str, str]


class Catalogue(Mapping[str, Signal]):
    """All signals by path. Look-ups take this release's names; `resolve` takes what a model or a map may say instead."""

    def __init__(
        self, signals: Mapping[str, Signal], aliases: Mapping[str, str], renamed: Mapping[str, Renamed], values: Mapping[str, Words]
    ) -> None:
        self._signals = dict(signals)
        self._aliases = dict(aliases)
        self.renamed = dict(renamed)
        self.values_words = dict(values)

    def __getitem__(self, path: str) -> Signal:
        return self._signals[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._signals)

    def __len__(self) -> int:
        return len(self._signals)

    @classmethod
    def load(cls, path: Path) -> Catalogue:
        """Read `signals.toml`. Raises InputError naming the file and the field."""
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise InputError(path, f"cannot be read ({error.strerror})") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(path, f"is not TOML: {error}") from error
        try:
            file = _File.model_validate(raw)
        except ValidationError as error:
            first = error.errors()[0]
            raise InputError(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
        signals: dict[str, Signal] = {}
        aliases: dict[str, str] = {}
        for entry in file.signal:
            if entry.each is not None and entry.each not in file.groups:
                raise InputError(path, f"signal {entry.path}: each names the unknown group {entry.each!r}")
            places = [None] if entry.each is None else list(file.groups[entry.each])
            for place in places:
                name = entry.path if place is None else entry.path.replace("{}", place.path)
                if name in signals:
                    raise InputError(path, f"signal {name} is given twice")
                signals[name] = _signal(entry, name, place)
                for alias in entry.aliases:
                    aliases[alias if place is None else alias.replace("{}", place.path)] = name
        renamed: dict[str, Renamed] = {}
        for old, target in file.renamed.items():
            mapping = {key: value for key, value in target.items() if key != "path"}
            for group, members in file.groups.items():
                mark = "{" + group + "}"
                if mark in old:
                    for member in members:
                        renamed[old.replace(mark, member.path)] = Renamed(target["path"].replace(mark, member.path), mapping)
        return cls(signals, aliases, renamed, {key: Words(word.en, word.zh) for key, word in file.values.items()})

    def resolve(self, name: str) -> str | None:
        """The path a name means: with or without "Vehicle.", of this or an older release; None if it is unknown."""
        name = name.strip().removeprefix("Vehicle.")
        if name in self._signals:
            return name
        if name in self._aliases:
            return self._aliases[name]
        if name in self.renamed:
            return self.renamed[name].path
        return None

    def suggest(self, name: str) -> str | None:
        """The known path that looks most like a name."""
        near = difflib.get_close_matches(name.removeprefix("Vehicle."), self._signals, n=1, cutoff=0.5)
        return near[0] if near else None

    def parse(self, name: str, text: str) -> tuple[str, Value]:
        """A path and its value from `PATH=VALUE` as a person types it. Raises InputError naming the path."""
        path = self.resolve(name)
        if path is None:
            near = self.suggest(name)
            raise InputError(name, "is not a signal of the catalogue" + (f"; did you mean {near}?" if near else ""))
        signal = self[path]
        value: object = text.strip()
        if signal.type == "boolean":
            lowered = text.strip().lower()
            if lowered not in _TRUE | _FALSE:
                raise InputError(path, f"{text!r} is not true or false")
            value = lowered in _TRUE
        elif signal.type == "string[]":
            value = [part.strip() for part in text.split(",") if part.strip()]
        elif signal.type != "string":
            try:
                value = GEARS[text.strip().upper()] if signal.form == "gear" and text.strip().upper() in GEARS else float(text)
            except ValueError as error:
                raise InputError(path, f"{text!r} is not a number") from error
        coerced = signal.coerce(value)
        if coerced is None:
            limits = f"one of {', '.join(signal.allowed)}" if signal.allowed else f"{signal.type} within {signal.range}"
            raise InputError(path, f"{text!r} is not {limits}")
        return path, coerced


_TRUE = {"true", "yes", "on", "1"}
_FALSE = {"false", "no", "off", "0"}
GEARS = {"P": GEAR_PARK, "R": GEAR_REVERSE, "N": GEAR_NEUTRAL, "D": GEAR_DRIVE}


def gear_word(value: int) -> str:
    """P, R, N, D or the number of the gear, from the numbers of VSS."""
    for letter, number in GEARS.items():
        if value == number:
            return letter
    return "R" if value < 0 else str(value)


def _signal(entry: _Entry, name: str, place: _Place | None) -> Signal:
    return Signal(
        path=name,
        kind=entry.kind,
        type=entry.type,
        unit=entry.unit,
        tier=entry.tier,
        form=entry.form,
        stale_ns=None if entry.stale_s is None else round(entry.stale_s * 1e9),
        range=entry.range,
        allowed=entry.allowed,
        words=Words(entry.en, entry.zh),
        place=None if place is None else Words(place.en, place.zh),
        overlay=entry.overlay,
    )
