"""The open cases: what is said, in which car, and what must be true of the answer."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from device.resources import shipped
from edge.errors import InputError

Dimension = Literal["dialogue", "automotive", "spoken_qa", "paralinguistic"]
DIMENSIONS: tuple[Dimension, ...] = ("dialogue", "automotive", "spoken_qa", "paralinguistic")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Call(_Strict):
    """A tool call that has to be made, with exactly these arguments."""

    name: str
    arguments: dict[str, bool | int | float | str]


class Voice(_Strict):
    """How the synthesiser says the question; the fields are those of VoiceStyle."""

    voice: str | None = None
    speed: float = 1.0
    gain_db: float = 0.0
    pitch_semitones: float = 0.0
    pause: float = 1.0


class Case(_Strict):
    """One conversation. tools: None leaves them open; an empty list forbids every one but reading.

    unmoved: paths that must have the value they had before. longer: least number of characters of the answer.
    """

    id: str
    language: Literal["en", "zh"]
    say: Annotated[tuple[str, ...], Field(min_length=1)]
    kind: str = ""
    state: dict[str, bool | int | float | str] = {}
    mode: Literal["off", "simulate"] = "off"
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    tools: tuple[Call, ...] | None = None
    unmoved: tuple[str, ...] = ()
    longer: int = 1
    voice: Voice | None = None
    dimension: Dimension = "dialogue"

    @field_validator("has", "lacks")
    @classmethod
    def _patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in value:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no pattern: {error}") from error
        return value


class _File(_Strict):
    schema_: Annotated[Literal[1], Field(alias="schema")]
    dimension: Dimension
    case: tuple[dict[str, Any], ...]


def load_cases(path: Path) -> list[Case]:
    """The cases of one file. Raises InputError naming the file and the field."""
    try:
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        cases = [Case.model_validate({**case, "dimension": file.dimension}) for case in file.case]
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except ValueError as error:
        raise InputError(path, f"is not TOML: {error}") from error
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise InputError(path, f"the id {case.id} comes twice")
        seen.add(case.id)
    return cases


def shipped_cases(dimension: Dimension) -> list[Case]:
    """The cases that ship with the product."""
    return load_cases(shipped("score", f"{dimension}.toml"))
