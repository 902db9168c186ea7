"""Plays a tape of wire sessions again, in simulated time: its server against our client, its client against our server.

A frame is played not before the other side has said what it had said by then on the tape: what matters of it is counted, that
is commits, requests, cancels and results of tools for a client, and all events for a server. The same tape gives the same run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from device.bench.link.car import BATCH_S, step
from device.bench.link.listener import HeardTurn, Listener
from device.bench.link.simulation import quiet_assistant
from device.bench.link.speaking_peer import spoken
from device.bench.link.tone_answerer import ToneAnswerer
from edge.dialogue.transcript import Entry as Said
from edge.errors import CabinError
from edge.events import Json, TimelineEvent
from edge.realtime.dialects import DIALECTS
from edge.realtime.wire_tape import Entry

_STEP_NS = round(BATCH_S * 1e9)
_PATIENCE_S = 15.0
"""After the tape has ended, for what is still to be played or waited for."""
_COUNTED = ("input_audio_buffer.commit", "response.create", "response.cancel")


class TapeLeftOverError(CabinError):
    """Our side never did what the tape waits for."""


@dataclass(slots=True)
class Outcome:
    """What came of a conversation.

    heard: by turn, what the loudspeaker gave. said: the transcript. tools: name and arguments of those called. stale: samples heard
    of an answer after it was cut off. asked: requests, cancels and so on that the client sent, in order.
    """

    heard: list[HeardTurn] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    tools: list[tuple[str, Json]] = field(default_factory=list)
    stale: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    events: list[TimelineEvent] = field(default_factory=list)

    def of(self, name: str) -> list[dict[str, Json]]:
        """Fields of the timeline's events of one name."""
        return [dict(event.fields) for event in self.events if event.event == name]


def counted(frame: str) -> str | None:
    """What a client's frame counts as, None when servers do not wait for it."""
    event = json.loads(frame)
    kind = str(event.get("type"))
    if kind == "conversation.item.create" and event["item"].get("type") == "function_call_output":
        return "function_call_output"
    return kind if kind in _COUNTED else None


