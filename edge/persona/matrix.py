"""The persona matrix: hundreds of millions of profiles from a page of axes, none of them stored.

A profile's code is its value on every axis, written as one mixed-radix number. A keyed permutation of all codes (a Feistel
network with cycle walking, after Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002) puts them into an order
without repeats in which every stretch is a fair sample. The same key gives the same order on every machine.
"""

from __future__ import annotations

import base64
import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from edge.errors import InputError

Codes = NDArray[np.uint64]
Digits = NDArray[np.int64]

_ROUNDS = 4
_MULTIPLIERS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))  # odd constants of SplitMix64
_BATCH = 65_536


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AxisValue(_Part):
    """One value. Words are given where the value is spoken of in a persona."""

    id: Annotated[str, Field(min_length=1, max_length=40)]
    en: str = ""
    zh: str = ""


class Axis(_Part):
    """Values are only ever appended, so that codes stay what they are."""

    name: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    values: Annotated[tuple[AxisValue, ...], Field(min_length=1, max_length=1000)]


class _File(_Part):
    version: Annotated[str, Field(pattern=r"^\d+$")]
    axis: Annotated[tuple[Axis, ...], Field(min_length=2)]
    never: tuple[dict[str, tuple[str, ...]], ...] = ()
    names: dict[str, tuple[str, ...]] = {}
    prefix: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "pm"
    """Begins the ids of the profiles."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One point of the matrix. id is stable within a version; values: axis -> id of its value."""

    id: str
    code: int
    values: Mapping[str, str]


