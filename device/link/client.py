"""The WebSocket client: one endpoint, one connection, frames in batches.

Everything runs on one event loop. One task reads, one writes, one watches for silence; the caller's callback is woken
once for all frames that arrived together.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from websockets.exceptions import ConnectionClosed, InvalidURI, WebSocketException
from websockets.protocol import State

from device.clock import boottime_ns
from device.link.connection import ConnectWithoutRedirect, WatchedConnection
from device.link.endpoint import Endpoint
from device.link.errors import LinkError, LinkLostError, LinkSilentError, UnknownModelError
from device.link.refusals import explain_close, explain_connect
from edge.errors import InputError
from edge.realtime.backoff import Backoff
from edge.realtime.outbox import DropOldestAudioOutbox
from edge.realtime.wire import audio_bytes_of_append
from edge.realtime.wire_tape import Tap

_log = logging.getLogger(__name__)

# websockets logs request headers, the key among them, at DEBUG: its logger never gets there.
_wire_log = logging.getLogger("device.link.websockets")
_wire_log.setLevel(logging.INFO)

_TRACE_HEADERS = ("x-trace-id", "x-request-id")

OnBatch = Callable[[list[str]], None]


@dataclass(slots=True)
class LinkCounters:
    """What went over a link."""

    frames_in: int = 0
    frames_out: int = 0
    batches_in: int = 0
    chars_out: int = 0
    """Characters of text frames sent, near enough to bytes for a budget."""


class Link:
    """An open connection. Make one with `open_link`; use it on its event loop only."""

    def __init__(self, endpoint: Endpoint, connection: WatchedConnection, connect_ms: float) -> None:
        self.endpoint = endpoint
        self.connect_ms = connect_ms
        self.counters = LinkCounters()
        # Ids by which the vendor's support finds this connection.
        self.trace: dict[str, str] = {}
        if connection.response is not None:
            found = connection.response.headers
            self.trace = {name: found[name][:200] for name in _TRACE_HEADERS if name in found}
        self._connection = connection
        self._outbox = DropOldestAudioOutbox(endpoint.limits.send_queue_bytes)
        self._to_write = asyncio.Event()
        self._arrived: list[str] = []
        self._to_read = asyncio.Event()
        # Why the link ended, set once by whoever found out; None after our own close.
        self._why: LinkError | None = None
        self._closing = False
        self._probe: asyncio.Task[None] | None = None
        self.tap: Tap | None = None
        """Sees every frame, for a recording; frames that are dropped before they are written are not among them."""

    @property
    def bytes_in(self) -> int:
        """Bytes received, framing included."""
        return self._connection.bytes_received

    @property
    def dropped_audio_bytes(self) -> int:
        """Raw audio that was dropped because the link was too slow for it."""
        return self._outbox.dropped_audio_bytes

    @property
    def waiting_bytes(self) -> int:
        """Frames that wait to be written."""
        return self._outbox.held_bytes

    def post(self, frames: Iterable[str]) -> None:
        """Queue text frames; returns at once. When the link is too slow, the oldest audio is dropped and counted."""
        for frame in frames:
            self._outbox.put(frame, audio_bytes_of_append(frame))
        self._to_write.set()

    def probe(self, within_s: float = 2.5) -> None:
        """A turn depends on this link: when nothing at all is heard of it within this time, it is lost."""
        if self._probe is None or self._probe.done():
            self._probe = asyncio.create_task(self._ask_for_life(within_s))

    async def _ask_for_life(self, within_s: float) -> None:
        asked_ns = boottime_ns()
        with suppress(ConnectionClosed):
            # Behind bytes that wait to be taken a ping would only block; any answer to them proves life as well.
            if self._connection.transport.get_write_buffer_size() == 0:
                await self._connection.ping()
            await asyncio.sleep(within_s)
            if self._connection.last_received_ns < asked_ns and not self._closing:
                self._ended(LinkSilentError(self.endpoint.name, f"silent for {within_s:g} s within a turn"))
                self._connection.transport.abort()

    async def run(self, on_batch: OnBatch) -> None:
        """Read, write and watch until the link ends; returns after `close`.

        on_batch: called on this event loop with all text frames that arrived together.
        LinkError: the link ended otherwise; a LinkLostError unless the endpoint said that asking again is useless.
        """
        tasks = [asyncio.create_task(job()) for job in (self._read, self._write, self._watch)]
        try:
            while True:
                await self._to_read.wait()
                self._to_read.clear()
                if self._arrived:
                    batch, self._arrived = self._arrived, []
                    self.counters.batches_in += 1
                    on_batch(batch)
                if self._closing or self._why is not None:
                    break
        finally:
            if self._probe is not None:
                self._probe.cancel()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in tasks:
            if not task.cancelled() and (problem := task.exception()) is not None:
                raise problem
        if self._why is not None and not self._closing:
            raise self._why

    def _ended(self, why: LinkError) -> None:
        if self._why is None:
            self._why = why
        self._to_read.set()

    async def _read(self) -> None:
        try:
            while True:
                frame = await self._connection.recv()
                self.counters.frames_in += 1
                text = frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
                if self.tap is not None:
                    self.tap("server", text)
                self._arrived.append(text)
                self._to_read.set()
        except ConnectionClosed as problem:
            self._ended(explain_close(self.endpoint.name, self.endpoint.model, problem, self.endpoint.limits.max_frame_bytes))

    async def _write(self) -> None:
        with suppress(ConnectionClosed):  # the reader says why
            while True:
                await self._to_write.wait()
                self._to_write.clear()
                # On a connection that is gone, websockets would abort its transport, which fails on Python 3.11.
                while self._connection.state is State.OPEN and (frame := self._outbox.take_one()) is not None:
                    if self.tap is not None:
                        self.tap("client", frame)
                    await self._connection.send(frame)
                    self.counters.frames_out += 1
                    self.counters.chars_out += len(frame)

    async def _watch(self) -> None:
        limits = self.endpoint.limits
        pinged_for = 0
        with suppress(ConnectionClosed):
            while True:
                heard_ns = self._connection.last_received_ns
                silent_s = (boottime_ns() - heard_ns) / 1e9
                if silent_s >= limits.dead_after_s:
                    self._ended(LinkSilentError(self.endpoint.name, f"silent for {silent_s:.0f} s"))
                    self._connection.transport.abort()
                    return
                if self._connection.state is not State.OPEN:
                    return
                if silent_s >= limits.ping_after_s and pinged_for != heard_ns:
                    pinged_for = heard_ns
                    # Bytes that wait to be taken ask the same question; behind them a ping would only block.
                    if self._connection.transport.get_write_buffer_size() == 0:
                        await self._connection.ping()
                due_s = limits.dead_after_s if pinged_for == heard_ns else limits.ping_after_s
                await asyncio.sleep(max(0.001, min(limits.ping_after_s, due_s - silent_s)))

    def stop(self) -> None:
        """End `run` soon; `close` is still due."""
        self._closing = True
        self._to_read.set()

    async def close(self) -> None:
        """Say goodbye and end `run`."""
        self._closing = True
        self._to_read.set()
        if self._connection.state is not State.CLOSED:
            await self._connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()


async def open_link(endpoint: Endpoint) -> Link:
    """Connect once; the model's other spelling is tried when the endpoint does not know the first.

    LinkError: why it did not work, in one line. InputError: the endpoint's settings cannot be used.
    """
    try:
        return await _open_once(endpoint)
    except UnknownModelError as problem:
        other = endpoint.other_spelling()
        if other is None:
            raise
        _log.info("%s; trying %r", problem, other.model)
        return await _open_once(other)


async def _open_once(endpoint: Endpoint) -> Link:
    limits = endpoint.limits
    headers = endpoint.headers()
    extra: dict[str, Any] = {}  # what websockets hands on to the event loop
    if endpoint.unix_path is not None:
        extra |= {"unix": True, "path": endpoint.unix_path}
    elif (tls := endpoint.tls()) is not None:
        extra["ssl"] = tls
    pinned = type("PinnedConnection", (WatchedConnection,), {"pin": endpoint.pin})
    begun_ns = boottime_ns()
    try:
        connection = await ConnectWithoutRedirect(
            endpoint.target(),
            additional_headers=headers,
            compression=None,
            proxy=None if endpoint.local else True,
            open_timeout=limits.connect_s,
            ping_interval=None,  # `_watch` does it: any frame proves life, not only a pong
            close_timeout=limits.close_s,
            max_size=limits.max_frame_bytes,
            max_queue=(256, 64),
            logger=_wire_log,
            create_connection=pinned,
            **extra,
        )
    except InvalidURI as problem:
        raise InputError(endpoint.name, "not a usable address") from problem
    except (OSError, WebSocketException) as problem:
        raise explain_connect(endpoint.name, endpoint.model, problem, limits.connect_s) from problem
    assert isinstance(connection, WatchedConnection)
    link = Link(endpoint, connection, (boottime_ns() - begun_ns) / 1e6)
    _log.info("%s: connected in %.0f ms %s", endpoint.name, link.connect_ms, link.trace or "")
    return link


async def open_link_patiently(
    endpoint: Endpoint,
    backoff: Backoff,
    on_failure: Callable[[LinkError, float], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Link:
    """Connect, again and again with growing waits; wait first when the last connection ended as soon as it began.

    on_failure: told of each failed attempt and of the seconds until the next. sleep: how to wait, so that a caller
    can cut the wait short when the network comes back.
    LinkError: one that waiting does not mend (its `retry` is False).
    """
    if (wait_s := backoff.before_next_s(boottime_ns())) > 0:
        on_failure(LinkLostError(endpoint.name, "the connection ended as soon as it had begun"), wait_s)
        await sleep(wait_s)
    while True:
        try:
            link = await open_link(endpoint)
        except LinkError as problem:
            if not problem.retry:
                raise
            wait_s = backoff.next_s(problem.retry_after_s)
            on_failure(problem, wait_s)
            await sleep(wait_s)
        else:
            backoff.connected(boottime_ns())
            return link
