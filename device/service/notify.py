"""What the service manager is told: readiness, a status line, and the watchdog's food."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping


class Notifier:
    """Speaks sd_notify's datagram protocol; silent where no service manager listens."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        environment = os.environ if environment is None else environment
        address = environment.get("NOTIFY_SOCKET", "")
        # A leading @ stands for the abstract namespace, whose names begin with a zero byte.
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) if address else None
        interval = int(environment.get("WATCHDOG_USEC", "0") or 0)
        self.watchdog_s: float | None = interval / 1e6 if interval else None
        """The service manager's limit between two `watchdog` calls, None when it sets none."""

    def ready(self, status: str) -> None:
        """Microphone, loudspeaker and wake word are live."""
        self._send(f"READY=1\nSTATUS={status}")

    def waiting(self, text: str, seconds: float) -> None:
        """Not ready, and alive: give the start `seconds` more from now on."""
        self._send(f"EXTEND_TIMEOUT_USEC={round(seconds * 1e6)}\nSTATUS={text}")

    def status(self, text: str) -> None:
        """One line for `systemctl status`."""
        self._send(f"STATUS={text}")

    def watchdog(self) -> None:
        """Audio was captured and processed since the last call."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """The service is on its way out."""
        self._send("STOPPING=1")

    def close(self) -> None:
        """Give the socket back."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _send(self, message: str) -> None:
        if self._socket is None:
            return
        try:
            self._socket.sendto(message.encode(), self._address)
        except OSError:
            # A service manager that restarts itself is no reason to stop talking to the driver.
            return
