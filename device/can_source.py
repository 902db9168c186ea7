"""Where the daemon's vehicle state comes from: a bus, a log replayed in real time, or nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from device.can.lean import import_can
from device.clock import boottime_ns
from device.service.faults import StandingFaults
from device.settings import Settings
from edge.errors import SettingsError
from edge.vehicle.state import VehicleState
from edge.vehicle.tools import AuditEntry, Mode, ToolHost

if TYPE_CHECKING:
    from edge.vehicle.decoder import Decoder

log = logging.getLogger(__name__)

Task = Callable[[], Coroutine[Any, Any, None]]


def can_tasks(
    settings: Settings, state: VehicleState, faults: StandingFaults | None = None, kind: type[Decoder] | None = None
) -> list[Task]:
    """The tasks that keep the state up to date; none when the settings name neither a bus nor a log.

    faults: told when the bus is gone, silent or full of errors. kind: of decoder, when not the plain one.

    Raises SettingsError when DBC or map are missing, InputError when they cannot be read.
    """
    chosen = settings.can
    tasks: list[Task] = []
    if chosen.databroker:
        from device.gateway.kuksa import Databroker, KuksaSource

        paths = [path for path, signal in state.catalogue.items() if signal.kind != "attribute"]
        tasks.append(KuksaSource(Databroker(chosen.databroker, chosen.databroker_token), state, paths).run)
    if not chosen.interface and chosen.replay is None:
        return tasks
    if chosen.dbc is None or chosen.map is None:
        raise SettingsError("can", "needs can.dbc and can.map to make sense of the frames")
    # A board without a bus carries neither python-can nor the decoder.
    import_can()
    from device.can.reader import BusConfig, CanReader
    from device.can.watch import BusWatch
    from edge.vehicle.decoder import Decoder
    from edge.vehicle.signal_map import load_map
    from edge.vehicle.table import load_database

    decoder = (kind or Decoder)(load_database(chosen.dbc), load_map(chosen.map), state.catalogue)
    for note in decoder.notes:
        log.warning("%s", note)
    if chosen.replay is not None:
        decoder.attach(state)
        return [*tasks, _Replay(chosen.replay, decoder, state).run]
    config = BusConfig(chosen.interface, chosen.channel, chosen.fd, require_listen_only=chosen.require_listen_only)
    reader = CanReader(config, decoder, state)
    tasks.append(lambda: reader.run(asyncio.Event()))
    if faults is not None:
        tasks.append(BusWatch(reader, faults).run)
    if chosen.obd:
        from device.can.obd import ObdSource, open_link

        tasks.append(ObdSource(open_link(config), state).run)
    return tasks


def gateway_tasks(settings: Settings, tools: ToolHost) -> list[Task]:
    """The task that carries requests to the car maker's gateway; none in the other modes. Raises SettingsError."""
    if tools.mode is not Mode.GATEWAY:
        return []
    address = settings.vehicle.gateway
    if not address:
        raise SettingsError("vehicle.gateway", "is empty: gateway mode needs a Unix socket or grpc://HOST:PORT")
    if address.startswith("grpc://"):
        from device.gateway.kuksa import KuksaActuator

        return [KuksaActuator(address.removeprefix("grpc://"), tools, settings.can.databroker_token).run]
    from device.gateway.client import GatewayClient

    return [GatewayClient(Path(address), tools).run]


def audit_log(settings: Settings) -> Callable[[AuditEntry], None]:
    """What writes decisions to the audit log of the settings."""
    from device.gateway.audit import AuditLog
    from device.service.runtime import state_directory

    return AuditLog(settings.vehicle.audit or state_directory() / "audit.jsonl").add


class _Replay:
    """Feeds a log at the pace it was recorded, once."""

    def __init__(self, log: Path, decoder: Decoder, state: VehicleState) -> None:
        self._log = log
        self._decoder = decoder
        self._state = state

    async def run(self) -> None:
        """Feed until the end of the log; after it the values grow stale, as those of a bus that has fallen silent."""
        from device.can.reader import TICK_S
        from device.can.replay import replay
        from edge.vehicle.dbc import EXTENDED

        begun_ns = boottime_ns()
        start: float | None = None
        for message in replay(self._log):
            start = message.timestamp if start is None else start
            due_ns = begun_ns + round((message.timestamp - start) * 1e9)
            while boottime_ns() < due_ns:
                await asyncio.sleep(TICK_S)
                self._state.sweep(boottime_ns())
            if message.is_error_frame or message.is_remote_frame:
                continue
            key = message.arbitration_id | EXTENDED if message.is_extended_id else message.arbitration_id
            self._decoder.feed_state(self._state, key, bytes(message.data), due_ns)
        while True:
            self._state.sweep(boottime_ns())
            await asyncio.sleep(1.0)
