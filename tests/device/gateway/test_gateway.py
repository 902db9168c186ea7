"""Requests through a real Unix socket to the reference gateway and its simulated car."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from waiting import until

from device.clock import boottime_ns
from device.gateway.audit import AuditLog
from device.gateway.client import GatewayClient
from device.gateway.server import GatewayServer
from device.resources import shipped
from edge.events import Json
from edge.vehicle.actuation import EXPIRY_NS, Desk
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.gateway_wire import Hello, Reply, Request, Values, decode, encode
from edge.vehicle.simulated_car import SimulatedCar
from edge.vehicle.state import VehicleState
from edge.vehicle.tools import Mode, ToolHost

CATALOGUE = Catalogue.load(shipped("vehicles", "signals.toml"))
SUNROOF = "Cabin.Sunroof.Position"
GEAR = "Powertrain.Transmission.CurrentGear"


class Rig:
    """A tool host, a client and a gateway with a car."""

    def __init__(self, folder: Path, **options: Any) -> None:
        stuck = options.pop("stuck", ())
        self.socket = folder / "gateway.sock"
        self.state = VehicleState(CATALOGUE)
        # What the bus would deliver in a real car.
        for path, value in (("Speed", 0.0), (GEAR, 126), ("Chassis.ParkingBrake.IsEngaged", True)):
            self.state.hold(path, value)
        self.log = AuditLog(folder / "audit.jsonl")
        self.tools = ToolHost(
            self.state, Mode.GATEWAY, desk=Desk(self.state, options.pop("observe_s", 30.0)), on_audit=self.log.add
        )
        self.client = GatewayClient(self.socket, self.tools)
        self.server = GatewayServer(SimulatedCar(VehicleState(CATALOGUE), stuck=stuck), delay_s=0.0, **options)

    async def until(self, condition: Callable[[], object]) -> Any:
        async with asyncio.timeout(30):
            return await until(condition)

    async def observed(self) -> None:
        await self.until(lambda: self.state.value(SUNROOF, boottime_ns()) is not None)

    async def result(self) -> dict[str, Json]:
        finished: list[tuple[str, dict[str, Json]]] = await self.until(lambda: self.tools.finished(boottime_ns()))
        assert len(finished) == 1
        return finished[0][1]


def _with(rig: Rig, body: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        tasks = [asyncio.create_task(rig.server.serve(rig.socket)), asyncio.create_task(rig.client.run())]
        try:
            await body()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(main())


def test_done_is_said_when_the_car_has_moved(tmp_path: Path) -> None:
    rig = Rig(tmp_path)

    async def body() -> None:
        await rig.observed()
        asked = rig.tools.call("set_window", {"window": "sunroof", "position": 20}, boottime_ns())
        assert asked["status"] == "requested"
        assert rig.state.value(SUNROOF, boottime_ns()) == 0
        result = await rig.result()
        assert result == {"status": "done", "observed": {SUNROOF: 20}}
        assert len(rig.server.executed) == 1
        assert rig.server.executed[0].wishes == {SUNROOF: 20}

    _with(rig, body)
    lines = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert [line["result"] for line in lines] == ["requested", "done"]
    assert (tmp_path / "audit.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_stuck_actuator_is_not_said_to_be_done(tmp_path: Path) -> None:
    rig = Rig(tmp_path, stuck={SUNROOF}, observe_s=0.3)

    async def body() -> None:
        await rig.observed()
        rig.tools.call("set_window", {"window": "sunroof", "position": 20}, boottime_ns())
        result = await rig.result()
        assert (result["status"], result["reason"]) == ("refused", "not_observed")
        assert result["observed"] == {SUNROOF: 0}

    _with(rig, body)


def test_the_gateway_may_refuse(tmp_path: Path) -> None:
    rig = Rig(tmp_path, refuses=lambda request: "not today")

    async def body() -> None:
        await rig.observed()
        rig.tools.call("set_climate", {"temperature": 22}, boottime_ns())
        result = await rig.result()
        assert (result["status"], result["reason"]) == ("refused", "gateway_refused")
        assert rig.server.executed == []

    _with(rig, body)


def test_the_gateway_comes_late_and_goes_and_values_go_with_it(tmp_path: Path) -> None:
    rig = Rig(tmp_path)

    async def main() -> None:
        client = asyncio.create_task(rig.client.run())
        await asyncio.sleep(0)
        assert rig.tools.call("set_window", {"window": "sunroof", "delta": 20}, boottime_ns())["reason"] == "unknown_value"
        server = asyncio.create_task(rig.server.serve(rig.socket))
        await rig.observed()
        server.cancel()
        await asyncio.gather(server, return_exceptions=True)
        for writer in list(rig.server._clients):
            writer.close()
        await rig.until(lambda: rig.state.value(SUNROOF, boottime_ns()) is None)
        assert not rig.client.connected
        client.cancel()
        await asyncio.gather(client, return_exceptions=True)

    asyncio.run(main())


def test_a_request_is_decided_again_when_it_leaves_and_expires(tmp_path: Path) -> None:
    rig = Rig(tmp_path, observe_s=30.0)
    now = 10_000_000_000
    rig.state.hold(SUNROOF, 0)
    rig.state.hold("Body.Lights.Beam.Low.IsOn", True)
    assert rig.tools.call("set_window", {"window": "sunroof", "position": 20}, now)["status"] == "requested"
    rig.state.hold("Speed", 50.0)  # the car has set off before the request could leave
    assert rig.tools.take_requests(now) == []
    ((_, result),) = rig.tools.finished(now)
    assert (result["status"], result["reason"]) == ("refused", "moving")
    rig.state.hold("Speed", 0.0)
    later = now + 60_000_000_000
    assert rig.tools.call("set_window", {"window": "sunroof", "position": 20}, later)["status"] == "requested"
    assert rig.tools.take_requests(later + EXPIRY_NS + 1) == []
    ((_, result),) = rig.tools.finished(later + EXPIRY_NS + 1)
    assert (result["status"], result["reason"]) == ("refused", "expired")


def test_a_value_that_happens_to_be_right_already_needs_no_luck(tmp_path: Path) -> None:
    """What is observed before the request has left proves nothing about it."""
    rig = Rig(tmp_path)
    rig.state.hold(SUNROOF, 20)
    assert rig.tools.call("set_window", {"window": "sunroof", "position": 20}, 0)["status"] == "requested"
    assert rig.tools.finished(1) == []
    (request,) = rig.tools.take_requests(1)
    ((ticket, result),) = rig.tools.finished(2)
    assert ticket == request.key
    assert result["status"] == "done"


def test_the_server_executes_a_key_once_and_moves_nothing_forbidden(tmp_path: Path) -> None:
    rig = Rig(tmp_path)

    async def body() -> None:
        await rig.until(rig.socket.exists)
        reader, writer = await asyncio.open_unix_connection(str(rig.socket))
        request = Request(key="k1", tool="t", wishes={SUNROOF: 10}, expires_in_ms=5000)
        forbidden = Request(key="k2", tool="t", wishes={"Chassis.ParkingBrake.IsEngaged": False, SUNROOF: 5}, expires_in_ms=5000)
        wrong = Request(key="k3", tool="t", wishes={SUNROOF: 500}, expires_in_ms=5000)
        for message in (Hello(), request, request, forbidden, wrong):
            writer.write(encode(message))
        replies: list[Reply] = []
        while len(replies) < 4:
            message = decode(await reader.readline())
            if isinstance(message, Reply):
                replies.append(message)
        assert [reply.status for reply in replies] == ["accepted", "accepted", "refused", "refused"]
        await rig.until(lambda: rig.server.executed)
        assert rig.server.executed == [request]
        writer.write(b"\x00 this is no message\n")
        while line := await reader.readline():  # the connection is closed on what is no message
            assert isinstance(decode(line), Values)
        writer.close()

    _with(rig, body)


def test_the_audit_log_rotates_and_keeps_words_to_itself(tmp_path: Path) -> None:
    state = VehicleState(CATALOGUE)
    log = AuditLog(tmp_path / "audit.jsonl", limit=400)
    host = ToolHost(state, Mode.SIMULATE, SimulatedCar(state), on_audit=log.add)
    host.call("get_vehicle_state", {"names": ["Speed"]}, 0)
    assert not (tmp_path / "audit.jsonl").exists()
    for step in range(12):
        host.call("call", {"contact": "Aunt Mary"}, step * 20_000_000_000)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["audit.jsonl", "audit.jsonl.1", "audit.jsonl.2", "audit.jsonl.3"]
    text = "".join(path.read_text() for path in tmp_path.iterdir())
    assert "Mary" not in text
    assert json.loads(text.splitlines()[0])["arguments"] == {"contact": "(withheld)"}


@pytest.mark.parametrize("mode", ["off", "simulate", "gateway"])
def test_the_tools_declared_in_a_mode(mode: str) -> None:
    state = VehicleState(CATALOGUE)
    host = ToolHost(
        state, Mode(mode), SimulatedCar(state) if mode == "simulate" else None, desk=Desk(state) if mode == "gateway" else None
    )
    names = {str(declaration["name"]) for declaration in host.declarations()}
    assert ("set_window" in names) is (mode != "off")
