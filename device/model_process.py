"""The on-device model as a process of our own, where no service manager runs it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from pathlib import Path

log = logging.getLogger(__name__)

RESTART_S = 2.0
STOP_S = 5.0
READY_POLL_S = 0.1


class ModelProcess:
    """Runs `cabin model serve` on a Unix socket and starts it again when it dies."""

    def __init__(self, socket_path: Path, log_file: Path | None = None) -> None:
        """log_file: where it writes what it has to say; None: where this process does."""
        self._socket = socket_path
        self._log_file = log_file
        self._process: asyncio.subprocess.Process | None = None
        self.restarts = 0

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def run(self) -> None:
        """Keep it running until cancelled, then end it."""
        command = (sys.executable, "-m", "device", "model", "serve", "--unix", str(self._socket))
        try:
            while True:
                with contextlib.ExitStack() as files:
                    out = files.enter_context(self._log_file.open("ab")) if self._log_file is not None else None
                    self._process = await asyncio.create_subprocess_exec(
                        *command, stdin=asyncio.subprocess.DEVNULL, stdout=out, stderr=out
                    )
                code = await self._process.wait()
                log.warning("the model service ended with code %s; starting it again", code)
                self.restarts += 1
                await asyncio.sleep(RESTART_S)
        finally:
            await self._end()

    async def ready(self) -> None:
        """Wait until it takes connections."""
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_unix_connection(str(self._socket))
                writer.close()
                return
            await asyncio.sleep(READY_POLL_S)

    async def _end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), STOP_S)
            except TimeoutError:
                process.kill()
                await process.wait()
