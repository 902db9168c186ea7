"""Turns against a peer that errs in every way at once: each is answered once, by its own answer, or clearly given up.

CABIN_FAULT_TURNS sets how many turns are simulated (600 by default).
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from device.bench.link.faulty_peer import CancelWay, Faults, FaultyPeer
from edge.realtime.config import SessionConfig
from edge.realtime.dialects import STEPFUN
from edge.realtime.events import AudioDelta, ResponseFinished, ResponseStarted, ServerError, TextDelta, UnknownEvent
from edge.realtime.session_client import ClientSession

TURNS = int(os.environ.get("CABIN_FAULT_TURNS", "600"))
DEADLINE_MS = 6_000
CANCEL_DEADLINE_MS = 1_500
WHOLE_MS = 400_000

HONEST = Faults()
WAYS: tuple[CancelWay, ...] = ("done", "cancelled", "both", "canceled", "ignored", "refused", "silent")
WILD = Faults(
    delay_ms=120,
    duplicate=0.2,
    unknown=0.05,
    thinking=0.1,
    error_burst=0.02,
    nameless=0.1,
    stall=0.002,
    close=0.004,
    cancel=WAYS,
)


class Driver:
    """A caller with deadlines: connects anew when the peer is gone, silent or in doubt, and asks the same turn again."""

    def __init__(self, faults: Faults, seed: int) -> None:
        self.faults = faults
        self.random = Random(seed)
        self.counts: Counter[str] = Counter()
        self.now_ms = 0.0
        self.connect()

    def connect(self) -> None:
        self.counts["connections"] += 1
        self.peer = FaultyPeer(self.faults, self.counts["connections"])
        self.session = ClientSession(STEPFUN, SessionConfig())
        self.session.open()

    def exchange(self) -> list[object]:
        """Let time pass until the peer's next frame, at most 20 ms; what came of it."""
        for frame in self.session.take_outgoing():
            self.peer.receive(frame, self.now_ms)
        self.now_ms += 20
        return [event for frame in self.peer.due(self.now_ms) for event in self.session.receive(frame)]

    def settle_cancel(self) -> None:
        """Wait for the end of a cancelled response, and not too long."""
        until = self.now_ms + CANCEL_DEADLINE_MS
        while self.session.busy and not self.peer.closed and self.now_ms < until:
            for event in self.exchange():
                assert not isinstance(event, AudioDelta | TextDelta)
        if self.session.busy:
            self.counts["ends given up"] += 1
            self.session.abandon_response()
        if self.session.doubtful:
            self.counts["in doubt"] += 1
            self.connect()

    def ask(self, turn: int) -> None:
        self.session.append_audio(turn.to_bytes(2, "little") * 2400)
        self.session.commit()
        self.session.request_response()

    def turn(self, number: int) -> str:
        """One turn: "answered" or "interrupted"."""
        heard = 0
        barge_in_ms = self.now_ms + self.random.random() * 1500 if self.random.random() < 0.4 else None
        self.ask(number)
        deadline_ms = self.now_ms + DEADLINE_MS
        for _ in range(WHOLE_MS // 20):
            if barge_in_ms is not None and self.now_ms >= barge_in_ms:
                self.session.cancel()
                self.settle_cancel()
                return "interrupted"
            for event in self.exchange():
                if isinstance(event, AudioDelta):
                    assert set(event.pcm[::2]) <= {number & 255}, "audio of another turn"
                    assert set(event.pcm[1::2]) <= {number >> 8}
                    heard += len(event.pcm)
                    deadline_ms = self.now_ms + DEADLINE_MS
                elif isinstance(event, ResponseFinished) and event.status == "completed":
                    assert heard == self.faults.pieces * 960
                    return "answered"
            if self.peer.closed or self.now_ms > deadline_ms:
                self.counts["closed" if self.peer.closed else "stalled"] += 1
                heard = 0  # the listener starts the answer anew
                self.connect()
                self.ask(number)
                deadline_ms = self.now_ms + DEADLINE_MS
        raise AssertionError(f"turn {number} was never answered")


def test_an_honest_peer() -> None:
    driver = Driver(HONEST, 1)
    results = Counter(driver.turn(number) for number in range(50))
    assert results["answered"] >= 20
    assert driver.counts == {"connections": 1}
    assert driver.session.counters.errors <= results["interrupted"]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_answering_a_cancel(way: CancelWay) -> None:
    driver = Driver(replace(HONEST, delay_ms=60, cancel=(way,)), 2)
    results = Counter(driver.turn(number) for number in range(60))
    assert results.total() == 60
    assert results["interrupted"] >= 5
    if way == "silent":
        assert driver.counts["ends given up"] > 0


def test_everything_at_once() -> None:
    driver = Driver(WILD, 3)
    results = Counter(driver.turn(number % 60_000) for number in range(TURNS))
    assert results.total() == TURNS
    assert driver.counts["closed"] > 0
    assert driver.counts["stalled"] > 0


def test_swapped_events_are_survived() -> None:
    driver = Driver(replace(HONEST, swap=0.2), 4)
    driver.random = Random(0)
    kinds: Counter[type] = Counter()
    for number in range(40):
        driver.ask(number)
        for _ in range(500):
            events = driver.exchange()
            kinds.update(type(event) for event in events)
            if any(isinstance(event, ResponseFinished) for event in events):
                break
    assert kinds[ResponseStarted] == kinds[ResponseFinished] == 40
    assert kinds[ServerError] == kinds[UnknownEvent] == 0
