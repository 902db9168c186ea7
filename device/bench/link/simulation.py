"""Thousands of turns in simulated time through the real assistant, sessions and router, over links that fail at random.

The board is a peer too, an honest one that crashes now and then. How fast it answers is a setting of the simulation, so a
handover's time is the machinery's and that setting's, not the model's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random

import numpy as np

from device.bench.link.faulty_peer import CancelWay, Faults
from device.bench.link.listener import HeardTurn, Listener
from device.bench.link.speaking_peer import SpeakingPeer, calls_a_tool, level_of, spoken
from device.context import CabinContext, open_persona
from device.notices import ShippedNotices
from device.resources import shipped
from edge.audio.frame import Samples
from edge.audio.playout import Playout
from edge.dialogue.assistant import Assistant
from edge.dialogue.settings import DialogueSettings
from edge.dialogue.turn import State
from edge.events import Json, TimelineEvent
from edge.frontend.frontend import FrontEndOutput
from edge.language import Language
from edge.realtime.config import TurnDetection
from edge.realtime.dialects import STEPFUN
from edge.realtime.router import RouterSettings
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.state import VehicleState
from edge.vehicle.tool_models import Zone
from edge.vehicle.tools import ToolHost

STEP_MS = 20
_WAYS: tuple[CancelWay, ...] = ("done", "cancelled", "both", "canceled", "ignored", "refused", "silent")
WILD = Faults(
    delay_ms=20,
    duplicate=0.1,
    unknown=0.03,
    thinking=0.05,
    error_burst=0.005,
    stall=0.0005,
    close=0.001,
    cancel=_WAYS,
)
HONEST = Faults(delay_ms=4)
_SILENT = np.zeros(160, np.float32)
_LONGEST_TURN_MS = 60_000
_TRUSTING = DialogueSettings(routing=RouterSettings(steady=1.0, forget=4.0, remember=15.0))
"""The cloud is taken back after seconds, so that most turns go to the one that fails."""


class _Ears:
    """Two seconds of silence before every turn."""

    def arm_turn(self, language: Language | None = None) -> None:
        """Nothing has to be looked for: the script ends turns."""

    def disarm_turn(self) -> None:
        """Likewise."""

    def preroll(self, seconds: float) -> Samples:
        """Silence, at most a quarter of a second of it: the wire's share is not what is measured."""
        return np.zeros(int(min(seconds, 0.25) * 16_000), np.float32)


class _CountingTools(ToolHost):
    """Counts deeds."""

    deeds = 0

    def call(self, name: str, arguments: Mapping[str, Json], now_ns: int, speaker: Zone | None = None) -> dict[str, Json]:
        """One deed more."""
        self.deeds += 1
        return {"status": "done", "observed": {}}


@dataclass(slots=True)
class _Line:
    """The connection to one endpoint and what becomes of it."""

    name: str
    sign: int
    faults: Faults
    first_ms: float
    in_writing: float = 0.0
    peer: SpeakingPeer | None = None
    up_at_ms: float = 0.0
    """When it can be connected again, while it is down."""
    dead_in_turn_ms: float = 0.0
    """Milliseconds of a turn during which a half-open connection has not been found out."""
    connections: int = 0
    connected: bool = False


@dataclass(slots=True)
class Tally:
    """What became of the turns."""

    turns: int = 0
    answered: int = 0
    interrupted: int = 0
    lost: int = 0
    doubled: int = 0
    deeds_doubled: int = 0
    handovers: int = 0
    apologies: int = 0
    renewals: int = 0
    cuts: Counter[str] = field(default_factory=Counter)
    handover_ms: list[float] = field(default_factory=list)
    by: Counter[str] = field(default_factory=Counter)


def quiet_assistant(
    settings: DialogueSettings | None = None, detection: Mapping[str, TurnDetection] | None = None
) -> tuple[Assistant, Playout]:
    """An assistant with everything but ears, and its loudspeaker. detection: endpoints that end turns by themselves, and how."""
    assistant, playout, _ = _assemble(settings, detection)
    return assistant, playout


def _assemble(
    settings: DialogueSettings | None, detection: Mapping[str, TurnDetection] | None = None
) -> tuple[Assistant, Playout, _CountingTools]:
    state = VehicleState(Catalogue.load(shipped("vehicles", "signals.toml")))
    tools, playout = _CountingTools(state), Playout()
    context = CabinContext(open_persona(None), tools, state, detection=detection)
    return Assistant(_Ears(), playout, tools, context, ShippedNotices(), settings=settings, strict=True), playout, tools


