"""Character cards (Tavern V2, Character Card V3), in JSON and inside PNG pictures, to personas and back.

A card's own words stay beneath the safety text like those of any persona: `system_prompt` becomes part of the
description, never an instruction above it. What has no place in a persona is kept in `extensions` and written out again.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from edge.errors import InputError
from edge.events import Json
from edge.language import Language, script_language
from edge.persona.persona import Persona, Wording, validate_persona
from edge.persona.png import MAX_BYTES, is_png, plain_picture, read_text, with_text

_OURS = "cabin_voice"  # where a persona of ours travels whole inside a card
_DEFAULTS = {
    "en": ("companion in this car", "Hello.", "af_heart", "the driver"),
    "zh": ("这辆车里的同伴", "你好。", "zf_xiaoxiao", "驾驶员"),
}
_SPEECH_MARKS = re.compile(r"[*_`#]+|\s+")


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
    if is_png(data):
        try:
            texts = read_text(data)
        except ValueError as error:
            raise InputError(source, str(error)) from error
        chunk = texts.get("ccv3", texts.get("chara"))
        if chunk is None:
            raise InputError(source, "the picture carries no character card (no chunk ccv3 or chara)")
        try:
            data = base64.b64decode(chunk, validate=True)
        except (binascii.Error, ValueError) as error:
            raise InputError(source, "the card in the picture is not base64") from error
    try:
        card = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(source, f"is not a card: {_one_line(str(error))}") from error
    if not isinstance(card, dict) or card.get("spec") not in ("chara_card_v2", "chara_card_v3"):
        raise InputError(source, "spec: is neither chara_card_v2 nor chara_card_v3")
    body = card.get("data")
    if not isinstance(body, dict):
        raise InputError(source, "data: is not a table")
    return _persona(body, source)


def card_json(persona: Persona, language: Language | None = None) -> str:
    """The persona as a Character Card V3; a V2 reader finds its fields too."""
    return json.dumps(_card(persona, language), ensure_ascii=False, indent=2) + "\n"


def card_png(persona: Persona, language: Language | None = None, picture: bytes | None = None) -> bytes:
    """The card inside a picture, for V3 (`ccv3`) and V2 (`chara`) readers. Raises ValueError for a damaged picture."""
    card = _card(persona, language)
    older = {**card, "spec": "chara_card_v2", "spec_version": "2.0"}
    texts = {
        "ccv3": base64.b64encode(json.dumps(card, ensure_ascii=False).encode()),
        "chara": base64.b64encode(json.dumps(older, ensure_ascii=False).encode()),
    }
    return with_text(picture if picture is not None else plain_picture(), texts)


def _persona(body: Mapping[str, object], source: object) -> Persona:
    extensions = body.get("extensions")
    ours = extensions.get(_OURS) if isinstance(extensions, dict) else None
    if isinstance(ours, dict):
        return validate_persona(ours, f"{source}: data.extensions.{_OURS}")

    def text(field: str, limit: int) -> str:
        value = body.get(field, "")
        if not isinstance(value, str):
            raise InputError(source, f"data.{field}: is not a text")
        return _fit(_fill(value), limit)

    def texts(field: str) -> list[str]:
        value = body.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise InputError(source, f"data.{field}: is not a list of texts")
        return [fitted for item in value if (fitted := _fit(_fill(item), 200))]

    name = _one_line(str(body.get("name", "")))[:40]
    if not name:
        raise InputError(source, "data.name: is missing")
    language = script_language(f"{body.get('description', '')} {body.get('first_mes', '')} {name}")
    role, hello, voice, driver = _DEFAULTS[language]

    def _fill(value: str) -> str:
        value = re.sub(r"\{\{char\}\}|<BOT>", lambda _: name, value, flags=re.IGNORECASE)
        return re.sub(r"\{\{user\}\}|<USER>", lambda _: driver, value, flags=re.IGNORECASE)

    parts = [text(field, 400) for field in ("description", "personality", "scenario", "system_prompt")]
    first = text("first_mes", 200)
    nickname = text("nickname", 40)
    wording: dict[str, object] = {
        "name": name,
        "aliases": [nickname] if nickname and nickname != name else [],
        "role": role,
        "description": _fit(" ".join(part for part in parts if part), 400) or role,
        "greetings": ([first] if first else [hello]) + texts("alternate_greetings")[:5],
        "examples": _examples(_raw(body, "mes_example", source), name),
        "anchor": text("post_history_instructions", 200),
        "lore": _lore(body.get("character_book"), source),
        "speech": {"voice": voice},
        "pronoun": "你" if language == "zh" else "",
    }
    identity = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "card"
    persona = {
        "schema": 1,
        "id": identity,
        "locale": language,
        language: wording,
        "extensions": {"card": dict(body)},
    }
    return validate_persona(persona, source)


def _raw(body: Mapping[str, object], field: str, source: object) -> str:
    value = body.get(field, "")
    if not isinstance(value, str):
        raise InputError(source, f"data.{field}: is not a text")
    return value


def _examples(text: str, name: str) -> list[dict[str, str]]:
    """Pairs of `{{user}}: ...` and `{{char}}: ...` lines, up to four."""
    pairs: list[dict[str, str]] = []
    user = ""
    for line in text.splitlines():
        match = re.match(r"\s*(\{\{user\}\}|\{\{char\}\}|[^:：]{1,40})\s*[:：]\s*(.+)", line, re.IGNORECASE)
        if match is None:
            continue
        who, said = match[1].strip().lower(), _fit(match[2], 200)
        if who in ("{{char}}", name.lower()):
            if user and said:
                pairs.append({"user": user, "assistant": said})
            user = ""
        else:
            user = said
    return pairs[:4]


def _lore(book: object, source: object) -> list[dict[str, object]]:
    if book is None:
        return []
    entries = book.get("entries") if isinstance(book, dict) else None
    if not isinstance(entries, list):
        raise InputError(source, "data.character_book.entries: is not a list")
    lore: list[dict[str, object]] = []
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict):
            raise InputError(source, f"data.character_book.entries.{index}: is not a table")
        given = entry.get("keys", [])
        keys = [fitted for key in given if isinstance(key, str) and (fitted := _fit(key, 40))] if isinstance(given, list) else []
        content = entry.get("content", "")
        if not keys or not isinstance(content, str) or not _fit(content, 400) or entry.get("enabled") is False:
            continue
        order = entry.get("priority", entry.get("insertion_order", 0))
        priority = min(100, max(0, int(order))) if isinstance(order, int | float) and order == order and abs(order) < 1e9 else 0
        lore.append({"keys": keys[:20], "text": _fit(content, 400), "priority": priority})
    return lore[:20]


def _card(persona: Persona, language: Language | None) -> dict[str, Json]:
    words = persona.wording(language)
    kept = persona.extensions.get("card")
    base: dict[str, Json] = cast("dict[str, Json]", dict(kept)) if isinstance(kept, dict) else {}
    extensions = base.get("extensions")
    own = cast("Json", persona.model_dump(mode="json", by_alias=True, exclude_none=True))
    book: list[Json] = [
        {"keys": list(entry.keys), "content": entry.text, "enabled": True, "insertion_order": entry.priority, "extensions": {},
         "use_regex": False}
        for entry in words.lore
    ]  # fmt: skip
    defaults: dict[str, Json] = {
        "creator": "",
        "creator_notes": "",
        "system_prompt": "",
        "scenario": "",
        "personality": "",
        "tags": [],
        "group_only_greetings": [],
    }
    fields: dict[str, Json] = {
        "name": words.name,
        "nickname": words.aliases[0] if words.aliases else "",
        "description": words.description,
        "first_mes": words.greetings[0],
        "alternate_greetings": list(words.greetings[1:]),
        "mes_example": _example_text(words),
        "post_history_instructions": words.anchor,
        "character_version": persona.version,
        "extensions": {**(extensions if isinstance(extensions, dict) else {}), _OURS: own},
    }
    if book:
        fields["character_book"] = {"name": words.name, "entries": book, "extensions": {}}
    return {"spec": "chara_card_v3", "spec_version": "3.0", "data": {**defaults, **base, **fields}}


def _example_text(words: Wording) -> str:
    pairs = [f"<START>\n{{{{user}}}}: {e.user}\n{{{{char}}}}: {e.assistant}" for e in words.examples]
    return "\n".join(pairs)


def _fit(text: str, limit: int) -> str:
    """Spoken text has no marks of emphasis and no lines; it is cut at a sentence where it is too long."""
    plain = _SPEECH_MARKS.sub(" ", "".join(c for c in text if c.isprintable() or c.isspace())).strip()
    if len(plain) <= limit:
        return plain
    cut = plain[:limit]
    end = max(cut.rfind(mark) for mark in (". ", "。", "! ", "？", "！", "? "))
    return cut[: end + 1].strip() if end > limit // 3 else cut.strip()


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in text).split())
