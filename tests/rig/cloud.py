"""The rig's own cloud: the on-device model, run by the rig, at the far end of the board's cable."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

_SERVER = Path(__file__).with_name("cloud_server.py")
TRIES = 3
"""It is not what is tested here: one that dies while it starts gets another try, and the log tells."""


@contextmanager
def running_cloud(log: Path) -> Iterator[int]:
    """Its port on loopback."""
    # The rig's own switches are no settings of the program.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CABIN_RIG")}
    with log.open("wb") as sink:
        for number in range(1, TRIES + 1):
            words = [sys.executable, str(_SERVER)]
            process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=sink, text=True, env=environment)
            assert process.stdout is not None
            address = next((line.split()[1] for line in process.stdout if line.startswith("ready ")), "")
            if address:
                break
            sink.write(f"try {number}: ended with code {process.wait()}\n".encode())
            sink.flush()
        try:
            port = urlsplit(address).port
            assert port is not None, f"the rig's cloud does not start: {log.read_text(encoding='utf-8')[-600:]}"
            yield port
        finally:
            process.terminate()
            process.wait(timeout=60)
