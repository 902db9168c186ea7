"""`cabin vehicle`: compile a description of a bus, and try a gateway."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="vehicle", help="Descriptions of buses, and the way to a car's gateway.", no_args_is_help=True)


@app.command("compile")
def compile_table(
    source: Annotated[Path, typer.Argument(help="DBC; KCD, SYM or ARXML where cantools is installed")],
    out: Annotated[Path, typer.Argument(help="the table to write, a .json file")],
    signal_map: Annotated[Path | None, typer.Option("--map", help="keep only the messages that this map names")] = None,
) -> None:
    """Compile a description of a bus to the table that the board reads, so that it needs no other package."""
    from device.can.database import open_database
    from edge.errors import InputError
    from edge.vehicle.dbc import Database
    from edge.vehicle.signal_map import load_map
    from edge.vehicle.table import SUFFIX, table_text

    if out.suffix.lower() != SUFFIX:
        raise InputError(out, "a table is a .json file")
    database = open_database(source)
    if signal_map is not None:
        named = {(m.entry.signal, m.entry.message) for m in load_map(signal_map).entries.values()}
        kept = {
            key: message
            for key, message in database.messages.items()
            if any(signal in message.signals and name in (None, message.name) for signal, name in named)
        }
        if not kept:
            raise InputError(signal_map, f"names no message of {source}")
        database = Database(kept, database.warnings)
    text = table_text(database)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(out, f"cannot be written ({error.strerror})") from error
    for warning in database.warnings:
        typer.echo(warning, err=True)
    signals = sum(len(message.signals) for message in database.messages.values())
    typer.echo(f"{out}: {len(database.messages)} messages, {signals} signals, {len(text.encode())} bytes")


@app.command("import")
def import_map(
    source: Annotated[Path, typer.Argument(help="Kuksa's vss_dbc.json, or any other map")],
    out: Annotated[Path, typer.Argument(help="the map to write, a .toml file")],
    dbc: Annotated[Path, typer.Option("--dbc", help="the bus that it maps")],
) -> None:
    """Write a map of Eclipse Kuksa's CAN provider in this project's form, to go on from.

    Paths that the catalogue knows get this release's names; the others are left out and named on standard error.
    """
    from dataclasses import replace

    from device.can.database import open_database
    from device.resources import shipped
    from edge.errors import InputError
    from edge.vehicle.catalogue import Catalogue
    from edge.vehicle.decoder import Decoder
    from edge.vehicle.map_text import map_toml
    from edge.vehicle.signal_map import MapEntry, load_map

    catalogue = Catalogue.load(shipped("vehicles", "signals.toml"))
    database, read = open_database(dbc), load_map(source)
    decoder = Decoder(database, read, catalogue)
    kept: dict[str, MapEntry] = {}
    left_out: list[str] = []
    for path, mapped in read.entries.items():
        resolved = catalogue.resolve(path)
        if resolved is None or path in decoder.missing:
            left_out.append(path)
        else:
            kept[resolved] = replace(mapped, path=resolved)
    if not kept:
        raise InputError(source, "names no path of the catalogue")
    text, missing = map_toml(replace(read, entries=kept), database)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(out, f"cannot be written ({error.strerror})") from error
    for path in (*left_out, *missing):
        typer.echo(f"{path}: not in the catalogue or not in {dbc}, left out", err=True)
    typer.echo(f"{out}: {len(kept) - len(missing)} signals")


@app.command("gateway")
def gateway(
    unix: Annotated[Path, typer.Option("--unix", help="the socket to listen on")],
    delay: Annotated[float, typer.Option(help="seconds until the car moves")] = 0.3,
    stuck: Annotated[list[str] | None, typer.Option(help="a path that does not move; may be given several times")] = None,
) -> None:
    """Serve the reference gateway over a simulated car until interrupted: for demonstrations, and as an example."""
    import asyncio

    from device.gateway.server import GatewayServer
    from device.resources import shipped
    from edge.errors import InputError
    from edge.vehicle.catalogue import Catalogue
    from edge.vehicle.simulated_car import SimulatedCar
    from edge.vehicle.state import VehicleState

    if not unix.absolute().parent.is_dir():
        raise InputError(unix, "the directory of the socket does not exist")
    catalogue = Catalogue.load(shipped("vehicles", "signals.toml"))
    if wrong := [path for path in stuck or [] if path not in catalogue]:
        raise InputError("--stuck", f"{wrong[0]} is not a signal of the catalogue")
    car = SimulatedCar(VehicleState(catalogue), stuck=stuck or ())
    server = GatewayServer(car, delay_s=delay)
    asyncio.run(server.serve(unix, ready=lambda: print(f"ready {unix}", flush=True)))
