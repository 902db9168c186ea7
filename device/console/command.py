"""`cabin console`: the token, where the address is told, and serving until it is enough."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
from pathlib import Path

from device.console.server import Console
from device.control.socket import NAME

ADDRESS = "console.url"
"""File below the runtime directory that holds the address with the token, for this user alone."""


async def serve_console(runtime: Path, port: int) -> None:
    """Serve until SIGINT or SIGTERM. Raises CabinError when the port is taken.

    The token is new each time. It stands behind the # of the address, which a browser keeps to itself, and is printed on a terminal
    only: what a service prints ends in a log.
    """
    # Before anything is told: whoever reads the address may end this at once.
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    token = secrets.token_urlsafe(24)
    console = Console(runtime / NAME, token)
    await console.start(port)
    address = f"http://127.0.0.1:{console.port}/#{token}"
    file = runtime / ADDRESS
    try:
        _write_private(file, address + "\n")
        print(address if sys.stdout.isatty() else f"http://127.0.0.1:{console.port}/ with the token in {file}", flush=True)
        await stop.wait()
    finally:
        file.unlink(missing_ok=True)
        await console.stop()


def _write_private(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
