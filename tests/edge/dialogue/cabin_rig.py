"""A conversation on the bench: the real assistant, sessions, playout and tools; only ears and endpoints' wits are scripted."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from device.context import CabinContext
from device.notices import ShippedNotices
from edge.audio.frame import VOICE_RATE, Samples
from edge.audio.playout import Playout
from edge.dialogue.assistant import Assistant
from edge.dialogue.turn import State
from edge.dialogue.turn_audio import pcm16
from edge.events import TimelineEvent
from edge.frontend.frontend import FrontEndOutput
from edge.persona.persona import load_persona
from edge.realtime.commands import AudioCommitted, ResponseCancelled, ResponseRequested, ToolResult
from edge.realtime.dialects import STEPFUN
from edge.realtime.session_server import ServerSession
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.state import VehicleState
from edge.vehicle.tools import ToolHost

DEPLOY = Path(__file__).parents[3] / "deploy"
RANGE = "Powertrain.TractionBattery.Range"
SECOND = 1_000_000_000
FRAME_NS = 10_000_000
START_NS = 1_000 * SECOND
NOISE = (0.01 * np.random.default_rng(1).standard_normal(160)).astype(np.float32)


class Ears:
    """Remembers whether a turn is looked for; has heard two seconds of noise."""

    def __init__(self) -> None:
        self.armed = False

    def arm_turn(self) -> None:
        self.armed = True

    def disarm_turn(self) -> None:
        self.armed = False

    def preroll(self, seconds: float) -> Samples:
        return np.zeros(int(min(seconds, 2.0) * 16_000), np.float32)


class Server:
    """An endpoint that reads the range by a tool and answers with a tone of two seconds, in two pieces."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.session = ServerSession(STEPFUN, session_id=name)
        self.session.open()
        self.heard_s: list[float] = []
        self.cancelled = 0
        self.silent = False
        """Takes everything and answers nothing."""
        self.cut_short = False
        """Sends the first half of the answer and then no more."""
        self._tool_result: str | None = None

    def take(self, frames: list[str]) -> list[str]:
        """Frames from the client in, frames to the client out."""
        for frame in frames:
            for command in self.session.receive(frame):
                match command:
                    case AudioCommitted():
                        self.heard_s.append(len(command.pcm) / 48_000)
                        if not self.silent:
                            self.session.input_transcript(command.item_id, "How far can we go?", "en")
                    case ToolResult():
                        self._tool_result = command.output
                    case ResponseCancelled():
                        self.cancelled += 1
                        self.session.end_response("cancelled")
                    case ResponseRequested() if not self.silent:
                        self._answer()
        return self.session.take_outgoing()

    def _answer(self) -> None:
        self.session.begin_response()
        if self._tool_result is None:
            self.session.tool_call("get_vehicle_state", {"names": [RANGE]})
            self.session.end_response()
            return
        said, self._tool_result = self._tool_result, None
        self.session.begin_message()
        tone = (0.1 * np.sin(np.arange(VOICE_RATE) * 0.1)).astype(np.float32)
        self.session.text_delta(f"{self.name} says {said}. ")
        self.session.audio_delta(pcm16(tone))
        if self.cut_short:
            return
        self.session.text_delta("That is all.")
        self.session.audio_delta(pcm16(tone))
        self.session.end_message()
        self.session.end_response()


class Rig:
    """Steps the conversation frame by frame."""

    def __init__(self, *endpoints: str, strict: bool = True) -> None:
        self.state = VehicleState(Catalogue.load(DEPLOY / "vehicles" / "signals.toml"))
        self.tools = ToolHost(self.state)
        context = CabinContext(load_persona(DEPLOY / "personas" / "cabin.toml"), self.tools, self.state)
        self.playout = Playout()
        self.ears = Ears()
        self.assistant = Assistant(self.ears, self.playout, self.tools, context, ShippedNotices(), strict=strict)
        self.servers: dict[str, Server] = {}
        self.events: list[TimelineEvent] = []
        self.played: list[Samples] = []
        self.now_ns = START_NS
        for name in endpoints:
            self.attach(name)

    def attach(self, name: str) -> Server:
        """An endpoint becomes reachable."""
        server = self.servers[name] = Server(name)
        self.assistant.attach(name, STEPFUN)
        self._exchange()
        return server

    def detach(self, name: str) -> None:
        """An endpoint goes away."""
        del self.servers[name]
        self.assistant.detach(name, "cable pulled")
        self._exchange()

    def step(self, seconds: float, probability: float = 0.0, *events: TimelineEvent) -> None:
        """Let time pass; the events come with its first frame."""
        for number in range(max(1, round(seconds * 100))):
            self.now_ns += FRAME_NS
            self.played.append(self.playout.pull(240))
            output = FrontEndOutput(NOISE, events if number == 0 else (), probability, {}, False)
            self.assistant.hear([output], self.now_ns)
            self._exchange()

    def happen(self, name: str, **fields: float | str) -> TimelineEvent:
        """An event of the ears at the present time."""
        return TimelineEvent(self.assistant.t, name, fields)

    def say_turn(self, seconds: float = 1.0) -> None:
        """The wake phrase and a question, up to the end of the turn."""
        self.step(0.01, 0.0, self.happen("wake", word="hello cabin", score=0.9))
        self.step(seconds, 0.9)
        self.step(0.6, 0.0, self.happen("speech_end", offset=self.assistant.t))
        self.step(0.01, 0.0, self.happen("turn_end", reason="silence"))

    def until(self, state: State, limit_s: float = 30.0) -> None:
        """Step until the conversation stands there."""
        for _ in range(round(limit_s * 100)):
            if self.assistant.state is state:
                return
            self.step(0.01)
        raise AssertionError(f"still {self.assistant.state} after {limit_s} s, not {state}")

    def named(self, name: str) -> list[TimelineEvent]:
        """The events of one name."""
        return [event for event in self.events if event.event == name]

    def _exchange(self) -> None:
        for _ in range(8):
            batches = self.assistant.take_outgoing()
            for name, frames in batches:
                if name in self.servers:
                    self.assistant.receive(name, self.servers[name].take(frames), self.now_ns)
            if not batches:
                break
        self.events += self.assistant.take_events()