class Matrix:
    """All profiles of one set of axes. Drawing needs no state: profile number i is the same for ever."""

    def __init__(self, file: _File, key: str = "cabin") -> None:
        self.version, self.prefix = file.version, file.prefix
        self.axes = file.axis
        self.names = file.names
        self.radices = np.array([len(axis.values) for axis in file.axis], dtype=np.int64)
        self.size = int(np.prod(self.radices))
        """Codes, those of forbidden combinations included."""
        self._weights = np.concatenate([[1], np.cumprod(self.radices[:-1])]).astype(np.int64)
        bits = max(2, (self.size - 1).bit_length())
        self._half = np.uint64((bits + 1) // 2)
        self._mask = np.uint64((1 << ((bits + 1) // 2)) - 1)
        digest = hashlib.blake2s(f"{file.version}:{key}".encode(), digest_size=8 * _ROUNDS).digest()
        self._keys = [np.uint64(int.from_bytes(digest[8 * n : 8 * n + 8], "big")) for n in range(_ROUNDS)]
        places = {axis.name: index for index, axis in enumerate(file.axis)}
        self._never = [
            [(places[name], [self._digit(name, value) for value in values]) for name, values in rule.items()] for rule in file.never
        ]

    @classmethod
    def load(cls, path: Path, key: str = "cabin") -> Matrix:
        """Read a file of axes. Raises InputError naming the file and the field."""
        try:
            file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise InputError(path, f"cannot be read ({error.strerror})") from error
        except ValidationError as error:
            first = error.errors()[0]
            raise InputError(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
        except ValueError as error:
            raise InputError(path, f"is not TOML: {error}") from error
        known = {axis.name: {value.id for value in axis.values} for axis in file.axis}
        for rule in file.never:
            for name, values in rule.items():
                if name not in known or not set(values) <= known[name]:
                    raise InputError(path, f"never: {name} has no value {', '.join(sorted(set(values) - known.get(name, set())))}")
        return cls(file, key)

    def _digit(self, axis: str, value: str) -> int:
        values = next(a.values for a in self.axes if a.name == axis)
        return next(index for index, candidate in enumerate(values) if candidate.id == value)

    def codes(self, start: int, count: int) -> Codes:
        """The codes of the profiles numbered start ... start + count - 1, forbidden ones included."""
        at = np.arange(start, start + count, dtype=np.uint64)
        if start < 0 or start + count > self.size:
            raise ValueError(f"the matrix has {self.size} profiles")
        codes = self._permute(at)
        while (outside := codes >= np.uint64(self.size)).any():  # cycle walking: the network works on a power of four
            codes[outside] = self._permute(codes[outside])
        return codes

    def digits(self, codes: Codes) -> Digits:
        """One row a code, one column an axis: the number of the value on that axis."""
        return (codes.astype(np.int64)[:, None] // self._weights) % self.radices

    def allowed(self, digits: Digits) -> NDArray[np.bool_]:
        """Which rows break no rule."""
        fine = np.ones(len(digits), dtype=np.bool_)
        for rule in self._never:
            hit = np.ones(len(digits), dtype=np.bool_)
            for column, values in rule:
                hit &= np.isin(digits[:, column], values)
            fine &= ~hit
        return fine

    def pairs(self, one: int, two: int) -> NDArray[np.bool_]:
        """Which values of two axes a rule does not forbid by themselves."""
        table = np.ones((self.radices[one], self.radices[two]), dtype=np.bool_)
        for rule in self._never:
            if {column for column, _ in rule} <= {one, two}:
                values = dict(rule)
                rows = values.get(one, list(range(len(table))))
                columns = values.get(two, list(range(len(table[0]))))
                table[np.ix_(rows, columns)] = False
        return table

    def profile(self, code: int) -> Profile:
        """The profile of a code. Raises ValueError outside the matrix."""
        if not 0 <= code < self.size:
            raise ValueError(f"the matrix has {self.size} profiles")
        row = self.digits(np.array([code], dtype=np.uint64))[0]
        values = {axis.name: axis.values[digit].id for axis, digit in zip(self.axes, row, strict=True)}
        return Profile(self.profile_id(code), code, values)

    def profile_id(self, code: int) -> str:
        """Such as pm1-ab3c5e: the version and the code in base 32."""
        text = base64.b32encode(code.to_bytes(5, "big")).decode().lower().lstrip("a") or "a"
        return f"{self.prefix}{self.version}-{text}"

    def by_id(self, profile_id: str) -> Profile:
        """The profile of an id. Raises InputError for one that is not of this matrix."""
        head, _, text = profile_id.partition("-")
        try:
            code = int.from_bytes(base64.b32decode(text.upper().rjust(8, "A")), "big")
        except ValueError as error:
            raise InputError(profile_id, "is not the id of a profile") from error
        if not text or head != f"{self.prefix}{self.version}" or not 0 <= code < self.size:
            raise InputError(profile_id, f"is not of version {self.version} of the matrix")
        return self.profile(code)

    def draw(self, where: Mapping[str, Sequence[str]] | None = None, start: int = 0) -> Iterator[Profile]:
        """Profiles in their order, without the forbidden ones. where: axis -> values to keep."""
        wanted = [(self._column(name), [self._digit(name, v) for v in values]) for name, values in (where or {}).items()]
        columns = [(axis.name, [value.id for value in axis.values]) for axis in self.axes]
        for first in range(start, self.size, _BATCH):
            codes = self.codes(first, min(_BATCH, self.size - first))
            digits = self.digits(codes)
            keep = self.allowed(digits)
            for column, values in wanted:
                keep &= np.isin(digits[:, column], values)
            for code, row in zip(codes[keep].tolist(), digits[keep].tolist(), strict=True):
                found = {name: ids[digit] for (name, ids), digit in zip(columns, row, strict=True)}
                yield Profile(self.profile_id(code), code, found)

    def sample(self, count: int, axis: str, shares: Mapping[str, float], start: int = 0) -> list[Profile]:
        """A sample with quotas on one axis: shares of the values, which are made to add up to one."""
        total = sum(shares.values())
        left = {value: round(count * share / total) for value, share in shares.items()}
        chosen: list[Profile] = []
        for profile in self.draw({axis: list(shares)}, start):
            value = profile.values[axis]
            if left[value] > 0:
                left[value] -= 1
                chosen.append(profile)
                if not any(left.values()):
                    break
        return chosen

    def _column(self, axis: str) -> int:
        return next(index for index, candidate in enumerate(self.axes) if candidate.name == axis)

    def _permute(self, codes: Codes) -> Codes:
        left, right = codes >> self._half, codes & self._mask
        with np.errstate(over="ignore"):
            for key in self._keys:
                mixed = (right ^ key) * _MULTIPLIERS[0]
                mixed ^= mixed >> np.uint64(29)
                mixed *= _MULTIPLIERS[1]
                left, right = right, left ^ ((mixed >> np.uint64(32)) & self._mask)
        return (left << self._half) | right
