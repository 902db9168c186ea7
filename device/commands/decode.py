"""`cabin decode`: a CAN log to signals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from edge.events import Json


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
        every: Annotated[bool, typer.Option("--all", help="every decoded frame, not only changes")] = False,
    ) -> None:
        """Decode a CAN log: VSS paths with a map, MESSAGE.SIGNAL without.

        A line is printed when a signal's value or quality changed; with --all for every frame that carries it. Times are
        seconds since the first frame of the log. Without a map, `value` is the physical value as the DBC scales it, and
        `text` its word where the DBC has one.
        """
        rows = _mapped(log, dbc, signal_map, every=every) if signal_map is not None else _plain(log, dbc, every=every)
        if as_json:
            for row in rows:
                print(json.dumps(row, ensure_ascii=False, separators=(", ", ": ")))
        else:
            _table(rows)


def _table(rows: Iterator[dict[str, Json]]) -> None:
    for row in rows:
        value = row["value"] if row["value"] is not None else "-"
        text = f" ({row['text']})" if "text" in row else ""
        quality = "" if row["quality"] == "VALID" else f"  {row['quality']}"
        print(f"{row['t']:>12.6f}  {row['path']:<56} {value}{' ' + str(row['unit']) if row['unit'] else ''}{text}{quality}")


def _plain(log: Path, dbc: Path, *, every: bool) -> Iterator[dict[str, Json]]:
    """Every signal of every known message, by the DBC alone."""
    import math

    from device.can.database import open_database
    from device.can.frames import read_frames
    from edge.vehicle.codec import MessageCodec

    database = open_database(dbc)
    codecs = {key: MessageCodec(message) for key, message in database.messages.items()}
    last: dict[tuple[int, str], float] = {}
    start: float | None = None
    for frame in read_frames(log):
        start = frame.time_s if start is None else start
        codec = codecs.get(frame.key)
        if codec is None or frame.error or frame.remote or len(frame.data) < codec.spec.length:
            continue
        for name, value in codec.decode(frame.data).items():
            if not every and last.get((frame.key, name)) == value:
                continue
            last[frame.key, name] = value
            spec = codec.spec.signals[name]
            inside = spec.minimum >= spec.maximum or spec.minimum - spec.scale / 2 <= value <= spec.maximum + spec.scale / 2
            finite = math.isfinite(value)
            row: dict[str, Json] = {
                "t": round(frame.time_s - start, 6),
                "path": f"{codec.spec.name}.{name}",
                "value": value if finite else None,
                "unit": spec.unit,
                "quality": "ERROR" if not finite else "VALID" if inside else "OUT_OF_RANGE",
            }
            if spec.choices and value in (scaled := {n * spec.scale + spec.offset: t for n, t in spec.choices.items()}):
                row["text"] = scaled[value]
            yield row


def _mapped(log: Path, dbc: Path, signal_map: Path, *, every: bool) -> Iterator[dict[str, Json]]:
    """The paths of a map, with quality; freshness is judged by the log's own time."""
    from device.can.database import open_database
    from device.can.frames import read_frames
    from device.resources import shipped
    from edge.vehicle.catalogue import Catalogue
    from edge.vehicle.decoder import Decoder
    from edge.vehicle.signal_map import load_map
    from edge.vehicle.tools import json_value

    catalogue = Catalogue.load(shipped("vehicles", "signals.toml"))
    decoder = Decoder(open_database(dbc), load_map(signal_map), catalogue)
    start: float | None = None
    for frame in read_frames(log):
        start = frame.time_s if start is None else start
        if frame.error or frame.remote:
            continue
        at = frame.time_s - start
        if every:
            decoder.reset()
        for path, value, quality in decoder.feed(frame.key, frame.data, round(at * 1e9)):
            unit = decoder.signals[path].unit
            yield {"t": round(at, 6), "path": path, "value": json_value(value), "unit": unit, "quality": quality.value}
