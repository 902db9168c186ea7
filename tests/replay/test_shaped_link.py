"""Real sockets over a bad road: the keeper, the link and the assistant together, in real time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import numpy as np

from device.bench.link.live_peer import serve as serve_peer
from device.bench.link.shaper import Road, Shaper
from device.bench.link.simulation import quiet_assistant
from device.clock import boottime_ns
from device.endpoint_keeper import EndpointHooks, EndpointKeeper
from device.link.endpoint import Endpoint, LinkLimits
from device.link.server import listening
from edge.dialogue.turn import State
from edge.events import TimelineEvent
from edge.frontend.frontend import FrontEndOutput

LIMITS = LinkLimits(connect_s=3.0, close_s=0.2)
CLEAN = np.full(160, 0.05, np.float32)


class Car:
    """An assistant between two keepers: the cloud behind the road, the board beside it."""

    def __init__(self, cloud: str, board: str) -> None:
        self.assistant, self.playout = quiet_assistant()
        self.events: list[TimelineEvent] = []
        hooks = EndpointHooks(self._attached, self._received, self._detached, lambda *_: None)
        addresses = {"cloud": cloud, "local": board}
        self.keepers = {name: EndpointKeeper(name, Endpoint(url, limits=LIMITS), hooks) for name, url in addresses.items()}

    def _attached(self, name: str) -> None:
        keeper = self.keepers[name]
        self.assistant.attach(name, keeper.endpoint.dialect, keeper.connect_s)
        self.carry_out()

    def _received(self, name: str, frames: Sequence[str]) -> None:
        self.assistant.receive(name, frames, boottime_ns())
        self.carry_out()

    def _detached(self, name: str, why: str, code: str) -> None:
        self.assistant.detach(name, why)
        self.carry_out()

    def carry_out(self) -> None:
        for name, frames in self.assistant.take_outgoing():
            self.keepers[name].post(frames)
        for name, why in self.assistant.take_renewals():
            self.keepers[name].renew(why)
        for event in self.assistant.take_events():
            self.events.append(event)
            if event.event == "state" and event.fields["to"] in ("listening", "thinking"):
                for keeper in self.keepers.values():
                    keeper.probe()

    async def hear(self, seconds: float, probability: float, name: str | None = None, **fields: str | float) -> None:
        """Real time, in batches of 20 ms; the loudspeaker takes what is there."""
        for place in range(max(1, round(seconds * 50))):
            events = (TimelineEvent(self.assistant.t, name, dict(fields)),) if name and not place else ()
            frames = [FrontEndOutput(CLEAN, each, probability, {}, False) for each in (events, ())]
            self.playout.pull(480)
            self.assistant.hear(frames, boottime_ns())
            self.carry_out()
            await asyncio.sleep(0.02)

    async def turn(self, during: Callable[[], None] | None = None) -> None:
        await self.hear(0.02, 0.0, "wake", word="hello cabin", score=0.9)
        await self.hear(0.6, 0.9)
        if during is not None:
            during()
        await self.hear(0.02, 0.0, "turn_end", reason="silence")
        while self.assistant.state in (State.THINKING, State.SPEAKING):
            await self.hear(0.02, 0.0)

    async def ready(self) -> None:
        while len(self.assistant.seats.ready) < 2:
            await asyncio.sleep(0.01)

    def answers(self) -> list[object]:
        return [event.fields["endpoint"] for event in self.events if event.event == "answer"]


def _drive(road: Road, story: Callable[[Car, Shaper], Awaitable[None]]) -> Car:
    async def main() -> Car:
        async with listening(serve_peer) as cloud, listening(serve_peer) as board:
            shaper = Shaper(road)
            async with shaper.to("127.0.0.1", urlsplit(cloud.address).port or 0) as port:
                car = Car(f"ws://127.0.0.1:{port}/v1/realtime", board.address)
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
