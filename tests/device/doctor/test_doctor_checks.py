"""The checks of board, bus, links and front end, each against the real thing."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import can
import pytest

from device.control.socket import NAME, ControlServer
from device.doctor.bus import Traffic, check_bus, judge
from device.doctor.finding import Finding, Grade, Patient, exit_code
from device.doctor.links import check_links
from device.doctor.machine import check_rights, check_room, check_temperature, check_weights, judge_clock
from device.doctor.running import check_daemon
from device.doctor.stages import check_stages
from device.doctor.stages import judge as judge_stages
from device.link.server import Caller, listen
from device.resources import shipped
from device.settings.schema import CanSettings
from edge.weights.store import WeightStore


def _grades(findings: list[Finding]) -> dict[str, Grade]:
    return {finding.check: finding.grade for finding in findings}


def test_exit_codes() -> None:
    fine, skipped = Finding("a", Grade.FINE, ""), Finding("b", Grade.SKIPPED, "")
    warning, wrong = Finding("c", Grade.WARNING, ""), Finding("d", Grade.WRONG, "")
    assert exit_code([]) == exit_code([fine, skipped]) == 0
    assert exit_code([fine, warning]) == 1
    assert exit_code([wrong, warning]) == 2


# The board


def test_temperature_names_the_hottest_zone(patient: Any) -> None:
    examined: Patient = patient()
    for number, (kind, millidegrees) in enumerate([("cpu", "86500"), ("gpu", "50000"), ("broken", "n/a")]):
        zone = examined.root / "sys/class/thermal" / f"thermal_zone{number}"
        zone.mkdir(parents=True)
        (zone / "type").write_text(f"{kind}\n")
        (zone / "temp").write_text(f"{millidegrees}\n")
    (finding,) = check_temperature(examined)
    assert finding.grade is Grade.WARNING
    assert "cpu" in finding.text
    assert finding.figures["celsius"] == 86.5


def test_temperature_that_nobody_tells(patient: Any) -> None:
    assert _grades(check_temperature(patient())) == {"temperature": Grade.SKIPPED}


def test_too_little_memory_for_the_model(patient: Any) -> None:
    examined: Patient = patient()
    (examined.root / "proc").mkdir()
    (examined.root / "proc/meminfo").write_text("MemTotal: 1000000 kB\nMemAvailable: 300000 kB\n")
    assert _grades(check_room(examined))["memory"] is Grade.WARNING
    assert _grades(check_room(patient(local={"enabled": False})))["memory"] is Grade.FINE


def test_a_clock_before_the_program_was_written() -> None:
    assert judge_clock(0.0, synchronised=False).grade is Grade.WRONG
    assert judge_clock(1_800_000_000.0, synchronised=True).grade is Grade.FINE


def test_rights(patient: Any) -> None:
    assert _grades(check_rights(patient())) == {"rights": Grade.FINE}


def test_absent_weights_are_named_with_the_command(patient: Any) -> None:
    found = check_weights(patient())
    assert {finding.grade for finding in found} == {Grade.WRONG}
    assert all("weights" in finding.mend for finding in found)


# The front end


@pytest.mark.weights
def test_every_stage_is_measured(weights: WeightStore, patient: Any) -> None:
    (finding,) = check_stages(patient(store=weights))
    assert {"high_pass_share", "echo_share", "voice_share", "wake_share", "whole_share"} == set(finding.figures)
    assert all(isinstance(share, float) and share >= 0 for share in finding.figures.values())


def test_a_front_end_without_weights_or_head(patient: Any) -> None:
    assert _grades(check_stages(patient())) == {"front end": Grade.WRONG}
    assert _grades(check_stages(patient(wake={"heads": ["no_such_head"]}))) == {"front end": Grade.WRONG}


@pytest.mark.parametrize(("share", "grade"), [(0.05, Grade.FINE), (0.6, Grade.WARNING), (1.2, Grade.WRONG)])
def test_grades_of_processor_time(share: float, grade: Grade) -> None:
    assert judge_stages({"echo": share, "whole": share / 2}).grade is grade


# The bus


def test_no_bus_is_skipped(patient: Any) -> None:
    assert _grades(check_bus(patient())) == {"CAN": Grade.SKIPPED}


def test_a_bus_with_traffic_that_the_dbc_knows(patient: Any) -> None:
    folder = shipped("vehicles", "demo")
    chosen = {"interface": "virtual", "channel": "doctor", "dbc": folder / "demo.dbc", "map": folder / "map.toml"}
    known = _first_id(folder / "drive.log")
    with can.Bus(interface="virtual", channel="doctor") as car:
        message = can.Message(arbitration_id=known, data=bytes(8), is_extended_id=known > 0x7FF)
        task = car.send_periodic(message, 0.01)
        found = check_bus(patient(can=chosen))
        task.stop()
    assert _grades(found) == {"CAN": Grade.FINE, "DBC": Grade.FINE}


def test_a_silent_bus_and_one_that_is_not_there(patient: Any) -> None:
    assert _grades(check_bus(patient(can={"interface": "virtual", "channel": "quiet"})))["CAN"] is Grade.WARNING
    found = check_bus(patient(can={"interface": "socketcan", "channel": "nocan9"}))
    assert _grades(found)["CAN"] is Grade.WRONG


def test_grades_of_traffic() -> None:
    chosen = CanSettings(interface="socketcan")
    busy = Traffic(1.0, 4000, 0, 4000 * 111 * 1.1, {(0x100, False)})
    assert _grades(judge(busy, chosen, 500_000, [(0x100, 0x7FF, False)])) == {"CAN": Grade.WARNING, "DBC": Grade.FINE}
    assert _grades(judge(busy, chosen, 1_000_000, [(0x200, 0x7FF, False)])) == {"CAN": Grade.FINE, "DBC": Grade.WRONG}
    assert _grades(judge(Traffic(1.0, 2, 90), chosen, None, [])) == {"CAN": Grade.WRONG}
    assert _grades(judge(Traffic(1.0), chosen, None, "no DBC")) == {"CAN": Grade.WARNING, "DBC": Grade.WRONG}


def _first_id(log: Path) -> int:
    from device.can.frames import read_frames
    from edge.vehicle.dbc import EXTENDED, load_dbc

    table = load_dbc(log.with_name("demo.dbc"))
    assert table is not None
    return next(iter(read_frames(log))).key & ~EXTENDED


# Links


@contextmanager
def _endpoint(status: int | None = None) -> Iterator[str]:
    """A loopback endpoint in a thread of its own: the real server, or one that answers with an HTTP status."""
    loop = asyncio.new_event_loop()

    async def door(caller: Caller) -> None:
        async for _ in caller.frames():
            raise AssertionError("the doctor sent something")

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async def begin() -> str:
        if status is None:
            return (await listen(door)).address
        server = await asyncio.start_server(refuse, "127.0.0.1", 0)
        return f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1/realtime"

    address = loop.run_until_complete(begin())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


def test_a_link_that_works(patient: Any) -> None:
    with _endpoint() as address:
        found = check_links(patient(cloud={"url": address, "api_key": "secret"}, local={"enabled": False}))
    assert _grades(found) == {"cloud": Grade.FINE}


@pytest.mark.parametrize(
    ("status", "code"), [(401, "wrong_key"), (402, "no_balance"), (404, "wrong_address"), (503, "unavailable")]
)
def test_a_link_that_is_refused(status: int, code: str, patient: Any) -> None:
    with _endpoint(status) as address:
        found = check_links(patient(cloud={"url": address, "api_key": "secret"}, local={"enabled": False}))
    if code == "unavailable":
        assert _grades(found) == {"cloud": Grade.FINE}
        return
    assert found[0].grade is Grade.WRONG
    assert found[0].figures["code"] == code
    assert found[0].mend
    assert "secret" not in json.dumps([finding.to_json() for finding in found])


def test_without_key_and_model_nothing_can_answer(patient: Any) -> None:
    found = check_links(patient(local={"enabled": False}))
    assert _grades(found) == {"cloud": Grade.WARNING, "endpoints": Grade.WRONG}


def test_a_model_service_that_does_not_run(patient: Any, tmp_path: Path) -> None:
    found = check_links(patient(local={"url": f"ws+unix:{tmp_path}/model.sock"}))
    assert _grades(found) == {"cloud": Grade.WARNING, "local": Grade.WRONG}
    assert "cabin-voice-model" in found[1].mend


# The daemon


@contextmanager
def _daemon(runtime: Path, status: dict[str, Any]) -> Iterator[None]:
    """The control socket of a daemon in this state."""
    loop = asyncio.new_event_loop()
    server = ControlServer(runtime / NAME, lambda word, request: status)
    loop.run_until_complete(server.start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_what_a_running_daemon_says(patient: Any) -> None:
    examined: Patient = patient()
    assert _grades(check_daemon(examined)) == {"daemon": Grade.SKIPPED}
    good = {"wake_ready": True, "state": "idle", "frames": 1000, "samples_lost": 0, "muted": False, "rss_mb": 90}
    for change, grade in (
        ({}, Grade.FINE),
        ({"wake_ready": False}, Grade.WRONG),
        ({"samples_lost": 16000}, Grade.WARNING),
        ({"muted": True}, Grade.WARNING),
    ):
        with _daemon(examined.runtime, good | change):
            assert _grades(check_daemon(examined)) == {"daemon": grade}


def test_a_socket_that_nobody_serves(patient: Any) -> None:
    examined: Patient = patient()
    with socket.socket(socket.AF_UNIX) as left_over:
        left_over.bind(str(examined.runtime / NAME))
    assert _grades(check_daemon(examined)) == {"daemon": Grade.SKIPPED}
