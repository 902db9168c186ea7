"""Eclipse Kuksa's databroker over gRPC: a source of values, and a way to ask for actuation. Needs the extra `kuksa`."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from device.clock import boottime_ns
from edge.errors import SettingsError
from edge.vehicle.actuation import ActuationRequest
from edge.vehicle.kuksa_wire import (
    BATCH_ACTUATE,
    GET_VALUE,
    SUBSCRIBE,
    ProtobufError,
    batch_actuate_request,
    get_value_request,
    subscribe_request,
    subscribe_response,
)
from edge.vehicle.state import VehicleState
from edge.vehicle.tools import ToolHost

log = logging.getLogger(__name__)

PREFIX = "Vehicle."
_BACK_OFF_S = (0.2, 5.0)
_TICK_S = 0.02


class Databroker:
    """A channel to the broker. token: file of a JWT, read at each connection, for a broker that asks for one."""

    def __init__(self, address: str, token: Path | None = None) -> None:
        """Raises SettingsError where grpcio is not installed."""
        try:
            grpc = import_module("grpc.aio") and import_module("grpc")
        except ImportError as error:
            raise SettingsError("kuksa", "needs grpcio: pip install cabin-voice[kuksa]") from error
        self.address, self._token, self._grpc = address, token, grpc

    def channel(self) -> Any:
        """A channel for `async with`. Plain text: the broker is meant to run on the same board."""
        return self._grpc.aio.insecure_channel(self.address)

    def metadata(self) -> tuple[tuple[str, str], ...]:
        """What goes along with a call."""
        if self._token is None:
            return ()
        try:
            return (("authorization", f"Bearer {self._token.read_text(encoding='ascii').strip()}"),)
        except OSError as error:
            raise SettingsError(self._token, f"cannot be read ({error.strerror})") from error

    @property
    def error(self) -> type[Exception]:
        """What a failed call raises."""
        kind: type[Exception] = self._grpc.aio.AioRpcError
        return kind

    def not_found(self, error: Exception) -> bool:
        """Whether a call failed because the broker does not know the signal."""
        code = getattr(error, "code", None)
        return callable(code) and bool(code() == self._grpc.StatusCode.NOT_FOUND)


class KuksaSource:
    """Subscribes to paths and keeps a state up to date."""

    def __init__(
        self, broker: Databroker, state: VehicleState, paths: Iterable[str], *, clock: Callable[[], int] = boottime_ns
    ) -> None:
        """paths: without `Vehicle.`; those that the broker does not know are left out."""
        self._broker, self._state, self._paths, self._clock = broker, state, list(paths), clock
        self.updates = 0
        self.malformed = 0
        self._unknown = False

    async def run(self) -> None:
        """Until cancelled."""
        pause = _BACK_OFF_S[0]
        while True:
            before = self.updates
            try:
                async with self._broker.channel() as channel:
                    if self._unknown:
                        await self._sort_out(channel)
                    call = channel.unary_stream(SUBSCRIBE, request_serializer=_same, response_deserializer=_same)
                    request = subscribe_request([PREFIX + path for path in self._paths])
                    async for response in call(request, metadata=self._broker.metadata()):
                        self._take(response)
            except self._broker.error as error:
                self._unknown = self._broker.not_found(error)
                log.warning("databroker %s: %s; next try in %.1f s", self._broker.address, _why(error), pause)
            self._state.invalidate(self._paths)
            await asyncio.sleep(pause)
            pause = _BACK_OFF_S[0] if self.updates > before else min(2 * pause, _BACK_OFF_S[1])

    async def _sort_out(self, channel: Any) -> None:
        """A broker refuses a subscription whole for one path that it does not know: ask for each and keep the known ones."""
        call = channel.unary_unary(GET_VALUE, request_serializer=_same, response_deserializer=_same)
        known = []
        for path in self._paths:
            try:
                await call(get_value_request(PREFIX + path), metadata=self._broker.metadata())
            except self._broker.error as error:
                if not self._broker.not_found(error):
                    raise
            else:
                known.append(path)
        log.info("databroker %s: knows %d of %d signals", self._broker.address, len(known), len(self._paths))
        self._paths, self._unknown = known, False

    def _take(self, response: bytes) -> None:
        try:
            points = subscribe_response(response)
        except ProtobufError as error:
            self.malformed += 1
            log.debug("databroker %s: %s", self._broker.address, error)
            return
        now, wall = self._clock(), time.time()
        for path, point in points.items():
            if point.value is None:
                continue
            # The first answer holds the last known values, however old they are.
            age = max(0.0, wall - point.time_s) if point.time_s is not None else 0.0
            self._state.set(path.removeprefix(PREFIX), point.value, now - round(age * 1e9))
            self.updates += 1


class KuksaActuator:
    """Sends requests as `BatchActuate`, which is all or nothing, and follows the actuators' values."""

    def __init__(self, address: str, tools: ToolHost, token: Path | None = None, *, observes: Iterable[str] | None = None) -> None:
        """observes: paths whose values the broker tells; None: those that the catalogue marks as actuators and we may move."""
        from edge.vehicle.actions import ACTUATABLE

        self._broker, self._tools = Databroker(address, token), tools
        catalogue = tools.state.catalogue
        paths = [path for path in catalogue if ACTUATABLE.fullmatch(path)] if observes is None else list(observes)
        self.source = KuksaSource(self._broker, tools.state, paths)

    async def run(self) -> None:
        """Until cancelled."""
        observing = asyncio.create_task(self.source.run())
        try:
            async with self._broker.channel() as channel:
                call = channel.unary_unary(BATCH_ACTUATE, request_serializer=_same, response_deserializer=_same)
                while not observing.done():
                    for request in self._tools.take_requests(boottime_ns()):
                        await self._send(call, request)
                    await asyncio.sleep(_TICK_S)
            await observing
        finally:
            observing.cancel()
            await asyncio.gather(observing, return_exceptions=True)

    async def _send(self, call: Any, request: ActuationRequest) -> None:
        catalogue = self._tools.state.catalogue
        left_s = (request.expires_ns - boottime_ns()) / 1e9
        try:
            message = batch_actuate_request({PREFIX + p: (catalogue[p].type, value) for p, value in request.wishes.items()})
            await call(message, timeout=max(0.01, left_s), metadata=self._broker.metadata())
        except self._broker.error as error:
            log.warning("databroker %s: %s", self._broker.address, _why(error))
            self._tools.answered(request.key, "refused")
        except ValueError as error:
            log.warning("databroker %s: %s", self._broker.address, error)
            self._tools.answered(request.key, "refused")
        else:
            self._tools.answered(request.key, "accepted")


def _same(data: bytes) -> bytes:
    return data


def _why(error: Exception) -> str:
    details = getattr(error, "details", None)
    return str(details() if callable(details) else error)[:200]
