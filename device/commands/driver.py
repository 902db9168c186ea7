"""`cabin driver`: the drivers whose voice is known, so that each finds his persona."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="driver",
    help="Drivers whose voice is known, by their own wish and on this machine alone: chooses a persona, unlocks nothing.",
    no_args_is_help=True,
)

_WAV = typer.Option(help="A recording of the driver; may be given several times.")
_AS_JSON = typer.Option("--json", help="One JSON object.")


@app.callback()
def _group() -> None:
    """Drivers whose voice is known."""


@app.command()
def enrol(
    name: Annotated[str, typer.Argument(help="What the driver is called.")],
    wav: Annotated[list[Path], _WAV],
    persona: Annotated[Path | None, typer.Option(help="The persona file for this driver.")] = None,
    seat: Annotated[str, typer.Option(help="driver, passenger, rear_left or rear_right.")] = "driver",
) -> None:
    """Make a voice known from four seconds of speech or more; again, to know it better."""
    from device.drivers import open_encoder, read_drivers, speech_of, write_drivers
    from edge.errors import InputError
    from edge.persona.persona import load_persona

    if seat not in ("driver", "passenger", "rear_left", "rear_right"):
        raise InputError("--seat", f"{seat!r} is not driver, passenger, rear_left or rear_right")
    if persona is not None:
        load_persona(persona)
    file = _file()
    drivers = read_drivers(file)
    voice, seconds = open_encoder().embed(speech_of(wav))
    chosen = "" if persona is None else str(persona.absolute())
    driver = drivers.enrol(name, voice, seconds, persona=chosen, seat=seat)
    write_drivers(file, drivers)
    typer.echo(f"{name} is known from {driver.seconds:.1f} s of speech ({len(drivers.known)} of 5 drivers)")


@app.command()
def who(wav: Annotated[list[Path], _WAV], as_json: Annotated[bool, _AS_JSON] = False) -> None:
    """Who a recording sounds like."""
    import json

    from device.drivers import open_encoder, read_drivers, speech_of

    drivers = read_drivers(_file())
    guess = drivers.who(open_encoder().embed(speech_of(wav))[0])
    if as_json:
        driver = drivers.known.get(guess.name)
        told = {"name": guess.name, "score": guess.score, "persona": driver.persona, "seat": driver.seat} if driver else {}
        typer.echo(json.dumps(told or {"name": "", "score": guess.score}, ensure_ascii=False))
    else:
        typer.echo(f"{guess.name or 'nobody known'} ({guess.score:.2f})")


@app.command("list")
def list_drivers() -> None:
    """The drivers who are known."""
    from device.drivers import read_drivers

    for driver in read_drivers(_file()).known.values():
        typer.echo(f"{driver.name}  {driver.seat}  {driver.seconds:.1f} s  {driver.persona or 'usual persona'}")


@app.command()
def forget(
    name: Annotated[str | None, typer.Argument(help="The driver.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Forget everybody.")] = False,
) -> None:
    """Forget a driver's voice."""
    from device.drivers import read_drivers, write_drivers
    from edge.errors import InputError
    from edge.model.speaker import Drivers

    file = _file()
    if everybody:
        write_drivers(file, Drivers())
        return
    drivers = read_drivers(file)
    if name is None or name not in drivers.known:
        known = ", ".join(drivers.known) or "nobody"
        raise InputError(f"driver {name or ''}".strip(), f"is not known; known: {known}")
    del drivers.known[name]
    write_drivers(file, drivers)


def _file() -> Path:
    from device.drivers import NAME
    from device.service.runtime import state_directory

    return state_directory() / NAME
