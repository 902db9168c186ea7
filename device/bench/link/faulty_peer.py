"""A scriptable StepFun endpoint in simulated time that delays, repeats, swaps, stalls, breaks off and errs.

The answer to a turn is a tone whose every sample is the turn's own number (the value of the committed audio's samples),
so that a listener can tell whose answer it hears.
"""

from __future__ import annotations

import heapq
import json
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

from edge.realtime.commands import AudioCommitted, ClientCommand, ResponseRequested
from edge.realtime.dialects import STEPFUN
from edge.realtime.session_server import ServerSession

CancelWay = Literal["done", "cancelled", "both", "canceled", "ignored", "refused", "silent"]


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong, as probabilities per event unless said."""

    delay_ms: int = 40
    """Longest pause between two events in milliseconds."""

    duplicate: float = 0.0
    swap: float = 0.0
    """Two neighbours of the same response change places."""

    unknown: float = 0.0
    thinking: float = 0.0
    error_burst: float = 0.0
    """Three errors at once, nested and flat."""

    nameless: float = 0.0
    """A delta loses its response_id and item_id."""

    stall: float = 0.0
    """From here on nothing is sent any more."""

    close: float = 0.0
    """The connection ends here."""

    stall_at: int | None = None
    close_at: int | None = None
    """The same two at one event, counted over all events of answers from 1 on."""

    cancel: tuple[CancelWay, ...] = ("done",)
    """Ways in which a cancel is answered, one chosen each time."""

    pieces: int = 10
    """Audio deltas of an answer, 20 ms each."""


@dataclass(order=True, slots=True)
class Due:
    """A frame and when it leaves. response_id: of the answer it belongs to, "" for none."""

    at_ms: float
    number: int
    frame: str = field(compare=False)
    response_id: str = field(compare=False, default="")


class FaultyPeer:
    """One connection's far end. `receive` takes frames, `due` gives those that have left by now."""

    def __init__(self, faults: Faults, seed: int) -> None:
        self.faults = faults
        self.closed = False
        self.stalled = False
        # Response that has begun and whose end has not left yet, "" for none.
        self.running = ""
        self._random = Random(seed)
        self._session = ServerSession(STEPFUN, session_id=f"p{seed}")
        self._schedule: list[Due] = []
        self._number = 0
        self._last_ms = 0.0
        self._value = 0
        self._told = 0
        """Events of answers that have left."""
        self._session.open()
        self._queue(self._session.take_outgoing(), 0.0)

    @property
    def next_ms(self) -> float | None:
        """When the next frame leaves, None when none will."""
        return self._schedule[0].at_ms if self._schedule and not self.closed else None

    def receive(self, text: str, now_ms: float) -> None:
        """Take a client's frame."""
        kind = json.loads(text)["type"]
        if kind == "response.cancel" and self.running:
            self._cancel(now_ms)
            return
        if kind == "response.create" and self.running:
            self._error("Conversation already has an active response", now_ms)
            return
        commands = self._session.receive(text)
        self._queue(self._session.take_outgoing(), now_ms)
        for command in commands:
            self._follow(command, now_ms)

    def _follow(self, command: ClientCommand, now_ms: float) -> None:
        if isinstance(command, AudioCommitted):
            self._value = int.from_bytes(command.pcm[:2], "little")
            self._session.input_transcript(command.item_id, str(self._value))
            self._queue(self._session.take_outgoing(), now_ms + self._random.random() * 400)
        elif isinstance(command, ResponseRequested):
            self.running = self._session.begin_response()
            for piece in range(self.faults.pieces):
                self._session.text_delta(f"{piece} ")
                self._session.audio_delta(self._value.to_bytes(2, "little") * 480)
            self._session.end_response()
            self._queue(self._spoiled(self._session.take_outgoing()), now_ms, self.running)

    def send(self, now_ms: float, response_id: str = "") -> None:
        """Let what the session has queued leave, spoiled when it belongs to an answer."""
        frames = self._session.take_outgoing()
        self._queue(self._spoiled(frames) if response_id else frames, now_ms, response_id)

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def _spoiled(self, frames: list[str]) -> list[str]:
        found: list[str] = []
        for frame in frames:
            kind = json.loads(frame)["type"]
            if self._chance(self.faults.nameless) and kind.endswith(".delta"):
                event = json.loads(frame)
                frame = json.dumps({k: v for k, v in event.items() if k not in ("response_id", "item_id")})
            found.append(frame)
            if self._chance(self.faults.duplicate) and not kind.endswith(".delta"):
                found.append(frame)
            if self._chance(self.faults.thinking):
                found.append(json.dumps({"type": "response.thinking.delta", "delta": "hm", "response_id": self.running}))
            if self._chance(self.faults.unknown):
                found.append(json.dumps({"type": "vendor.novelty", "x": [1, {"y": None}]}))
            if self._chance(self.faults.error_burst):
                flat: dict[str, Any] = {"code": "invalid_value", "message": "odd"}
                found += [json.dumps({"type": "error", **flat}), json.dumps({"type": "error", "error": flat})] * 2
        for place in range(1, len(found) - 2):
            if self._chance(self.faults.swap):
                found[place], found[place + 1] = found[place + 1], found[place]
        return found

    def _queue(self, frames: list[str], now_ms: float, response_id: str = "") -> None:
        at_ms = now_ms if response_id == "" else max(now_ms, self._last_ms)
        for frame in frames:
            at_ms += self._random.random() * self.faults.delay_ms
            self._number += 1
            heapq.heappush(self._schedule, Due(at_ms, self._number, frame, response_id))
        if response_id:
            self._last_ms = at_ms

    def _error(self, message: str, now_ms: float) -> None:
        self._queue([json.dumps({"type": "error", "error": {"message": message, "code": ""}})], now_ms)

    def _cancel(self, now_ms: float) -> None:
        way = self._random.choice(self.faults.cancel)
        if way == "ignored":
            return
        if way == "refused":
            self._error("response.cancel is not supported here", now_ms)
            return
        response_id = self.running
        # Frames that are on the wire already arrive all the same.
        late = [due for due in self._schedule if due.response_id == response_id and due.at_ms < now_ms + 60]
        self._schedule = [due for due in self._schedule if due.response_id != response_id] + late
        heapq.heapify(self._schedule)
        body: dict[str, Any] = {"id": response_id, "status": "cancelled", "output": []}
        ways: dict[str, list[dict[str, Any]]] = {
            "done": [{"type": "response.done", "response": body}],
            "cancelled": [{"type": "response.cancelled", "response_id": response_id}],
            "canceled": [{"type": "response.canceled", "response": {"id": response_id}}],
            "both": [{"type": "response.cancelled"}, {"type": "response.done", "response": body}],
            "silent": [],
        }
        ends = ways[way]
        self._last_ms = max([now_ms, *(due.at_ms for due in late)])
        self._queue([json.dumps(end) for end in ends], now_ms + 60, response_id)
        if way == "silent":
            self.running = ""

    def due(self, now_ms: float) -> list[str]:
        """Frames that have left by now; none once the connection is closed or stalls."""
        found: list[str] = []
        while self._schedule and self._schedule[0].at_ms <= now_ms and not self.closed:
            due = heapq.heappop(self._schedule)
            self._told += due.response_id != ""
            self.closed = self.closed or self._told == self.faults.close_at or self._chance(self.faults.close)
            self.stalled = self.stalled or self._told == self.faults.stall_at or self._chance(self.faults.stall)
            if self.closed or self.stalled:
                continue
            found.append(due.frame)
            if due.response_id == self.running and json.loads(due.frame)["type"] in (
                "response.done",
                "response.cancelled",
                "response.canceled",
            ):
                self.running = ""
        return found
