"""Persona files as text: a small writer for the shapes that personas have, in the order of the schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from edge.persona.persona import Persona


def persona_toml(persona: Persona) -> str:
    """The file of a persona; reading it gives the same persona."""
    body = persona.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    body = {"schema": 1, "id": persona.id, "version": persona.version, "locale": persona.locale, **body}
    return "\n".join(_table(body, ())).strip() + "\n"


def _table(table: Mapping[str, object], path: tuple[str, ...]) -> Iterator[str]:
    inner: list[tuple[str, object]] = []
    for key, value in table.items():
        if value is None:
            continue
        if isinstance(value, Mapping) or _tables(value):
            inner.append((key, value))
        else:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in inner:
        here = (*path, key)
        if isinstance(value, Mapping):
            yield ""
            yield f"[{'.'.join(map(_key, here))}]"
            yield from _table(value, here)
        elif isinstance(value, Sequence):
            for item in value:
                assert isinstance(item, Mapping)
                yield ""
                yield f"[[{'.'.join(map(_key, here))}]]"
                yield from _table(item, here)


def _tables(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if bare else _string(key)


def _string(text: str) -> str:
    # JSON's escapes are TOML's, except that TOML wants DEL escaped and knows no surrogate pairs.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _value(value: object) -> str:
    match value:
        case str():
            return _string(value)
        case bool():
            return "true" if value else "false"
        case float():
            return repr(value)
        case int():
            return str(value)
        case list() | tuple():
            return f"[{', '.join(_value(item) for item in value if item is not None)}]"
        case Mapping():
            pairs = (f"{_key(str(k))} = {_value(v)}" for k, v in value.items() if v is not None)
            return "{ " + ", ".join(pairs) + " }"
    raise TypeError(type(value).__name__)