class TapedServers:
    """The servers of a tape, with the assistant as their client and the tape's ears."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.outcome = Outcome()
        self._assistant, self._playout = quiet_assistant()
        self._listener = Listener()
        self._entries = list(entries)
        self._sent: dict[str, int] = {}
        """By link, how much of what counts was sent since it was opened."""
        self._due: dict[str, int] = {}
        """By link, how much of it the tape's client had sent by the entry that is played next."""
        self._late_ns: dict[str, int] = {}
        """By link, by how much our client is later than the tape's was."""
        self._open: set[str] = set()
        self._ears = (0.0, 0)
        self._now_ns = 0

    def run(self) -> Outcome:
        """Play the whole tape. Raises TapeLeftOverError when our client does not do what its servers wait for."""
        origin_ns = 1_000_000_000_000
        waiting = self._entries
        end_ns = round((self._entries[-1].t + _PATIENCE_S) * 1e9)
        while self._now_ns < end_ns:
            self._now_ns += _STEP_NS
            events: list[TimelineEvent] = []
            waiting = self._play(waiting, origin_ns, events)
            probability, level = self._ears
            clean = spoken(level, 160) if probability >= 0.5 else np.zeros(160, np.float32)
            step(self._assistant.hear, tuple(events), probability, clean, origin_ns + self._now_ns)
            self._listener.hear(self._playout.pull(480), self._now_ns / 1e6)
            self._carry_out()
            if not waiting and not self._playout.active and self._now_ns > end_ns - round((_PATIENCE_S - 1) * 1e9):
                break
        if waiting:
            entry = waiting[0]
            done = f"{self._sent.get(entry.link, 0)} of {self._due.get(entry.link, 0)}"
            raise TapeLeftOverError(
                f"{entry.link}: {entry.text[:80]!r} at {entry.t} s waits for what the client never sent ({done})"
            )
        self.outcome.said = list(self._assistant.transcript)
        self.outcome.heard.append(self._listener.turn)
        self.outcome.stale = self._listener.stale_samples
        return self.outcome

    def _play(self, waiting: Sequence[Entry], origin_ns: int, events: list[TimelineEvent]) -> list[Entry]:
        """Play what is due. A link that waits holds up its own later frames and nobody else's. Returns what is left."""
        left: list[Entry] = []
        held: set[str] = set()
        for place, entry in enumerate(waiting):
            at_ns = round(entry.t * 1e9)
            if at_ns > self._now_ns:
                left += waiting[place:]
                break
            if entry.link in held or at_ns + self._late_ns.get(entry.link, 0) > self._now_ns or not self._ready(entry):
                held.add(entry.link)
                left.append(entry)
                continue
            self._give(entry, origin_ns, events)
        return left

    def _ready(self, entry: Entry) -> bool:
        if entry.kind in ("note", "open", "client"):
            return True
        ready = self._sent.get(entry.link, 0) >= self._due.get(entry.link, 0)
        if not ready:
            self._late_ns[entry.link] = max(self._late_ns.get(entry.link, 0), self._now_ns + _STEP_NS - round(entry.t * 1e9))
        return ready

    def _give(self, entry: Entry, origin_ns: int, events: list[TimelineEvent]) -> None:
        now_ns = origin_ns + self._now_ns
        match entry.kind:
            case "note":
                self._hear(entry.note, events)
            case "open":
                self._sent[entry.link] = self._due[entry.link] = self._late_ns[entry.link] = 0
                self._open.add(entry.link)
                self._assistant.attach(entry.link, DIALECTS[entry.text], 0.05)
            case "closed":
                self._open.discard(entry.link)
                self._assistant.detach(entry.link, entry.text)
            case "client":
                self._due[entry.link] += counted(entry.text) is not None
            case "server":
                self._assistant.receive(entry.link, [entry.text], now_ns)
        self._carry_out()

    def _hear(self, note: Any, events: list[TimelineEvent]) -> None:
        told = note.get("ears", {})
        self._ears = float(told.get("probability", 0.0)), int(told.get("level", 0))
        if told.get("event") is not None:
            events.append(TimelineEvent(self._assistant.t, told["event"], told.get("fields", {})))
        if "turn" in note:
            self.outcome.heard.append(self._listener.open(int(note["turn"])))

    def _carry_out(self) -> None:
        for link, frames in self._assistant.take_outgoing():
            if link not in self._open:
                continue
            for kind in filter(None, map(counted, frames)):
                self._sent[link] += 1
                self.outcome.asked.append((link, kind))
        self._assistant.take_effects()
        self._assistant.take_renewals()  # the tape says when a connection ends and when the next one begins
        for event in self._assistant.take_events():
            self.outcome.events.append(event)
            if event.event == "tool":
                self.outcome.tools.append((str(event.fields["name"]), event.fields["arguments"]))


class TapedClient:
    """The client of a tape, with our server and the tone answerer in front of it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = [entry for entry in entries if entry.kind in ("client", "server", "open")]
        created = next(json.loads(entry.text) for entry in self._entries if entry.kind == "server")
        session_id = str(created["session"]["id"]).removeprefix("sess_")
        announced = next((entry.text for entry in self._entries if entry.kind == "open"), "")
        self._answerer = ToneAnswerer(DIALECTS.get(announced), session_id, pause_s=0.0)
        self.events: list[dict[str, Any]] = []
        """What our server said."""

    def run(self) -> list[dict[str, Any]]:
        """Play the whole tape; what our server said to it. Raises TapeLeftOverError when it says less than the tape waits for."""
        for frame in self._answerer.open():
            self._take(frame)
        heard = 0
        for place, entry in enumerate(self._entries):
            if entry.kind == "server":
                heard += 1
            elif entry.kind == "client":
                answers = self._answerer.receive(entry.text, 0)
                enough = self._told_by_next_cancel(place + 1, heard)
                for frame in answers:
                    self._take(frame)
                    if len(self.events) >= enough:
                        self._answerer.interrupt()
        if len(self.events) < heard:
            raise TapeLeftOverError(f"our server said {len(self.events)} of the {heard} things that the tape's client was told")
        return self.events

    def _told_by_next_cancel(self, place: int, heard: int) -> int:
        """How many events the tape's client had been told when it next cancelled, or when it left."""
        for entry in self._entries[place:]:
            if entry.kind == "client" and '"response.cancel"' in entry.text:
                break
            heard += entry.kind == "server"
        return heard

    def _take(self, frame: str) -> None:
        self.events.append(json.loads(frame))
