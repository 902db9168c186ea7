"""On-board diagnostics as a source of state. The one module that writes to a bus: it asks, with the requests of a list in code.

Off by default. It needs a bus that is not in listen-only mode, and it is silent unless the car is known to be parked.
The kernel's ISO-TP socket is used where there is one; elsewhere python-can carries the frames.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from typing import Protocol

import can

from device.can.reader import BusConfig
from device.clock import boottime_ns
from edge.errors import SettingsError
from edge.vehicle.isotp import FLOW_CONTROL, Assembler, single_frame
from edge.vehicle.obd import ALLOWED, ANSWER_ID, REQUEST_ID, Poller
from edge.vehicle.state import VehicleState

log = logging.getLogger(__name__)

_TICK_S = 0.05


class Link(Protocol):
    """Carries whole requests and answers."""

    def ask(self, request: bytes) -> None:
        """Send one request. Raises OSError or can.CanError."""
        ...

    def take(self) -> list[bytes]:
        """Answers that have arrived. Raises OSError or can.CanError."""
        ...

    def close(self) -> None: ...


class KernelLink:
    """The kernel's ISO-TP (module can-isotp): better timing than any program can give."""

    def __init__(self, channel: str) -> None:
        """Raises OSError where the kernel has no ISO-TP or the interface is missing."""
        self._socket = socket.socket(socket.AF_CAN, socket.SOCK_DGRAM, socket.CAN_ISOTP)
        try:
            self._socket.bind((channel, ANSWER_ID, REQUEST_ID))
            self._socket.setblocking(False)
        except OSError:
            self._socket.close()
            raise

    def ask(self, request: bytes) -> None:
        _check(request)
        self._socket.send(request)

    def take(self) -> list[bytes]:
        found = []
        while True:
            try:
                found.append(self._socket.recv(4096))
            except BlockingIOError:
                return found

    def close(self) -> None:
        self._socket.close()


class BusLink:
    """ISO-TP of our own over a bus of python-can."""

    def __init__(self, config: BusConfig) -> None:
        """Raises can.CanError, OSError or ValueError where the bus cannot be opened."""
        self._bus = can.Bus(interface=config.interface, channel=config.channel, fd=config.fd, **config.options)
        self._assembler = Assembler()

    def ask(self, request: bytes) -> None:
        _check(request)
        self._send(single_frame(request))

    def take(self) -> list[bytes]:
        found = []
        while (message := self._bus.recv(timeout=0)) is not None:
            if message.arbitration_id != ANSWER_ID or message.is_extended_id or message.is_error_frame:
                continue
            answer, go_on = self._assembler.feed(bytes(message.data), boottime_ns())
            if go_on:
                self._send(FLOW_CONTROL)
            if answer is not None:
                found.append(answer)
        return found

    def close(self) -> None:
        self._bus.shutdown()

    def _send(self, data: bytes) -> None:
        self._bus.send(can.Message(arbitration_id=REQUEST_ID, data=data, is_extended_id=False))


def open_link(config: BusConfig) -> Link:
    """The kernel's ISO-TP on SocketCAN, else our own. Raises SettingsError where neither can be had."""
    if config.require_listen_only:
        raise SettingsError("can.obd", "asks the car, which a bus in listen-only mode cannot")
    if config.interface == "socketcan" and hasattr(socket, "CAN_ISOTP"):
        try:
            return KernelLink(config.channel)
        except OSError as error:
            log.info("no ISO-TP in the kernel (%s): using our own", error.strerror)
    try:
        return BusLink(config)
    except (can.CanError, OSError, ValueError) as error:
        raise SettingsError(f"can.channel {config.channel}", f"cannot be opened for diagnostics: {error}") from error


class ObdSource:
    """Asks a parked car, one request a second."""

    def __init__(self, link: Link, state: VehicleState, *, clock: Callable[[], int] = boottime_ns) -> None:
        self._link, self._clock = link, clock
        self.poller = Poller(state)
        self.failures = 0

    def poll(self) -> None:
        """Take answers and send what is due. Never blocks."""
        now = self._clock()
        try:
            for answer in self._link.take():
                self.poller.answer(answer, now)
            request = self.poller.next_request(now)
            if request is not None:
                self._link.ask(request)
        except (OSError, can.CanError) as error:
            self.failures += 1
            log.debug("diagnostics: %s", error)

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                self.poll()
                await asyncio.sleep(_TICK_S)
        finally:
            self._link.close()


def _check(request: bytes) -> None:
    """The last gate before the bus. Raises PermissionError for what is not on the list."""
    if request not in ALLOWED:
        raise PermissionError(f"the request {request.hex()} is not on the list")
