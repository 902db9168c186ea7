"""One scripted drive: the parts of the daemon in the virtual cabin, in real time or faster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from device.assembly import Parts, Vehicle, assemble
from device.audio.duplex import EndOfAudio
from device.audio.virtual_cabin import CabinRecorder, CabinScene, VirtualCabin
from device.car_noise import car_noise
from device.demo.car import ReplayedCar
from device.demo.director import Director
from device.demo.script import LONGEST_S, Line
from device.demo.simulated_endpoint import SimulatedEndpoint
from device.settings import Settings
from edge.audio.frame import VOICE_RATE, Samples
from edge.events import TimelineEvent
from edge.frontend.frontend import FrontEndOutput
from edge.realtime.dialects import STEPFUN
from edge.weights.store import WeightStore

DRAWN = (
    "Speed",
    "Powertrain.TractionBattery.Range",
    "Powertrain.TractionBattery.StateOfCharge.Displayed",
    "Exterior.AirTemperature",
)
"""Signals that the timeline and the report show."""

NOISE_STEP_S = 1.0
"""Seconds after which the front end is told anew how loud the car must be."""


@dataclass(frozen=True)
class Watch:
    """Who is told what while the drive goes on."""

    on_event: Callable[[TimelineEvent], None] = lambda event: None
    on_frame: Callable[[float, FrontEndOutput, Samples], None] = lambda t, output, microphone: None


@dataclass
class DriveResult:
    """What a drive leaves behind. signals: path to (seconds, value) points."""

    events: list[TimelineEvent]
    recorder: CabinRecorder
    director: Director
    signals: dict[str, list[tuple[float, float]]]
    endpoints: dict[str, str] = field(default_factory=dict)


class Stage:
    """The virtual cabin with everything in it, before the curtain rises."""

    def __init__(
        self,
        settings: Settings,
        store: WeightStore,
        vehicle: Vehicle,
        log: Path,
        lines: Sequence[Line],
        recordings: Sequence[Samples],
        *,
        seed: int,
        paced: bool,
    ) -> None:
        """log: the candump of the drive. recordings: the lines spoken, at 24 kHz."""
        self.parts: Parts = assemble(settings, store, vehicle, strict=True)
        self.recorder = CabinRecorder()
        self._state = vehicle.state
        self.car = ReplayedCar(log, vehicle.state, DRAWN)
        scene = CabinScene(speed_kmh=self.car.speed_profile(), seconds=LONGEST_S + 10.0)
        self.cabin = VirtualCabin(scene, self.parts.playout, seed=seed, paced=paced, sink=self.recorder)
        self.director = Director(lines, recordings, self.cabin)
        self.events: list[TimelineEvent] = []
        self._noise_told_at = -NOISE_STEP_S

    def step(self, t: float, now_ns: int) -> list[TimelineEvent]:
        """Car and driver go on to audio time t, and the front end hears of the car's speed; returns what the car's signals did."""
        changes = self.car.advance(t, now_ns)
        if t >= self._noise_told_at + NOISE_STEP_S:
            # What the daemon's own task does with a bus: in audio time, so that a drive in simulated time is told as often.
            self._noise_told_at = t
            self.parts.front_end.expect_noise(car_noise(self._state, now_ns))
        assistant = self.parts.assistant
        heard_s = self.parts.playout.counters.heard / VOICE_RATE
        self.director.step(t, assistant.state, ready=assistant.seats.choose() is not None, heard_s=heard_s)
        return changes

    def result(self) -> DriveResult:
        """What the drive left behind."""
        return DriveResult(self.events, self.recorder, self.director, self.car.history)


def drive_fast(stage: Stage, endpoint: SimulatedEndpoint, watch: Watch) -> DriveResult:
    """Run the drive as fast as the machine allows; answering times are simulated, so that two runs are the same."""
    assistant, front_end = stage.parts.assistant, stage.parts.front_end
    assistant.attach("local", STEPFUN)
    stage.cabin.start()
    while not stage.director.finished:
        try:
            block = stage.cabin.read(0.0)
        except EndOfAudio:
            break
        if block is None:
            continue
        now_ns = block.mic.time_ns
        output = front_end.process(block.mic, block.far_end)
        assistant.hear([output], now_ns)
        watch.on_frame(assistant.t, output, block.mic.samples)
        for _, frames in assistant.take_outgoing():
            endpoint.send(frames)
        assistant.receive("local", endpoint.receive(assistant.t, now_ns), now_ns)
        if assistant.take_effects():
            stage.parts.playout.unplayed(stage.cabin.flush())
        for event in (*stage.step(assistant.t, now_ns), *assistant.take_events()):
            stage.events.append(event)
            watch.on_event(event)
    stage.cabin.close()
    return stage.result()
