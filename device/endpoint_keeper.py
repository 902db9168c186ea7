"""Keeps one endpoint connected: connects, hands batches over, reconnects."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from device.link.client import Link, open_link_patiently
from device.link.endpoint import Endpoint
from device.link.errors import LinkError
from edge.realtime.backoff import Backoff

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EndpointHooks:
    """What the owner wants to know, all called on the event loop.

    attached: connected. received: frames that arrived together. detached: the link ended, and why.
    refused: connecting failed; the texts say why and what follows, the last one is the error's code.
    """

    attached: Callable[[str], None]
    received: Callable[[str, Sequence[str]], None]
    detached: Callable[[str, str], None]
    refused: Callable[[str, str, str, str], None]


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
        self._why = ""
        """Why the connection is being renewed, empty while it is not."""
        self._dropped = 0

    @property
    def connected(self) -> bool:
        """A link is open."""
        return self._link is not None

    def post(self, frames: Sequence[str]) -> None:
        """Send wire frames; dropped when the link has just gone, since a new session starts from the transcript."""
        if self._link is not None:
            self._link.post(frames)

    @property
    def connect_s(self) -> float | None:
        """How long the last connecting took, None before it."""
        return self._link.connect_ms / 1000 if self._link is not None else None

    @property
    def waiting_bytes(self) -> int:
        """What waits to be sent."""
        return self._link.waiting_bytes if self._link is not None else 0

    def probe(self) -> None:
        """A turn depends on this endpoint: find out soon whether it is still there."""
        if self._link is not None:
            self._link.probe()

    def renew(self, why: str) -> None:
        """Close the connection and open another one."""
        if self._link is not None:
            self._why = why
            self._link.stop()

    def describe(self) -> dict[str, Any]:
        """For `cabin status`: the state of the link and what went over it."""
        found: dict[str, Any] = {"status": self.status, "audio_dropped_bytes": self._dropped}
        if (link := self._link) is not None:
            found |= {
                "connect_ms": round(link.connect_ms),
                "trace": link.trace,
                "frames_in": link.counters.frames_in,
                "frames_out": link.counters.frames_out,
                "bytes_in": link.bytes_in,
                "bytes_out": link.counters.chars_out,
                "waiting_bytes": link.waiting_bytes,
                "audio_dropped_bytes": self._dropped + link.dropped_audio_bytes,
            }
        return found

    async def run(self) -> None:
        """Connect and reconnect until cancelled, or until the endpoint refuses for good."""
        while True:
            try:
                link = await open_link_patiently(self.endpoint, self._backoff, self._on_failure)
            except LinkError as error:
                self.status = f"refused: {error}"
                self._hooks.refused(self.name, str(error), "not asked again until the daemon restarts", error.code)
                return
            self._link, self._told = link, ""
            self.status = "connected"
            self._hooks.attached(self.name)
            try:
                # When the daemon ends, this is left by cancellation, which is no fault of the endpoint's and told to nobody.
                why = await self._serve(link)
                self._link, self._dropped = None, self._dropped + link.dropped_audio_bytes
                self.status = f"reconnecting: {why}"
                self._hooks.detached(self.name, why)
            finally:
                self._link = None
                await link.close()

    async def _serve(self, link: Link) -> str:
        """Hand over what arrives until the link ends; why it did."""
        try:
            await link.run(lambda batch: self._hooks.received(self.name, batch))
        except LinkError as error:
            return str(error)
        why, self._why = self._why, ""
        return why or "closed"

    def _on_failure(self, error: LinkError, wait_s: float) -> None:
        self.status = f"no connection: {error}"
        if str(error) != self._told:
            # The same failure every few seconds is one piece of news.
            self._told = str(error)
            self._hooks.refused(self.name, str(error), f"tried again in {wait_s:.0f} s and on", error.code)
