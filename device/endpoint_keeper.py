"""Keeps one endpoint connected: connects, hands batches over, reconnects."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from device.link.client import Link, open_link_patiently
from device.link.endpoint import Endpoint
from device.link.errors import LinkError
from edge.realtime.backoff import Backoff

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EndpointHooks:
    """What the owner wants to know, all called on the event loop.

    attached: connected. received: frames that arrived together. detached: the link ended, and why.
    refused: connecting failed; the text says why and what follows.
    """

    attached: Callable[[str], None]
    received: Callable[[str, Sequence[str]], None]
    detached: Callable[[str, str], None]
    refused: Callable[[str, str, str], None]


class EndpointKeeper:
    """One endpoint and the task that keeps it connected."""

    def __init__(self, name: str, endpoint: Endpoint, hooks: EndpointHooks, seed: int = 0) -> None:
        self.name = name
        self.endpoint = endpoint
        self.status = "connecting"
        """One line for `cabin status`."""
        self._hooks = hooks
        self._backoff = Backoff(seed=seed)
        self._link: Link | None = None
        self._told = ""

    @property
    def connected(self) -> bool:
        """A link is open."""
        return self._link is not None

    def post(self, frames: Sequence[str]) -> None:
        """Send wire frames; dropped when the link has just gone, since a new session starts from the transcript."""
        if self._link is not None:
            self._link.post(frames)

    async def run(self) -> None:
        """Connect and reconnect until cancelled, or until the endpoint refuses for good."""
        while True:
            try:
                link = await open_link_patiently(self.endpoint, self._backoff, self._on_failure)
            except LinkError as error:
                self.status = f"refused: {error}"
                self._hooks.refused(self.name, str(error), "not asked again until the daemon restarts")
                return
            self._link, self._told = link, ""
            self.status = "connected"
            self._hooks.attached(self.name)
            why = "closed"
            try:
                await link.run(lambda batch: self._hooks.received(self.name, batch))
            except LinkError as error:
                why = str(error)
            finally:
                self._link = None
                self.status = f"reconnecting: {why}"
                self._hooks.detached(self.name, why)
                await link.close()

    def _on_failure(self, error: LinkError, wait_s: float) -> None:
        self.status = f"no connection: {error}"
        if str(error) != self._told:
            # The same failure every few seconds is one piece of news.
            self._told = str(error)
            self._hooks.refused(self.name, str(error), f"tried again in {wait_s:.0f} s and on")
