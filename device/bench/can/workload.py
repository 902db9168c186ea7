"""The frames that are measured: every message of a real car's DBC with random legal contents."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from device.bench.framework import BenchOptions
from device.resources import shipped
from edge.errors import InputError
from edge.vehicle.dbc import EXTENDED, Database, MessageSpec, SignalSpec, load_dbc
from edge.vehicle.signal_map import Entry, MapEntry, SignalMap

Frame = tuple[int, bytes]

MAPPED = 3
"""Signals of every message that the map of the comparison names."""


@dataclass(frozen=True, slots=True)
class Workload:
    """name: of the DBC. oracle: cantools' database of the same file. frames: (key, data)."""

    name: str
    path: Path
    database: Database
    oracle: Any
    frames: list[Frame]
    map_path: Path | None = None
    """The map that belongs to the DBC: Kuksa's for the Model 3."""


def open_workload(options: BenchOptions) -> Workload:
    """The Model 3's DBC where the recordings are at hand, else the demonstration car's. Raises InputError without cantools."""
    try:
        import cantools
    except ImportError as error:
        raise InputError("bench can", "needs cantools to compare with: pip install cabin-voice[build]") from error
    real = options.recordings / "can" / "tesla_model3" / "Model3CAN.dbc" if options.recordings else None
    path = real if real is not None and real.is_file() else shipped("vehicles", "demo", "demo.dbc")
    database = load_dbc(path)
    oracle: Any = cantools.database.load_file(str(path), strict=False)
    dice = random.Random(options.seed)
    keys = list(database.messages)
    frames: list[Frame] = []
    for _ in range(3000 if options.quick else 20_000):
        message = database.messages[dice.choice(keys)]
        data = dice.randbytes(message.length)
        try:
            oracle.decode_message(message.key & ~EXTENDED, data)
        except (cantools.Error, ValueError, KeyError):
            continue  # a multiplexer's value that the file does not describe
        frames.append((message.key, data))
    own_map = path.with_name("vss_4.2__vss_dbc.json" if path == real else "map.toml")
    return Workload(path.name, path, database, oracle, frames, own_map if own_map.is_file() else None)


def map_of(database: Database, a_message: int | None) -> SignalMap:
    """A map of so many signals of every message, or of all; paths are MESSAGE.SIGNAL."""
    entries = {}
    for message in database.messages.values():
        for name in _chosen(message, a_message):
            path = f"{message.name}.{name}"
            entries[path] = MapEntry(path, Entry(signal=name, message=message.name, range=(-1e300, 1e300)), "double", "")
    return SignalMap("bench", entries, {})


def _chosen(message: MessageSpec, count: int | None) -> list[str]:
    names = list(message.signals)
    if count is None or len(names) <= count:
        return names
    step = len(names) / count
    return [names[int(place * step)] for place in range(count)]


def only(message: MessageSpec, count: int) -> MessageSpec:
    """The message with the signals that `map_of` names, and the multiplexers above them."""
    kept: dict[str, SignalSpec] = {}
    for name in _chosen(message, count):
        chosen: str | None = name
        while chosen is not None:
            kept[chosen] = message.signals[chosen]
            chosen = message.signals[chosen].selector
    return replace(message, signals=kept)
