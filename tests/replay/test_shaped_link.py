"""Real sockets over a bad road: the keeper, the link and the assistant together, in real time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import urlsplit

from device.bench.link.car import Car
from device.bench.link.live_peer import serve as serve_peer
from device.bench.link.shaper import Road, Shaper
from device.link.endpoint import Endpoint, LinkLimits
from device.link.server import listening

LIMITS = LinkLimits(connect_s=3.0, close_s=0.2)


def _drive(road: Road, story: Callable[[Car, Shaper], Awaitable[None]]) -> Car:
    async def main() -> Car:
        async with listening(serve_peer) as cloud, listening(serve_peer) as board:
            shaper = Shaper(road)
            async with shaper.to("127.0.0.1", urlsplit(cloud.address).port or 0) as port:
                addresses = {"cloud": f"ws://127.0.0.1:{port}/v1/realtime", "local": board.address}
                car = Car({name: Endpoint(address, limits=LIMITS) for name, address in addresses.items()})
                running = [asyncio.create_task(keeper.run()) for keeper in car.keepers.values()]
                await car.ready()
                await story(car, shaper)
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)
        return car

    return asyncio.run(asyncio.wait_for(main(), 60))


def test_a_slow_and_shaky_road_is_still_the_cloud_s() -> None:
    async def story(car: Car, shaper: Shaper) -> None:
        await car.turn()

    car = _drive(Road(latency_ms=60, jitter_ms=40, stall=0.02, stall_ms=200), story)
    assert car.answers() == ["cloud"]
    assert car.assistant.seats.router.describe("cloud", 0)["connect_ms"] >= 100


def test_a_reset_in_the_middle_of_a_turn_costs_nothing() -> None:
    async def story(car: Car, shaper: Shaper) -> None:
        await car.turn(during=shaper.cut)

    car = _drive(Road(latency_ms=10), story)
    assert len(car.answers()) == 1
    assert [event for event in car.events if event.event == "fault" and "cloud endpoint lost" in str(event.fields["what"])]


def test_a_half_open_connection_is_found_out_and_the_board_answers() -> None:
    async def story(car: Car, shaper: Shaper) -> None:
        def close() -> None:
            shaper.road = replace(shaper.road, open=False)

        await car.turn(during=close)

    car = _drive(Road(latency_ms=10), story)
    assert car.answers() == ["local"]


def test_a_narrow_road_is_counted_against_the_cloud() -> None:
    async def story(car: Car, shaper: Shaper) -> None:
        shaper.road = replace(shaper.road, bytes_per_s=8_000)
        await car.turn()

    car = _drive(Road(), story)
    assert car.answers() == ["local"]
