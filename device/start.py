"""What the unit runs: `cabin run` without the parser of the command line, which costs a slow board half a second of its start."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the daemon until it is told to stop; an error of the user's is one line on standard error and exit code 2."""
    # What is imported stays: looking for garbage among it takes a tenth of the start. The supervisor switches it on again.
    gc.disable()
    # No plugin of pydantic's is part of the product; to look for some it reads the metadata of every package.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    import asyncio

    from device.main import run_daemon
    from device.settings import load_what_is_right
    from edge.errors import CabinError

    try:
        asyncio.run(run_daemon(load_what_is_right))
    except CabinError as error:
        print("cabin: " + " ".join(str(error).split()), file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
