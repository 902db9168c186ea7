"""websockets' connection, with the two things this project adds: when the last byte came, and the pinned certificate."""

from __future__ import annotations

import hashlib
import ssl

from websockets.asyncio.client import ClientConnection, connect
from websockets.datastructures import HeadersLike
from websockets.http11 import USER_AGENT

from device.clock import boottime_ns


class WatchedConnection(ClientConnection):
    """A connection that knows how long it has been silent."""

    # CLOCK_BOOTTIME of the last bytes received, of any kind of frame; so that a suspend counts as silence.
    last_received_ns: int = 0
    bytes_received: int = 0
    # SHA-256 of the only certificate to be accepted, None for any valid one. Set before the handshake.
    pin: str | None = None

    def data_received(self, data: bytes) -> None:
        """Bytes came from the network."""
        self.last_received_ns = boottime_ns()
        self.bytes_received += len(data)
        super().data_received(data)

    async def handshake(self, additional_headers: HeadersLike | None = None, user_agent_header: str | None = USER_AGENT) -> None:
        """The WebSocket handshake, after a look at the certificate: the key must not reach a server that fails it.

        ssl.SSLCertVerificationError: the certificate is not the pinned one.
        """
        self.last_received_ns = boottime_ns()
        if self.pin is not None:
            tls: ssl.SSLObject | None = self.transport.get_extra_info("ssl_object")
            certificate = tls.getpeercert(binary_form=True) if tls is not None else None
            if certificate is None or hashlib.sha256(certificate).hexdigest() != self.pin.lower().replace(":", ""):
                problem = ssl.SSLCertVerificationError("pinned certificate mismatch")
                problem.verify_code, problem.verify_message = 0, "it is not the pinned one"
                raise problem
        await super().handshake(additional_headers, user_agent_header)


class ConnectWithoutRedirect(connect):
    """websockets' connect, but a redirect is an answer like any other: sign-in pages redirect, endpoints do not."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        """Follow none."""
        return exc
