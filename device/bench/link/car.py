"""A car on the bench: an assistant between two keepers, real sockets, real time; only its ears are told what they hear."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from device.bench.link.simulation import quiet_assistant
from device.bench.link.speaking_peer import spoken
from device.clock import boottime_ns
from device.endpoint_keeper import EndpointHooks, EndpointKeeper
from device.link.endpoint import Endpoint
from edge.audio.frame import Samples
from edge.dialogue.turn import State
from edge.events import Json, TimelineEvent
from edge.frontend.frontend import FrontEndOutput
from edge.realtime.config import TurnDetection
from edge.realtime.wire_tape import Source, Tap, WireRecorder

BATCH_S = 0.02
LEVEL = 13
"""Of what the driver says unless told otherwise, in the steps of `speaking_peer`."""


class Car:
    """An assistant, and a keeper for each endpoint. What it hears and what goes over its links can be put on a tape."""

    def __init__(
        self,
        endpoints: Mapping[str, Endpoint],
        recorder: WireRecorder | None = None,
        detection: Mapping[str, TurnDetection] | None = None,
    ) -> None:
        """endpoints: by name, of `cloud` and `local`. recorder: takes down every frame and what the ears are told.

        detection: endpoints that end turns by themselves, and how.
        """
        self.assistant, self.playout = quiet_assistant(detection=detection)
        self.events: list[TimelineEvent] = []
        self.heard = asyncio.Event()
        """Set whenever something has happened."""
        self._recorder = recorder
        self._told: dict[str, Json] = {}
        hooks = EndpointHooks(self._attached, self._received, self._detached, lambda *_: None)
        self.keepers = {name: EndpointKeeper(name, endpoint, hooks) for name, endpoint in endpoints.items()}
        if recorder is not None:
            for name, keeper in self.keepers.items():
                keeper.tap = _tap(recorder, name)

    def _attached(self, name: str) -> None:
        keeper = self.keepers[name]
        if self._recorder is not None:
            self._recorder.opened(name, keeper.endpoint.dialect.name, boottime_ns())
        self.assistant.attach(name, keeper.endpoint.dialect, keeper.connect_s)
        self.carry_out()

    def _received(self, name: str, frames: Sequence[str]) -> None:
        self.assistant.receive(name, frames, boottime_ns())
        self.carry_out()

    def _detached(self, name: str, why: str, code: str) -> None:
        if self._recorder is not None:
            self._recorder.closed(name, why, boottime_ns())
        self.assistant.detach(name, why)
        self.carry_out()

    def carry_out(self) -> None:
        """Do what the assistant wants done."""
        for name, frames in self.assistant.take_outgoing():
            self.keepers[name].post(frames)
        for name, why in self.assistant.take_renewals():
            self.keepers[name].renew(why)
        for event in self.assistant.take_events():
            self.events.append(event)
            if event.event == "state" and event.fields["to"] in ("listening", "thinking"):
                for keeper in self.keepers.values():
                    keeper.probe()
        self.heard.set()

    async def hear(self, seconds: float, probability: float, name: str | None = None, level: int = LEVEL, **fields: Json) -> None:
        """Real time, in batches of 20 ms; the loudspeaker takes what is there. name, fields: an event at the beginning."""
        if self._recorder is not None:
            told: dict[str, Json] = {"probability": probability, "level": level}
            if name is not None:
                self._recorder.note({"ears": {**told, "event": name, "fields": fields}}, boottime_ns())
            elif told != self._told:
                self._recorder.note({"ears": told}, boottime_ns())
            self._told = told
        clean = spoken(level, 160) if probability >= 0.5 else np.zeros(160, np.float32)
        for place in range(max(1, round(seconds / BATCH_S))):
            events = (TimelineEvent(self.assistant.t, name, fields),) if name and not place else ()
            step(self.assistant.hear, events, probability, clean, boottime_ns())
            self.playout.pull(480)
            self.carry_out()
            await asyncio.sleep(BATCH_S)

    async def turn(self, during: Callable[[], None] | None = None, level: int = LEVEL) -> None:
        """A turn and its answer, to the end. during: called before the turn ends."""
        await self.ask(during, level)
        await self.until(lambda: self.assistant.state not in (State.THINKING, State.SPEAKING, State.CANDIDATE))

    async def ask(self, during: Callable[[], None] | None = None, level: int = LEVEL) -> None:
        """A turn, to its end."""
        await self.hear(BATCH_S, 0.0, "wake", word="hello cabin", score=0.9)
        await self.hear(0.6, 0.9, level=level)
        if during is not None:
            during()
        await self.hear(BATCH_S, 0.0, "turn_end", reason="silence")

    async def until(self, done: Callable[[], bool]) -> None:
        """Hear nothing until something is so."""
        while not done():
            await self.hear(BATCH_S, 0.0)

    async def ready(self) -> None:
        """Wait until every endpoint has opened its session."""
        while len(self.assistant.seats.ready) < len(self.keepers):
            self.heard.clear()
            await self.heard.wait()

    def answers(self) -> list[Json]:
        """Who answered, in order."""
        return [event.fields["endpoint"] for event in self.events if event.event == "answer"]


def step(
    hear: Callable[[Sequence[FrontEndOutput], int], None],
    events: tuple[TimelineEvent, ...],
    probability: float,
    clean: Samples,
    now_ns: int,
) -> None:
    """Give an assistant 20 ms of what its ears say."""
    hear([FrontEndOutput(clean, each, probability, {}, False) for each in (events, ())], now_ns)


def _tap(recorder: WireRecorder, link: str) -> Tap:
    def see(source: Source, text: str) -> None:
        recorder.frame(link, source, text, boottime_ns())

    return see