class Simulation:
    """Drives the conversation turn by turn. The same seed gives the same turns."""

    def __init__(self, seed: int, cloud: Faults = WILD, board: Faults = HONEST, settings: DialogueSettings | None = None) -> None:
        self.random = Random(seed)
        self.assistant, self._playout, self._tools = _assemble(settings or _TRUSTING)
        self.tally = Tally()
        self.listener = Listener()
        self.now_ms = 1_000_000.0
        self._seed = seed
        self._lines = {
            "cloud": _Line("cloud", 1, cloud, first_ms=300.0, in_writing=0.01),
            "local": _Line("local", -1, board, first_ms=150.0),
        }
        self._turn = 0
        self._handed_ms: float | None = None
        self._cut_at_ms: float | None = None
        self._cut_how = ""

    def figures(self) -> dict[str, Json]:
        """What has come of the turns so far; times in milliseconds."""
        tally = self.tally
        handover = np.array(tally.handover_ms or [0.0])
        return {
            "turns": tally.turns,
            "answered": tally.answered,
            "interrupted": tally.interrupted,
            "lost": tally.lost,
            "doubled": tally.doubled,
            "deeds_doubled": tally.deeds_doubled,
            "stale_samples": self.listener.stale_samples,
            "by_cloud": tally.by["cloud"],
            "by_board": tally.by["local"],
            "cuts": tally.cuts.total(),
            "handovers": tally.handovers,
            "handover_ms_p95": round(float(np.percentile(handover, 95)), 1),
            "handover_ms_most": round(float(handover.max()), 1),
            "renewals": tally.renewals,
            "apologies": tally.apologies,
        }

    # Links

    def _connect_who_can(self) -> None:
        for line in self._lines.values():
            if line.connected or self.now_ms < line.up_at_ms:
                continue
            line.connections += 1
            seed = (self._seed * 1_000_003 + line.connections * 2 + (line.sign > 0)) & 0x7FFFFFFF
            slow = self.random.random() < 0.1 and line.sign > 0
            faults = replace(line.faults, delay_ms=line.faults.delay_ms * 5) if slow else line.faults
            line.peer = SpeakingPeer(faults, seed, line.sign, line.first_ms * (4 if slow else 1), line.in_writing)
            line.connected, line.dead_in_turn_ms = True, 0.0
            self.assistant.attach(line.name, STEPFUN, self.random.uniform(0.02, 0.4))

    def _drop(self, line: _Line, why: str, down_ms: float) -> None:
        line.connected, line.peer, line.up_at_ms = False, None, self.now_ms + down_ms
        self.assistant.detach(line.name, why)

    def _links(self) -> None:
        for line in self._lines.values():
            peer = line.peer
            if peer is None:
                continue
            if peer.closed:
                self._drop(line, "closed", self.random.uniform(200, 4000))
            elif peer.stalled and self.assistant.state in (State.LISTENING, State.THINKING):
                # A ping goes out at the begin and at the end of a turn: 2.5 s of silence after it mean that nobody is there.
                line.dead_in_turn_ms += STEP_MS
                if line.dead_in_turn_ms > 2500:
                    self._drop(line, "silent", self.random.uniform(200, 4000))
        cloud = self._lines["cloud"]
        if self._cut_at_ms is not None and self.now_ms >= self._cut_at_ms:
            self._cut_at_ms = None
            if cloud.peer is not None:
                self.tally.cuts[self._cut_how] += 1
                if self._cut_how == "loud":
                    self._drop(cloud, "cut", self.random.choice([300.0, 3000.0, 20_000.0]))
                else:
                    cloud.peer.stalled = True

    def _exchange(self) -> None:
        now_ns = round(self.now_ms * 1e6)
        for name, frames in self.assistant.take_outgoing():
            peer = self._lines[name].peer
            if peer is not None and not peer.stalled and not peer.closed:
                for frame in frames:
                    peer.receive(frame, self.now_ms)
        for name, line in self._lines.items():
            if line.peer is not None and (frames := line.peer.due(self.now_ms)):
                self.assistant.receive(name, frames, now_ns)
        for name, _ in self.assistant.take_renewals():
            line = self._lines[name]
            line.connected, line.peer, line.up_at_ms = False, None, self.now_ms + self.random.uniform(50, 600)
            self.tally.renewals += 1

    # Time

    def step(self, probability: float = 0.0, clean: Samples = _SILENT, *events: TimelineEvent) -> None:
        """20 ms go by."""
        self.now_ms += STEP_MS
        self._connect_who_can()
        self.listener.hear(self._playout.pull(24 * STEP_MS), self.now_ms)
        first = FrontEndOutput(clean, events, probability, {}, False)
        second = FrontEndOutput(clean, (), probability, {}, False)
        self.assistant.hear([first, second], round(self.now_ms * 1e6))
        self._links()
        self._exchange()
        self.assistant.take_effects()
        for event in self.assistant.take_events():
            self._note(event)

    def _note(self, event: TimelineEvent) -> None:
        if event.event == "handover":
            self.tally.handovers += 1
            if event.fields["to"] == "local" and self._handed_ms is None:
                self._handed_ms = self.now_ms
        elif event.event == "fault" and event.fields["action"] == "apology":
            self.tally.apologies += 1

    def _wait(self, milliseconds: float) -> None:
        until = self.now_ms + milliseconds
        while self.now_ms < until:
            self.step()

    # Turns

    def run(self, turns: int) -> Tally:
        """That many turns, one after the other."""
        for _ in range(turns):
            self.turn()
        return self.tally

    def turn(self) -> None:
        """One turn, to its answer's end or to its interruption by the next one."""
        self._turn += 1
        level = level_of(self._turn)
        self._prepare()
        assistant, chance = self.assistant, self.random
        deeds = self._tools.deeds
        if assistant.state is State.FOLLOW_UP and chance.random() < 0.5:
            self.step(0.9, spoken(level, 160), TimelineEvent(assistant.t, "speech_start", {"onset": assistant.t}))
        else:
            self.step(0.0, _SILENT, TimelineEvent(assistant.t, "wake", {"word": "hello cabin", "score": 0.9}))
        self.listener.open(level)  # what is heard from here on and is not of this turn is stale
        for _ in range(chance.randrange(18, 40)):
            self.step(0.9, spoken(level, 160))
        self.step(0.0, _SILENT, TimelineEvent(assistant.t, "speech_end", {"offset": assistant.t}))
        self._wait(chance.choice([200, 400]))
        self.step(0.0, _SILENT, TimelineEvent(assistant.t, "turn_end", {"reason": "silence"}))
        interrupted = self._until_answered()
        self._judge(self.listener.turn, interrupted, self._tools.deeds - deeds)

    def _prepare(self) -> None:
        chance = self.random
        if self.assistant.state not in (State.IDLE, State.FOLLOW_UP) or chance.random() < 0.9:
            self._wait(chance.choice([100, 300, 800]))
        else:
            self._wait(chance.choice([5000, 30_000]))
        self._handed_ms = None
        if chance.random() < 0.12:
            self._cut_at_ms = self.now_ms + chance.uniform(0, 3500)
            self._cut_how = chance.choice(["loud", "silent"])
        if chance.random() < 0.002:
            self._drop(self._lines["local"], "crashed", 3000.0) if self._lines["local"].connected else None

    def _until_answered(self) -> bool:
        """Step to the end of the answer; True when it was interrupted on purpose."""
        interrupt_at = self.now_ms + self.random.uniform(0, 2500) if self.random.random() < 0.12 else None
        until = self.now_ms + _LONGEST_TURN_MS
        while self.now_ms < until:
            if self.assistant.state in (State.FOLLOW_UP, State.IDLE):
                return False
            if (
                interrupt_at is not None
                and self.now_ms >= interrupt_at
                and self.assistant.state in (State.SPEAKING, State.THINKING)
            ):
                return True  # the next turn's wake phrase comes at once
            self.step()
        return False

    def _judge(self, heard: HeardTurn, interrupted: bool, deeds: int) -> None:
        tally = self.tally
        tally.turns += 1
        tally.deeds_doubled += deeds > 1 or (deeds == 1 and not calls_a_tool(heard.level))
        if heard.whole > 1:
            tally.doubled += 1
        if interrupted:
            tally.interrupted += 1
        elif heard.whole:
            tally.answered += 1
            tally.by["cloud" if heard.runs[-1] > 0 else "local"] += 1
        else:
            tally.lost += 1
        if self._handed_ms is not None and -1 in heard.first_ms:
            # What is left of the first endpoint's answer is played first, and counts as speech.
            tally.handover_ms.append(heard.first_ms[-1] - self._handed_ms)
