"""The persona file: who speaks, in a TOML that a user may shape freely.

A persona says how things are said. It never says what is true about the car, declares no tools and lifts no rule: the
safety text of `edge.persona.context` always comes first.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, ValidationError, model_validator

from edge.errors import InputError
from edge.events import Json
from edge.language import Language
from edge.toml_lines import line_of

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Trait = Annotated[int, Field(ge=0, le=4)]
MAX_FILE = 8 * 1024 * 1024  # bytes; a persona is a page of text, but it may carry the card it was made from


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Traits(_Part):
    """Each from 0 (not at all) to 4 (very)."""

    warmth: Trait = 2
    humour: Trait = 1
    formality: Trait = 2
    verbosity: Trait = 1
    proactivity: Trait = 1


class Example(_Part):
    """One exchange in the persona's own manner. It holds no facts about the car."""

    user: Line
    assistant: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]


class Lore(_Part):
    """Background told only when one of the keys is heard."""

    keys: Annotated[tuple[Name, ...], Field(min_length=1, max_length=20)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
    priority: Annotated[int, Field(ge=0, le=100)] = 0


class Speech(_Part):
    """voice: name of the on-device voice. cloud_voice: name of the cloud's voice. pace: 1.0 is the voice's own.

    For the on-device voice alone: blend, shares of other timbres mixed into it; pitch in semitones; energy in dB.
    """

    voice: Name
    cloud_voice: Name | None = None
    blend: Annotated[dict[Name, Annotated[float, Field(gt=0, lt=1)]], Field(max_length=3)] = {}
    pace: Annotated[float, Field(ge=0.7, le=1.4)] = 1.0
    pitch: Annotated[float, Field(ge=-4, le=4)] = 0.0
    energy: Annotated[float, Field(ge=-9, le=6)] = 0.0
    catchphrases: Annotated[tuple[Line, ...], Field(max_length=5)] = ()
    catchphrase_max_per_10: Annotated[int, Field(ge=0, le=10)] = 1

    @model_validator(mode="after")
    def _leaves_a_share_to_the_voice(self) -> Self:
        if sum(self.blend.values()) >= 1:
            raise ValueError("the shares of the blend sum to 1 or more, which leaves nothing of the voice itself")
        return self


class Wording(_Part):
    """Everything that is said differently in each language."""

    name: Name
    aliases: Annotated[tuple[Name, ...], Field(max_length=5)] = ()
    address_user: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)] = ""
    pronoun: Literal["", "你", "您"] = ""
    """The form of address in Chinese; empty where the language has one form only."""
    role: Line
    description: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
    speech: Speech
    do: Annotated[tuple[Line, ...], Field(max_length=6)] = ()
    dont: Annotated[tuple[Line, ...], Field(max_length=6)] = ()
    examples: Annotated[tuple[Example, ...], Field(max_length=4)] = ()
    greetings: Annotated[tuple[Line, ...], Field(min_length=1, max_length=6)]
    emotions: Annotated[dict[Name, Line], Field(max_length=8)] = {}
    lore: Annotated[tuple[Lore, ...], Field(max_length=20)] = ()
    anchor: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    """One or two sentences that bring a drifting model back; made from the other fields where empty."""


class Length(_Part):
    """The most sentences an answer may have."""

    max_sentences_moving: Annotated[int, Field(ge=1, le=3)] = 2
    max_sentences_parked: Annotated[int, Field(ge=1, le=8)] = 4


class Boundaries(_Part):
    topics_refuse: Annotated[tuple[Line, ...], Field(max_length=10)] = ()
    sincere_ai_question: Literal["truth"] = "truth"
    """Asked in earnest, it says that it is an AI. There is no other choice."""


class VehicleStyle(_Part):
    tier_a_keys: Annotated[tuple[Name, ...], Field(max_length=40)] = ()
    """Lines of the state block this persona gets; empty: all of them."""
    units: Literal["metric", "imperial"] = "metric"
    alerts_style: Literal["plain", "gentle", "brisk"] = "plain"


class Seed(_Part):
    """Where a generated persona comes from."""

    matrix_version: str
    index: Annotated[int, Field(ge=0)]


class Persona(_Part):
    """One persona file. At least one of `en` and `zh` is given."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")] = "1.0.0"
    locale: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en"
    """The language it starts in."""
    traits: Traits = Traits()
    length: Length = Length()
    boundaries: Boundaries = Boundaries()
    vehicle: VehicleStyle = VehicleStyle()
    en: Wording | None = None
    zh: Wording | None = None
    seed: Seed | None = None
    extensions: dict[str, JsonValue] = {}
    """Fields of an imported character card that have no place here, kept for export."""

    @model_validator(mode="after")
    def _has_a_language(self) -> Self:
        if self.en is None and self.zh is None:
            raise ValueError("give at least one of the tables en and zh")
        return self

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages this persona has words for, its own first."""
        known: list[Language] = [language for language in _BOTH if getattr(self, language) is not None]
        return tuple(sorted(known, key=lambda language: not self.locale.startswith(language)))

    def wording(self, language: Language | None = None) -> Wording:
        """The words for a language; those of its first language where it has none for that."""
        chosen = self.zh if language == "zh" else self.en if language == "en" else None
        found = chosen or (self.zh if self.languages[0] == "zh" else self.en)
        assert found is not None  # a persona has words for its first language
        return found


_BOTH: tuple[Language, ...] = ("en", "zh")


def load_persona(path: Path) -> Persona:
    """Read a persona file. Raises InputError naming the file and the field, or the line where it is not TOML."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise InputError(path, f"is larger than {MAX_FILE // 1024} KB, which no persona file is")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(path, f"is not UTF-8 text (byte {error.start})") from error
    return parse_persona(text, path)


def parse_persona(text: str, source: object) -> Persona:
    """A persona from the text of a file; source names it in errors. Raises InputError naming the line and the field."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(source, f"is not TOML: {error}") from error
    return validate_persona(raw, source, text)


def validate_persona(raw: object, source: object, text: str = "") -> Persona:
    """A persona from its fields. text: where they were read from. Raises InputError naming the first field that is wrong."""
    try:
        return Persona.model_validate(_tuples(raw))
    except ValidationError as error:
        problems = error.errors()
        first = next(
            (p for p in problems if p["type"] == "extra_forbidden"), problems[0]
        )  # a misspelt field explains a missing one
        field = ".".join(str(part) for part in first["loc"]) or "persona"
        problem = (
            "is not a field of a persona" if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, ")
        )
        line = line_of(text, first["loc"])
        raise InputError(source if line is None else f"{source}:{line}", f"{field}: {problem}") from error


def _tuples(raw: object) -> object:
    """Lists as tuples: strict fields take no lists."""
    if isinstance(raw, dict):
        return {key: (value if key == "extensions" else _tuples(value)) for key, value in raw.items()}
    return tuple(_tuples(item) for item in raw) if isinstance(raw, list) else raw


def persona_schema() -> dict[str, Json]:
    """The JSON Schema of persona files, for editors."""
    schema: dict[str, Json] = Persona.model_json_schema(by_alias=True)
    return schema
