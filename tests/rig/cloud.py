"""The rig's own cloud: the on-device model, run by the rig, at the far end of the board's cable."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit


@contextmanager
def running_cloud(log: Path) -> Iterator[int]:
    """Its port on loopback."""
    with log.open("wb") as sink:
        words = [sys.executable, "-m", "device", "model", "serve", "--port", "0"]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=sink, text=True)
        try:
            assert process.stdout is not None
            address = ""
            for line in process.stdout:
                if line.startswith("ready "):
                    address = line.split()[1]
                    break
            assert address, f"the rig's cloud does not start: {log.read_text(encoding='utf-8')[-400:]}"
            port = urlsplit(address).port
            assert port is not None, address
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)
