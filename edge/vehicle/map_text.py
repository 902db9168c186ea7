"""Maps as text: any map that can be read, written in this project's own form."""

from __future__ import annotations

import json

from edge.vehicle.dbc import Database
from edge.vehicle.signal_map import Entry, MapEntry, SignalMap


def map_toml(signal_map: SignalMap, database: Database) -> tuple[str, list[str]]:
    """(the map as TOML with every signal's message named, paths left out because the DBC has no such signal)."""
    lines = ["schema = 1"]
    missing: list[str] = []
    for mapped in signal_map.entries.values():
        found = database.find_signal(mapped.entry.signal)
        if mapped.entry.message is not None:
            found = [message for message in found if message.name == mapped.entry.message]
        if not found:
            missing.append(mapped.path)
            continue
        lines += ["", *_entry(mapped, found[0].name)]
    for name, protection in signal_map.protections.items():
        lines += ["", f"[messages.{_text(name)}]"]
        given = protection.model_dump(exclude_defaults=True, exclude_none=True)
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in given.items()]
    return "\n".join(lines) + "\n", missing


def _entry(mapped: MapEntry, message: str) -> list[str]:
    entry: Entry = mapped.entry
    lines = [f"[signals.{_text(mapped.path)}]", f"message = {_text(message)}", f"signal = {_text(entry.signal)}"]
    given = entry.model_dump(exclude_defaults=True, exclude_none=True, by_alias=True, exclude={"signal", "message", "transform"})
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in given.items()]
    transform = entry.transform
    if transform is not None and transform.math is not None:
        lines.append(f"transform.math = {_text(transform.math)}")
    if transform is not None and transform.mapping is not None:
        pairs = (
            f"{{ from = {json.dumps(step.from_, ensure_ascii=False)}, to = {json.dumps(step.to, ensure_ascii=False)} }}"
            for step in transform.mapping
        )
        lines.append(f"transform.mapping = [{', '.join(pairs)}]")
    return lines


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
