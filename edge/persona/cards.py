"""Character cards (Tavern V1 and V2, Character Card V3), in JSON and inside PNG pictures, to personas and back.

A card's own words stay beneath the safety text like those of any persona: `system_prompt` becomes part of the
description, never an instruction above it. The card itself is kept word for word in `extensions`: what has no place in a
persona, and every field that was not changed since, is written out as it came.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, cast

from edge.errors import InputError
from edge.events import Json
from edge.language import Language
from edge.persona.card_fields import FIELDS, own_fields, wording_of
from edge.persona.persona import MAX_FILE, Persona, Wording, load_persona, validate_persona
from edge.persona.png import MAX_BYTES, is_png, plain_picture, read_text, with_text

Spec = Literal["v2", "v3"]

_OURS = "cabin_voice"  # where a persona of ours travels whole inside a card
_KEPT = "card"  # where a card travels whole inside a persona
_SPECS = {"v2": ("chara_card_v2", "2.0"), "v3": ("chara_card_v3", "3.0")}
_V1_FIELDS = ("name", "description", "personality", "scenario", "first_mes", "mes_example")


def load_any(path: Path) -> Persona:
    """A persona file or a character card, told apart by what the file begins with. Raises InputError as the readers do."""
    try:
        with path.open("rb") as file:
            head = file.read(256)
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from error
    return load_card(path) if is_png(head) or head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else load_persona(path)


def load_card(path: Path) -> Persona:
    """Read a card, JSON or PNG. Raises InputError naming the file and what is wrong with it."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(path, "is too large for a character card")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from error
    return parse_card(data, path)


def parse_card(data: bytes, source: object) -> Persona:
    """A persona from the bytes of a card; source names it in errors. Raises InputError."""
    card = _read(_from_picture(data, source) if is_png(data) else data, source)
    body, where = _body(card, source)
    extensions = body.get("extensions")
    ours = extensions.get(_OURS) if isinstance(extensions, dict) else None
    if isinstance(ours, dict):
        return _merged(validate_persona(ours, f"{source}: {where}extensions.{_OURS}"), card, body, source)
    identity, language, wording = wording_of(body, source, where)
    kept = json.dumps(card, ensure_ascii=False)
    if len(kept.encode()) > MAX_FILE // 2:
        raise InputError(source, f"the card is larger than {MAX_FILE // 2 // 1024} KB, which a persona file cannot keep")
    persona = {"schema": 1, "id": identity, "locale": language, language: wording, "extensions": {_KEPT: kept}}
    return validate_persona(persona, source)


def card_json(persona: Persona, language: Language | None = None, spec: Spec = "v3") -> str:
    """The persona as a Character Card; a V2 reader finds its fields in V3 too."""
    return json.dumps(_card(persona, language, spec), ensure_ascii=False, indent=2) + "\n"


def card_png(persona: Persona, language: Language | None = None, picture: bytes | None = None) -> bytes:
    """The card inside a picture, for V3 (`ccv3`) and V2 (`chara`) readers. Raises ValueError for a damaged picture."""
    chunks: tuple[tuple[str, Spec], ...] = (("ccv3", "v3"), ("chara", "v2"))
    texts = {
        keyword: base64.b64encode(json.dumps(_card(persona, language, spec), ensure_ascii=False).encode())
        for keyword, spec in chunks
    }
    return with_text(picture if picture is not None else plain_picture(), texts)


