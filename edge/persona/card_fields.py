"""The fields of a character card and the wording of a persona: which is which, and how each becomes the other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from edge.errors import InputError
from edge.events import Json
from edge.language import Language, script_language
from edge.persona.persona import Wording

FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "aliases": ("nickname",),
    "description": ("description", "personality", "scenario", "system_prompt"),
    "greetings": ("first_mes", "alternate_greetings"),
    "examples": ("mes_example",),
    "anchor": ("post_history_instructions",),
    "lore": ("character_book",),
}
"""Which fields of a card make which part of a wording."""

_FALLBACKS = {
    "en": ("companion in this car", "Hello.", "af_heart", "the driver"),
    "zh": ("这辆车里的同伴", "你好。", "zf_xiaoxiao", "驾驶员"),
}
_SPEECH_MARKS = re.compile(r"[*_`#]+|\s+")
_NOTES = re.compile(r"\{\{\s*(?://|comment:|hidden_key:|roll:|original\b)[^{}]*\}\}", re.IGNORECASE)
_CHOICE = re.compile(r"\{\{\s*(?:random|pick)\s*:{1,2}\s*([^{},]*)[^{}]*\}\}", re.IGNORECASE)
_TURN = re.compile(r"\s*(\{\{user\}\}|\{\{char\}\}|<USER>|<BOT>|[^:：\n]{1,40})\s*[:：]\s*(.*)", re.IGNORECASE)


def wording_of(body: Mapping[str, Json], source: object, where: str) -> tuple[str, Language, dict[str, Any]]:
    """(id, language, wording) of a card's fields. Raises InputError naming the field; where: its place in the file."""

    def raw(field: str) -> str:
        value = body.get(field)
        if value is not None and not isinstance(value, str):
            raise InputError(source, f"{where}{field}: is not a text")
        return value or ""

    name = _fit(raw("name"), 40, marks=False)
    if not name:
        raise InputError(source, f"{where}name: is missing")
    nickname = _fit(raw("nickname"), 40, marks=False)
    language = script_language(f"{raw('description')} {raw('first_mes')} {name}")
    role, hello, voice, driver = _FALLBACKS[language]

    def fill(text: str) -> str:
        text = _CHOICE.sub(lambda match: match[1], _NOTES.sub("", text))
        text = re.sub(r"\{\{char\}\}|<BOT>", lambda _: nickname or name, text, flags=re.IGNORECASE)
        return re.sub(r"\{\{user\}\}|<USER>", lambda _: driver, text, flags=re.IGNORECASE)

    def text(field: str, limit: int) -> str:
        return _fit(fill(raw(field)), limit)

    def texts(field: str) -> list[str]:
        value = body.get(field)
        if value is None:
            return []
        if not isinstance(value, list):
            raise InputError(source, f"{where}{field}: is not a list of texts")
        for index, item in enumerate(value):
            if not isinstance(item, str):
                raise InputError(source, f"{where}{field}.{index}: is not a text")
        return [fitted for item in value if isinstance(item, str) and (fitted := _fit(fill(item), 200))]

    parts = [text(field, 400) for field in FIELDS["description"]]
    greetings = [greeting for greeting in [text("first_mes", 200), *texts("alternate_greetings")] if greeting]
    wording = {
        "name": name,
        "aliases": (nickname,) if nickname and nickname != name else (),
        "role": role,
        "description": _fit(" ".join(part for part in parts if part), 400) or role,
        "greetings": tuple(greetings[:6]) or (hello,),
        "examples": tuple(_examples(raw("mes_example"), (name, nickname), fill)),
        "anchor": text("post_history_instructions", 200),
        "lore": tuple(_lore(body.get("character_book"), source, f"{where}character_book", fill)),
        "speech": {"voice": voice},
        "pronoun": "你" if language == "zh" else "",
    }
    identity = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-") or "card"
    return identity, language, wording


def own_fields(words: Wording) -> dict[str, Json]:
    """The fields of a card that a wording fills."""
    book: list[Json] = [
        {"keys": list(entry.keys), "content": entry.text, "enabled": True, "insertion_order": entry.priority, "extensions": {},
         "use_regex": False}
        for entry in words.lore
    ]  # fmt: skip
    examples = (f"<START>\n{{{{user}}}}: {e.user}\n{{{{char}}}}: {e.assistant}" for e in words.examples)
    fields: dict[str, Json] = {
        "name": words.name,
        "nickname": words.aliases[0] if words.aliases else "",
        "description": words.description,
        "personality": "",
        "scenario": "",
        "system_prompt": "",
        "first_mes": words.greetings[0],
        "alternate_greetings": list(words.greetings[1:]),
        "mes_example": "\n".join(examples),
        "post_history_instructions": words.anchor,
    }
    if book:
        fields["character_book"] = {"name": words.name, "entries": book, "extensions": {}}
    return fields


def _examples(text: str, names: tuple[str, str], fill: Any) -> list[dict[str, str]]:
    """Pairs of `{{user}}: ...` and `{{char}}: ...`, up to four; a turn may run over lines."""
    turns: list[tuple[bool, str]] = []
    ours = {"{{char}}", "<bot>", *(name.lower() for name in names if name)}
    for line in text.splitlines():
        if line.strip().upper() == "<START>":
            turns.append((False, ""))
        elif match := _TURN.match(line):
            turns.append((match[1].strip().lower() in ours, match[2]))
        elif turns:
            turns[-1] = (turns[-1][0], f"{turns[-1][1]} {line}")
    pairs: list[dict[str, str]] = []
    user = ""
    for assistant, said in turns:
        spoken = _fit(fill(said), 200)
        if not assistant:
            user = spoken
        elif user and spoken:
            pairs.append({"user": user, "assistant": spoken})
            user = ""
    return pairs[:4]


def _lore(book: object, source: object, where: str, fill: Any) -> list[dict[str, object]]:
    if book is None:
        return []
    entries = book.get("entries") if isinstance(book, dict) else None
    if isinstance(entries, dict):
        entries = list(entries.values())  # some tools number them
    if not isinstance(entries, list):
        raise InputError(source, f"{where}.entries: is not a list")
    lore: list[dict[str, object]] = []
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict):
            raise InputError(source, f"{where}.entries.{index}: is not a table")
        given = entry.get("keys", entry.get("key"))
        keys = [fitted for key in given if isinstance(key, str) and (fitted := _fit(key, 40))] if isinstance(given, list) else []
        content = entry.get("content")
        if not isinstance(content, str) or not keys or entry.get("enabled") is False:
            continue
        # Lines that begin with @@ steer other programs (Character Card V3, "decorators").
        text = _fit(fill("\n".join(line for line in content.splitlines() if not line.startswith("@@"))), 400)
        if not text:
            continue
        order = entry.get("priority", entry.get("insertion_order", 0))
        priority = min(100, max(0, int(order))) if isinstance(order, int | float) and abs(order) < 1e9 else 0
        lore.append({"keys": tuple(keys[:20]), "text": text, "priority": priority})
    return lore[:20]


def _fit(text: str, limit: int, *, marks: bool = True) -> str:
    """Spoken text has no marks of emphasis and no lines; it is cut at a sentence where it is too long."""
    printable = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    plain = (_SPEECH_MARKS.sub(" ", printable) if marks else " ".join(printable.split())).strip()
    if len(plain) <= limit:
        return plain
    cut = plain[:limit]
    end = max(cut.rfind(mark) for mark in (". ", "。", "! ", "？", "！", "? "))
    return cut[: end + 1].strip() if end > limit // 3 else cut.strip()
