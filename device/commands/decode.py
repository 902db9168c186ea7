"""`cabin decode`: a CAN log to signals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from edge.events import Json
    from edge.vehicle.log_decoder import MappedLog, PlainLog, Row


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""

    @app.command("decode")
    def decode(
        log: Annotated[Path, typer.Argument(help="CAN log: candump, ASC, BLF, TRC or MF4")],
        dbc: Annotated[Path, typer.Option("--dbc", help="the bus: DBC or a compiled table; KCD, SYM and ARXML with cantools")],
        signal_map: Annotated[
            Path | None, typer.Option("--map", help="map to VSS paths: TOML, JSON, or Kuksa's vss_dbc.json")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
        channel: Annotated[str, typer.Option("--channel", help="only the frames of this bus, as the log names it")] = "",
        every: Annotated[bool, typer.Option("--all", help="every decoded frame, not only changes")] = False,
    ) -> None:
        """Decode a CAN log: VSS paths with a map, MESSAGE.SIGNAL without.

        A line is printed when a signal's value or quality changed; with --all for every frame that carries it. Times are
        seconds since the first frame of the log. A signal whose message falls silent gets a line of quality STALE at the
        time its time-out ends (the map's or the catalogue's; else three cycles of the DBC, or ten of the period seen, at
        least 0.5 s). Without a map, `value` is the physical value as the DBC scales it, and `text` its word where the DBC
        has one. What became of the other frames is counted on standard error.
        """
        decoder = _decoder(dbc, signal_map, every=every)
        counted = _Counted(log, channel)
        for row in _rows(counted, decoder):
            if as_json:
                print(json.dumps(_json(row), ensure_ascii=False, separators=(", ", ": ")))
            else:
                print(_line(row))
        typer.echo(counted.summary(decoder), err=True)


def _decoder(dbc: Path, signal_map: Path | None, *, every: bool) -> PlainLog | MappedLog:
    from device.can.database import open_database
    from device.resources import shipped
    from edge.vehicle.catalogue import Catalogue
    from edge.vehicle.decoder import Decoder
    from edge.vehicle.log_decoder import MappedLog, PlainLog
    from edge.vehicle.signal_map import load_map

    if signal_map is None:
        return PlainLog(open_database(dbc), every=every)
    catalogue = Catalogue.load(shipped("vehicles", "signals.toml"))
    mapped = Decoder(open_database(dbc), load_map(signal_map), catalogue)
    for note in mapped.notes:
        typer.echo(note, err=True)
    return MappedLog(mapped, every=every)


@dataclass(slots=True)
class _Counted:
    """Frames of a log by what they are."""

    log: Path
    channel: str = ""
    frames: int = 0
    others: set[str] = field(default_factory=set)
    """The log's channels that were not asked for."""
    errors: int = 0
    remote: int = 0

    def summary(self, decoder: PlainLog | MappedLog) -> str:
        """One line for a person."""
        parts = {
            "of unknown ids": decoder.unknown_id,
            "too short": decoder.wrong_length,
            "with a wrong counter or checksum": getattr(decoder, "failed_checks", 0),
            "error frames": self.errors,
            "remote frames": self.remote,
        }
        told = "".join(f", {count} {what}" for what, count in parts.items() if count)
        return f"{self.log}: {self.frames} frames{told}"


def _rows(counted: _Counted, decoder: PlainLog | MappedLog) -> Iterator[Row]:
    from device.can.frames import read_frames
    from edge.errors import InputError

    start: float | None = None
    for frame in read_frames(counted.log):
        if counted.channel and frame.channel != counted.channel:
            counted.others.add(frame.channel or "unnamed")
            continue
        counted.frames += 1
        start = frame.time_s if start is None else start
        at = round((frame.time_s - start) * 1e9)
        if frame.error or frame.remote:
            counted.errors += frame.error
            counted.remote += frame.remote and not frame.error
            yield from decoder.advance(at)
        else:
            yield from decoder.feed(frame.key, frame.data, at)
    if not counted.frames:
        raise InputError(counted.log, f"has no frame of channel {counted.channel!r}, only of {', '.join(sorted(counted.others))}")


def _json(row: Row) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "t": round(row.time_ns / 1e9, 6),
        "path": row.path,
        "value": list(row.value) if isinstance(row.value, tuple) else row.value,
        "unit": row.unit,
        "quality": row.quality.value,
    }
    return shown | {"text": row.text} if row.text else shown


def _line(row: Row) -> str:
    value = row.value if row.value is not None else "-"
    text = f" ({row.text})" if row.text else ""
    quality = "" if row.quality.value == "VALID" else f"  {row.quality.value}"
    return f"{row.time_ns / 1e9:>12.6f}  {row.path:<56} {value}{' ' + row.unit if row.unit else ''}{text}{quality}"