def _from_picture(data: bytes, source: object) -> bytes:
    try:
        texts = read_text(data)
    except ValueError as error:
        raise InputError(source, str(error)) from error
    chunk = texts.get("ccv3", texts.get("chara"))
    if chunk is None:
        raise InputError(source, "the picture carries no character card (no chunk ccv3 or chara)")
    try:
        return base64.b64decode(b"".join(chunk.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError(source, "the card in the picture is not base64") from error


def _read(data: bytes, source: object) -> dict[str, Json]:
    try:
        card = _whole(json.loads(data.decode("utf-8-sig"), parse_float=_finite, parse_constant=_finite))
    except (ValueError, RecursionError) as error:
        raise InputError(source, f"is not a card: {' '.join(str(error).split())}") from error
    if not isinstance(card, dict):
        raise InputError(source, "spec: is neither chara_card_v2 nor chara_card_v3")
    return card


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is not a number of JSON")
    return number


def _whole(value: Json) -> Json:
    """Without halves of surrogate pairs, which JSON can spell and UTF-8 cannot."""
    match value:
        case str():
            return value if value.isprintable() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_whole(item) for item in value]
        case dict():
            return {cast("str", _whole(key)): _whole(item) for key, item in value.items()}
    return value


def _body(card: Mapping[str, Json], source: object) -> tuple[Mapping[str, Json], str]:
    """The card's fields and where they stand. A V1 card is its own body."""
    if "spec" not in card and "data" not in card and "name" in card and any(field in card for field in _V1_FIELDS[1:]):
        return card, ""
    if card.get("spec") not in [name for name, _ in _SPECS.values()]:
        raise InputError(source, "spec: is neither chara_card_v2 nor chara_card_v3")
    body = card.get("data")
    if not isinstance(body, dict):
        raise InputError(source, "data: is not a table")
    return body, "data."


def _merged(ours: Persona, card: dict[str, Json], body: Mapping[str, Json], source: object) -> Persona:
    """The persona we once wrote into the card, with what others have changed in the card since."""
    for language in ours.languages:
        written = cast("dict[str, Json]", _card(ours, language, "v3")["data"])
        if all(body.get(field) == written[field] for field in written if field != "extensions") and set(body) == set(written):
            return ours
    language = next((known for known in ours.languages if ours.wording(known).name == body.get("name")), ours.languages[0])
    written = cast("dict[str, Json]", _card(ours, language, "v3")["data"])
    _, _, theirs = wording_of(body, source, "data.")
    words = ours.wording(language).model_dump(exclude_defaults=True)
    for attribute, fields in FIELDS.items():
        if any(body.get(field) != written.get(field) for field in fields):
            words[attribute] = theirs[attribute]
    extensions = body.get("extensions")
    rest = {key: value for key, value in extensions.items() if key != _OURS} if isinstance(extensions, dict) else {}
    kept = json.dumps({**card, "data": {**body, "extensions": rest}}, ensure_ascii=False)
    changed = ours.model_dump(by_alias=True, exclude_defaults=True) | {
        "schema": 1,
        "id": ours.id,
        language: words,
        "extensions": {**ours.extensions, _KEPT: kept},
    }
    return validate_persona(changed, source)


def _kept(persona: Persona) -> dict[str, Json]:
    """The card that the persona was made from; empty for one of our own."""
    kept = persona.extensions.get(_KEPT)
    if isinstance(kept, str):
        try:
            return _read(kept.encode("utf-8", "replace"), "extensions.card")
        except InputError:
            return {}  # somebody edited it; the persona itself is whole
    return {}


def _card(persona: Persona, language: Language | None, spec: Spec) -> dict[str, Json]:
    words = persona.wording(language)
    card = _kept(persona)
    base: dict[str, Json] = {}
    imported: Wording | None = None
    if card:
        try:
            body, where = _body(card, "extensions.card")
            _, theirs, wording = wording_of(body, "extensions.card", where)
            if persona.wording(theirs) == words:
                imported = Wording.model_validate(wording)
        except InputError:
            card, body = {}, {}
        base = dict(body)
    extensions = base.get("extensions")
    own = cast("Json", persona.model_dump(mode="json", by_alias=True, exclude_none=True))
    data = {**_DEFAULTS, **base}
    fields = own_fields(words)
    for attribute, names in FIELDS.items():
        if imported is None or getattr(imported, attribute) != getattr(words, attribute):
            data |= {name: fields[name] for name in names if name in fields}
    if imported is None:
        data["character_version"] = persona.version
    data["extensions"] = {**(extensions if isinstance(extensions, dict) else {}), _OURS: own}
    above: dict[str, Json] = {} if card and "data" not in card else {key: value for key, value in card.items() if key != "data"}
    above |= {field: data[field] for field in _V1_FIELDS if field in above}  # some tools repeat them for V1 readers
    name, version = _SPECS[spec]
    return {**above, "spec": name, "spec_version": version, "data": data}


_DEFAULTS: dict[str, Json] = {
    "nickname": "",
    "creator": "",
    "creator_notes": "",
    "character_version": "",
    "tags": [],
    "alternate_greetings": [],
    "group_only_greetings": [],
    "system_prompt": "",
    "scenario": "",
    "personality": "",
    "mes_example": "",
    "post_history_instructions": "",
    "first_mes": "",
    "description": "",
}
