"""The virtual board.

python -m deploy.rig build      everything that it is made of, below build/rig
python -m deploy.rig run        start it and wait until it is stopped (ctrl-c); prints how to get in
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from deploy.debian.target import BuildError
from deploy.rig.build import build
from deploy.rig.machine import Machine
from deploy.rig.place import Place
from device.weights_fetch import default_store


def main() -> None:
    """Do what the command line asks for; one line on standard error and exit code 2 where that fails."""
    parser = argparse.ArgumentParser(prog="deploy.rig", description="Build and run the virtual board.")
    parser.add_argument("what", choices=("build", "run"))
    parser.add_argument("--folder", type=Path, default=Place().folder)
    options = parser.parse_args()
    place = Place(options.folder)
    try:
        build(place, default_store().root, lambda line: print(f"rig: {line}", flush=True))
        if options.what == "run":
            _run(place)
    except BuildError as error:
        print(f"rig: {error}", file=sys.stderr)
        sys.exit(2)


def _run(place: Place) -> None:
    with Machine(place) as machine:
        print(f"rig: console in {machine.console}\nrig: {' '.join(machine.shell.command)}", flush=True)
        try:
            while machine.running:
                time.sleep(1.0)
        except KeyboardInterrupt:
            print("rig: stopping")


if __name__ == "__main__":
    main()
