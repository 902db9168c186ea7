"""Opens what describes a bus: DBC and compiled tables ourselves, KCD, SYM and ARXML through cantools where it is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from edge.errors import InputError
from edge.vehicle.dbc import EXTENDED, MAX_LENGTH, Database, MessageSpec, SignalSpec
from edge.vehicle.table import load_database

BY_CANTOOLS = (".kcd", ".sym", ".arxml", ".xml")


def open_database(path: Path) -> Database:
    """The messages of the file. Raises InputError naming what is wrong, or that cantools is missing."""
    if path.suffix.lower() not in BY_CANTOOLS:
        return load_database(path)
    try:
        import cantools
    except ImportError as error:
        hint = "install cabin-voice[build], or compile it elsewhere with `cabin vehicle compile`"
        raise InputError(path, f"is read by cantools, which is not installed: {hint}") from error
    try:
        found: Any = cantools.database.load_file(str(path), strict=False)
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from error
    except (cantools.Error, ValueError, KeyError, AttributeError, TypeError) as error:
        raise InputError(path, f"is not understood by cantools: {' '.join(str(error).split())[:200]}") from error
    messages = getattr(found, "messages", None)
    if messages is None:
        raise InputError(path, "describes diagnostics, not messages")
    table: dict[int, MessageSpec] = {}
    warnings: list[str] = []
    for message in messages:
        spec = _message(message, warnings)
        if spec is not None:
            table[spec.key] = spec
    return Database(table, tuple(warnings))


def _message(message: Any, warnings: list[str]) -> MessageSpec | None:
    if message.length > MAX_LENGTH or message.is_container:
        warnings.append(f"{message.name}: a container or longer than a frame, left out")
        return None
    key = message.frame_id | (EXTENDED if message.is_extended_frame else 0)
    signals: dict[str, SignalSpec] = {}
    for signal in message.signals:
        spec = _signal(signal)
        if not spec.fits(message.length):
            warnings.append(f"{message.name}.{signal.name}: does not fit into the message, left out")
            continue
        signals[spec.name] = spec
    kept = {name: spec for name, spec in signals.items() if spec.selector is None or spec.selector in signals}
    cycle = message.cycle_time or None
    return MessageSpec(key, message.name, message.length, kept, cycle, (message.protocol or "") == "j1939")


def _signal(signal: Any) -> SignalSpec:
    ids = signal.multiplexer_ids or []
    return SignalSpec(
        name=signal.name,
        start=signal.start,
        length=signal.length,
        little_endian=signal.byte_order == "little_endian",
        signed=signal.is_signed,
        scale=float(signal.scale),
        offset=float(signal.offset),
        minimum=float(signal.minimum if signal.minimum is not None else 0),
        maximum=float(signal.maximum if signal.maximum is not None else 0),
        unit=signal.unit or "",
        real=signal.length if signal.is_float else 0,
        choices={int(number): str(text) for number, text in (signal.choices or {}).items()},
        multiplexer=bool(signal.is_multiplexer),
        selector=signal.multiplexer_signal if ids else None,
        ranges=tuple((int(number), int(number)) for number in ids),
    )
