"""A conversation on the bench: the real assistant, sessions, playout and tools; only ears and endpoints' wits are scripted."""

from __future__ import annotations

import json
from collections import deque
from pathlib import Path

import numpy as np

from device.context import CabinContext
from device.notices import ShippedNotices
from edge.audio.frame import VOICE_RATE, Samples
from edge.audio.playout import Playout
from edge.dialogue.assistant import Assistant
from edge.dialogue.settings import DialogueSettings
from edge.dialogue.turn import State
from edge.dialogue.turn_audio import pcm16
from edge.events import Json, TimelineEvent
from edge.frontend.frontend import FrontEndOutput
from edge.language import Language
from edge.persona.persona import load_persona
from edge.realtime.commands import AudioCommitted, ResponseCancelled, ResponseRequested, ToolResult
from edge.realtime.config import SAY_EXACTLY
from edge.realtime.dialects import STEPFUN
from edge.realtime.session_server import ServerSession
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.simulated_car import SimulatedCar
from edge.vehicle.state import VehicleState
from edge.vehicle.tools import Mode, ToolHost

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

    def arm_turn(self, language: Language | None = None) -> None:
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
        self.gone = False
        """The connection is half open: nothing arrives and nothing comes."""
        self.cut_short = False
        """Sends the first half of the answer and then no more."""
        self.in_writing = False
        """Answers without sound."""
        self.failing = False
        """Ends every answer as failed."""
        self.delays: dict[str, float] = {}
        """Seconds that pass before an event of a type leaves; it holds up those behind it."""
        self.requests: list[ResponseRequested] = []
        self.calls: list[tuple[str, dict[str, Json]]] = [("get_vehicle_state", {"names": [RANGE]})]
        """Tools it calls before it answers."""
        self._tool_results: list[str] = []

    def take(self, frames: list[str]) -> list[str]:
        """Frames from the client in, frames to the client out."""
        if self.gone:
            return []
        for frame in frames:
            for command in self.session.receive(frame):
                match command:
                    case AudioCommitted():
                        self.heard_s.append(len(command.pcm) / 48_000)
                        if not self.silent:
                            self.session.input_transcript(command.item_id, "How far can we go?", "en")
                    case ToolResult():
                        self._tool_results.append(command.output)
                    case ResponseCancelled():
                        self.cancelled += 1
                        self.session.end_response("cancelled")
                    case ResponseRequested() if not self.silent:
                        self.requests.append(command)
                        self._answer(command.instructions)
        return self.session.take_outgoing()

    def _answer(self, instructions: str | None) -> None:
        self.session.begin_response()
        if self.failing:
            self.session.end_response("failed", "overloaded")
            return
        if instructions is not None:
            self._speak([instructions.removeprefix(SAY_EXACTLY)])
            return
        if len(self._tool_results) < len(self.calls):
            for name, arguments in self.calls:
                self.session.tool_call(name, arguments)
            self.session.end_response()
            return
        said, self._tool_results = ", ".join(self._tool_results), []
        self._speak([f"{self.name} says {said}. ", "That is all."])

    def answer_unasked(self) -> None:
        """What a server does that ends turns by itself."""
        self.session.begin_response()
        self._speak([f"{self.name} says something. ", "That is all."])

    def _speak(self, parts: list[str]) -> None:
        self.session.begin_message()
        tone = (0.1 * np.sin(np.arange(VOICE_RATE) * 0.1)).astype(np.float32)
        for number, part in enumerate(parts):
            self.session.text_delta(part)
            if not self.in_writing:
                self.session.audio_delta(pcm16(tone))
            if self.cut_short and number == 0:
                return
        self.session.end_message()
        self.session.end_response()


class Rig:
    """Steps the conversation frame by frame."""

    def __init__(self, *endpoints: str, strict: bool = True, settings: DialogueSettings | None = None) -> None:
        self.state = VehicleState(Catalogue.load(DEPLOY / "vehicles" / "signals.toml"))
        self.tools = ToolHost(self.state, Mode.SIMULATE, SimulatedCar(self.state))
        self.context = CabinContext(load_persona(DEPLOY / "personas" / "cabin.toml"), self.tools, self.state)
        self.playout = Playout()
        self.ears = Ears()
        self.assistant = Assistant(
            self.ears, self.playout, self.tools, self.context, ShippedNotices(), settings=settings, strict=strict
        )
        self.servers: dict[str, Server] = {}
        self.renewals: list[tuple[str, str]] = []
        self.sent: list[tuple[str, dict[str, Json]]] = []
        """(endpoint, event) of all that the assistant sent, but audio."""
        self._wire: dict[str, deque[tuple[int, str]]] = {}
        self.events: list[TimelineEvent] = []
        self.played: list[Samples] = []
        self.now_ns = START_NS
        for name in endpoints:
            self.attach(name)

    def attach(self, name: str) -> Server:
        """An endpoint becomes reachable."""
        server = self.servers[name] = Server(name)
        self._wire[name] = deque()
        self.assistant.attach(name, STEPFUN, 0.1)
        self._exchange()
        return server

    def vanish(self, name: str) -> None:
        """A half-open connection: nothing comes any more, and nobody says so."""
        self.servers[name].gone = True
        self._wire[name].clear()

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

    def say_turn(self, seconds: float = 1.0, reason: str = "silence") -> None:
        """The wake phrase and a question, up to the end of the turn."""
        self.step(0.01, 0.0, self.happen("wake", word="hello cabin", score=0.9))
        self.step(seconds, 0.9)
        self.step(0.6, 0.0, self.happen("speech_end", offset=self.assistant.t))
        self.step(0.01, 0.0, self.happen("turn_end", reason=reason))

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

    def deliver(self, name: str, frames: list[str]) -> None:
        """Frames that an endpoint sends of its own accord."""
        self._send_back(name, frames)
        self._exchange()

    def _exchange(self) -> None:
        for _ in range(8):
            batches = self.assistant.take_outgoing()
            for name, frames in batches:
                self.sent += [(name, json.loads(frame)) for frame in frames if "buffer.append" not in frame[:80]]
                if name in self.servers:
                    self._send_back(name, self.servers[name].take(frames))
            arrived = [self._arrive(name) for name in list(self.servers)]
            if not batches and not any(arrived):
                break
        self.renewals += self.assistant.take_renewals()
        self.events += self.assistant.take_events()

    def _send_back(self, name: str, frames: list[str]) -> None:
        wire = self._wire[name]
        for frame in frames:
            before = wire[-1][0] if wire else self.now_ns
            wait_s = self.servers[name].delays.get(json.loads(frame)["type"], 0.0)
            wire.append((max(before, self.now_ns) + round(wait_s * SECOND), frame))

    def _arrive(self, name: str) -> bool:
        wire = self._wire[name]
        due: list[str] = []
        while wire and wire[0][0] <= self.now_ns:
            due.append(wire.popleft()[1])
        if due:
            self.assistant.receive(name, due, self.now_ns)
        return bool(due)
