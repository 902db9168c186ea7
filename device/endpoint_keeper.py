"""Keeps one endpoint connected: connects, hands batches over, reconnects."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from device.clock import boottime_ns
from device.link.client import Link, open_link_patiently
from device.link.endpoint import Endpoint
from device.link.errors import LinkError, RefusedError, UnknownModelError
from device.link.mending import Mending
from edge.realtime.backoff import LONGEST_HERE_S, LONGEST_S, PROVEN_S, Backoff
from edge.realtime.wire_tape import Tap

log = logging.getLogger(__name__)

_LEAST_S = 2.0
"""Between two attempts, whatever the hurry."""


@dataclass(frozen=True, slots=True)
class EndpointHooks:
    """What the owner wants to know, all called on the event loop.

    attached: connected. received: frames that arrived together. detached: the link ended; why, and the error's code, "" for none.
    refused: connecting failed; the texts say why and what follows, the last one is the error's code. lasting: it goes on failing,
    with this code, for longer than the owner wants to be silent about.
    """

    attached: Callable[[str], None]
    received: Callable[[str, Sequence[str]], None]
    detached: Callable[[str, str, str], None]
    refused: Callable[[str, str, str, str], None]
    lasting: Callable[[str, str], None] = lambda name, code: None


class EndpointKeeper:
    """One endpoint and the task that keeps it connected."""

    def __init__(
        self,
        name: str,
        endpoint: Endpoint,
        hooks: EndpointHooks,
        seed: int = 0,
        *,
        mending: Mending | None = None,
        tell_after_s: float = 20.0,
    ) -> None:
        """mending: says when an endpoint that has refused for good is asked again. tell_after_s: for `lasting`."""
        self.name = name
        self.endpoint = endpoint
        self.status = "connecting"
        """One line for `cabin status`."""
        self.tap: Tap | None = None
        """Sees every frame of the connections to come, for a recording."""
        self._hooks = hooks
        self._backoff = Backoff(seed=seed, longest_s=LONGEST_HERE_S if endpoint.unix_path is not None else LONGEST_S)
        self._link: Link | None = None
        self._mending = mending or Mending()
        self._tell_after_ns = round(tell_after_s * 1e9)
        self._hurry = asyncio.Event()
        self._least_s = _LEAST_S
        self._told = ""
        self._why = ""
        """Why the connection is being renewed, empty while it is not."""
        self._refusal: LinkError | None = None
        """What the endpoint said within the session that makes asking on useless."""
        self._respelt = False
        """The model's other name was tried, and nothing has come of either yet."""
        self._failing_since_ns: int | None = None
        self._lasting_told = False
        self._dropped = 0
        self._allowed = asyncio.Event()
        self._allowed.set()

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
        """A turn depends on this endpoint: find out soon whether it is still there, or connect at once where we only wait."""
        if self._link is not None:
            self._link.probe()
        else:
            self.hurry()

    def hurry(self) -> None:
        """There is reason to try again now: somebody speaks, or the network has changed. Not after a refusal, nor too often."""
        self._hurry.set()

    async def _wait(self, seconds: float) -> None:
        """Wait until the next attempt is due, or until somebody is in a hurry."""
        self._hurry.clear()
        least_s = min(seconds, self._least_s)
        await asyncio.sleep(least_s)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._hurry.wait(), seconds - least_s)

    def renew(self, why: str) -> None:
        """Close the connection and open another one."""
        if self._link is not None:
            self._why = why
            self._link.stop()

    def pause(self, why: str) -> None:
        """Close the connection and open none until `go_on`."""
        if self._allowed.is_set():
            self._allowed.clear()
            self.renew(why)

    def go_on(self) -> None:
        """Connect again after `pause`; harmless otherwise."""
        self._allowed.set()

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

    def refuse(self, problem: LinkError) -> None:
        """The endpoint has refused within an open session: leave it, and ask again when there is reason to."""
        if self._link is not None:
            self._refusal = problem
            self._link.stop()

    async def run(self) -> None:
        """Connect and reconnect until cancelled; after a refusal that waiting does not mend, when there is reason to."""
        while True:
            await self._allowed.wait()
            try:
                link = await open_link_patiently(self.endpoint, self._backoff, self._on_failure, self._wait)
            except LinkError as error:
                await self._until_mended(error)
                continue
            if not self._allowed.is_set():
                await link.close()
                continue
            self.endpoint = link.endpoint  # whose model has the name that is known there
            begun_ns = boottime_ns()
            self._link, self._told, link.tap = link, "", self.tap
            self.status = "connected"
            self._hooks.attached(self.name)
            try:
                # When the daemon ends, this is left by cancellation, which is no fault of the endpoint's and told to nobody.
                why, code = await self._serve(link)
                self._link, self._dropped = None, self._dropped + link.dropped_audio_bytes
                self.status = f"reconnecting: {why}"
                self._hooks.detached(self.name, why, code)
            finally:
                self._link = None
                await link.close()
            if boottime_ns() - begun_ns >= PROVEN_S * 1e9:
                self._mending.accepted()
                self._failing_since_ns, self._lasting_told, self._respelt = None, False, False
            refusal, self._refusal = self._refusal, None
            if refusal is not None and not self._respell(refusal):
                await self._until_mended(refusal)

    async def _serve(self, link: Link) -> tuple[str, str]:
        """Hand over what arrives until the link ends; why it did, and the code of the error."""
        try:
            await link.run(lambda batch: self._hooks.received(self.name, batch))
        except LinkError as error:
            if not error.retry:
                self._refusal = error
            return str(error), error.code
        if self._refusal is not None:
            return str(self._refusal), self._refusal.code
        why, self._why = self._why, ""
        return why or "closed", ""

    def _respell(self, error: LinkError) -> bool:
        """Whether the model's other name may be what is wanted: a server may let us in before it looks at the name."""
        other = self.endpoint.other_spelling()
        if self._respelt or other is None or not isinstance(error, UnknownModelError):
            return False
        self._respelt, self.endpoint = True, other
        return True

    async def _until_mended(self, error: LinkError) -> None:
        """Wait until it is worth while to ask again after a refusal."""
        self.status = f"refused: {error}"
        if str(error) != self._told:
            self._told = str(error)
            follows = f"asked again when the settings change, or in {self._mending.next_s / 60:.0f} minutes"
            self._hooks.refused(self.name, str(error), follows, error.code)
        self.endpoint = await self._mending.wait(self.endpoint)
        self._backoff.begin_anew()

    def _on_failure(self, error: LinkError, wait_s: float) -> None:
        self.status = f"no connection: {error}"
        # A server that says when to come back means it.
        self._least_s = wait_s if isinstance(error, RefusedError) else _LEAST_S
        if str(error) != self._told:
            # The same failure every few seconds is one piece of news.
            self._told = str(error)
            self._hooks.refused(self.name, str(error), f"tried again in {wait_s:.0f} s and on", error.code)
        now_ns = boottime_ns()
        self._failing_since_ns = self._failing_since_ns or now_ns
        if not self._lasting_told and now_ns - self._failing_since_ns >= self._tell_after_ns:
            self._lasting_told = True
            self._hooks.lasting(self.name, error.code)
