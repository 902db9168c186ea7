"""Kuksa's databroker over a real gRPC connection: a small broker on loopback. Skipped where grpcio is not installed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from waiting import until

from device.clock import boottime_ns
from device.gateway.kuksa import Databroker, KuksaActuator, KuksaSource
from device.resources import shipped
from edge.vehicle.actuation import Desk
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.kuksa_wire import BATCH_ACTUATE, SUBSCRIBE
from edge.vehicle.state import VehicleState
from edge.vehicle.tools import Mode, ToolHost

grpc = pytest.importorskip("grpc", reason="grpcio is not installed: pip install cabin-voice[kuksa]")
from kuksa_messages import M  # noqa: E402

CATALOGUE = Catalogue.load(shipped("vehicles", "signals.toml"))
ROOF = "Cabin.Sunroof.Position"


class Broker:
    """Keeps values, tells subscribers, and moves actuators when asked; asks for a token."""

    def __init__(self, token: str = "") -> None:
        self.values: dict[str, tuple[str, Any, float]] = {}
        self.changed = asyncio.Event()
        self.token = token
        self.refuse = False
        self.actuated: list[dict[str, Any]] = []

    def put(self, path: str, kind: str, value: Any, age_s: float = 0.0) -> None:
        self.values["Vehicle." + path] = (kind, value, time.time() - age_s)
        self.changed.set()

    async def start(self) -> tuple[Any, str]:
        server = grpc.aio.server()
        service, _, _ = SUBSCRIBE[1:].partition("/")
        handlers = {
            "Subscribe": grpc.unary_stream_rpc_method_handler(self._subscribe),
            "GetValue": grpc.unary_unary_rpc_method_handler(self._get),
            "BatchActuate": grpc.unary_unary_rpc_method_handler(self._actuate),
        }
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, handlers),))
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        return server, f"127.0.0.1:{port}"

    async def _allow(self, context: Any) -> None:
        given = dict(context.invocation_metadata()).get("authorization", "")
        if self.token and given != f"Bearer {self.token}":
            await context.abort(grpc.StatusCode.UNAUTHENTICATED, "no token")

    async def _subscribe(self, request: bytes, context: Any) -> AsyncIterator[bytes]:
        await self._allow(context)
        wanted = list(M["SubscribeRequest"].FromString(request).signal_paths)
        if unknown := [path for path in wanted if path not in self.values]:
            await context.abort(grpc.StatusCode.NOT_FOUND, unknown[0])
        while True:
            self.changed.clear()
            response = M["SubscribeResponse"]()
            for path in wanted:
                if path in self.values:
                    kind, value, at = self.values[path]
                    entry = response.entries.add(key=path)
                    setattr(entry.value.value, kind, value)
                    entry.value.timestamp.FromNanoseconds(round(at * 1e9))
            yield response.SerializeToString()
            await self.changed.wait()

    async def _get(self, request: bytes, context: Any) -> bytes:
        path = request.rpartition(b"Vehicle.")[2].decode()
        if "Vehicle." + path not in self.values:
            await context.abort(grpc.StatusCode.NOT_FOUND, path)
        return b""

    async def _actuate(self, request: bytes, context: Any) -> bytes:
        await self._allow(context)
        if self.refuse:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "no provider")
        batch = M["BatchActuateRequest"].FromString(request)
        wishes = {r.signal_id.path: (r.value.WhichOneof("typed_value"), r.value) for r in batch.actuate_requests}
        self.actuated.append({path: getattr(value, kind) for path, (kind, value) in wishes.items()})
        for path, (kind, value) in wishes.items():
            self.put(path.removeprefix("Vehicle."), kind, getattr(value, kind))
        return b""


async def _until(condition: Callable[[], object]) -> Any:
    async with asyncio.timeout(30):
        return await until(condition)


def test_values_arrive_with_their_age_and_go_with_the_broker() -> None:
    async def main() -> None:
        broker = Broker()
        broker.put("Speed", "float", 63.5)
        broker.put("Exterior.AirTemperature", "float", 3.0, age_s=3600)
        server, address = await broker.start()
        state = VehicleState(CATALOGUE)
        source = KuksaSource(Databroker(address), state, ["Speed", "Exterior.AirTemperature", "Powertrain.Range"])
        task = asyncio.create_task(source.run())
        await _until(lambda: source.updates >= 2)
        assert state.get("Exterior.AirTemperature", boottime_ns()).quality.value == "STALE"  # an hour old already
        broker.put("Speed", "float", 64.0)
        await _until(lambda: state.value("Speed", boottime_ns()) == 64.0)
        await server.stop(None)
        await _until(lambda: state.value("Speed", boottime_ns()) is None)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(main())


@pytest.mark.parametrize("refuse", [False, True])
def test_actuation_is_done_when_the_broker_tells_the_new_value(tmp_path: Path, refuse: bool) -> None:
    async def main() -> None:
        (tmp_path / "token").write_text("abc\n")
        broker = Broker("abc")
        broker.refuse = refuse
        broker.put(ROOF, "int32", 0)
        server, address = await broker.start()
        state = VehicleState(CATALOGUE)
        for path, value in (("Speed", 0.0), ("Powertrain.Transmission.CurrentGear", 126)):
            state.hold(path, value)
        tools = ToolHost(state, Mode.GATEWAY, desk=Desk(state, 20.0))
        actuator = KuksaActuator(address, tools, tmp_path / "token")
        task = asyncio.create_task(actuator.run())
        await _until(lambda: state.value(ROOF, boottime_ns()) == 0)
        assert tools.call("set_window", {"window": "sunroof", "position": 20}, boottime_ns())["status"] == "requested"
        ((_, result),) = await _until(lambda: tools.finished(boottime_ns()))
        if refuse:
            assert (result["status"], result["reason"]) == ("refused", "gateway_refused")
        else:
            assert result == {"status": "done", "observed": {ROOF: 20}}
            assert broker.actuated == [{f"Vehicle.{ROOF}": 20}]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await server.stop(None)

    asyncio.run(main())


def test_the_method_names_are_those_of_the_service() -> None:
    assert SUBSCRIBE.rpartition("/")[0] == BATCH_ACTUATE.rpartition("/")[0] == "/kuksa.val.v2.VAL"
