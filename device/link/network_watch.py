"""Notices that the machine's network has changed: an address, a route or a link came or went. Linux's routing socket, read only.

After a tunnel the modem gets its route back, and nobody should then have to wait for the next attempt of a long series.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress

log = logging.getLogger(__name__)

_GROUPS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400
"""RTMGRP_LINK, RTMGRP_IPV4_IFADDR, RTMGRP_IPV4_ROUTE, RTMGRP_IPV6_IFADDR, RTMGRP_IPV6_ROUTE (linux/rtnetlink.h)."""
_SETTLE_S = 0.5
"""A network that comes up sends a dozen messages: one call for all of them."""


class NetworkWatch:
    """Calls back after each change, on the event loop."""

    def __init__(self, changed: Callable[[], None], source: socket.socket | None = None) -> None:
        """source: a socket that becomes readable at a change, None for the system's own."""
        self._changed = changed
        self._source = source

    async def run(self) -> None:
        """Watch until cancelled; where the system has no such socket, return at once."""
        source = self._source or _open()
        if source is None:
            return
        loop = asyncio.get_running_loop()
        try:
            while True:
                with suppress(OSError):  # ENOBUFS: so much has changed that some of it was not kept
                    await loop.sock_recv(source, 65536)
                await asyncio.sleep(_SETTLE_S)
                with suppress(OSError):  # EAGAIN: there is no more
                    while source.recv(65536):
                        pass
                self._changed()
        finally:
            source.close()


def _open() -> socket.socket | None:
    try:
        source = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, socket.NETLINK_ROUTE)
    except (AttributeError, OSError) as problem:
        log.info("changes of the network are not noticed (%s)", problem)
        return None
    try:
        source.setblocking(False)
        source.bind((0, _GROUPS))
    except OSError as problem:
        log.info("changes of the network are not noticed (%s)", problem)
        source.close()
        return None
    return source
