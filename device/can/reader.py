"""Reads one CAN bus into the state: filters in the kernel, whole batches, and a bus that vanishes and comes back.

python-can opens the channel, so every interface it knows can be used. Reading is a loop of our own: its notifier hides
errors of the read in asyncio. Nothing here sends.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import can
from can.interfaces.socketcan import SocketcanBus

from device.can.bus_errors import ReaderCounters
from device.can.listen_only import listen_only
from device.can.socket_drain import SocketDrain, prepare
from device.clock import boottime_ns
from edge.errors import SettingsError
from edge.vehicle.dbc import EXTENDED
from edge.vehicle.decoder import Decoder
from edge.vehicle.state import VehicleState

log = logging.getLogger(__name__)

TICK_S = 0.05  # the kernel keeps the frames meanwhile: at full load some 230, for which `prepare` makes room
SWEEP_NS = 100_000_000  # how often values are looked at for having grown old
_BATCH = 2000  # frames a tick at most, so that a flood cannot starve the loop
_BACK_OFF_S = (0.2, 5.0)
_SLEPT_NS = 2_000_000_000  # a tick that takes so long was a suspend


@dataclass(frozen=True, slots=True)
class BusConfig:
    """interface and channel as python-can names them, such as "socketcan" and "can0".

    require_listen_only: refuse an interface that could send. options: further arguments of the interface.
    """

    interface: str = "socketcan"
    channel: str = "can0"
    fd: bool = False
    require_listen_only: bool = False
    options: dict[str, Any] = field(default_factory=dict)


class CanReader:
    """One bus -> decoder -> state. All calls from one thread (or one event loop); `poll` never blocks."""

    def __init__(
        self,
        config: BusConfig,
        decoder: Decoder,
        state: VehicleState,
        *,
        clock: Callable[[], int] = boottime_ns,
        seed: int | None = None,
    ) -> None:
        """Raises SettingsError where listen-only is required and the interface can send."""
        if config.require_listen_only and config.interface == "socketcan" and listen_only(config.channel) is False:
            raise SettingsError(config.channel, "is not in listen-only mode, which the settings require")
        self.config = config
        self.counters = ReaderCounters()
        self._decoder, self._state, self._clock = decoder, state, clock
        self._bus: can.BusABC | None = None
        self._socket: SocketDrain | None = None
        self._now = 0  # time of the batch that is being read
        self._retry_ns = 0
        self._swept_ns = 0
        self._back_off = _BACK_OFF_S[0]
        self._dice = random.Random(seed)
        self._was_open = False
        self.trouble = ""
        """Why the bus is not open, empty while it is."""
        decoder.attach(state)

    @property
    def connected(self) -> bool:
        return self._bus is not None

    def poll(self) -> int:
        """Take what has arrived; returns the number of frames. Opens the bus if it is closed and due for a try."""
        self._now = self._clock()
        if self._bus is None and not self._open():
            self._sweep()
            return 0
        before = self.counters.frames
        try:
            if self._socket is not None:
                self._socket.drain(_BATCH)
                self.counters.kernel_dropped = self._socket.dropped
            else:
                self._receive()
        except (can.CanError, OSError) as error:
            self._lost(error)
        self._sweep()
        return self.counters.frames - before

    async def run(self, stop: asyncio.Event, tick_s: float = TICK_S) -> None:
        """Poll until told to stop, then close."""
        try:
            while not stop.is_set():
                self.poll()
                before = self._clock()
                await asyncio.sleep(tick_s)
                if self._clock() - before > _SLEPT_NS:
                    self.forget()
        finally:
            self.close()

    def forget(self) -> None:
        """The machine slept: what waits in the kernel is from before, and would look fresh. The next poll opens the bus anew."""
        if self._bus is None:
            return
        log.info("CAN %s: opened anew after a sleep", self.config.channel)
        self.close()
        self._state.invalidate(self._decoder.paths)
        self._decoder.reset()
        self._retry_ns = 0

    def close(self) -> None:
        """Close the bus; values grow stale by their own time-outs."""
        if self._bus is not None:
            self._bus.shutdown()
        self._bus = self._socket = None

    def _open(self) -> bool:
        if self._now < self._retry_ns:
            return False
        # Only the kernel filters for nothing. Filters that python-can applies itself would end a batch early: its recv
        # returns None for a frame that was filtered out.
        in_kernel = self.config.interface == "socketcan"
        filters: list[can.typechecking.CanFilter] = [
            {"can_id": identifier, "can_mask": mask, "extended": extended}
            for identifier, mask, extended in self._decoder.arbitration_ids
        ]
        try:
            self._bus = can.Bus(
                interface=self.config.interface,
                channel=self.config.channel,
                can_filters=filters if in_kernel else None,
                fd=self.config.fd,
                receive_own_messages=False,
                **self.config.options,
            )
        except (can.CanError, OSError, ValueError, ImportError) as error:
            self._lost(error)
            return False
        if isinstance(self._bus, SocketcanBus):
            prepare(self._bus.socket)
            self._socket = SocketDrain(self._bus.socket, self._take, self.counters.note_error)
        if self._was_open:
            self.counters.reopened += 1
            log.info("CAN %s is back", self.config.channel)
        self._was_open = True
        self.trouble = ""
        self._back_off = _BACK_OFF_S[0]
        self._decoder.reset()
        return True

    def _receive(self) -> None:
        assert self._bus is not None  # poll has opened it
        for _ in range(_BATCH):
            message = self._bus.recv(timeout=0)
            if message is None:
                return
            if message.is_error_frame:
                self.counters.note_error(message.arbitration_id, bytes(message.data))
            elif not message.is_remote_frame:
                key = message.arbitration_id | (EXTENDED if message.is_extended_id else 0)
                self._take(key, bytes(message.data))

    def _sweep(self) -> None:
        if self._now - self._swept_ns >= SWEEP_NS:
            self._swept_ns = self._now
            self._state.sweep(self._now)

    def _take(self, key: int, data: bytes) -> None:
        self.counters.frames += 1
        self._decoder.feed_state(self._state, key, data, self._now)

    def _lost(self, error: Exception) -> None:
        """The bus is gone: its values count as stale at once, and opening is tried again with growing pauses."""
        self.counters.failures += 1
        self.trouble = str(error)
        log.warning("CAN %s: %s; next try in %.1f s", self.config.channel, error, self._back_off)
        if self._bus is not None:
            try:
                self._bus.shutdown()
            except (can.CanError, OSError) as failure:
                log.debug("closing CAN %s: %s", self.config.channel, failure)
        self._bus = self._socket = None
        self._state.invalidate(self._decoder.paths)
        self._decoder.reset()
        self._retry_ns = self._now + round(self._back_off * self._dice.uniform(0.9, 1.3) * 1e9)
        self._back_off = min(2 * self._back_off, _BACK_OFF_S[1])
