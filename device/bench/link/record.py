"""Makes tapes of our client with the scripted peer: `python -m device.bench.link.record DIR [SCENARIO ...]`.

Each is a real run over loopback in real time: the assistant between two keepers, the cloud a faulty StepFun peer, the board an
honest one.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from device.bench.link.car import BATCH_S, LEVEL, Car
from device.bench.link.faulty_peer import CancelWay, Faults
from device.bench.link.faulty_server import erring
from device.bench.link.speaking_peer import SpeakingPeer
from device.clock import boottime_ns
from device.link.endpoint import Endpoint, LinkLimits
from device.link.server import listening
from edge.dialogue.turn import State
from edge.realtime.wire_tape import WireRecorder

SECOND_LEVEL = 18
TOOL_LEVEL = 15
"""One of those at which the peer calls a tool."""
_LIMITS = LinkLimits(connect_s=3.0, close_s=0.2)
Story = Callable[[Car, WireRecorder], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What the cloud does wrong, and what the driver does."""

    about: str
    faults: Faults
    story: Story


def _turn(level: int) -> Story:
    async def story(car: Car, recorder: WireRecorder) -> None:
        recorder.note({"turn": level}, boottime_ns())
        await car.turn(level=level)

    return story


async def _talked_over(car: Car, recorder: WireRecorder) -> None:
    recorder.note({"turn": LEVEL}, boottime_ns())
    await car.hear(BATCH_S, 0.0, "duplex", mode="full", trust=1.0)
    await car.ask()
    await car.until(lambda: car.assistant.state is State.SPEAKING)
    while car.assistant.state is not State.LISTENING:
        await car.hear(BATCH_S, 0.9, level=SECOND_LEVEL)
    recorder.note({"turn": SECOND_LEVEL}, boottime_ns())
    await car.hear(0.6, 0.9, level=SECOND_LEVEL)
    await car.hear(BATCH_S, 0.0, "turn_end", reason="silence")
    await car.until(lambda: car.assistant.state not in (State.THINKING, State.SPEAKING, State.CANDIDATE))


def _cancelled(way: CancelWay, about: str) -> Scenario:
    return Scenario(f"talked over; {about}", Faults(delay_ms=60, cancel=(way,)), _talked_over)


SCENARIOS = {
    "tool": Scenario("a tool is called", Faults(delay_ms=20), _turn(TOOL_LEVEL)),
    "stall": Scenario("silence in the middle of an answer", Faults(delay_ms=20, stall_at=12), _turn(LEVEL)),
    "close": Scenario("the connection ends in the middle of an answer", Faults(delay_ms=20, close_at=12), _turn(LEVEL)),
    "duplicate": Scenario("events come twice", Faults(delay_ms=20, duplicate=0.7), _turn(TOOL_LEVEL)),
    "reorder": Scenario("neighbouring events change places", Faults(delay_ms=20, swap=0.3), _turn(LEVEL)),
    "errors": Scenario("bursts of errors within an answer", Faults(delay_ms=20, error_burst=0.1), _turn(LEVEL)),
    "cancel_done": _cancelled("done", "a cancel ends in response.done"),
    "cancel_cancelled": _cancelled("cancelled", "a cancel ends in response.cancelled"),
    "cancel_ignored": _cancelled("ignored", "a cancel is ignored and the answer goes on"),
}


async def record(scenario: Scenario) -> list[str]:
    """Run a scenario; the lines of its tape."""
    recorder = WireRecorder(scenario.about, boottime_ns(), keep_audio=True)

    def cloud() -> SpeakingPeer:
        return SpeakingPeer(scenario.faults, 7, 1, first_ms=60.0)

    def board() -> SpeakingPeer:
        return SpeakingPeer(Faults(delay_ms=4), 8, -1, first_ms=30.0)

    async with listening(erring(cloud)) as far, listening(erring(board)) as near:
        addresses = {"cloud": far.address, "local": near.address}
        car = Car({name: Endpoint(address, limits=_LIMITS) for name, address in addresses.items()}, recorder)
        running = [asyncio.create_task(keeper.run()) for keeper in car.keepers.values()]
        await car.ready()
        await scenario.story(car, recorder)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    return recorder.lines()


def main(folder: Path, names: list[str]) -> None:
    """Record and write scenarios, all of them when none is named."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or SCENARIOS:
        lines = asyncio.run(record(SCENARIOS[name]))
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{name}: {len(lines)} lines")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
