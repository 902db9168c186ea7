"""The command `cabin`."""

from __future__ import annotations

import os
import sys

import typer

from device.commands import (
    ask,
    bench,
    config,
    console,
    decode,
    demo,
    devices,
    doctor,
    driver,
    listen,
    metrics,
    model,
    persona,
    record,
    run,
    score,
    status,
    vehicle,
    wake,
    weights,
)
from edge.errors import CabinError

app = typer.Typer(
    name="cabin",
    help="Cabin Voice: a voice assistant that lives in a car.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for module in (run, demo, listen, decode, ask, devices, doctor, status, console, metrics, record, score, bench):
    module.register(app)
for group in (model, wake, weights, config, persona, record, driver, vehicle):
    app.add_typer(group.app)


def main() -> None:
    """Run the command line: a user's error is one line on standard error and exit code 2."""
    command = typer.main.get_command(app)
    try:
        code = command.main(prog_name="cabin", standalone_mode=False)
    except CabinError as error:
        _fail(str(error))
    except Exception as error:  # usage errors of the parser, told by their shape; all others go on
        if not hasattr(error, "format_message"):
            raise
        _fail(error.format_message())
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> None:
    print("cabin: " + " ".join(message.split()), file=sys.stderr)
    sys.exit(2)
