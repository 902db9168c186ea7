"""logind's word before the machine sleeps and after it: what is open is closed in time, and opened again at once.

While the machine is awake we hold a delay lock (`Inhibit("sleep", …, "delay")` of org.freedesktop.login1), a file descriptor. When
logind tells that it will sleep, everything is closed, and then the lock, upon which it does. Without a system bus, without
dbus-fast, or where a policy refuses the lock, suspends are noticed by their clocks alone (device/service/power.py).
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus
    from dbus_fast.message import Message

log = logging.getLogger(__name__)

_NAME: Final = "org.freedesktop.login1"
_PATH: Final = "/org/freedesktop/login1"
_MANAGER: Final = "org.freedesktop.login1.Manager"
_CLOSE_WITHIN_S: Final = 4.0
"""logind itself waits five seconds (InhibitDelayMaxSec) and sleeps then."""
_AGAIN_S: Final = (1.0, 5.0, 30.0, 300.0)
"""Waits between attempts to reach the bus; the last one repeats."""


class SleepLock:
    """Holds the lock, and passes on what logind tells."""

    def __init__(self, going: Callable[[], Awaitable[None]], awake: Callable[[], None], address: str | None = None) -> None:
        """going: closes what is open, before the machine sleeps. awake: after it, or when nothing came of it.

        address: of the bus; None is the system's.
        """
        self._going = going
        self._awake = awake
        self._address = address
        self._lock: int | None = None
        self.asleep = False
        """logind has said that the machine will sleep, and not yet that it is awake."""

    @property
    def held(self) -> bool:
        """The machine does not sleep without asking us."""
        return self._lock is not None

    async def run(self) -> None:
        """Hold the lock until cancelled. Returns at once where dbus-fast is not installed."""
        try:
            from dbus_fast import BusType, InvalidAddressError
            from dbus_fast.aio import MessageBus
            from dbus_fast.errors import AuthError
        except ImportError:
            log.info("suspends are noticed by their clocks alone: dbus-fast is not installed (cabin-voice[power])")
            return
        failures = 0
        while True:
            try:
                bus = await MessageBus(self._address, BusType.SYSTEM, negotiate_unix_fd=True).connect()
                try:
                    await self._follow(bus)
                    failures = 0
                finally:
                    bus.disconnect()
            except (OSError, EOFError, AuthError, InvalidAddressError) as error:
                log.log(logging.DEBUG if failures else logging.INFO, "no word of suspends from logind: %s", error)
            finally:
                self._let_go()
                self._wake()
            await asyncio.sleep(_AGAIN_S[min(failures, len(_AGAIN_S) - 1)])
            failures += 1

    async def _follow(self, bus: MessageBus) -> None:
        """Until the bus is gone."""
        told: asyncio.Queue[bool | None] = asyncio.Queue()

        def hear(message: Message) -> None:
            if message.member == "PrepareForSleep" and message.interface == _MANAGER and message.body:
                told.put_nowait(bool(message.body[0]))

        bus.add_message_handler(hear)
        gone = asyncio.ensure_future(_until_gone(bus, told))
        try:
            rule = f"type='signal',sender='{_NAME}',path='{_PATH}',interface='{_MANAGER}',member='PrepareForSleep'"
            await self._call(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "AddMatch", "s", [rule])
            await self._take(bus)
            while (sleeps := await told.get()) is not None:
                if sleeps:
                    await self._close()
                else:
                    self._wake()
                    await self._take(bus)
        finally:
            gone.cancel()

    async def _close(self) -> None:
        self.asleep = True
        try:
            await asyncio.wait_for(self._going(), _CLOSE_WITHIN_S)
        except TimeoutError:
            log.warning("not everything was closed before the machine sleeps")
        self._let_go()

    def _wake(self) -> None:
        if self.asleep:
            self.asleep = False
            self._awake()

    def note_awake(self) -> None:
        """It was noticed by other means that the machine is awake: logind's word of it, which comes late or never, is no news."""
        self.asleep = False

    async def _take(self, bus: MessageBus) -> None:
        if self._lock is not None:
            return
        reply = await self._call(
            bus, _NAME, _PATH, "Inhibit", "ssss", ["sleep", "Cabin Voice", "closes what is open", "delay"], _MANAGER
        )
        if reply is not None and reply.unix_fds:
            self._lock = reply.unix_fds[0]

    def _let_go(self) -> None:
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)

    async def _call(
        self, bus: MessageBus, name: str, path: str, member: str, signature: str, body: list[str], interface: str | None = None
    ) -> Message | None:
        """The reply, or None where the call was refused."""
        from dbus_fast import Message, MessageType

        call = Message(
            destination=name, path=path, interface=interface or name, member=member, signature=signature, body=list(body)
        )
        reply = await bus.call(call)
        if reply is None or reply.message_type is MessageType.ERROR:
            log.info(
                "logind does not wait for us before a suspend: %s", reply.body[0] if reply is not None and reply.body else member
            )
            return None
        return reply


async def _until_gone(bus: MessageBus, told: asyncio.Queue[bool | None]) -> None:
    with suppress(OSError, EOFError):  # why the bus went is told where it is opened again
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
    told.put_nowait(None)
