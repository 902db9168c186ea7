"""Reading fields of other people's JSON: each reader takes anything and gives the wanted type or nothing.

Vendors' pages and their servers disagree on types ("4096" for 4096, a time as text), so no reader raises.
"""

from __future__ import annotations

import math

from edge.events import Json

MAX_ID = 256
"""Longest identifier that is believed, in characters."""


def text(value: Json) -> str:
    """The text, with lone surrogates replaced so that it can be encoded again; "" for anything but text."""
    if not isinstance(value, str):
        return ""
    if value.isascii():
        return value
    return value.encode("utf-8", "replace").decode("utf-8")


def identifier(value: Json) -> str | None:
    """A usable identifier: text of 1 to 256 characters, or a whole number as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        value = str(value) if abs(value) < 10**18 else ""
    found = text(value)
    return found if 0 < len(found) <= MAX_ID else None


def integer(value: Json) -> int | None:
    """A whole number given as a number or as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and len(value) <= 20:
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, float) and math.isfinite(value):
        return int(value)
    return None


def mapping(value: Json) -> dict[str, Json]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Json) -> list[Json]:
    """The array, or an empty one."""
    return value if isinstance(value, list) else []


def content_text(item: dict[str, Json]) -> str:
    """The words of a conversation item: `text` or `transcript` of each content part, thinking left out.

    A content part may say `input_text` and still carry its words as `transcript`.
    """
    content = item.get("content")
    if isinstance(content, str):
        return text(content)
    words = []
    for entry in sequence(content):
        part = mapping(entry)
        if part.get("type") != "thinking":
            words.append(text(part.get("text")) or text(part.get("transcript")))
    return "".join(words)
