"""A server that sends nonsense to the whole conversation: sessions, router, turn machine, playback and tools."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from random import Random

import numpy as np

from device.bench.framework import Row
from device.bench.link.malformed import FROM_SERVER, REFUSAL, garbled, mutated
from device.bench.link.simulation import quiet_assistant
from device.heap import rss_bytes
from edge.dialogue.turn import State
from edge.events import TimelineEvent
from edge.frontend.frontend import FrontEndOutput
from edge.realtime.dialects import DIALECTS

_SPEECH = np.full(160, 0.05, np.float32)
_NAMES = ("cloud", "local")
_REFUSALS = 0.002
_NEXT_ANSWER = 0.02
"""Chance of an event to be of another response, item and call than those before."""
_NAMES_OF_ANSWERS = ("r", "i", "c", "u")
_RENEW = 5000
"""Events after which the connection is renewed anyway."""


class Nonsense:
    """Feeds malformed events to an assistant that goes on holding its conversation."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.assistant, self._playout = quiet_assistant()
        self.events = 0
        self.counts: Counter[str] = Counter()
        self._now_ns = 10**12
        self._number = 1
        self._dialects = list(DIALECTS.values())

    def run(self, events: int) -> None:
        """So many events; whatever the code raises is raised here."""
        chance = self.random
        for _ in range(events):
            name = chance.choice(_NAMES)
            if self.assistant.seats.session(name) is None:
                self.assistant.attach(name, chance.choice(self._dialects), 0.1)
                self.counts["sessions"] += 1
            event = REFUSAL if chance.random() < _REFUSALS else chance.choice(FROM_SERVER)
            if chance.random() < _NEXT_ANSWER:
                self._number += 1
            frame = json.dumps(mutated(chance, event))
            for name_of in _NAMES_OF_ANSWERS:
                frame = frame.replace(f'"{name_of}1"', f'"{name_of}{self._number}"')
            frame = garbled(chance, frame)
            self.assistant.receive(name, [frame], self._now_ns)
            self.events += 1
            if chance.random() < 0.2:
                self._live()
            if self.events % _RENEW == 0:
                self.assistant.detach(name, "renewed")

    def _live(self) -> None:
        """20 ms of a conversation, in which the driver says or presses something now and then."""
        chance, assistant = self.random, self.assistant
        self._now_ns += 20_000_000
        self._playout.pull(480)
        happened: tuple[TimelineEvent, ...] = ()
        if chance.random() < 0.1:
            name = chance.choice(["wake", "turn_end", "speech_start", "speech_end"])
            fields = {"wake": {"word": "hello cabin", "score": 0.9}, "turn_end": {"reason": "silence"}}.get(name, {})
            happened = (TimelineEvent(assistant.t, name, fields),)  # type: ignore[arg-type]
        probability = chance.choice([0.0, 0.9])
        assistant.hear([FrontEndOutput(_SPEECH, each, probability, {}, False) for each in (happened, ())], self._now_ns)
        if chance.random() < 0.01:
            assistant.stop()
        for name, frames in assistant.take_outgoing():
            self.counts["frames out"] += len(frames)
            for frame in frames:
                frame.encode()
            if assistant.seats[name].session is None:
                self.counts["frames to nobody"] += 1
        assistant.take_effects()
        self.counts["renewed"] += len(assistant.take_renewals())
        self.counts["refused"] += len(assistant.care.take_refusals())
        for event in assistant.take_events():
            if event.event == "state" and event.fields["to"] == State.SPEAKING:
                self.counts["spoken"] += 1


def fuzz_rows(events: int, seed: int) -> Iterator[Row]:
    """One row: an exception ends the benchmark with its traceback. Growth is that of resident memory over the second half."""
    nonsense = Nonsense(seed)
    begun = time.process_time()
    nonsense.run(events // 2)
    half_mb = rss_bytes() / 2**20
    nonsense.run(events - events // 2)
    yield {
        "case": "malformed events",
        "fuzz_events": nonsense.events,
        "fuzz_growth_mb": round(rss_bytes() / 2**20 - half_mb, 1),
        "fuzz_events_per_cpu_s": round(nonsense.events / max(time.process_time() - begun, 1e-3)),
        "fuzz_sessions": nonsense.counts["sessions"],
        "fuzz_answers_begun": nonsense.counts["spoken"],
        "fuzz_refused": nonsense.counts["refused"],
    }
